"""The layouts in which Hugo accepts a date that is text, each read as Go's time.Parse reads it and written back the
same way.

The list and its order are those of spf13/cast, which Hugo asks: https://github.com/spf13/cast (checked with Hugo
0.168). Go takes a fraction behind any seconds, an hour of one digit, names of months and days in any case, and does not
check the day of the week.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SHORT_MONTHS = tuple(month[:3] for month in MONTHS)
_SHORT_DAYS = tuple(day[:3] for day in DAYS)
_ELEMENTS = {
    "January": f"(?P<month>(?i:{'|'.join(MONTHS)}))",
    "Monday": f"(?i:{'|'.join(DAYS)})",
    "Jan": f"(?P<month>(?i:{'|'.join(_SHORT_MONTHS)}))",
    "Mon": f"(?i:{'|'.join(_SHORT_DAYS)})",
    "2006": r"(?P<year>\d{4})",
    "06": r"(?P<short_year>\d{2})",
    "01": r"(?P<number>\d{2})",
    "02": r"(?P<day>\d{2})",
    "_2": r"(?P<day>\d{1,2})",
    "15": r"(?P<hour>\d{1,2})",
    "3": r"(?P<hour>\d{1,2})",
    "04": r"(?P<minute>\d{2})",
    "05": r"(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?",
    "PM": r"(?P<half>[AP]M)",
    "Z07:00": r"(?P<offset>Z|[+-]\d\d:\d\d)",
    "Z0700": r"(?P<offset>Z|[+-]\d{4})",
    "-07:00": r"(?P<offset>[+-]\d\d:\d\d)",
    "-0700": r"(?P<offset>[+-]\d{4})",
    "MST": r"(?P<name>ChST|MeST|GMT[+-]\d{1,2}|WITA|[A-Z]{4}T|[A-Z]{3}T|[A-Z]{3}|[+-]\d\d)",
}
_ELEMENT = re.compile("|".join(map(re.escape, sorted(_ELEMENTS, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to write a date, in the words of Go's reference time."""

    spelling: str
    pattern: re.Pattern[str]

    @property
    def has_time(self) -> bool:
        """Whether it says more than the day."""
        return "04" in self.spelling


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it is written: the moment on its own clock, and the zone that it says (None: none, or only a name)."""

    clock: datetime
    zone: timezone | None
    layout: Layout
    offset: str = ""
    zone_name: str = ""
    digits: int = 0
    has_year: bool = True


def _layout(spelling: str) -> Layout:
    pieces, position = [], 0
    for element in _ELEMENT.finditer(spelling):
        pieces += [_literal(spelling[position : element.start()]), _ELEMENTS[element[0]]]
        position = element.end()
    return Layout(spelling, re.compile("".join(pieces) + _literal(spelling[position:]) + r"\Z", re.ASCII))


def _literal(text: str) -> str:
    """Go takes any run of blanks for one."""
    return re.escape(text).replace(r"\ ", " +")


LAYOUTS = tuple(
    map(
        _layout,
        (
            "2006-01-02",
            "2006-01-02T15:04:05Z07:00",
            "2006-01-02T15:04:05",
            "Mon, 02 Jan 2006 15:04:05 -0700",
            "Mon, 02 Jan 2006 15:04:05 MST",
            "02 Jan 06 15:04 -0700",
            "02 Jan 06 15:04 MST",
            "Monday, 02-Jan-06 15:04:05 MST",
            "2006-01-02 15:04:05 -0700 MST",
            "2006-01-02T15:04:05-0700",
            "2006-01-02 15:04:05Z0700",
            "2006-01-02 15:04:05",
            "Mon Jan _2 15:04:05 2006",
            "Mon Jan _2 15:04:05 MST 2006",
            "Mon Jan 02 15:04:05 -0700 2006",
            "2006-01-02 15:04:05Z07:00",
            "02 Jan 2006",
            "2006-01-02 15:04:05 -07:00",
            "2006-01-02 15:04:05 -0700",
            "3:04PM",
            "Jan _2 15:04:05",
        ),
    )
)
RFC_3339 = LAYOUTS[1]


def match(text: str) -> Written | None:
    """What a text says in the first layout that fits; None where none does, or where its day or hour does not exist."""
    for layout in LAYOUTS:
        if found := layout.pattern.match(text):
            try:
                return _written(layout, found.groupdict())
            except ValueError:
                continue
    return None


def _written(layout: Layout, found: dict[str, str | None]) -> Written:
    fraction, name = found.get("fraction") or "", found.get("name") or ""
    year = _year(found)
    clock = datetime(
        year or 4,  # a leap year in place of the year 0, which Go has and Python has not
        _month(found),
        int(found.get("day") or 1),
        _hour(found),
        int(found.get("minute") or 0),
        int(found.get("second") or 0),
        int(fraction[:6].ljust(6, "0")),
    )
    if name.startswith("GMT") and len(name) > 3:
        clock += _hours(int(name[3:]))
    offset = found.get("offset") or ""
    return Written(clock, _zone(offset), layout, offset, name, len(fraction), bool(year))


def _hours(hours: int) -> timedelta:
    if abs(hours) > 23:
        raise ValueError(hours)
    return timedelta(hours=hours)


def _year(found: dict[str, str | None]) -> int:
    if short := found.get("short_year"):
        return int(short) + (1900 if int(short) >= 69 else 2000)
    return int(found.get("year") or 0)


def _month(found: dict[str, str | None]) -> int:
    if name := found.get("month"):
        return _SHORT_MONTHS.index(name[:3].title()) + 1
    return int(found.get("number") or 1)


def _hour(found: dict[str, str | None]) -> int:
    hour, half = int(found.get("hour") or 0), found.get("half")
    if half is None:
        return hour
    if hour > 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half == "PM" else 0)


def _zone(offset: str) -> timezone | None:
    if not offset:
        return None
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 24 or minutes > 60:
        raise ValueError(offset)
    shift = min(timedelta(hours=hours, minutes=minutes), timedelta(hours=23, minutes=59))
    return timezone(-shift if offset[0] == "-" else shift)


def write(moment: datetime, like: Written) -> str:
    """A moment in the layout, zone spelling and precision of another date.

    It must stand on that date's clock already.
    """
    pieces, position, spelling = [], 0, like.layout.spelling
    for element in _ELEMENT.finditer(spelling):
        pieces += [spelling[position : element.start()], _element(element[0], moment, like)]
        position = element.end()
    return "".join(pieces) + spelling[position:]


def _element(element: str, moment: datetime, like: Written) -> str:
    month, day = MONTHS[moment.month - 1], DAYS[moment.weekday()]
    return {
        "January": month,
        "Jan": month[:3],
        "Monday": day,
        "Mon": day[:3],
        "2006": f"{moment.year:04}",
        "06": f"{moment.year % 100:02}",
        "01": f"{moment.month:02}",
        "02": f"{moment.day:02}",
        "_2": f"{moment.day:2}",
        "15": f"{moment.hour:02}",
        "04": f"{moment.minute:02}",
        "05": f"{moment.second:02}" + _fraction(moment, like.digits),
        "MST": like.zone_name,
    }.get(element, like.offset)


def _fraction(moment: datetime, digits: int) -> str:
    return "." + f"{moment.microsecond:06}".ljust(digits, "0")[:digits] if digits else ""
