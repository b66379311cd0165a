"""How Hugo reads one plain YAML scalar: goccy/go-yaml's rules, as Hugo 0.168 shows them."""

import re
from decimal import Decimal

from reviews.hugo.values import Scalar, Value

KEYWORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}

_BASES = {"0x": (16, re.compile(r"[0-9a-fA-F]+")), "0o": (8, re.compile(r"[0-7]+")), "0b": (2, re.compile(r"[01]+"))}
_OCTAL = re.compile(r"[0-7]+")
_DECIMAL = re.compile(r"[0-9]+")
_FLOAT = re.compile(r"(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_FIRST_OF_NUMBER = frozenset("0123456789+-.")
_LARGEST = 2**64
_GO_WRITES_POWERS_FROM = 6  # 100000 but 1e+06
_SMALLEST = -(2**63)


def resolve(text: str) -> Scalar:
    """The value that Hugo gives to the plain scalar `text`: a keyword, a number, else the text itself."""
    if text in KEYWORDS:
        return KEYWORDS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    number = _number(text)
    return text if number is None else number


def name_of(value: Value) -> str:
    """How Hugo spells `value` where it must be a text: as a key, under `!!str`. Go's `%v`."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _go_float(value) if isinstance(value, float) else str(value)


def _go_float(number: float) -> str:
    if number != number or number in (float("inf"), float("-inf")):
        return "NaN" if number != number else "+Inf" if number > 0 else "-Inf"
    sign, digits, power = Decimal(repr(number)).normalize().as_tuple()
    power = int(power) + len(digits) - 1
    if number and not -4 <= power < _GO_WRITES_POWERS_FROM:
        whole, *rest = map(str, digits)
        return f"{'-' * sign}{whole}{'.' if rest else ''}{''.join(rest)}e{power:+03}"
    return format(Decimal(repr(number)).normalize(), "f")


def _number(text: str) -> int | float | None:
    """The number that `text` spells; None where it spells none, or one that 64 bits cannot hold."""
    digits = text.removeprefix("+").removeprefix("-").replace("_", "")
    dots = digits.count(".")
    if dots == 1 and digits[:2] not in _BASES:
        return _float(digits, text.startswith("-"))
    whole = None if dots or len(digits) > 70 else _integer(digits)
    if whole is None:
        return None
    if text.startswith("-"):
        whole = -whole
    return whole if _SMALLEST <= whole < _LARGEST else None


def _integer(digits: str) -> int | None:
    if digits[:2] in _BASES:
        base, pattern = _BASES[digits[:2]]
        return int(digits[2:], base) if pattern.fullmatch(digits, 2) else None
    if len(digits) > 1 and digits[0] == "0":
        return int(digits, 8) if _OCTAL.fullmatch(digits) else None
    return int(digits) if _DECIMAL.fullmatch(digits) else None


def _float(digits: str, negative: bool) -> float | None:
    if not _FLOAT.fullmatch(digits):
        return None
    number = float(digits)
    if number == float("inf"):
        return None
    return -number if negative else number
