"""Three sequences against each other: what each side changed of the base, and where the two changes touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

MOST = 5000  # items: beyond, comparing takes too long, and nothing is guessed


class Change(NamedTuple):
    """Base items start..end that stand as from..to on a side; an insertion has start == end."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Chunk:
    """One stretch of the base and of both sides. `kind`: same, mine, theirs (who changed it) or both."""

    kind: str
    base: slice
    mine: slice
    theirs: slice


def align(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Chunk]:
    """The stretches in order. Changes of neighbours do not touch; of one item, or insertions at one point, do."""
    if len(base) + len(mine) + len(theirs) > MOST:
        yield Chunk("both", slice(0, len(base)), slice(0, len(mine)), slice(0, len(theirs)))
        return
    left, right = _changes(base, mine), _changes(base, theirs)
    at = shift_mine = shift_theirs = 0  # where the base is, and how far each side's items are from it
    for of_mine, of_theirs in _groups(left, right):
        start = min(change.start for change in (*of_mine, *of_theirs))
        end = max(change.end for change in (*of_mine, *of_theirs))
        if at < start:
            yield _chunk("same", at, start, shift_mine, shift_mine, shift_theirs, shift_theirs)
        grown_mine, grown_theirs = shift_mine + _growth(of_mine), shift_theirs + _growth(of_theirs)
        kind = "both" if of_mine and of_theirs else "mine" if of_mine else "theirs"
        yield _chunk(kind, start, end, shift_mine, grown_mine, shift_theirs, grown_theirs)
        at, shift_mine, shift_theirs = end, grown_mine, grown_theirs
    if at < len(base):
        yield _chunk("same", at, len(base), shift_mine, shift_mine, shift_theirs, shift_theirs)


def _chunk(kind: str, start: int, end: int, mine: int, mine_after: int, theirs: int, theirs_after: int) -> Chunk:
    return Chunk(
        kind, slice(start, end), slice(start + mine, end + mine_after), slice(start + theirs, end + theirs_after)
    )


def _growth(changes: list[Change]) -> int:
    return sum((change.last - change.first) - (change.end - change.start) for change in changes)


def _changes(base: Sequence[str], side: Sequence[str]) -> list[Change]:
    """What a side changed; item by item where as many stand there as before and that explains it as briefly."""
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    found = [Change(*numbers) for tag, *numbers in codes if tag != "equal"]
    if len(base) == len(side):
        in_place = [Change(at, at + 1, at, at + 1) for at in range(len(base)) if base[at] != side[at]]
        return in_place if _size(in_place) <= _size(found) else found
    return found


def _size(changes: list[Change]) -> int:
    return sum((change.end - change.start) + (change.last - change.first) for change in changes)


def _groups(left: list[Change], right: list[Change]) -> Iterator[tuple[list[Change], list[Change]]]:
    """Changes that touch, together."""
    sides = sorted(
        [(change, 0) for change in left] + [(change, 1) for change in right],
        key=lambda each: (each[0].start, each[0].end),
    )
    group: tuple[list[Change], list[Change]] = ([], [])
    for change, side in sides:
        if not any(_touch(other, change) for other in group[1 - side]) and (group[0] or group[1]):
            yield group
            group = ([], [])
        group[side].append(change)
    if group[0] or group[1]:
        yield group


def _touch(one: Change, other: Change) -> bool:
    """Whether they share a base item, or both put something in at one point."""
    if one.start < other.end and other.start < one.end:
        return True
    return _adds_at(one) & _adds_at(other) != set()


def _adds_at(change: Change) -> set[int]:
    """The points of the base at which more stands than before."""
    if change.start == change.end:
        return {change.start}
    return {change.end} if change.last - change.first > change.end - change.start else set()
