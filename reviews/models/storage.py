"""Where the bytes of blobs lie on disk."""

import hashlib
import os
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

from reviews.hugo.durable import sync_file_system

Contents = Iterable[tuple[str, Iterable[bytes]]]  # SHA-256, and the bytes in pieces
_IN_MEMORY = 4 * 1024 * 1024
_LEFTOVER_AGE = 24 * 3600.0


class OtherBytes(Exception):
    """The bytes are not those of the hash that they were given under; the text is the hash."""


def storage_name(digest: str) -> str:
    """The name of a blob in the storage: two levels, so that no folder grows past what file systems like."""
    return f"{digest[:2]}/{digest[2:]}"


class BlobStorage(FileSystemStorage):
    """Files named by their hash: written beside and renamed, so that no crash leaves half a blob under its name."""

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg] # not subscriptable at run time
        temporary = self._write(content.chunks())
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        self._name({name: temporary})
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """A blob's name is its content: the same name again is the same bytes."""
        return name

    def keep(self, contents: Contents) -> None:
        """Save many blobs with one wait for the disk. Raises OtherBytes, and keeps none of them then."""
        waiting: dict[str, Path] = {}
        try:
            for digest, chunks in contents:
                waiting[storage_name(digest)] = self._write(_proved(digest, chunks))
            if waiting:
                with _opened(Path(self.location)) as folder:
                    sync_file_system(folder)
        except BaseException:
            for temporary in waiting.values():
                temporary.unlink()
            raise
        self._name(waiting)

    def _write(self, chunks: Iterable[bytes]) -> Path:
        folder = self._waiting_room()
        with tempfile.NamedTemporaryFile(dir=folder, prefix=_own_mark(), delete=False) as temporary:
            file = Path(temporary.name)
            try:
                for chunk in chunks:
                    temporary.write(chunk)
            except BaseException:
                file.unlink()
                raise
        return file

    def _name(self, written: dict[str, Path]) -> None:
        for name, temporary in written.items():
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)

    def _waiting_room(self) -> Path:
        """Where blobs are written; what a crash left there goes, another machine's after a day."""
        folder = Path(self.location) / "waiting"
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
        if not hasattr(self, "_is_swept"):
            self._is_swept = True
            for each in folder.iterdir():
                with suppress(OSError):
                    if _is_abandoned(each.name) or time.time() - each.stat().st_mtime > _LEFTOVER_AGE:
                        each.unlink()
        return folder


def _own_mark() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:"


def _is_abandoned(name: str) -> bool:
    """Whether a process of this machine wrote the file that lives no more."""
    host, _colon, rest = name.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname() or not number.isascii() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def keep(storage: Storage, contents: Contents) -> None:
    """Save blobs of any size in a storage of any kind, none of them whole in memory. Raises OtherBytes."""
    if isinstance(storage, BlobStorage):
        storage.keep(contents)
        return
    for digest, chunks in contents:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
            for chunk in _proved(digest, chunks):
                whole.write(chunk)
            whole.seek(0)
            storage.save(storage_name(digest), File(whole))


def _proved(digest: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
        yield chunk
    if found.hexdigest() != digest:
        raise OtherBytes(digest)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
