"""Dates written as Go's reference layout asks (`2006-01-02`), for date tokens in permalinks."""

import re
from collections.abc import Callable
from datetime import datetime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# The order matters: Go takes the longest match first. `Jan` is none before a lower-case letter (`Janet`).
_LAYOUT = re.compile(
    r"January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|-0700|Z0700|__2|_2(?!006)|002|01|02|03|04|05|06|15|PM|pm|1|2|3|4|5"
)


def month_name(moment: datetime) -> str:
    return _MONTHS[moment.month - 1]


def weekday_name(moment: datetime) -> str:
    return _WEEKDAYS[moment.weekday()]


def format_date(moment: datetime, layout: str) -> str:
    """`layout` with every element of Go's reference time replaced by the moment's own."""
    return _LAYOUT.sub(lambda match: _ELEMENTS[match[0]](moment), layout)


def has_date(layout: str) -> bool:
    """Whether the layout holds any element of the reference time; Hugo takes only such a name for a date token."""
    return bool(_LAYOUT.search(layout))


def _zone_name(moment: datetime) -> str:
    """The zone's name; Go shows the offset of a zone that has none."""
    name = moment.tzname() or "UTC"
    return moment.strftime("%z") if name.startswith("UTC") and name != "UTC" else name


def _offset(moment: datetime) -> str:
    return moment.strftime("%z") or "+0000"


_ELEMENTS: dict[str, Callable[[datetime], str]] = {
    "January": month_name,
    "Jan": lambda moment: month_name(moment)[:3],
    "Monday": weekday_name,
    "Mon": lambda moment: weekday_name(moment)[:3],
    "MST": _zone_name,
    "-0700": _offset,
    "Z0700": lambda moment: "Z" if _offset(moment) == "+0000" else _offset(moment),
    "2006": lambda moment: f"{moment.year:04d}",
    "06": lambda moment: f"{moment.year % 100:02d}",
    "01": lambda moment: f"{moment.month:02d}",
    "1": lambda moment: str(moment.month),
    "02": lambda moment: f"{moment.day:02d}",
    "_2": lambda moment: f"{moment.day:2d}",
    "2": lambda moment: str(moment.day),
    "002": lambda moment: f"{moment.timetuple().tm_yday:03d}",
    "__2": lambda moment: f"{moment.timetuple().tm_yday:3d}",
    "15": lambda moment: f"{moment.hour:02d}",
    "03": lambda moment: f"{moment.hour % 12 or 12:02d}",
    "3": lambda moment: str(moment.hour % 12 or 12),
    "04": lambda moment: f"{moment.minute:02d}",
    "4": lambda moment: str(moment.minute),
    "05": lambda moment: f"{moment.second:02d}",
    "5": lambda moment: str(moment.second),
    "PM": lambda moment: "PM" if moment.hour >= 12 else "AM",
    "pm": lambda moment: "pm" if moment.hour >= 12 else "am",
}
