"""Walking a site's content and static files, and writing one file so that no crash leaves half of it.

A path is opaque and relative to the site's root; the names on disk are never changed. Links are never followed.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reviews.hugo.content_path import FileName, split_name
from reviews.hugo.site import SiteConfig

_TEMPORARY = ".editorial-desk-"


class FolderError(Exception):
    """A folder or path that cannot be used; the text is one line with what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the site.

    `path` is posix and relative to the site's root. `role` is "page", "resource" (owned by `bundle`, the path of its
    index file), "content_file" (neither, still carried), "static" or "refused" (`reason` says why).
    """

    path: str
    file: Path
    role: str
    bundle: str | None = None
    language: str = ""
    reason: str = ""
    size: int = 0


@dataclass(frozen=True)
class Folder:
    """A Hugo site on disk (or a bare content folder, which stands for a site that has nothing else)."""

    root: Path
    config: SiteConfig
    is_bare: bool

    @classmethod
    def open(cls, root: Path, environment: str = "production") -> "Folder":
        """Open a site's root or a bare content folder. Raises FolderError, and ConfigError for its configuration."""
        root = Path.cwd() / root
        if not root.exists():
            raise FolderError(f"{root} does not exist; name a Hugo site or a folder of content files")
        if not root.is_dir():
            raise FolderError(f"{root} is not a folder; name the folder that holds hugo.toml or the content files")
        config = SiteConfig.load(root, environment)
        if any((root / each).is_dir() for each in config.content_dirs):
            return cls(root, config, is_bare=False)
        if config.files:
            raise FolderError(
                f"{root} has a configuration but no folder {config.content_dir}/; make it or set contentDir"
            )
        if not _holds_a_page(root):
            raise FolderError(f"{root} holds no content; name a Hugo site or a folder of content files")
        return cls(root, config, is_bare=True)

    def walk(self) -> Iterator[Entry]:
        """Every file below the content and static folders, in the order of their paths, each exactly once."""
        for source in sorted(self.config.content_dirs):
            yield from _Walk(self, source).entries()
        for source in () if self.is_bare else sorted(self.config.static_dirs):
            yield from _static_files(self, source)

    def locate(self, path: str) -> Path:
        """Where the file of that path lies on disk. Raises FolderError for a path that may not be used."""
        parts = _checked_parts(path)
        if self.is_bare:
            if parts[0] != "content" or len(parts) == 1:
                raise FolderError(f"{path!r} is not below content/")
            parts = parts[1:]
        current = self.root
        for part in parts[:-1]:
            current = current / part
            if current.is_symlink():
                raise FolderError(f"{path!r} leads through a link ({part}); replace the link by a folder")
        return current / parts[-1]

    def read(self, path: str) -> bytes:
        """The bytes of the file. Raises FolderError (missing, a link, not a regular file, unreadable)."""
        file = self.locate(path)
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise FolderError(f"{path!r} cannot be read: {error.strerror}") from error
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise FolderError(f"{path!r} is not a regular file")
            return stream.read()

    def write(self, path: str, data: bytes) -> None:
        """Put `data` at `path` in one step: whoever reads sees the old bytes or the new. Makes folders as needed.

        Keeps the mode of a file that is there. Raises FolderError.
        """
        file = self.locate(path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, data)
        except OSError as error:
            raise FolderError(f"{path!r} cannot be written: {error.strerror}") from error

    def remove(self, path: str) -> None:
        """Take the file away; folders stay. A file that is not there is no error. Raises FolderError."""
        file = self.locate(path)
        if file.is_dir() and not file.is_symlink():
            raise FolderError(f"{path!r} is a folder")
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise FolderError(f"{path!r} cannot be removed: {error.strerror}") from error


def _replace(file: Path, data: bytes) -> None:
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise FolderError(f"{file.name!r} is a link or no regular file; it is never replaced")
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else None
    temporary = file.with_name(f"{_TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        _write_through(temporary, data, mode)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(file.parent)


def _write_through(file: Path, data: bytes, mode: int | None) -> None:
    with file.open("xb") as stream:
        stream.write(data)
        stream.flush()
        if mode is not None:
            os.fchmod(stream.fileno(), mode)
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checked_parts(path: str) -> list[str]:
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise FolderError(f"{path!r} is not a path below the site")
    for part in parts:
        if is_git_name(part):
            raise FolderError(f"{path!r} looks like a part of a Git repository ({part})")
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise FolderError(f"{path!r} is not valid UTF-8") from None
    return parts


# Code points that HFS+ ignores in a name, so that `.g\u200cit` opens `.git` there.
_IGNORED_BY_HFS = dict.fromkeys([*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF], None)


def is_git_name(name: str) -> bool:
    """Whether some file system would take this name for `.git` (as Git's own checks on `.git` look-alikes do)."""
    plain = name.translate(_IGNORED_BY_HFS).lower().split(":")[0].rstrip(". ")
    return plain in (".git", "git~1")


def _holds_a_page(root: Path) -> bool:
    for _, folders, files in os.walk(root):
        folders[:] = [each for each in folders if not each.startswith(".")]
        if any(split_name(each, frozenset()).is_page and not each.startswith(".") for each in files):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Owners:
    """The index files that own what lies in and below a folder, by language; a leaf's claim reaches all depths."""

    is_leaf: bool
    by_language: dict[str, str]

    def of(self, language: str, default: str) -> str | None:
        found = self.by_language.get(language) or self.by_language.get(default)
        return found or next(iter(self.by_language.values()), None)


_NOBODY = _Owners(False, {})


class _Walk:
    """One pass over one content folder."""

    def __init__(self, folder: Folder, source: str) -> None:
        self.folder = folder
        self.codes = folder.config.language_codes
        self.source = source
        self.mounted = next(each for each in folder.config.content_mounts if each.source == source)
        self.language = self.mounted.language or folder.config.default_language
        self.nested = frozenset(folder.config.content_dirs) - {source}

    def entries(self) -> Iterator[Entry]:
        start = self.folder.root if self.folder.is_bare else self.folder.root / self.source
        if start.is_symlink():
            yield Entry(self.source, start, "refused", reason=_LINK)
        elif start.is_dir():
            yield from self._inside(start, self.source, _NOBODY)

    def _inside(self, place: Path, path: str, owners: _Owners) -> Iterator[Entry]:
        found, problem = _listed(place)
        if problem:
            yield Entry(_shown(path), place, "refused", reason=problem)
            return
        names = {
            item.name: split_name(item.name, self.codes) for item in found if not item.is_dir(follow_symlinks=False)
        }
        owners = self._owners(names, path, owners)
        for item in found:
            inner = f"{path}/{item.name}"
            if item.is_dir(follow_symlinks=False):
                if inner not in self.nested:
                    yield from self._folder(item, inner, owners)
            else:
                yield self._file(item, inner, names[item.name], owners)

    def _folder(self, item: os.DirEntry[str], path: str, owners: _Owners) -> Iterator[Entry]:
        if is_git_name(item.name):
            yield Entry(_shown(path), Path(item.path), "refused", reason="it looks like a Git repository")
        elif not _is_utf8(item.name):
            yield Entry(_shown(path), Path(item.path), "refused", reason=_NOT_UTF8)
        else:
            yield from self._inside(Path(item.path), path, owners)

    def _owners(self, names: dict[str, FileName], path: str, outer: _Owners) -> _Owners:
        if outer.is_leaf:
            return outer
        usable = {name: parts for name, parts in names.items() if parts.bundle and not is_ignored(name)}
        for kind in ("leaf", "branch"):
            claims = {
                parts.language or self.language: f"{path}/{name}"
                for name, parts in usable.items()
                if parts.bundle == kind
            }
            if claims:
                return _Owners(kind == "leaf", claims)
        return outer

    def _file(self, item: os.DirEntry[str], path: str, name: FileName, owners: _Owners) -> Entry:
        refused = _refusal(item)
        file = Path(item.path)
        if refused:
            return Entry(_shown(path), file, "refused", reason=refused)
        size = item.stat(follow_symlinks=False).st_size
        language = name.language or self.language
        if is_ignored(item.name):
            return Entry(path, file, "content_file", language=language, size=size)
        is_index = path in owners.by_language.values()
        if name.is_page and (is_index or not owners.is_leaf):
            return Entry(path, file, "page", language=language, size=size)
        bundle = owners.of(language, self.language)
        return Entry(path, file, "resource" if bundle else "content_file", bundle, language, size=size)


def is_ignored(name: str) -> bool:
    """Names that Hugo skips: hidden files and editors' leftovers."""
    return name.startswith((".", "#")) or name.endswith("~")


_LINK = "it is a symbolic link; Hugo's links are not followed, put the file itself here"
_NOT_UTF8 = "its name is not valid UTF-8; rename it"


def _refusal(item: os.DirEntry[str]) -> str:
    if item.is_symlink():
        return _LINK
    if not item.is_file(follow_symlinks=False):
        return "it is not a regular file"
    if not _is_utf8(item.name):
        return _NOT_UTF8
    if is_git_name(item.name):
        return "it looks like a part of a Git repository"
    return "" if os.access(item.path, os.R_OK) else "it cannot be read (permission denied)"


def _listed(place: Path) -> tuple[list[os.DirEntry[str]], str]:
    try:
        with os.scandir(place) as items:
            found = [item for item in items if not item.name.startswith(_TEMPORARY)]
    except OSError as error:
        return [], f"the folder cannot be read: {error.strerror}"
    return sorted(found, key=lambda item: item.name), ""


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _static_files(folder: Folder, source: str) -> Iterator[Entry]:
    start = folder.root / source
    if start.is_dir() and not start.is_symlink():
        yield from _static_inside(start, source)


def _static_inside(place: Path, path: str) -> Iterator[Entry]:
    found, problem = _listed(place)
    if problem:
        yield Entry(_shown(path), place, "refused", reason=problem)
    for item in found:
        inner = f"{path}/{item.name}"
        if item.is_dir(follow_symlinks=False):
            yield from _static_inside(Path(item.path), inner)
            continue
        refused = _refusal(item)
        size = 0 if refused else item.stat(follow_symlinks=False).st_size
        yield Entry(_shown(inner), Path(item.path), "refused" if refused else "static", reason=refused, size=size)
