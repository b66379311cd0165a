"""TOML front matter as Hugo reads it: Python's tomllib, taught the few things that it reads otherwise.

Hugo's decoder (go-toml 2, asked in Hugo 0.168) takes TOML 1.1, keeps `\\r\\n` inside multi-line strings, and refuses
numbers that 64 bits do not hold. Python 3.11's tomllib takes TOML 1.0, so the text is put into the words of 1.0 where
it uses more. What stays different: fractions of a second beyond microseconds are cut, and the year 0000 is refused.
"""

import math
import re
import tomllib
from typing import Any

from reviews.hugo import toml_edit, toml_scan
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.toml_older import OlderText
from reviews.hugo.toml_proof import proved
from reviews.hugo.toml_scan import Path
from reviews.hugo.values import Value

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONG_NUMBER = re.compile(r"[0-9A-Fa-f_]{16}")
_NEWER = re.compile(r"\\[ex]|\r\n|\d\d:\d\d(?![:\d])|\{")
_ERROR_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(text: str) -> dict[str, Value]:
    """The tables and values of TOML text, keys as they are spelled.

    Raises FrontMatterError where Hugo would refuse it.
    """
    if not text.isascii() and (broken := _SURROGATE.search(text)):
        raise toml_scan.fail(text, broken.start(), "Invalid UTF-8, which TOML does not allow")
    if len(text) > toml_scan.MAX_DEPTH and sum(map(text.count, "[{.")) >= toml_scan.MAX_DEPTH:
        _check_depth(text)
    try:
        found = _load(text)
    except OverflowError as error:
        literal = re.compile(re.escape(str(error)))
        raise _number_error(text, literal, f"The number {error} is out of range") from None
    if _LONG_NUMBER.search(text):
        _check_numbers(text, found)
    return found


def set_value(text: str, path: Path, value: Value) -> str:
    """The text with `value` at `path`, in place of the value that stands there or as a new key beside its kin."""
    return proved(text, toml_edit.set_value(text, path, value), path)


def remove(text: str, path: Path) -> str:
    """The text without the key at `path`, its value and its own comment; a table goes with all its keys."""
    return proved(text, toml_edit.remove(text, path), path, is_removal=True)


def insert_item(text: str, path: Path, index: int, value: Value) -> str:
    """The text with one more item in the list at `path`."""
    return proved(text, toml_edit.insert_item(text, path, index, value), path)


def remove_item(text: str, path: Path, index: int) -> str:
    """The text without one item of the list at `path`."""
    return proved(text, toml_edit.remove_item(text, path, index), path, is_removal=True)


def move_item(text: str, path: Path, old: int, new: int) -> str:
    """The text with an item of the list at `path` in another place."""
    return proved(text, toml_edit.move_item(text, path, old, new), path)


def _load(text: str) -> dict[str, Any]:
    if "\r\n" in text and ('"""' in text or "'''" in text):
        return _load_newer(text)
    try:
        return tomllib.loads(text, parse_float=_finite)
    except ValueError as error:
        if _NEWER.search(text):
            return _load_newer(text)
        raise _placed(text, error) from None


def _check_depth(text: str) -> None:
    for _ in toml_scan.statements(text):
        pass


def _placed(text: str, error: ValueError) -> FrontMatterError:
    """tomllib's error with its place.

    It counts a line end as one character, so its lines and columns hold for the text.
    """
    message = str(error)
    place = _ERROR_PLACE.search(message)
    if place is None:
        return FrontMatterError(message, 1, 1)
    message = message[: place.start()]
    if place[1]:
        return FrontMatterError(message, int(place[1]), int(place[2]))
    return toml_scan.fail(text, len(text.rstrip()), message)


def _check_numbers(text: str, value: object) -> None:
    """Hugo holds integers in 64 bits."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            _check_numbers(text, each)
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise _number_error(text, _LONG_NUMBER, "An integer does not fit into 64 bits")


def _number_error(text: str, literal: re.Pattern[str], message: str) -> FrontMatterError:
    found = literal.search(text)
    return toml_scan.fail(text, found.start() if found else 0, message)


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number) and "inf" not in literal:
        raise OverflowError(literal)
    return number


def _load_newer(text: str) -> dict[str, Any]:
    older = OlderText(text)
    result = older.result()
    try:
        return tomllib.loads(result, parse_float=_finite)
    except ValueError as error:
        placed = _placed(result.replace("\r\n", "\n"), error)
        position = _position(result, placed)
        raise toml_scan.fail(text, older.place_of(position), placed.message) from None


def _position(text: str, error: FrontMatterError) -> int:
    start = 0
    for _ in range(error.line - 1):
        start = text.find("\n", start) + 1
    return start + error.column - 1
