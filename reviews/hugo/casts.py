"""How Hugo turns a front matter value into the text, number, yes/no or list that a field needs.

The rules are those of Go's `spf13/cast`, which Hugo uses everywhere, as observed with Hugo 0.168.
"""

import math
import re
from datetime import datetime, time
from decimal import Decimal

from reviews.hugo.values import Value

_TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
_FRACTION = re.compile(r"(?<=\d)\.\d*\Z")
_INT_LIMIT = 2**63
_LONGEST_INTEGER = 70
_INTEGER = re.compile(r"[+-]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)\Z")


def to_text(value: Value) -> str:
    """A scalar as text; a list or a map gives the empty text."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, datetime):
        return _moment_text(value)
    return _clock_text(value) if isinstance(value, time) else str(value)


def _float_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _clock_text(value: time) -> str:
    text = value.isoformat()
    return text.rstrip("0") if value.microsecond else text


def _moment_text(value: datetime) -> str:
    """A moment as Go prints it; TOML's moments without a zone print as they are written."""
    fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    if value.tzinfo is None:
        return f"{value:%Y-%m-%dT%H:%M:%S}{fraction}"
    offset = value.strftime("%z")
    zone = "UTC" if offset == "+0000" else offset
    return f"{value:%Y-%m-%d %H:%M:%S}{fraction} {offset} {zone}"


def to_bool(value: Value) -> bool:
    """Yes or no; of texts only `1 t T true True TRUE` are yes."""
    if isinstance(value, str):
        return value in _TRUE
    return bool(value) if isinstance(value, bool | int | float) else False


def to_int(value: Value) -> int:
    """A whole number, 0 for what is none. A text may have a base prefix; a fraction of zeros is cut off."""
    if isinstance(value, str):
        return _int_of_text(value)
    if isinstance(value, float):
        return int(value) if abs(value) < _INT_LIMIT else -_INT_LIMIT
    return int(value) if isinstance(value, bool | int) else 0


def _int_of_text(text: str) -> int:
    text = _FRACTION.sub("", text)
    if not _INTEGER.match(text) or len(text) > _LONGEST_INTEGER:
        return 0
    digits = text.lstrip("+-")
    is_octal = digits.isdigit() and digits.startswith("0") and len(digits) > 1
    try:
        number = int(text, 8 if is_octal else 0)
    except ValueError:
        return 0
    return number if -_INT_LIMIT <= number < _INT_LIMIT else 0


def to_texts(value: Value) -> list[str]:
    """A list of texts; a single text is split at white space (`keywords: "a b"`), a map or a list
    that holds a map or a list gives nothing."""
    if isinstance(value, list):
        spoilt = any(isinstance(item, list | dict) for item in value)
        return [] if spoilt else [to_text(item) for item in value]
    if isinstance(value, str):
        return value.split()
    return [] if value is None or isinstance(value, dict) else [to_text(value)]


def to_term_names(value: Value) -> tuple[list[str], bool]:
    """The names of a page's terms in one taxonomy, and whether something in the list made Hugo drop all of them.

    A text is one name, never split. Nulls and empty texts go. A map or list within the list spoils all.
    """
    if not isinstance(value, list):
        spoilt = isinstance(value, dict)
        return ([] if spoilt or value is None or value == "" else [to_text(value)]), spoilt
    if any(isinstance(item, list | dict) for item in value):
        return [], True
    return [name for name in map(to_text, value) if name], False
