"""A Hugo site on disk: its files walked, read, and written so that no crash leaves half of one.

A path is opaque and relative to the site's root; the names on disk are never changed. Folders on the way are opened
one by one without following links, so no link can lead a write out of the site.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from reviews.hugo.reader import Reader
from reviews.hugo.site import SiteConfig
from reviews.hugo.stamps import stamp_of
from reviews.hugo.walk import TEMPORARY, Entry, Walk, holds_a_page, is_git_name, is_utf8
from reviews.hugo.way import make_folder
from reviews.hugo.writer import Writer, sweep

__all__ = ["Entry", "Folder", "FolderError"]

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LINKS = (errno.ELOOP, errno.ENOTDIR)


class Unasked:
    """The caller does not say what it has seen."""


UNASKED = Unasked()


class FolderError(Exception):
    """A folder or path that cannot be used; the text is one line with what to do."""


@dataclass(frozen=True)
class Folder:
    """A Hugo site on disk (or a bare content folder, which stands for a site that has nothing else)."""

    root: Path
    config: SiteConfig
    is_bare: bool = False
    _swept: set[str] = field(default_factory=set, compare=False, repr=False)
    _ground: set[tuple[int, int]] = field(default_factory=set, compare=False, repr=False)  # device and number of `root`

    @classmethod
    def open(cls, root: Path, environment: str = "production") -> "Folder":
        """Open a site's root or a bare content folder. Raises FolderError, and ConfigError for its configuration."""
        root = Path.cwd() / root
        if not root.exists():
            raise FolderError(f"{root} does not exist; name a Hugo site or a folder of content files")
        if not root.is_dir():
            raise FolderError(f"{root} is not a folder; name the folder that holds hugo.toml or the content files")
        if not os.access(root, os.R_OK | os.X_OK):
            raise FolderError(f"{root} cannot be read (permission denied)")
        config = SiteConfig.load(root, environment)
        if any((root / each).is_dir() for each in config.content_dirs):
            return cls(root, config)
        if config.files:
            raise FolderError(
                f"{root} has a configuration but no folder {config.content_dirs[0]}/; make it or set contentDir"
            )
        if not holds_a_page(root):
            raise FolderError(f"{root} holds no content; name a Hugo site or a folder of content files")
        return cls(root, config, is_bare=True)

    @classmethod
    def prepare(cls, root: Path, config: SiteConfig) -> "Folder":
        """A site's folder to write into, made where it is missing. Raises FolderError."""
        root = Path.cwd() / root
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderError(f"{root} cannot be made: {error.strerror}") from error
        return cls(root, config)

    def walk(self) -> Iterator[Entry]:
        """Every file below the content and static folders, each once, folder by folder in the order of the paths."""
        if self.is_bare:
            yield from Walk(self.config, {"content": self.root}).content("content")
            return
        content = sorted({*self.config.content_dirs, "content"})
        static = [path for path in self.config.static_dirs if path not in content]
        walk = Walk(self.config, {path: self.root / path for path in (*content, *static)})
        for path in content:
            yield from walk.content(path)
        for path in static:
            yield from walk.static(path)

    def read(self, path: str) -> bytes:
        """The bytes of the file. Raises FolderError (missing, a link, not a regular file, unreadable)."""
        with told(path, "read"), self._parent(path) as (parent, name):
            descriptor = os.open(name, _READ, dir_fd=parent)
            with os.fdopen(descriptor, "rb") as stream:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise FolderError(f"{path!r} is not a regular file")
                return stream.read()

    def reader(self) -> Reader:
        """For reading many files in the order of their paths, in a `with`."""
        return Reader(self.root, self._parts, self._stay_on_ground)

    def writer(self) -> Writer:
        """For writing many files in the order of their paths, in a `with`."""
        return Writer(self.root, self._parts, self._stay_on_ground)

    def stamp(self, path: str) -> str:
        """The stamp of the file, to compare with one that is known; "" where nothing stands."""
        try:
            return stamp_of(os.lstat(f"{self.root}/{path.removeprefix('content/') if self.is_bare else path}"))
        except OSError:
            return ""

    def write(self, path: str, data: bytes, seen: bytes | None | Unasked = UNASKED) -> None:
        """Put `data` at `path` in one step: whoever reads sees the old bytes or the new. Makes folders as needed.

        Keeps the mode of a file that is there. `seen`: what the caller knows to stand there, None for nothing; where
        something else stands by now, nothing is written. Raises FolderError.
        """
        with told(path, "written"), self._parent(path, make=True) as (parent, name):
            self._sweep(path.rpartition("/")[0], parent)
            mode = _mode(parent, name, path)
            temporary = f"{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}.tmp"
            try:
                with _written(temporary, parent, data, mode):
                    if not isinstance(seen, Unasked) and _standing(parent, name) != seen:
                        raise FolderError(f"{path!r} has changed since it was looked at; run again")
                    os.rename(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary, dir_fd=parent)
                raise
            os.fsync(parent)

    def remove(self, path: str) -> None:
        """Take the file away; folders stay. A file that is not there is no error. Raises FolderError."""
        with told(path, "removed"), suppress(FileNotFoundError), self._parent(path) as (parent, name):
            os.unlink(name, dir_fd=parent)
            os.fsync(parent)

    @contextmanager
    def _parent(self, path: str, make: bool = False) -> Iterator[tuple[int, str]]:
        """An open descriptor of the folder that holds `path`, and the name in it."""
        *folders, name = self._parts(path)
        descriptor = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._stay_on_ground(descriptor)
            for folder in folders:
                if make:
                    make_folder(folder, descriptor)
                inner = os.open(folder, _FOLDER, dir_fd=descriptor)
                os.close(descriptor)
                descriptor = inner
            yield descriptor, name
        finally:
            os.close(descriptor)

    def _stay_on_ground(self, descriptor: int) -> None:
        """Somebody may put another folder, or a link to one, in this one's place while it is used."""
        found = os.fstat(descriptor)
        self._ground.add((found.st_dev, found.st_ino))
        if len(self._ground) > 1:
            raise FolderError(f"{self.root} has been replaced by another folder meanwhile; run again")

    def _parts(self, path: str) -> list[str]:
        parts = path.split("/")
        if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
            raise FolderError(f"{path!r} is not a path below the site")
        if not is_utf8(path):
            raise FolderError(f"{path!r} is not valid UTF-8")
        for part in parts:
            if is_git_name(part) or part.startswith(TEMPORARY):
                raise FolderError(f"{path!r} may not be used ({part})")
        if not self.is_bare:
            return parts
        if parts[0] != "content" or len(parts) == 1:
            raise FolderError(f"{path!r} is not below content/, and this folder holds nothing but content")
        return parts[1:]

    def _sweep(self, folder: str, parent: int) -> None:
        """Take away temporary files that a crash left in the folder; looks into each folder once."""
        if folder in self._swept:
            return
        self._swept.add(folder)
        sweep(parent)


@contextmanager
def told(path: str, done: str) -> Iterator[None]:
    """Say what the operating system's error means for this path."""
    try:
        yield
    except OSError as error:
        if error.errno in _LINKS:
            raise FolderError(f"{path!r} is or leads through a link or a file; it cannot be {done}") from error
        raise FolderError(f"{path!r} cannot be {done}: {error.strerror}") from error


def _mode(parent: int, name: str, path: str) -> int | None:
    """The mode of the regular file that is there, None where nothing is. Raises FolderError for anything else."""
    try:
        found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise FolderError(f"{path!r} is a link, a folder or a device; it is never replaced")
    return stat.S_IMODE(found.st_mode)


@contextmanager
def _written(name: str, parent: int, data: bytes, mode: int | None) -> Iterator[None]:
    """A new file with these bytes, on the disk; locked until it has its name, so that it is no leftover meanwhile."""
    descriptor = os.open(name, _CREATE, 0o666, dir_fd=parent)
    with os.fdopen(descriptor, "wb") as stream:
        with suppress(OSError):  # a file system without locks: leftovers go by their age there
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stream.write(data)
        stream.flush()
        if mode is not None:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)
        yield


def _standing(parent: int, name: str) -> bytes | None:
    try:
        descriptor = os.open(name, _READ, dir_fd=parent)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read()
