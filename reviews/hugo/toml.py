"""TOML front matter as Hugo reads it: Python's tomllib, taught the few things that it reads otherwise.

Hugo's decoder (go-toml 2, asked in Hugo 0.168) takes TOML 1.1, keeps `\\r\\n` inside multi-line strings, and refuses
numbers that 64 bits do not hold. Python 3.11's tomllib takes TOML 1.0, so the text is put into the words of 1.0 where
it uses more. What stays different: fractions of a second beyond microseconds are cut, and the year 0000 is refused.
"""

import math
import re
import tomllib
from bisect import bisect
from typing import Any

from reviews.hugo import toml_scan
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.toml_edit import insert_item, move_item, remove, remove_item, set_value
from reviews.hugo.values import Value

__all__ = ["insert_item", "move_item", "read", "remove", "remove_item", "set_value"]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONG_NUMBER = re.compile(r"[0-9A-Fa-f_]{16}")
_NEWER = re.compile(r"\\[ex]|\r\n|\d\d:\d\d(?!:?\d)|\{")
_ERROR_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TOKEN = re.compile(r"[\"'#\[\]{}]|\r?\n|,|(?<![:\d])\d\d:\d\d(?![:\d])")
_ESCAPE = re.compile(r"\\(?:(e)|x([0-9A-Fa-f]{2})|([ \t]*\r\n)|.)|(\r\n)", re.DOTALL)
_CLOSING_BRACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+\}")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")


def read(text: str) -> dict[str, Value]:
    """The tables and values of TOML text, keys as they are spelled.

    Raises FrontMatterError where Hugo would refuse it.
    """
    if not text.isascii() and (broken := _SURROGATE.search(text)):
        raise toml_scan.fail(text, broken.start(), "Invalid UTF-8, which TOML does not allow")
    if len(text) > toml_scan.MAX_DEPTH and sum(map(text.count, "[{.")) > toml_scan.MAX_DEPTH:
        _check_depth(text)
    try:
        found = _load(text)
    except OverflowError as error:
        literal = re.compile(re.escape(str(error)))
        raise _number_error(text, literal, f"The number {error} is out of range") from None
    if _LONG_NUMBER.search(text):
        _check_numbers(text, found)
    return found


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


class _Rewriter:
    """Text in the words of TOML 1.0, built from pieces of newer text; remembers which place became which."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.copied = 0
        self.length = 0
        self.places: list[tuple[int, int]] = [(0, 0)]

    def replace(self, start: int, end: int, new: str) -> None:
        if self.text[start:end] != new:
            self.pieces += [self.text[self.copied : start], new]
            self.length += start - self.copied + len(new)
            self.copied = end
            self.places.append((self.length, end))

    def result(self) -> str:
        return "".join((*self.pieces, self.text[self.copied :]))

    def place_of(self, position: int) -> int:
        """Where a character of the result stands in the text."""
        new, old = self.places[bisect(self.places, (position, len(self.text))) - 1]
        return min(old + position - new, len(self.text))


def _load_newer(text: str) -> dict[str, Any]:
    rewriter = _Rewriter(text)
    _rewrite(rewriter)
    result = rewriter.result()
    try:
        return tomllib.loads(result, parse_float=_finite)
    except ValueError as error:
        placed = _placed(result.replace("\r\n", "\n"), error)
        position = _position(result, placed)
        raise toml_scan.fail(text, rewriter.place_of(position), placed.message) from None


def _position(text: str, error: FrontMatterError) -> int:
    start = 0
    for _ in range(error.line - 1):
        start = text.find("\n", start) + 1
    return start + error.column - 1


def _rewrite(rewriter: _Rewriter) -> None:
    """Puts escapes, times, line ends and commas that TOML 1.1 added into the words of 1.0.

    Knows no grammar beyond brackets.
    """
    text, position, brackets = rewriter.text, 0, ""
    while (token := _TOKEN.search(text, position)) is not None:
        start, position, mark = token.start(), token.end(), token[0]
        if mark in "\"'":
            position = toml_scan.value_end(text, start)
            rewriter.replace(start, position, _older_string(text[start:position]))
        elif mark == "#":
            position = len(text) if (end := text.find("\n", start)) < 0 else end
            if brackets.endswith("{"):
                rewriter.replace(start, position, "")
        elif mark in "[{":
            brackets += mark
        elif mark in "]}":
            brackets = brackets[:-1]
        elif mark == ",":
            if brackets.endswith("{") and _CLOSING_BRACE.match(text, position):
                rewriter.replace(start, position, "")
        elif mark[-1] == "\n":
            if brackets.endswith("{"):
                rewriter.replace(start, position, " ")
        else:
            rewriter.replace(start, position, mark + ":00")


def _older_string(token: str) -> str:
    if token[0] == '"':
        if "\\" not in token and "\r" not in token:
            return token
        opening = re.match(r'"""\r\n', token)
        start = opening.end() if opening else 0
        return token[:start] + _ESCAPE.sub(_older_escape, token[start:])
    if "\r\n" not in token or _FORBIDDEN.search(token):
        return token
    inner = toml_scan.unquote(token).replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\\r\n")
    return f'"""{inner}"""'


def _older_escape(match: re.Match[str]) -> str:
    if match[1]:
        return "\\u001b"
    if match[2]:
        return "\\u00" + match[2]
    return "\\r\n" if match[4] else match[0]
