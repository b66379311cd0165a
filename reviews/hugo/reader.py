"""Reading many files of a site, whole or in pieces, with proof that none changed meanwhile."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from reviews.hugo.stamps import is_settled, stamp_of
from reviews.hugo.way import Way

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_TRIES = 3
_HEAD = 64  # bytes
_CHUNK = 1024 * 1024
_UNSTEADY = "it is being written; run again when it is done"


class NotRegular(OSError):
    """Something else than a file stands there."""


class Unsteady(OSError):
    """The file is being written."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file's SHA-256, its size, its first bytes and its stamp; whether a change after now would give it another."""

    digest: str
    size: int
    head: bytes
    stamp: str
    is_settled: bool

    @property
    def kept(self) -> str:
        """The stamp where it can be trusted."""
        return self.stamp if self.is_settled else ""


class Reader(Way):
    """Reads below its root."""

    def read(self, path: str) -> tuple[bytes, str]:
        """The file's bytes, and its stamp where a change after now would give it another.

        Raises OSError; Unsteady for a file that changes while it is read.
        """
        for _ in range(_TRIES):
            with self.opened(path) as (descriptor, before):
                data = _all(descriptor, before.st_size)
                stamp = stamp_of(os.fstat(descriptor))
            if stamp == stamp_of(before) and len(data) == before.st_size:
                return data, stamp if is_settled(stamp) else ""
        raise Unsteady(0, _UNSTEADY)

    def chunks(self, path: str) -> Iterator[bytes]:
        """The file's bytes piece by piece, however large it is. Raises OSError; Unsteady as `read` does."""
        with self.opened(path) as (descriptor, before):
            while chunk := os.read(descriptor, _CHUNK):
                yield chunk
            if stamp_of(os.fstat(descriptor)) != stamp_of(before):
                raise Unsteady(0, _UNSTEADY)

    def fingerprint(self, path: str) -> "Fingerprint":
        """What the file holds, without its bytes. Raises OSError; Unsteady as `read` does."""
        digest, head = hashlib.sha256(), b""
        with self.opened(path) as (descriptor, before):
            while chunk := os.read(descriptor, _CHUNK):
                digest.update(chunk)
                head = head or chunk[:_HEAD]
            stamp = stamp_of(os.fstat(descriptor))
        if stamp != stamp_of(before):
            raise Unsteady(0, _UNSTEADY)
        return Fingerprint(digest.hexdigest(), before.st_size, head, stamp, is_settled(stamp))

    @contextmanager
    def opened(self, path: str) -> Iterator[tuple[int, os.stat_result]]:
        """An open descriptor of the regular file, and what the file system says of it."""
        descriptor = os.open(path.rpartition("/")[2], READ, dir_fd=self.parent(path))
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise NotRegular(0, "it is not a regular file")
            yield descriptor, found
        finally:
            os.close(descriptor)


def _all(descriptor: int, size: int) -> bytes:
    """All bytes of the file, which should be `size`."""
    data = os.read(descriptor, size + 1)
    while len(data) < size and (more := os.read(descriptor, size + 1 - len(data))):
        data += more
    return data
