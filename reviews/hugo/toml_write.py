"""Values as TOML text, in the style of what stood there or stands beside."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reviews.hugo.errors import EditRefused
from reviews.hugo.values import Value

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a neighbour writes.

    The quote of a string (and whether text starts on the next line), the layout of a list (`indent` None: one line).
    """

    quote: str = '"'
    text_below: bool = False
    indent: str | None = None
    closing_indent: str = ""
    comma_at_end: bool = False
    newline: str = "\n"


PLAIN = Style()


_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?P<separator>[Tt ])\d\d:\d\d(?P<seconds>:\d\d)?(?P<fraction>\.\d+)?(?P<zone>[^\d.].*)?", re.ASCII
)


def write_moment(value: datetime, old: str) -> str:
    """A date with its hour in the manner of the one that stood there.

    Its separator, its precision, its way to write UTC.
    """
    manner = _MOMENT.fullmatch(old)
    if manner is None:
        return write_value(value)
    digits = len(manner["fraction"] or "")
    fraction = f".{value.microsecond:06}".ljust(digits, "0")[:digits]
    seconds = "" if manner["seconds"] is None and not value.second else f":{value:%S}"
    zone = value.isoformat()[-6:] if value.tzinfo else ""
    if zone == "+00:00":
        zone = manner["zone"] if manner["zone"] in ("z", "-00:00", "+00:00") else "Z"
    return f"{value.date().isoformat()}{manner['separator']}{value:%H:%M}{seconds}{fraction}{zone}"


def write_key(key: str) -> str:
    """One part of a key, quoted where TOML wants it."""
    return key if _BARE_KEY.fullmatch(key) else _basic(key)


def write_value(value: Value, style: Style = PLAIN) -> str:
    """A value as TOML; raises EditRefused for what TOML cannot hold (null, invalid Unicode, numbers beyond 64 bits)."""
    if isinstance(value, str):
        return write_string(value, style)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise EditRefused("TOML holds no integer beyond 64 bits")
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, list):
        return write_list([write_value(each, style) for each in value], style)
    if isinstance(value, dict):
        pairs = ", ".join(f"{write_key(key)} = {write_value(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    raise EditRefused("TOML has no way to write an empty (null) value")


def write_string(value: str, style: Style = PLAIN) -> str:
    """A string in the quotes of `style`, where they can hold it; else in the plainest that can."""
    if _SURROGATE.search(value):
        raise EditRefused("TOML holds no invalid Unicode")
    if len(style.quote) == 3 and _fits_lines(value, style):
        return _in_lines(value, style)
    if style.quote[0] == "'" and "'" not in value and not _CONTROL.search(value):
        return f"'{value}'"
    return _basic(value)


def write_list(written: Sequence[str], style: Style) -> str:
    """Written items as an array, one a line where the style has an indent."""
    if style.indent is None or not written:
        return "[" + ", ".join(written) + "]"
    line = style.newline + style.indent
    last = "," if style.comma_at_end else ""
    return f"[{line}{f',{line}'.join(written)}{last}{style.newline}{style.closing_indent}]"


def _basic(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _fits_lines(value: str, style: Style) -> bool:
    """Whether a string keeps its meaning over several lines: its line ends must be those of the file."""
    rest = value.replace(style.newline, "")
    if "\n" in rest or _CONTROL_IN_LINES.search(rest):
        return False
    return style.quote[0] == '"' or ("'''" not in value and not value.endswith("'"))


def _in_lines(value: str, style: Style) -> str:
    if style.quote[0] == '"':
        value = value.replace("\\", "\\\\")
        if '"""' in value or value.endswith('"'):
            value = value.replace('"', '\\"')
    opening = style.newline if style.text_below or value[:1] in ("\n", "\r") else ""
    return style.quote + opening + value + style.quote


def _float(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(value)
