"""Numbers of the index rows on SQLite, so that the FTS5 table gives the newest hits without sorting them all."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count, groupby

from reviews.models import SearchRow

GAP = 64  # between neighbours: room for later rows, and the difference still takes one byte in the index
FIRST = 2**40
CLOSEST = 8  # numbers for each row of a long stretch that makes room; fewer do for a short one
FEWEST = 8  # rows on each side that make room
BATCH = 100


def place(rows: Sequence[SearchRow], former: Mapping[int, SearchRow]) -> list[list[SearchRow]]:
    """Give `rows` (new ones, whose former rows are deleted) their numbers: between the older and the newer ones.

    Rows that find no number free between their neighbours are handed back without, those of the same two together:
    `make_room` is for them.
    """
    kept, new = [], []
    for row in sorted(rows, key=lambda row: (row.sort_date, row.edition_id)):
        before = former.get(row.edition_id)
        if before is not None and before.sort_date == row.sort_date:
            row.id = before.id
            kept.append(row)
        else:
            new.append(row)
    return _put_between(new, kept) if new else []


def _put_between(rows: Sequence[SearchRow], kept: Sequence[SearchRow]) -> list[list[SearchRow]]:
    """Rows in the order of their dates: those that fall between the same two neighbours spread over what is free."""
    neighbours, crowded = _neighbours(rows, kept), []
    for at, group in groupby(rows, lambda row: bisect_right(neighbours, row.sort_date, key=lambda pair: pair[0])):
        together = list(group)
        below = neighbours[at - 1][1] if at else None
        above = neighbours[at][1] if at < len(neighbours) else None
        free = _spread(below, above, len(together))
        if len(free) < len(together):
            crowded.append(together)
            continue
        for row, number in zip(together, free, strict=True):
            row.id = number
    return crowded


def _neighbours(rows: Sequence[SearchRow], kept: Sequence[SearchRow]) -> list[tuple[datetime, int]]:
    """Dates and numbers of the rows that stand around and between these."""
    oldest, newest = rows[0].sort_date, rows[-1].sort_date
    around = (
        SearchRow.objects.filter(sort_date__lt=oldest).order_by("-sort_date", "-id")[:1],
        SearchRow.objects.filter(sort_date__gte=oldest, sort_date__lte=newest),
        SearchRow.objects.filter(sort_date__gt=newest).order_by("sort_date", "id")[:1],
    )
    stored = [pair for some in around for pair in some.values_list("sort_date", "id")]
    return sorted([*stored, *((row.sort_date, row.id) for row in kept)])


def _spread(below: int | None, above: int | None, count: int) -> range:
    """At most `count` numbers evenly between the two, or by GAPs where one end is open."""
    if above is None:
        first = FIRST if below is None else below + GAP
        return range(first, first + GAP * count, GAP)
    if below is None:
        return range(above - GAP * count, above, GAP)
    step = max((above - below) // (count + 1), 1)
    return range(below + step, above, step)[:count]


def make_room(group: Sequence[SearchRow]) -> None:
    """Give a group that `place` handed back its numbers; the stored rows around it move apart."""
    older = SearchRow.objects.filter(sort_date__lte=group[0].sort_date).order_by("-sort_date", "-id")
    newer = SearchRow.objects.filter(sort_date__gt=group[-1].sort_date).order_by("sort_date", "id")
    for spacing in count(2):
        reach = FEWEST << spacing - 2
        below = [*older.values_list("id", flat=True)[:reach]][::-1]
        above = [*newer.values_list("id", flat=True)[:reach]]
        lowest = below[0] if len(below) == reach else None
        highest = above[-1] if len(above) == reach else None
        numbers = _stretch(lowest, highest, len(below) + len(group) + len(above))
        if numbers.step >= min(spacing, CLOSEST):
            break
    behind = len(below) + len(group)
    _move([*zip(below, numbers, strict=False), *zip(above, numbers[behind:], strict=True)])
    for row, number in zip(group, numbers[len(below) : behind], strict=True):
        row.id = number


def _stretch(lowest: int | None, highest: int | None, count: int) -> range:
    """`count` numbers, evenly from the lowest to the highest; by GAPs where one end is open."""
    if lowest is not None and highest is not None:
        step = (highest - lowest) // (count - 1)
        return range(lowest, lowest + max(step, 1) * count, max(step, 1)) if step else range(0, 1)
    first = lowest if lowest is not None else (highest - GAP * (count - 1) if highest is not None else FIRST)
    return range(first, first + GAP * count, GAP)


def _move(numbers: Sequence[tuple[int, int]]) -> None:
    """Give stored rows other numbers in the same order, by batches, none of which meets a row that has not moved."""
    up = [pair for pair in reversed(numbers) if pair[1] > pair[0]]
    down = [pair for pair in numbers if pair[1] < pair[0]]
    for batch in (*_batches(up), *_batches(down)):
        found = SearchRow.objects.in_bulk(batch)
        SearchRow.objects.filter(pk__in=batch).delete()
        for former, row in found.items():
            row.id = batch[former]
        SearchRow.objects.bulk_create(sorted(found.values(), key=lambda row: row.id))


def _batches(pairs: Sequence[tuple[int, int]]) -> Iterator[dict[int, int]]:
    for start in range(0, len(pairs), BATCH):
        yield dict(pairs[start : start + BATCH])
