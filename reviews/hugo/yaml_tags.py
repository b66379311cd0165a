"""What Hugo makes of a scalar with a tag: `!!str 5`, `!!binary aGk=`."""

import base64
import binascii
import re
from datetime import UTC, datetime

from reviews.hugo.values import Value
from reviews.hugo.yaml_scalars import name_of, resolve

STANDARD = "tag:yaml.org,2002:"

_TRUE = frozenset(("true", "True", "TRUE", "t", "T", "1", "yes", "Yes", "YES"))
_FALSE = frozenset(("false", "False", "FALSE", "f", "F", "0", "no", "No", "NO"))
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LARGEST = 2**63 - 1


def tagged(tag: str, text: str, style: str) -> Value:
    """The value of the scalar `text`, quoted or block where `style` says so, under `tag`. Raises ValueError."""
    kind = tag.removeprefix(STANDARD)
    value = text if style else resolve(text)
    if tag == kind:
        return text if text or style else None
    if kind == "str":
        return "" if value is None else name_of(value)
    if kind == "int":
        return _integer(value)
    if kind == "float":
        return _float(value)
    if kind == "bool":
        return _boolean(text, value)
    if kind == "null":
        return None
    if kind == "binary":
        return list(_bytes(text))
    if kind == "timestamp":
        return _moment(text)
    if not text and not style:
        return None
    if kind in ("seq", "map", "set", "omap", "merge"):
        raise ValueError(f"the tag !!{kind} does not fit this value")
    return text


def _integer(value: Value) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return min(value, _LARGEST)
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        return 0
    return max(-_LARGEST - 1, min(int(value[:20]), _LARGEST))


def _float(value: Value) -> float | int:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if value is None:
        return 0
    try:
        return float(value) if isinstance(value, str) and "_" not in value else 0.0
    except ValueError:
        return 0.0


def _boolean(text: str, value: Value) -> bool:
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(f"“{text}” is neither true nor false")


def _bytes(text: str) -> bytes:
    """As much as can be decoded: whole groups before the first letter that is not base64's."""
    letters = re.match(r"[A-Za-z0-9+/]*={0,2}", re.sub(r"[\r\n]", "", text))
    coded = letters[0] if letters else ""
    try:
        return base64.b64decode(coded[: len(coded) // 4 * 4])
    except binascii.Error:
        return b""


def _moment(text: str) -> datetime:
    """The time that `text` names, Go's zero time (here year 1) where it names none."""
    day = _DATE.match(text)
    if day:
        text = f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}{text[day.end() :]}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
