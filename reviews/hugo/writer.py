"""Writing many files of a site: all beside their places, one wait for the disk, then each under its name in one step.

Nobody ever sees half a file, also after a loss of power; what stands at a place is looked at again before it goes.
"""

import fcntl
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reviews.hugo.durable import sync_file_system
from reviews.hugo.stamps import is_settled, stamp_of
from reviews.hugo.walk import TEMPORARY
from reviews.hugo.way import Way

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LEFTOVER_AGE = 3600.0
_FEW = 8  # so many files are waited for one by one; the whole file system may have more to do than they are worth


class Changed(OSError):
    """Something else stands at the place than was looked at."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is written beside its place; `expected` is the stamp of what stands there, "" for nothing.

    Its descriptor stays open and locked until it has its name, so that it is no leftover meanwhile.
    """

    path: str
    temporary: str
    descriptor: int
    expected: str
    written: tuple[int, int, int]  # size, time and inode


@dataclass(frozen=True, slots=True)
class Placed:
    """A file under its name, when it was put there, or why not."""

    path: str
    written: tuple[int, int, int]
    at: int = 0
    error: OSError | None = None


class Writer(Way):
    """Writes below its root."""

    def __init__(
        self, root: Path, parts_of: Callable[[str], list[str]], check_root: Callable[[int], None] = lambda root: None
    ) -> None:
        super().__init__(root, parts_of, check_root)
        self.swept: set[str] = set()

    def put(self, path: str, chunks: Iterable[bytes], expected: str) -> Waiting:
        """Write a file beside its place. Raises OSError; Changed where something else stands there than expected."""
        folder, _, name = path.rpartition("/")
        parent = self.parent(path, make=True)
        if folder not in self.swept:
            self.swept.add(folder)
            sweep(parent)
        mode = _mode(parent, name, expected)
        temporary = f"{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}.tmp"
        try:
            descriptor, written = _write(temporary, parent, chunks, mode)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary, dir_fd=parent)
            raise
        return Waiting(path, temporary, descriptor, expected, written)

    def place(self, waiting: list[Waiting]) -> list[Placed]:
        """Give the files their names, once their bytes are on the disk; return when the names are there too."""
        done = 0
        try:
            self._wait(waiting, bytes_too=True)
            placed = []
            for each in waiting:
                placed.append(self._place(each))
                done += 1
            self._wait([each for each, at in zip(waiting, placed, strict=True) if at.error is None], bytes_too=False)
        finally:
            self.forget(waiting[done:])
        return placed

    def remove(self, path: str, expected: str) -> None:
        """Take a file away; return when its name is gone from the disk. Raises OSError; Changed as `put` does."""
        parent, name = self.parent(path), path.rpartition("/")[2]
        _mode(parent, name, expected)
        os.unlink(name, dir_fd=parent)
        os.fsync(parent)

    def tidy(self, path: str, keep: Collection[str]) -> None:
        """Take away the folders around a place that are empty, innermost first, but none of `keep` and around them."""
        folder = path.rpartition("/")[0]
        while folder and not any(each == folder or each.startswith(f"{folder}/") for each in keep):
            self._back_to(0)
            try:
                os.rmdir(folder.rpartition("/")[2], dir_fd=self.parent(folder))
            except FileNotFoundError:
                pass  # another file of it was taken away before
            except OSError:
                return
            folder = folder.rpartition("/")[0]

    def _place(self, each: Waiting) -> Placed:
        try:
            parent, name = self.parent(each.path), each.path.rpartition("/")[2]
            _mode(parent, name, each.expected)
            os.rename(each.temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
        except OSError as error:
            self._forget(each)
            return Placed(each.path, each.written, error=error)
        os.close(each.descriptor)
        return Placed(each.path, each.written, time.time_ns())

    def _forget(self, each: Waiting) -> None:
        with suppress(OSError):
            os.close(each.descriptor)
        with suppress(OSError):
            os.unlink(each.temporary, dir_fd=self.parent(each.path))

    def forget(self, waiting: list[Waiting]) -> None:
        """Take files away that shall not get their names."""
        for each in waiting:
            self._forget(each)

    def _wait(self, files: list[Waiting], *, bytes_too: bool) -> None:
        if len(files) > _FEW:
            sync_file_system(self.parent(files[0].path))
            return
        for each in files:
            os.fsync(each.descriptor if bytes_too else self.parent(each.path))

    def stamp(self, placed: Placed) -> str:
        """The stamp of a file that was placed, if it is still that file and a change would give it another; else ""."""
        try:
            name = placed.path.rpartition("/")[2]
            found = os.stat(name, dir_fd=self.parent(placed.path), follow_symlinks=False)
        except OSError:
            return ""
        is_same = _seen(found) == placed.written and found.st_ctime_ns <= placed.at
        stamp = stamp_of(found)
        return stamp if is_same and is_settled(stamp) else ""


def sweep(folder: int) -> None:
    """Take away the temporary files that a crash left in the open folder."""
    for name in os.listdir(folder):
        with suppress(OSError):
            if name.startswith(TEMPORARY) and _is_abandoned(name, folder):
                os.unlink(name, dir_fd=folder)


def _is_abandoned(name: str, parent: int) -> bool:
    """Whether nobody is writing the temporary file any more."""
    descriptor = os.open(name, _READ, dir_fd=parent)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return time.time() - os.fstat(descriptor).st_mtime > _LEFTOVER_AGE
    finally:
        os.close(descriptor)
    return True


def _mode(parent: int, name: str, expected: str) -> int | None:
    """The mode of the file that stands there, None for nothing. Raises Changed where it is another than expected."""
    try:
        found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        found = None
    if expected != (stamp_of(found) if found else ""):
        raise Changed(0, "it has changed while it was to be written; run again")
    return stat.S_IMODE(found.st_mode) if found else None


def _write(name: str, parent: int, chunks: Iterable[bytes], mode: int | None) -> tuple[int, tuple[int, int, int]]:
    """The descriptor of the new file, and what was seen of it."""
    descriptor = os.open(name, _CREATE, 0o666, dir_fd=parent)
    try:
        with suppress(OSError):  # a file system without locks: leftovers go by their age there
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        if mode is not None:
            os.fchmod(descriptor, mode)
        return descriptor, _seen(os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise


def _seen(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ino
