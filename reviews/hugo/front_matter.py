"""The front matter of a split file.

Read with its errors placed in the file, and edited through the one door where every edit is proved.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from types import ModuleType
from typing import NamedTuple

from reviews.hugo import json, org, toml, yaml
from reviews.hugo.changes import same
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.split import MAX_FRONT_MATTER, Parts, split
from reviews.hugo.values import Value

Edit = Callable[[ModuleType, str], str]

_FORMATS: dict[str, ModuleType] = {"toml": toml, "yaml": yaml, "json": json}
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_TO_REPLACEMENT = dict.fromkeys(range(0xDC80, 0xDD00), 0xFFFD)
_TO_PRIVATE = {surrogate: surrogate - 0xDC80 + 0x10FF00 for surrogate in range(0xDC80, 0xDD00)}
_FROM_PRIVATE = {private: surrogate for surrogate, private in _TO_PRIVATE.items()}


class Reading(NamedTuple):
    """What reading the front matter gave: values under the keys as spelled, or the error."""

    values: dict[str, Value]
    error: FrontMatterError | None = None


def read(parts: Parts) -> Reading:
    """What Hugo reads between the delimiters, or why it refuses the file."""
    if parts.problem:
        return Reading({}, _at(bytes(parts), parts.problem_at, parts.problem))
    if not parts.text.strip():
        return Reading({})
    if len(parts.text) > MAX_FRONT_MATTER:
        return Reading({}, _at(parts.opening, 0, f"Front matter of more than {MAX_FRONT_MATTER} bytes is not read"))
    text = decoded(parts.text)
    if parts.format == "org":
        return Reading(org.read(text))
    try:
        return Reading(_FORMATS[parts.format].read(_readable(text, parts.format)))
    except FrontMatterError as error:
        return Reading({}, _in_the_file(parts.opening, error))
    except RecursionError:
        return Reading({}, _at(parts.opening, 0, "The front matter is nested too deeply"))


def edited(parts: Parts, name: str, newline: str, edit: Edit, *expected: dict[str, Value]) -> Parts:
    """The file's parts after an edit of its front matter.

    Only what proves to be the old file with the change comes out: split again, read again, with one of the `expected`
    values; else EditRefused.
    """
    parts = _editable(parts, newline)
    opening_line, text = _without_opening_line(parts)
    text = opening_line + _attempted(edit, _FORMATS[parts.format], text)
    if newline == "\r\n" and b"\n" not in parts.text:
        text = text.replace("\n", "\r\n")
    if text and parts.format != "json" and not text.endswith(("\n", "\r")):
        text += newline
    new = replace(parts, text=encoded(text))
    if split(bytes(new), name) != new:
        raise EditRefused("The changed front matter would end in another place")
    reading = read(new)
    if reading.error is not None:
        raise EditRefused(f"Hugo would refuse the changed file: {reading.error}")
    if not any(same(reading.values, each) for each in expected):
        raise EditRefused("The changed file would not read as the old one with this change")
    return new


def _editable(parts: Parts, newline: str) -> Parts:
    """The parts, with an empty TOML block where the file has no front matter yet."""
    if parts.format == "org":
        raise EditRefused("Org front matter is not edited; change the text of the file")
    if parts.format:
        return parts
    mark = b"+++\r\n" if newline == "\r\n" else b"+++\n"
    return Parts("toml", parts.opening + mark, b"", mark, parts.body)


def _without_opening_line(parts: Parts) -> tuple[str, str]:
    """What follows the opening delimiter on its line, where it is only a comment, and the text below it."""
    text = decoded(parts.text)
    if parts.format == "json" or parts.opening.endswith((b"\n", b"\r")):
        return "", text
    rest = _REST_OF_LINE.match(text)
    return (text[: rest.end()], text[rest.end() :]) if rest else ("", text)


def _attempted(edit: Edit, module: ModuleType, text: str) -> str:
    """The text after an edit.

    Bytes that are no UTF-8 travel through it as private characters, which every format takes.
    """
    is_utf8 = _is_utf8(text)
    if not is_utf8 and any(chr(private) in text for private in _TO_PRIVATE.values()):
        raise EditRefused("The front matter holds invalid UTF-8")
    try:
        return edit(module, text) if is_utf8 else edit(module, text.translate(_TO_PRIVATE)).translate(_FROM_PRIVATE)
    except FrontMatterError as error:
        raise EditRefused(str(error)) from error
    except RecursionError:
        raise EditRefused("The front matter is nested too deeply") from None


def storable(format: str, value: Value) -> Value:
    """A value as the format can hold it: only TOML has dates of its own, and JSON's numbers are all floats."""
    if isinstance(value, dict):
        return {key: storable(format, each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(format, each) for each in value]
    if isinstance(value, str):
        return str.__str__(value)  # a plain str also where a subclass came, as from a web framework
    if isinstance(value, (datetime, date, time)) and format in ("yaml", "json"):
        return value.isoformat()
    if format == "json" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def decoded(data: bytes) -> str:
    """Bytes as text; those that are no UTF-8 as surrogates."""
    return data.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """The bytes that `decoded` made the text of; EditRefused for other surrogates, which are half a letter."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise EditRefused("The text holds half a letter (a lone surrogate)") from None


def _readable(text: str, format: str) -> str:
    """The text for a reader. YAML's takes no surrogates; like Hugo it gets U+FFFD for each byte that is no UTF-8."""
    return text if format != "yaml" or _is_utf8(text) else text.translate(_TO_REPLACEMENT)


def _is_utf8(text: str) -> bool:
    """Whether the text came from valid UTF-8, without bytes that stand as surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _at(data: bytes, position: int, message: str) -> FrontMatterError:
    line, column = _place(data[:position])
    return FrontMatterError(message, line, column)


def _in_the_file(opening: bytes, error: FrontMatterError) -> FrontMatterError:
    line, column = _place(opening)
    return FrontMatterError(error.message, error.line + line - 1, error.column + (column - 1 if error.line <= 1 else 0))


def _place(before: bytes) -> tuple[int, int]:
    """The line and column, from 1, of what comes behind these bytes."""
    text = decoded(before).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.count("\n") + 1, len(text) - text.rfind("\n")
