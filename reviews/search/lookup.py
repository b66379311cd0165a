"""The two databases' indexes asked alike: rows by tokens, the newest first, never more than are needed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from reviews.search.query import Query
from reviews.search.rows import ANY, STRONG, filter_token, month_token
from reviews.search.tokens import EVERY, SPACED, Piece

WINDOW = 4000  # rows among which a frequent word has the newest hits
MOST_MONTHS = 240
# As both databases write a moment in UTC; other forms of ISO 8601 are not PostgreSQL's.
_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:\+00)?)~([0-9]{1,17})")


@dataclass(frozen=True)
class Place:
    """Where a row stands in the order of dates: its date as its database writes it, and its number."""

    date: str
    id: int

    def __str__(self) -> str:
        return f"{self.date}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that `str` wrote; None for anything else."""
        match = _PLACE.fullmatch(text)
        try:
            return cls(match[1], int(match[2])) if match and datetime.fromisoformat(match[1]) else None
        except ValueError:  # a 31st of February
            return None


@dataclass(frozen=True)
class Hit:
    """A row of the index. is_cut: only its text says whether it is one."""

    edition: int
    place: Place
    is_cut: bool


@dataclass(frozen=True)
class Signs:
    """How a database writes a query."""

    both: str
    either: str
    without: str

    def token(self, token: str) -> str:
        """A token as it is written there."""
        raise NotImplementedError


class Fts5(Signs):
    """https://www.sqlite.org/fts5.html#full_text_query_syntax"""

    def token(self, token: str) -> str:
        """In double quotes."""
        return '"' + token.replace('"', '""') + '"'


class Tsquery(Signs):
    """https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY"""

    def token(self, token: str) -> str:
        """In single quotes."""
        return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


FTS5 = Fts5(" AND ", " OR ", " NOT ")
TSQUERY = Tsquery(" & ", " | ", " & !")


def newest(query: Query, limit: int, before: Place | None = None, strongly: bool = False) -> list[Hit]:
    """The newest `limit` rows that may hold what is wanted, older than the place `before`.

    strongly: only those with one of the words in title, terms or description.
    """
    is_postgresql = connection.vendor == "postgresql"
    expression = _expression(TSQUERY if is_postgresql else FTS5, query, strongly)
    find = _newest_on_postgresql if is_postgresql else _newest_on_sqlite
    return find(expression, limit, before)


def _expression(signs: Signs, query: Query, strongly: bool) -> str:
    """The query in the database's own words. Unwanted words are left out only where the index is sure of them."""
    wanted = [_all_of(signs, each) for each in query.wanted]
    cut = signs.token(EVERY)
    parts = [f"({signs.either.join([signs.both.join(wanted), cut])})"] if wanted else [signs.token(ANY)]
    parts += [signs.token(filter_token(kind, value)) for kind, value in query.filters.items()]
    if strongly:
        parts.append(f"({signs.either.join(_all_of(signs, each, STRONG) for each in query.wanted)})")
    found = signs.both.join(parts)
    sure = [_all_of(signs, each) for each in query.unwanted if each.is_exact]
    return f"({found}){signs.without}({signs.either.join(sure)})" if sure else found


def _all_of(signs: Signs, piece: Piece, prefix: str = "") -> str:
    if not piece.tokens:
        return f"({signs.token(ANY)})"  # letters with blanks between them: only the text tells
    return f"({signs.both.join(_either(signs, piece, token, prefix) for token in piece.tokens)})"


def _either(signs: Signs, piece: Piece, token: str, prefix: str) -> str:
    """The token, where it may be also with a blank in it."""
    plain, spaced = signs.token(prefix + token), signs.token(prefix + SPACED + token)
    return f"({plain}{signs.either}{spaced})" if token in piece.loose else plain


def _values(before: Place | None) -> tuple[str | int, ...]:
    return (before.date, before.id) if before else ()


def _newest_on_postgresql(expression: str, limit: int, before: Place | None) -> list[Hit]:
    """By the newest months alone, where they have as many as are wanted; else by all hits.

    The index is the one way in: the planner does not know what it costs to unpack the tokens of a row.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        months = _newest_months(before)
        if months:
            among = TSQUERY.either.join(map(TSQUERY.token, months))
            found = _by_date_on_postgresql(f"({expression}){TSQUERY.both}({among})", limit, before)
            if len(found) == limit:
                return found
        return _by_date_on_postgresql(expression, limit, before)


def _newest_months(before: Place | None) -> list[str]:
    """The tokens of the months of the newest WINDOW rows; none where there are fewer, or too many months."""
    older = "WHERE (sort_date, id) < (%s::timestamptz, %s)" if before else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            (SELECT sort_date FROM reviews_searchrow {older} ORDER BY sort_date DESC, id DESC LIMIT 1) UNION ALL
            (SELECT sort_date FROM reviews_searchrow {older} ORDER BY sort_date DESC, id DESC LIMIT 1 OFFSET %s)
            """,  # noqa: S608 - a constant
            [*_values(before), *_values(before), WINDOW],
        )
        dates = [date.astimezone(UTC) for (date,) in cursor.fetchall()]
    if len(dates) < 2:
        return []
    newest, oldest = (date.year * 12 + date.month - 1 for date in dates)
    count = newest - oldest + 1
    months = (datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in range(oldest, newest + 1))
    return [month_token(month) for month in months] if count <= MOST_MONTHS else []


def _by_date_on_postgresql(expression: str, limit: int, before: Place | None) -> list[Hit]:
    older = "WHERE (sort_date, id) < (%s::timestamptz, %s)" if before else ""
    return _hits(
        f"""
        SELECT id, edition_id, is_cut, sort_date::text FROM (
            SELECT * FROM (
                SELECT id, edition_id, is_cut, sort_date FROM reviews_searchrow WHERE tokens @@ %s::tsquery OFFSET 0
            ) found {older} ORDER BY sort_date DESC, id DESC LIMIT %s
        ) newest ORDER BY sort_date DESC, id DESC
        """,  # noqa: S608 - two constants
        (expression, *_values(before), limit),
    )


def _newest_on_sqlite(expression: str, limit: int, before: Place | None) -> list[Hit]:
    """By the rows' numbers, which follow the dates."""
    return _hits(
        """
        SELECT r.id, r.edition_id, r.is_cut, r.sort_date FROM (
            SELECT rowid AS id FROM reviews_search WHERE reviews_search MATCH %s AND rowid < %s
            ORDER BY rowid DESC LIMIT %s
        ) found JOIN reviews_searchrow r ON r.id = found.id ORDER BY r.id DESC
        """,
        (expression, before.id if before else 2**62, limit),
    )


def _hits(statement: str, values: Sequence[str | int]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return [Hit(edition, Place(str(date), row), bool(is_cut)) for row, edition, is_cut, date in cursor.fetchall()]
