"""Numbers of the index rows on SQLite, so that the FTS5 table gives the newest hits without sorting them all."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from reviews.models import SearchRow

GAP = 64  # between neighbours: room for later rows, and the difference still takes one byte in the index
FIRST = 2**40


def place(rows: Sequence[SearchRow], former: Mapping[int, SearchRow], at_end: bool = False) -> None:
    """Give `rows` (new ones, whose former rows are deleted) their numbers: between the older and the newer ones.

    A row that finds no number free between its neighbours stands at the end and is marked as displaced.
    at_end: all of them stand there, in the order of their dates.
    """
    free = _Numbers()
    new = []
    for row in sorted(rows, key=lambda row: (row.sort_date, row.edition_id)):
        before = former.get(row.edition_id)
        if not at_end and before is not None and before.sort_date == row.sort_date:
            row.id, row.is_displaced = before.id, before.is_displaced
            free.take(row.id, None if row.is_displaced else row.sort_date)
        else:
            new.append(row)
    for row in new:
        row.id, row.is_displaced = free.at_end() if at_end else free.number(row.sort_date)


class _Numbers:
    """What is taken: the rows in the database and those that are being written."""

    def __init__(self) -> None:
        self.new: dict[int, datetime] = {}
        self.taken: set[int] = set()
        self.last = SearchRow.objects.order_by("-id").values_list("id", flat=True).first() or FIRST

    def take(self, number: int, moment: datetime | None) -> None:
        """`number` is not free any more; `moment` where it stands in order."""
        self.last = max(self.last, number)
        self.taken.add(number)
        if moment is not None:
            self.new[number] = moment

    def at_end(self) -> tuple[int, bool]:
        """A number behind all others, for a row of a date that is newer than theirs."""
        self.take(self.last + GAP, None)
        return self.last, False

    def number(self, moment: datetime) -> tuple[int, bool]:
        """A number for a row of that date, and whether it is displaced."""
        below, above = self._neighbours(moment)
        middle = self.last + GAP if above is None else above - GAP if below is None else (below + above) // 2
        is_displaced = middle in {below, above} or self._is_taken(middle)
        middle = self.last + GAP if is_displaced else middle
        self.take(middle, None if is_displaced else moment)
        return middle, is_displaced

    def _is_taken(self, number: int) -> bool:
        """By a displaced row, which is nobody's neighbour, or by one of those that are being written."""
        return number in self.taken or SearchRow.objects.filter(pk=number).exists()

    def _neighbours(self, moment: datetime) -> tuple[int | None, int | None]:
        stored = SearchRow.objects.filter(is_displaced=False)
        older = stored.filter(sort_date__lte=moment).order_by("-sort_date", "-id").values_list("id", flat=True)[:1]
        newer = stored.filter(sort_date__gt=moment).order_by("sort_date", "id").values_list("id", flat=True)[:1]
        below = [*older, *(number for number, date in self.new.items() if date <= moment)]
        above = [*newer, *(number for number, date in self.new.items() if date > moment)]
        return max(below, default=None), min(above, default=None)
