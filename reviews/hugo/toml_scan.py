"""Where things stand in TOML text: statements, the items of an array, the entries of an inline table, as spans of
characters.

The scanner follows TOML 1.1 (https://toml.io/en/v1.1.0) and checks no more than it needs to find the spans: what is
valid is said by `toml.read`. It uses no recursion, and its work is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviews.hugo.brackets import Item
from reviews.hugo.errors import FrontMatterError

MAX_DEPTH = 100

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*+")
_SIMPLE_KEY = re.compile(r"[A-Za-z0-9_-]+(?=[ \t]*[=\]])")
_KEY_PART = re.compile(_PART)
_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_LINE_END = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)|[ \t]*\r\n")
_ASSIGN = re.compile(r"[ \t]*=[ \t]*")
_PLAIN = re.compile(r"[^,\]}#\n\r]*[^,\]}#\n\r \t]")
_SIMPLE_STRING = re.compile(r"\"(?!\")[^\"\\\n]*\"|'(?!')[^'\n]*'")
_BRACKET = re.compile(r"[\[\]{}\"'#]")
_ESCAPE = re.compile(r"\\(?:([btnfre\"\\])|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_LINE_CONTINUED = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """`key = value`: `path` counts from the root, `key` is the part that is written here.

    `start` and `end` are its lines' ends.
    """

    path: Path
    key: Path
    start: int
    key_start: int
    key_end: int
    value_start: int
    value_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """`[table]` or `[[table]]` on its line."""

    path: Path
    is_array: bool
    start: int
    end: int


Statement = Pair | Header


def fail(text: str, position: int, message: str) -> FrontMatterError:
    """The error that stands at a character of the text; line and column count from 1."""
    line_start = text.rfind("\n", 0, position) + 1
    return FrontMatterError(message, text.count("\n", 0, position) + 1, position - line_start + 1)


def statements(text: str) -> Iterator[Statement]:
    """Every header and pair in order. Blank lines and comments are what lies between."""
    position = 0
    table: Path = ()
    while (start := _end_of(_GAP, text, position)) < len(text):
        line = text.rfind("\n", 0, start) + 1
        if text[start] == "[":
            header = _header(text, line, start)
            table, position = header.path, header.end
            yield header
        else:
            pair = _pair(text, line, start, table)
            position = pair.end
            yield pair


def items(text: str, start: int) -> list[Item]:
    """The values between the brackets that open at `start`: values of an array, or whole entries of an inline table."""
    found: list[Item] = []
    closer = "]" if text[start] == "[" else "}"
    position = _end_of(_GAP, text, start + 1)
    while position < len(text) and text[position] != closer:
        end = entry_value(text, position)[1] if closer == "}" else value_end(text, position)
        after = _end_of(_GAP, text, end)
        has_comma = text.startswith(",", after)
        found.append(Item(position, end, after if has_comma else -1))
        if not has_comma and not text.startswith(closer, after):
            raise fail(text, after, f"Expected ',' or '{closer}'")
        position = _end_of(_GAP, text, after + 1) if has_comma else after
    return found


def entry_value(text: str, start: int) -> tuple[int, int]:
    """The span of the value of the `key = value` that starts here."""
    return _assigned(text, _key_end(text, start))


def _assigned(text: str, key_end: int) -> tuple[int, int]:
    assign = _ASSIGN.match(text, key_end)
    if assign is None:
        raise fail(text, key_end, "Expected '=' after a key")
    return assign.end(), value_end(text, assign.end())


def key_path(text: str, start: int) -> tuple[Path, int]:
    """The parts of the dotted key that starts here, and its end."""
    if simple := _SIMPLE_KEY.match(text, start):
        return (simple[0],), simple.end()
    end = _key_end(text, start)
    parts = tuple(unquote(part[0]) for part in _KEY_PART.finditer(text, start, end))
    if len(parts) > MAX_DEPTH:
        raise fail(text, start, f"A key of more than {MAX_DEPTH} parts is not read")
    return parts, end


def value_end(text: str, start: int) -> int:
    """Behind the value that starts here."""
    if simple := _SIMPLE_STRING.match(text, start):
        return simple.end()
    first = text[start : start + 1]
    if first and first in "\"'":
        return _string_end(text, start)
    if first and first in "[{":
        return _brackets_end(text, start)
    if plain := _PLAIN.match(text, start):
        return plain.end()
    raise fail(text, start, "A value is missing")


def unquote(token: str) -> str:
    """The text that a string token or key part means.

    Line ends inside `\"\"\"` stay as they are, as Hugo reads them.
    """
    if token[:3] in ('"""', "'''") and len(token) >= 6:
        inner = re.sub(r"\A\r?\n", "", token[3:-3])
        return inner if token[0] == "'" else _unescape(_LINE_CONTINUED.sub("", inner) if "\\" in inner else inner)
    if token[:1] == '"':
        return _unescape(token[1:-1])
    return token[1:-1] if token[:1] == "'" else token


def _unescape(inner: str) -> str:
    return _ESCAPE.sub(_meaning, inner) if "\\" in inner else inner


def _meaning(escape: re.Match[str]) -> str:
    if escape[1]:
        return _ESCAPED[escape[1]]
    code = int(escape[2] or escape[3] or escape[4], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _key_end(text: str, start: int) -> int:
    match = _KEY.match(text, start)
    if match is None:
        raise fail(text, start, "Expected a key")
    return match.end()


def _header(text: str, line: int, start: int) -> Header:
    is_array = text.startswith("[[", start)
    width = 2 if is_array else 1
    path, end = key_path(text, _end_of(_BLANK, text, start + width))
    close = _end_of(_BLANK, text, end)
    if not text.startswith("]" * width, close):
        raise fail(text, close, "Expected ']' after the name of a table")
    return Header(path, is_array, line, _line_end(text, close + width))


def _pair(text: str, line: int, start: int, table: Path) -> Pair:
    key, key_end = key_path(text, start)
    value_start, end = _assigned(text, key_end)
    return Pair(table + key, key, line, start, key_end, value_start, end, _line_end(text, end))


def _line_end(text: str, position: int) -> int:
    match = _LINE_END.match(text, position)
    if match is None:
        raise fail(text, position, "Expected a new line")
    return match.end()


def _string_end(text: str, start: int) -> int:
    quote = text[start]
    if text.startswith(quote * 3, start):
        return _closing_quote(text, start, start + 3, quote * 3)
    end = _closing_quote(text, start, start + 1, quote)
    if "\n" in text[start:end]:
        raise fail(text, start, "This string is never closed")
    return end


def _closing_quote(text: str, start: int, position: int, quote: str) -> int:
    """Behind the quote that closes; a closing triple may have up to two quotes of the string's own before it."""
    while (found := text.find(quote, position)) >= 0:
        if quote[0] == "'" or _slashes_before(text, found) % 2 == 0:
            more = len(quote) == 3 and re.compile(f"{quote[0]}{{0,2}}").match(text, found + 3)
            return more.end() if more else found + len(quote)
        position = found + 1
    raise fail(text, start, "This string is never closed")


def _slashes_before(text: str, position: int) -> int:
    start = position
    while text[start - 1] == "\\":
        start -= 1
    return position - start


def _brackets_end(text: str, start: int) -> int:
    """Behind the bracket that closes the one at `start`."""
    depth, position = 0, start
    while (mark := _BRACKET.search(text, position)) is not None:
        position = mark.end()
        if mark[0] in "\"'":
            position = value_end(text, mark.start())
        elif mark[0] == "#":
            position = len(text) if (end := text.find("\n", position)) < 0 else end
        elif mark[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise fail(text, mark.start(), f"Values nested more than {MAX_DEPTH} deep are not read")
        elif (depth := depth - 1) == 0:
            return position
    raise fail(text, start, "This bracket is never closed")
