"""Bodies on their way to a browser's form and back: a form knows one kind of line end, a file may have three."""

import re
from difflib import SequenceMatcher

MAX_LINES_COMPARED = 4000

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_LINE_END = re.compile(r"\r\n|\r")
_UNSHOWN = re.compile(r"[\x00\udc80-\udcff]")


def dominant_newline(data: bytes) -> str:
    """The line end that most lines have; a line feed where none has more."""
    pairs = data.count(b"\r\n")
    feeds, returns = data.count(b"\n") - pairs, data.count(b"\r") - pairs
    if pairs > feeds and pairs >= returns:
        return "\r\n"
    return "\r" if returns > feeds else "\n"


def edited(old: str, text: str, newline: str) -> str:
    """The old body with the lines of `text`, whatever line ends that has.

    A line that stays keeps its bytes and its end, a new one gets `newline`.
    """
    old_lines = _LINE.findall(old)
    shown = [_as_shown(line) for line in old_lines]
    new_lines = [_as_shown(line) for line in _LINE.findall(text)]
    head = _common(shown, new_lines)
    tail = min(_common(shown[::-1], new_lines[::-1]), len(shown) - head, len(new_lines) - head)
    middle = _merged(
        old_lines[head : len(shown) - tail],
        shown[head : len(shown) - tail],
        new_lines[head : len(new_lines) - tail],
        newline,
    )
    return "".join((*old_lines[:head], *middle, *old_lines[len(shown) - tail :]))


def _as_shown(line: str) -> str:
    """A line as a browser gives it back: one kind of line end, no NUL, no invalid bytes."""
    return _UNSHOWN.sub("\ufffd", _LINE_END.sub("\n", line))


def _common(left: list[str], right: list[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _merged(old: list[str], shown: list[str], new: list[str], newline: str) -> list[str]:
    """The new lines; those that are old ones (found by comparing, unless there are too many) as they were."""
    result = [line.replace("\n", newline) for line in new]
    if len(old) + len(new) <= MAX_LINES_COMPARED:
        for block in SequenceMatcher(None, shown, new, autojunk=False).get_matching_blocks():
            result[block.b : block.b + block.size] = old[block.a : block.a + block.size]
    return result
