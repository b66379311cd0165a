"""The site as it stands at this moment: its row, its serial number, and how long that holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from reviews.models import Publication, Site
from reviews.models.prepared import bound

# One query whatever has happened: the site's row comes along only where the serial number is another than the known.
# The token is the sum of all that was announced; what becomes due by itself is told by the four moments around now.
_QUERY = """
SELECT p.token, {columns},
 CASE WHEN p.token <> %s THEN (SELECT MIN(publish_date) FROM reviews_edition WHERE publish_date > %s) END,
 CASE WHEN p.token <> %s THEN (SELECT MIN(expiry_date) FROM reviews_edition WHERE expiry_date > %s) END,
 CASE WHEN p.token <> %s THEN (SELECT MAX(publish_date) FROM reviews_edition WHERE publish_date <= %s) END,
 CASE WHEN p.token <> %s THEN (SELECT MAX(expiry_date) FROM reviews_edition WHERE expiry_date <= %s) END
FROM (SELECT COALESCE(SUM(token), 0) AS token FROM reviews_publication) p
LEFT JOIN reviews_site s ON s.id = 1 AND p.token <> %s
"""
_FIELDS = tuple(Site._meta.concrete_fields)
_SQL = _QUERY.format(columns=", ".join(f's."{each.column}"' for each in _FIELDS))


@dataclass(frozen=True)
class Standing:
    """`serial` changes with everything that readers see: by publications, and as times pass; `until` is when next."""

    token: int
    site: Site
    since: datetime | None
    until: datetime | None
    seen: int = 0  # when this process saw the serial number first, in seconds; never the same for two of them
    kept: dict[str, Any] = field(default_factory=dict, compare=False)  # what was worked out once for this serial

    @property
    def serial(self) -> str:
        """A text that is the same in every process."""
        return f"{self.token:x}.{int(self.since.timestamp() * 1_000_000) if self.since else 0:x}"

    def holds(self, now: datetime) -> bool:
        """Whether nothing has become due; a clock that was set back counts too."""
        return (self.until is None or now < self.until) and (self.since is None or self.since <= now)


_known: list[Standing] = []


def standing() -> Standing:
    """The site now, in one query; read and worked out anew only when something was published, withdrawn or due."""
    now = timezone.now()
    known = _known[-1] if _known and _known[-1].holds(now) else None
    row = _row(now, known.token if known else -1)
    if known is not None and int(row[0]) == known.token:
        return known
    seen = max(int(now.timestamp()), _known[-1].seen + 1 if _known else 0)
    found = Standing(int(row[0]), _site(row[1:-4]), _latest(row[-2:]), _earliest(row[-4:-2]), seen)
    if found.token:  # before the first publication nothing says that the site is still the same
        _known[:] = [found]
    return found


def last_known() -> Standing | None:
    """The site as this process saw it last, where no time has passed; whether it still stands so, `token_now` tells."""
    return _known[-1] if _known and _known[-1].holds(timezone.now()) else None


def token_now() -> Coalesce:
    """The token, for a query that asks for something else too."""
    total = Publication.objects.order_by().annotate(all=Value(1)).values("all").annotate(total=Sum("token"))
    return Coalesce(Subquery(total.values("total")), 0, output_field=BigIntegerField())


def kept_for(site: Site) -> dict[str, Any]:
    """Where to keep what is worked out of `site`, for as long as it stands as it does; nothing is kept of another."""
    known = _known[-1] if _known else None
    return known.kept if known is not None and known.site is site else {}


def _row(now: datetime, token: int) -> Sequence[Any]:
    moment = bound(now)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [token, moment, token, moment, token, moment, token, moment, token])
        return tuple(cursor.fetchone())


def _site(values: Sequence[Any]) -> Site:
    if values[0] is None:
        return Site(pk=1)
    converted = [_converted(each, value) for each, value in zip(_FIELDS, values, strict=True)]
    return Site.from_db(connection.alias, [each.attname for each in _FIELDS], converted)


def _converted(column: Any, value: Any) -> Any:
    expression = column.get_col(Site._meta.db_table)
    for convert in (*connection.ops.get_db_converters(expression), *column.get_db_converters(connection)):
        value = convert(value, expression, connection)
    return value


def _moments(values: Sequence[Any]) -> list[datetime]:
    """SQLite gives texts."""
    read = [datetime.fromisoformat(each) if isinstance(each, str) else each for each in values if each]
    return [each if each.tzinfo else each.replace(tzinfo=UTC) for each in read]


def _latest(values: Sequence[Any]) -> datetime | None:
    return max(_moments(values), default=None)


def _earliest(values: Sequence[Any]) -> datetime | None:
    return min(_moments(values), default=None)
