"""JSON front matter as Hugo (Go's encoding/json) reads it, and edits that touch the span of one key or one item.

Every number is a float, as Go holds it. A name that stands twice means its last value, so that is the one that edits
touch.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviews.hugo import brackets
from reviews.hugo.brackets import Brackets, Item
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.values import Value
from reviews.hugo.yaml_place import place_of

MAX_DEPTH = 100
MAX_REPEATS = 20

Path = tuple[str, ...]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BLANK = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"[^,\]}\s]+")
_MARK = re.compile(r'[\[\]{}"]')


def read(text: str) -> dict[str, Value]:
    """The object that JSON text holds; raises FrontMatterError where Hugo would refuse it."""
    _check_depth(text)
    try:
        found = json.loads(text, parse_int=_float, parse_float=_float, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise FrontMatterError(error.msg, error.lineno, error.colno) from None
    except OverflowError as error:
        raise _fail(
            text, max(0, text.find(str(error))), f"{error} is no number that JSON front matter can hold"
        ) from None
    if not isinstance(found, dict):
        raise FrontMatterError("Front matter must be an object", 1, 1)
    return _well_formed_map(found) if "\\u" in text or not text.isascii() else found


def _fail(text: str, position: int, message: str) -> FrontMatterError:
    line_start = text.rfind("\n", 0, position) + 1
    return FrontMatterError(message, text.count("\n", 0, position) + 1, position - line_start + 1)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _value_end(text, 0)


def _float(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise OverflowError(literal)
    return number


def _refuse_constant(literal: str) -> float:
    raise OverflowError(literal)


def _well_formed(value: Value) -> Value:
    """Go puts U+FFFD for a surrogate without its other half, and for each byte that is no UTF-8."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_well_formed(each) for each in value]
    return _well_formed_map(value) if isinstance(value, dict) else value


def _well_formed_map(values: dict[str, Value]) -> dict[str, Value]:
    return {_SURROGATE.sub("\ufffd", key): _well_formed(each) for key, each in values.items()}


@dataclass(frozen=True, slots=True)
class Member:
    """A name with its value in an object."""

    name: str
    name_end: int
    start: int
    end: int


def set_value(text: str, path: Path, value: Value) -> str:
    """The text with `value` at `path`: in place of the value that stands there, or as a new member beside its kin."""
    found, rest = _find(text, path)
    if rest:
        return _add(text, found, rest, value)
    indent = _line_indent(text, found[0])
    return text[: found[0]] + _write(text, value, indent, "\n" in text[slice(*found)]) + text[found[1] :]


def remove(text: str, path: Path) -> str:
    """The text without the member at `path`, however often its name stands there."""
    holder, rest = _find(text, path[:-1])
    if rest or text[holder[0]] != "{":
        raise EditRefused(f"There is no key {'.'.join(path)}")
    names = [member.name for member in _members(text, _object(text, *holder))]
    if path[-1] not in names:
        raise EditRefused(f"There is no key {'.'.join(path)}")
    if names.count(path[-1]) > MAX_REPEATS:
        raise EditRefused(f"{path[-1]} stands there more than {MAX_REPEATS} times")
    for index in reversed(range(len(names))):
        if names[index] == path[-1]:
            text = brackets.remove(_object(text, *_find(text, path[:-1])[0]), index)
    return text


def insert_item(text: str, path: Path, index: int, value: Value) -> str:
    """The text with one more item in the list at `path`."""
    array = _array(text, path)
    return brackets.insert(array, index, _dump(text, value))


def remove_item(text: str, path: Path, index: int) -> str:
    """The text without one item of the list at `path`."""
    return brackets.remove(_array(text, path), index)


def move_item(text: str, path: Path, old: int, new: int) -> str:
    """The text with an item of the list at `path` in another place."""
    return brackets.move(_array(text, path), old, new)


def _find(text: str, path: Path) -> tuple[tuple[int, int], Path]:
    """The span of the value as far down the path as there is one, and the names that are left."""
    span = 0, len(text)
    for depth, name in enumerate(path):
        if text[span[0]] != "{":
            raise EditRefused(f"{'.'.join(path[:depth])} is not an object")
        members = [each for each in _members(text, _object(text, *span)) if each.name == name]
        if not members:
            return span, path[depth:]
        span = members[-1].start, members[-1].end
    return span, ()


def _object(text: str, start: int, end: int) -> Brackets:
    newline = "\r\n" if "\r\n" in text else "\n"
    return Brackets(text, start, end, list(_items(text, start)), newline, may_end_with_comma=False)


def _array(text: str, path: Path) -> Brackets:
    span, rest = _find(text, path)
    if rest or text[span[0]] != "[":
        raise EditRefused(f"{'.'.join(path)} is not a list")
    return _object(text, *span)


def _items(text: str, start: int) -> Iterator[Item]:
    """The members of an object or the values of an array, in text that `read` has accepted."""
    position = _skip_blank(text, start + 1)
    while text[position] not in "]}":
        end = _value_end(text, position)
        after = _skip_blank(text, end)
        if text[after] == ":":
            end = _value_end(text, _skip_blank(text, after + 1))
            after = _skip_blank(text, end)
        yield Item(position, end, after if text[after] == "," else -1)
        position = _skip_blank(text, after + 1) if text[after] == "," else after


def _members(text: str, braces: Brackets) -> Iterator[Member]:
    for item in braces.items:
        name_end = _value_end(text, item.start)
        start = _skip_blank(text, text.index(":", name_end) + 1)
        name = _SURROGATE.sub("\ufffd", json.loads(text[item.start : name_end]))
        yield Member(name, name_end, start, item.end)


def _skip_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _value_end(text: str, start: int) -> int:
    if text[start] in "[{":
        return _closing(text, start)
    match = (_STRING if text[start] == '"' else _PLAIN).match(text, start)
    if match is None:
        raise _fail(text, start, "Expecting value")
    return match.end()


def _closing(text: str, start: int) -> int:
    depth, position = 0, start
    while (mark := _MARK.search(text, position)) is not None:
        position = mark.end()
        if mark[0] == '"':
            position = _value_end(text, mark.start())
        elif mark[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise _fail(text, mark.start(), f"Values nested more than {MAX_DEPTH} deep are not read")
        elif (depth := depth - 1) == 0:
            return position
    raise _fail(text, start, "This bracket is never closed")


def _add(text: str, holder: tuple[int, int], path: Path, value: Value) -> str:
    """A new member in the object at a span; names that are missing on the way become objects."""
    if text[holder[0]] != "{":
        raise EditRefused("A key cannot be added to a value that is no object")
    for name in reversed(path[1:]):
        value = {name: value}
    braces = _object(text, *holder)
    members = list(_members(text, braces))
    at = place_of(path[0], [member.name for member in members])
    indent = (braces.indent_of(braces.items[0].start) if braces.items else None) or _line_indent(text, braces.start)
    in_lines = any("\n" in text[member.start : member.end] for member in members)
    written = f"{_dump(text, path[0])}{_colon(text, members)}{_write(text, value, indent, in_lines)}"
    return brackets.insert(braces, at, written)


def _colon(text: str, members: Sequence[Member]) -> str:
    """The colon between name and value as the members have it, or with a blank behind."""
    signs = [text[member.name_end : member.start] for member in members]
    return signs[-1] if signs and "\n" not in signs[-1] else ": "


def _line_indent(text: str, position: int) -> str:
    line = text.rfind("\n", 0, position) + 1
    match = re.compile(r"[ \t]*").match(text, line)
    return match[0] if match else ""


def _write(text: str, value: Value, indent: str, in_lines: bool) -> str:
    """A value, over several lines where that is the manner of the text."""
    if not (in_lines and isinstance(value, (list, dict)) and value):
        return _dump(text, value)
    newline = "\r\n" if "\r\n" in text else "\n"
    step = _step(text)
    return _dump(text, value, step).replace("\n", newline + indent)


def _step(text: str) -> str:
    match = re.search(r"\n([ \t]+)\S", text)
    return match[1] if match else "  "


def _dump(text: str, value: Value, step: str | None = None) -> str:
    """JSON in the spelling of the text: letters beyond ASCII escaped only where they are."""
    is_escaped = text.isascii() and "\\u" in text
    try:
        written = json.dumps(_whole(value), ensure_ascii=is_escaped, indent=step, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise EditRefused(f"JSON cannot hold this value: {error}") from None
    if _SURROGATE.search(written):
        raise EditRefused("JSON holds no invalid Unicode")
    return written


def _whole(value: Value) -> Value:
    """The value with 5.0 as 5: to Go they are the same number."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 and repr(value) != "-0.0":
        return int(value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return {key: _whole(each) for key, each in value.items()} if isinstance(value, dict) else value
