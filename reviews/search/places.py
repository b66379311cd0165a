"""Numbers of the index rows on SQLite, so that the FTS5 table gives the newest hits without sorting them all."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from reviews.models import SearchRow

GAP = 64  # between neighbours: room for later rows, and the difference still takes one byte in the index
FIRST = 2**40


def place(rows: Sequence[SearchRow], former: Mapping[int, SearchRow], at_end: bool = False) -> None:
    """Give `rows` (new ones, whose former rows are deleted) their numbers: between the older and the newer ones.

    A row that finds no number free between its neighbours stands at the end and is marked as displaced.
    at_end: all of them stand there, in the order of their dates.
    """
    kept, new = [], []
    for row in sorted(rows, key=lambda row: (row.sort_date, row.edition_id)):
        before = former.get(row.edition_id)
        if not at_end and before is not None and before.sort_date == row.sort_date:
            row.id, row.is_displaced = before.id, before.is_displaced
            kept.append(row)
        else:
            new.append(row)
    last = max([_last(), *(row.id for row in kept)])
    if at_end:
        _put_behind(new, last)
    elif new:
        _put_between(new, kept, last)


def _last() -> int:
    return SearchRow.objects.order_by("-id").values_list("id", flat=True).first() or FIRST


def _put_behind(rows: Sequence[SearchRow], last: int, is_displaced: bool = False) -> None:
    for place, row in enumerate(rows, 1):
        row.id, row.is_displaced = last + GAP * place, is_displaced


def _put_between(rows: Sequence[SearchRow], kept: Sequence[SearchRow], last: int) -> None:
    """Rows in the order of their dates: those that fall between the same two neighbours spread over what is free."""
    neighbours = _neighbours(rows, kept)
    taken, without = _taken(neighbours, len(rows), kept), []
    for at, group in groupby(rows, lambda row: bisect_right(neighbours, row.sort_date, key=lambda pair: pair[0])):
        together = list(group)
        below = neighbours[at - 1][1] if at else None
        above = neighbours[at][1] if at < len(neighbours) else None
        if above is None:
            _put_behind(together, last)
            last = together[-1].id
            continue
        free = _spread(below, above, len(together), taken)
        for row, number in zip(together, free, strict=False):
            row.id = number
        without += together[len(free) :]
    _put_behind(without, last, is_displaced=True)


def _neighbours(rows: Sequence[SearchRow], kept: Sequence[SearchRow]) -> list[tuple[datetime, int]]:
    """Dates and numbers of the rows in order that stand around and between these."""
    oldest, newest = rows[0].sort_date, rows[-1].sort_date
    in_order = SearchRow.objects.filter(is_displaced=False)
    around = (
        in_order.filter(sort_date__lt=oldest).order_by("-sort_date", "-id")[:1],
        in_order.filter(sort_date__gte=oldest, sort_date__lte=newest),
        in_order.filter(sort_date__gt=newest).order_by("sort_date", "id")[:1],
    )
    stored = [pair for some in around for pair in some.values_list("sort_date", "id")]
    return sorted([*stored, *((row.sort_date, row.id) for row in kept if not row.is_displaced)])


def _taken(neighbours: Sequence[tuple[datetime, int]], count: int, kept: Sequence[SearchRow]) -> set[int]:
    """The numbers that rows have around the neighbours: their own, and those of rows that stand there out of order."""
    ids = [number for _date, number in neighbours] or [FIRST]
    stored = SearchRow.objects.filter(id__gte=min(ids) - GAP * count, id__lte=max(ids)).values_list("id", flat=True)
    return {*stored, *(row.id for row in kept)}


def _spread(below: int | None, above: int, count: int, taken: set[int]) -> list[int]:
    """At most `count` free numbers below `above`, evenly between the two or one GAP after the other."""
    if below is None:
        numbers = range(above - GAP * count, above, GAP)
    else:
        step = max((above - below) // (count + 1), 1)
        numbers = range(below + step, above, step)[:count]
    return [number for number in numbers if number not in taken]
