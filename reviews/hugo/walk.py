"""Walking a site's content and static folders: every file once, with what Hugo makes of it.

What Hugo skips is walked all the same (role "content_file"), so that nothing in a site's content is lost. Links are
never followed.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import NamedTuple

from reviews.hugo.content_path import FileName, split_name
from reviews.hugo.mounts import Mount
from reviews.hugo.site import SiteConfig
from reviews.hugo.stamps import stamp_of

TEMPORARY = ".editorial-desk-"

_LINK = "it is a symbolic link; put the file itself in its place"
_NO_FILE = "it is not a regular file; take it away"
_NOT_UTF8 = "its name is not valid UTF-8; rename it"
_GIT = "it looks like a Git repository, which is never carried; rename it if it is none"
_DEEPEST = 200
_TOO_DEEP = f"it lies more than {_DEEPEST} folders deep; move it up"
_UNREADABLE = "it cannot be read (permission denied); let this user read it"


class Entry(NamedTuple):
    """One file of the site.

    `path` is posix and relative to the site's root. `role` is "page", "resource" (owned by `bundle`, the path of its
    index file), "content_file" (neither, still carried), "static" or "refused" (`reason` says why). `stamp` says
    whether it is the file that was read before.
    """

    path: str
    role: str
    bundle: str | None = None
    language: str = ""
    reason: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class _Owners:
    """The index files that own what lies in and below a folder, by language; a leaf's claim reaches all depths."""

    is_leaf: bool
    by_language: dict[str, str]
    folder: str

    def of(self, language: str, default: str) -> str | None:
        found = self.by_language.get(language) or self.by_language.get(default)
        return found or next(iter(self.by_language.values()), None)


_NOBODY = _Owners(False, {}, "")


@dataclass(frozen=True)
class Walk:
    """One pass over the folders of a site. `roots` goes from a folder's path in the site to where it lies on disk."""

    config: SiteConfig
    roots: dict[str, Path]

    def content(self, source: str) -> Iterator[Entry]:
        """Every file of one content folder that lies in no other content folder, in the order of the paths."""
        place = self.roots[source]
        if place.is_symlink():
            yield Entry(source, "refused", reason=_LINK)
        elif place.is_dir():
            yield from self._inside(str(place), source, self._mounts.get(source), _NOBODY)

    def static(self, source: str) -> Iterator[Entry]:
        """Every file of one static folder that lies in no other folder of the site, in the order of the paths."""
        place = self.roots[source]
        if place.is_symlink():
            yield Entry(source, "refused", reason=_LINK)
        elif place.is_dir():
            yield from self._static_inside(str(place), source)

    def _static_inside(self, place: str, path: str) -> Iterator[Entry]:
        found, problem = listed(place) if path.count("/") < _DEEPEST else ([], _TOO_DEEP)
        if problem:
            yield Entry(shown(path), "refused", reason=problem)
        for item in found:
            inner = f"{path}/{item.name}"
            if is_folder(item) and not is_git_name(item.name) and is_utf8(item.name):
                yield from self._static_inside(item.path, inner) if inner not in self.roots else ()
                continue
            stamp, problem = _look(item)
            yield Entry(shown(inner), "refused" if problem else "static", reason=problem, stamp=stamp)

    @cached_property
    def _mounts(self) -> dict[str, Mount]:
        return {mount.source: mount for mount in reversed(self.config.content_mounts)}

    @cached_property
    def _ignored(self) -> re.Pattern[str] | None:
        patterns = [pattern for pattern in self.config.ignored_files if _is_pattern(pattern)]
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None

    def _inside(self, place: str, path: str, mount: Mount | None, owners: _Owners) -> Iterator[Entry]:
        found, problem = listed(place) if path.count("/") < _DEEPEST else ([], _TOO_DEEP)
        if problem:
            yield Entry(shown(path), "refused", reason=problem)
            return
        codes = self.config.language_codes
        names = {item.name: split_name(item.name, codes) for item in found if not is_folder(item)}
        owners = self._owners(names, path, mount, owners) if mount else owners
        for item in found:
            inner = f"{path}/{item.name}"
            if item.name in names:
                yield self._file(item, inner, names[item.name], mount, owners)
            elif inner not in self.roots:
                yield from self._folder(item, inner, mount, owners)

    def _folder(self, item: os.DirEntry[str], path: str, mount: Mount | None, owners: _Owners) -> Iterator[Entry]:
        problem = _GIT if is_git_name(item.name) else "" if is_utf8(item.name) else _NOT_UTF8
        if problem:
            yield Entry(shown(path), "refused", reason=problem)
        else:
            yield from self._inside(item.path, path, None if is_ignored(item.name) else mount, owners)

    def _owners(self, names: dict[str, FileName], path: str, mount: Mount, outer: _Owners) -> _Owners:
        if outer.is_leaf:
            return outer
        indexes = [
            (name, parts)
            for name, parts in names.items()
            if parts.bundle and self._is_read(f"{path}/{name}", parts, mount)
        ]
        for kind in ("leaf", "branch"):
            claims = sorted((item for item in indexes if item[1].bundle == kind), key=_precedence, reverse=True)
            if claims:
                default = mount.language or self.config.default_language
                by_language = {parts.language or default: f"{path}/{name}" for name, parts in claims}
                return _Owners(kind == "leaf", by_language, path)
        return outer

    def _is_read(self, path: str, name: FileName, mount: Mount) -> bool:
        """Whether Hugo looks at the file at all."""
        language = name.language or mount.language or self.config.default_language
        return not (
            is_ignored(path.rpartition("/")[2])
            or language in self.config.disabled_languages
            or (self._ignored is not None and self._ignored.search(path))
            or (mount.files and not mount.takes(path[len(mount.source) + 1 :]))
        )

    def _file(self, item: os.DirEntry[str], path: str, name: FileName, mount: Mount | None, owners: _Owners) -> Entry:
        stamp, problem = _look(item)
        if problem:
            return Entry(shown(path), "refused", reason=problem)
        if mount is None or is_adapter(item.name) or not self._is_read(path, name, mount):
            return Entry(path, "content_file", stamp=stamp)
        language = name.language or mount.language or self.config.default_language
        if name.is_page and (not owners.is_leaf or (name.bundle and owners.folder == path.rpartition("/")[0])):
            return Entry(path, "page", None, language, "", stamp)
        bundle = owners.of(language, mount.language or self.config.default_language)
        return Entry(path, "resource" if bundle else "content_file", bundle, language, "", stamp)


def _precedence(item: tuple[str, FileName]) -> tuple[bool, list[int], str]:
    """Hugo's choice between index files of one folder and language; see reviews.hugo.clashes."""
    name, parts = item
    return not parts.language, [-ord(letter) for letter in parts.extension] + [1], name


def _look(item: os.DirEntry[str]) -> tuple[str, str]:
    """The file's stamp, or why it is refused."""
    try:
        found = item.stat(follow_symlinks=False)
    except OSError as error:
        return "", f"it cannot be read: {error.strerror}"
    if S_ISLNK(found.st_mode):
        return "", _LINK
    if not is_utf8(item.name):
        return "", _NOT_UTF8
    if is_git_name(item.name):
        return "", _GIT
    if not S_ISREG(found.st_mode):
        return "", _NO_FILE
    if found.st_mode & 0o444 != 0o444 and not os.access(item.path, os.R_OK):
        return "", _UNREADABLE
    return stamp_of(found), ""


def is_ignored(name: str) -> bool:
    """Names of files and folders that Hugo skips: hidden ones and editors' leftovers."""
    return name.startswith((".", "#")) or name.endswith("~")


def is_adapter(name: str) -> bool:
    """Whether Hugo makes pages of the file, a template, and never publishes it itself.

    https://gohugo.io/content-management/content-adapters/
    """
    return name.startswith("_content.") and name.endswith(".gotmpl") and name.count(".") <= 2


# Code points that HFS+ ignores in a name, so that `.g` + U+200C + `it` opens `.git` there.
_IGNORED_BY_HFS = dict.fromkeys([*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF], None)


def is_git_name(name: str) -> bool:
    """Whether some file system would take this name for `.git` (the rules of Git's own check)."""
    if "git" not in name.lower() and name.isascii():
        return False  # nearly all names
    plain = name.translate(_IGNORED_BY_HFS)
    return plain.lower().split(":")[0].rstrip(". ") in (".git", "git~1")


def is_utf8(name: str) -> bool:
    """Whether the name, as Python reads it from the disk, is valid UTF-8 there."""
    try:
        return name.isascii() or bool(name.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def is_folder(item: os.DirEntry[str]) -> bool:
    return item.is_dir(follow_symlinks=False)


def listed(place: str) -> tuple[list[os.DirEntry[str]], str]:
    """What lies in a folder, by name and without our own temporary files; or why it cannot be read."""
    try:
        with os.scandir(place) as items:
            found = [item for item in items if not item.name.startswith(TEMPORARY)]
    except OSError as error:
        return [], f"the folder cannot be read: {error.strerror}"
    return sorted(found, key=lambda item: item.name), ""


def shown(path: str) -> str:
    """A path that can be printed and stored, whatever bytes its names hold."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def holds_a_page(root: Path) -> bool:
    """Whether any file below the folder is a page for Hugo; looks no further than the first."""
    for _, folders, files in os.walk(root):
        folders[:] = [each for each in folders if not is_ignored(each)]
        if any(not is_ignored(each) and split_name(each, frozenset()).is_page for each in files):
            return True
    return False
