"""Dates in front matter: what instant Hugo takes a value for, and a new instant written in the manner of the old value.

Rules (asked of Hugo 0.168): text in one of the layouts of `date_layouts`, TOML's own dates and moments, and whole
numbers, which are Unix seconds, are dates; a date without a zone stands in the site's `timeZone`; empty text and null
are no date; everything else fails the build.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from reviews.hugo import date_layouts
from reviews.hugo.date_layouts import Written
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value

_ZERO = datetime(1, 1, 1, tzinfo=UTC)
_EARLIEST = _ZERO + timedelta(seconds=1)
_LATEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HugoDate:
    """A date as Hugo reads it.

    `spelling` is the value as the file holds it, `kind` one of text, moment, local, day (TOML's own) and seconds (a
    number). `instant` is aware and None for Go's zero date; a date beyond the years 1 to 9999 is held at their ends.
    `is_zoned` says whether the value names its offset, else that came from the site. `precision` is "day" or "second".
    """

    spelling: Value
    kind: str
    instant: datetime | None
    is_zoned: bool
    precision: str


def parse_date(value: Value, zone: tzinfo) -> HugoDate | None:
    """What Hugo reads in a date key. None where there is no date; raises FrontMatterError where it fails the build."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _read_text(value, zone)
    if isinstance(value, bool) or not isinstance(value, (int, date)):
        raise FrontMatterError(f"{value!r} is not a date that Hugo can read")
    if isinstance(value, int):
        return HugoDate(value, "seconds", _of_seconds(value), True, "second")
    if not isinstance(value, datetime):
        return HugoDate(value, "day", _in_zone(datetime.combine(value, time()), zone), False, "day")
    if value.tzinfo is None:
        return HugoDate(value, "local", _in_zone(value, zone), False, "second")
    return HugoDate(value, "moment", _kept(value.replace(microsecond=0)), True, "second")


def write_date(old: Value, moment: datetime, zone: tzinfo) -> Value:
    """The value that means `moment` (aware), of the kind, layout, precision and offset of `old`, which is a date or
    None.

    A day that gets another hour than midnight becomes a moment without zone. The same instant gives `old` itself.
    """
    try:
        read = parse_date(old, zone)
    except FrontMatterError:
        read = None
    if read is None:
        return None
    if read.instant is not None and _same_instant(read.instant, moment):
        return old
    if read.kind == "text":
        return _write_text(str(old), moment, zone)
    return _write_native(read, moment, zone)


def new_text(moment: datetime) -> str:
    """A date for a file that has none: RFC 3339."""
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _same_instant(old: datetime, new: datetime) -> bool:
    """Compared as UTC, because Python never finds an hour that a clock shows twice equal to one of another zone."""
    return old.astimezone(UTC).replace(microsecond=0) == new.astimezone(UTC).replace(microsecond=0)


def _read_text(text: str, zone: tzinfo) -> HugoDate:
    written = date_layouts.match(text)
    if written is None:
        raise FrontMatterError(f"{text!r} is not a date in a format that Hugo reads")
    return HugoDate(text, "text", _instant(written, zone), written.zone is not None, _precision(written))


def _precision(written: Written) -> str:
    return "second" if written.layout.has_time else "day"


def _instant(written: Written, zone: tzinfo) -> datetime | None:
    if not written.has_year:
        return _EARLIEST
    if written.zone is not None:
        return _kept(written.clock.replace(tzinfo=written.zone))
    return _in_zone(written.clock, zone)


def _kept(moment: datetime) -> datetime | None:
    """A moment as it can be computed with: None for Go's zero date, never before the year 1."""
    try:
        return None if moment.astimezone(UTC) == _ZERO else moment
    except OverflowError:
        return _EARLIEST if moment.year == 1 else _LATEST


def _in_zone(clock: datetime, zone: tzinfo) -> datetime | None:
    """A clock's reading in a zone.

    Where the clock was put forward or back, Go's choice: the offset at the reading taken as UTC is tried first.
    """
    try:
        offset = _offset_at(clock, zone)
        if offset:
            offset = _offset_at(clock - offset, zone)
        return _kept((clock - offset).replace(tzinfo=UTC).astimezone(zone))
    except OverflowError:
        return _EARLIEST if clock.year == 1 else _LATEST


def _offset_at(utc: datetime, zone: tzinfo) -> timedelta:
    return utc.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()


def _of_seconds(seconds: int) -> datetime | None:
    if seconds >= 2**63:
        seconds -= 2**64
    try:
        return _kept(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
    except OverflowError:
        return _EARLIEST if seconds < 0 else _LATEST


def _write_text(old: str, moment: datetime, zone: tzinfo) -> str:
    written = date_layouts.match(old)
    if written is None or not written.has_year:
        return new_text(moment)
    local = moment.astimezone(written.zone or zone)
    if written.layout.has_time or _is_midnight(local):
        return date_layouts.write(local, written)
    return local.strftime("%Y-%m-%dT%H:%M:%S")


def _write_native(read: HugoDate, moment: datetime, zone: tzinfo) -> Value:
    if read.kind == "seconds":
        return int(moment.timestamp())
    old = read.spelling
    if isinstance(old, datetime) and old.tzinfo is not None:
        return _with_precision(moment.astimezone(old.tzinfo), old)
    local = moment.astimezone(zone).replace(tzinfo=None)
    if isinstance(old, datetime):
        return _with_precision(local, old)
    return local.date() if _is_midnight(local) else local.replace(microsecond=0)


def _with_precision(moment: datetime, old: datetime) -> datetime:
    return moment if old.microsecond else moment.replace(microsecond=0)


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)
