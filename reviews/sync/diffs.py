"""What a run changes in the files' texts, as unified diffs that wait on the disk until they are told."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from reviews.sync.report import printable

DESK, FOLDER, READERS = "desk", "folder", "readers"  # whose text it is, behind the path in a diff's header
LONGEST = 2000  # lines of one diff
_LARGEST, _MOST_LINES = 1_000_000, 10_000  # of a text that is compared at all
_IN_MEMORY = 8_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """The bytes of a file on one side (None: there is no file). A page is text, whatever bytes it holds."""

    path: str
    side: str
    data: bytes | None
    is_page: bool = True

    @property
    def is_binary(self) -> bool:
        """Whether its bytes say nothing to a person."""
        return not self.is_page and self.data is not None and not _is_text(self.data)

    @property
    def is_large(self) -> bool:
        """Whether comparing it would cost too much."""
        data = self.data or b""
        return len(data) > _LARGEST or data.count(b"\n") > _MOST_LINES


@dataclass(frozen=True, slots=True)
class Diff:
    """One diff's place among those that wait."""

    file: IO[bytes]
    start: int
    size: int

    def __str__(self) -> str:
        self.file.seek(self.start)
        return self.file.read(self.size).decode()


class Diffs:
    """The diffs of one run, however many; gone when it is closed."""

    def __init__(self) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed by `close`)
        self._end = 0

    def keep(self, before: Version, after: Version) -> tuple[Diff, ...]:
        """What changes from the one to the other; empty where nothing does."""
        data = unified(before, after).encode()
        if not data:
            return ()
        self._file.seek(self._end)
        self._file.write(data)
        self._end += len(data)
        return (Diff(self._file, self._end - len(data), len(data)),)

    def close(self) -> None:
        """Let go of them."""
        self._file.close()


def unified(before: Version, after: Version) -> str:
    """The diff, each line ended; control characters and undecodable bytes are made visible."""
    if before.data == after.data:
        return ""
    names = _name("a", before), _name("b", after)
    if before.is_binary or after.is_binary:
        return _("binary files differ: %(a)s, %(b)s") % {"a": names[0], "b": names[1]} + "\n"
    if before.is_large or after.is_large:
        return _("files differ, too large to be compared: %(a)s, %(b)s") % {"a": names[0], "b": names[1]} + "\n"
    sides = [f"\t({each.side})" if each.data is not None else "" for each in (before, after)]
    lines = difflib.unified_diff(_lines(before), _lines(after), names[0] + sides[0], names[1] + sides[1], lineterm="")
    return "".join(f"{line}\n" for line in _cut(lines))


def first_bytes(pieces: Iterable[bytes]) -> bytes:
    """As much of a file as tells whether it is compared, and all of it where it is."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > _LARGEST:
            break
    return bytes(data)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return len(data) > _LARGEST and b"\0" not in data  # cut off, perhaps in the middle of a letter
    return b"\0" not in data


def _name(letter: str, version: Version) -> str:
    return "/dev/null" if version.data is None else f"{letter}/{printable(version.path)}"


def _lines(version: Version) -> list[str]:
    """The lines as they are shown; the last says so where nothing ends it."""
    if not version.data:
        return []
    lines = [_visible(line) for line in version.data.decode("utf-8", "surrogateescape").split("\n")]
    if lines[-1] == "":
        return lines[:-1]
    return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file"]


def _visible(line: str) -> str:
    return "\t".join(printable(part) for part in line.split("\t"))


def _cut(lines: Iterator[str]) -> Iterator[str]:
    yield from islice(lines, LONGEST)
    left = sum(1 for _line in lines)
    if left:
        yield _("… and %(lines)s more lines") % {"lines": left}
