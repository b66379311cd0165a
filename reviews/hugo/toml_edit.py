"""Edits of TOML text that touch the span of one key or one item, and leave every other character where it stands.

A removed key takes along the comment on its line, and the comment lines directly above it, unless these open a
paragraph of several keys or are a key that somebody commented out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reviews.hugo import brackets, toml_style, toml_tables
from reviews.hugo.brackets import Brackets
from reviews.hugo.errors import EditRefused
from reviews.hugo.toml_scan import Header, Pair, Path, entry_value, items, key_path, statements
from reviews.hugo.toml_write import write_key, write_moment, write_value
from reviews.hugo.values import Value
from reviews.hugo.yaml_place import place_of

_LINE = re.compile(r"[^\n]*\n")
_COMMENT_LINE = re.compile(r"[ \t]*#")
_COMMENTED_KEY = re.compile(r"[ \t]*#+[ \t]*[\w.\"'-]+[ \t]*=")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, and what holds it: a pair of lines of its own, or an entry of an inline table."""

    start: int
    end: int
    pair: Pair
    table: Brackets | None = None
    index: int = 0


class Scan:
    """The statements of a text, and what stands where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements = list(statements(text))
        self.pairs = [each for each in self.statements if isinstance(each, Pair)]
        self.headers = [each for each in self.statements if isinstance(each, Header)]
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.repeated = {header.path for header in self.headers if header.is_array}

    def is_repeated(self, path: Path) -> bool:
        """Whether a path leads through an array of tables, where a name alone says too little."""
        return bool(self.repeated) and any(path[:length] in self.repeated for length in range(1, len(path) + 1))

    def find(self, path: Path) -> Place | None:
        """The place of the value at a path, also inside inline tables."""
        for pair in self.pairs:
            if path[: len(pair.path)] == pair.path and not self.is_repeated(pair.path):
                place = Place(pair.value_start, pair.value_end, pair)
                return self._descend(place, path[len(pair.path) :])
        return None

    def _descend(self, place: Place, path: Path) -> Place | None:
        while path:
            inside = self.entries(place)
            found = next((entry for entry in inside if path[: len(entry[0])] == entry[0]), None)
            if found is None:
                return None
            key, place = found
            path = path[len(key) :]
        return place

    def entries(self, place: Place) -> list[tuple[Path, Place]]:
        """The entries of the inline table at a place; none where it is no table."""
        if not self.text.startswith("{", place.start):
            return []
        table = self.brackets(place.start, place.end)
        found = []
        for index, item in enumerate(table.items):
            key, _ = key_path(self.text, item.start)
            start, end = entry_value(self.text, item.start)
            found.append((key, Place(start, end, place.pair, table, index)))
        return found

    def brackets(self, start: int, end: int) -> Brackets:
        """The bracketed list at a span."""
        return Brackets(self.text, start, end, items(self.text, start), self.newline)

    def section(self, table: Path) -> list[Pair] | None:
        """The pairs under the header of a table (or before every header, for the root); None where it has no header."""
        inside: list[Pair] | None = [] if not table else None
        for each in self.statements:
            if isinstance(each, Header):
                if inside is not None:
                    return inside
                inside = [] if each.path == table and not each.is_array and not self.is_repeated(table) else None
            elif inside is not None:
                inside.append(each)
        return inside


def set_value(text: str, path: Path, value: Value) -> str:
    """The text with `value` at `path`: in place of the value that stands there, or as a new key beside its kin."""
    scan = Scan(text)
    place = scan.find(path)
    if place is not None:
        return text[: place.start] + _written_over(scan, place, value) + text[place.end :]
    if any(each.path[: len(path)] == path for each in scan.statements):
        raise EditRefused(f"{'.'.join(path)} is a table: its keys are changed one by one")
    return _add(scan, path, value)


def _written_over(scan: Scan, place: Place, value: Value) -> str:
    is_list = isinstance(value, list) and scan.text.startswith("[", place.start)
    if is_list and scan.brackets(place.start, place.end).has_comments:
        raise EditRefused("The list holds comments, which would be lost if it were written anew")
    if isinstance(value, datetime):
        return write_moment(value, scan.text[place.start : place.end])
    return write_value(value, toml_style.of_value(scan.brackets, scan.text, place.start, place.end, scan.newline))


def remove(text: str, path: Path) -> str:
    """The text without the key at `path`, its value and its own comment; a table goes with all its keys."""
    scan = Scan(text)
    place = scan.find(path)
    if place is not None and place.table is not None:
        return brackets.remove(place.table, place.index)
    gone = dict.fromkeys(at for at, each in enumerate(scan.statements) if each.path[: len(path)] == path)
    if not gone:
        raise EditRefused(f"There is no key {'.'.join(path)}")
    pieces, position = [], 0
    for at in gone:
        if at - 1 not in gone:
            pieces.append(text[position : _own_start(scan, at)])
        position = scan.statements[at].end
    return "".join(pieces) + text[position:]


def insert_item(text: str, path: Path, index: int, value: Value) -> str:
    """The text with one more item in the list at `path`."""
    scan = Scan(text)
    if path in scan.repeated:
        return toml_tables.insert(text, _tables(scan, path), scan.pairs, path, index, value)
    array = _array(scan, path)
    neighbours = toml_style.of_pairs(scan.brackets, text, scan.pairs, scan.newline)
    return brackets.insert(array, index, write_value(value, toml_style.of_items(array) or neighbours))


def remove_item(text: str, path: Path, index: int) -> str:
    """The text without one item of the list at `path`."""
    scan = Scan(text)
    if path in scan.repeated:
        return toml_tables.remove(text, _tables(scan, path), index)
    return brackets.remove(_array(scan, path), index)


def move_item(text: str, path: Path, old: int, new: int) -> str:
    """The text with an item of the list at `path` in another place."""
    scan = Scan(text)
    if path in scan.repeated:
        return toml_tables.move(text, _tables(scan, path), old, new)
    return brackets.move(_array(scan, path), old, new)


def _array(scan: Scan, path: Path) -> Brackets:
    place = scan.find(path)
    if place is None or not scan.text.startswith("[", place.start):
        raise EditRefused(f"{'.'.join(path)} is not a list")
    return scan.brackets(place.start, place.end)


def _tables(scan: Scan, path: Path) -> list[toml_tables.Span]:
    if scan.is_repeated(path[:-1]):
        raise EditRefused("Tables inside [[tables]] are changed in the text itself")
    starts = [_own_start(scan, at) for at in range(len(scan.statements))]
    return toml_tables.blocks(scan.text, scan.statements, path, starts)


def _own_start(scan: Scan, at: int) -> int:
    """Where a statement with its own comment lines begins."""
    statement = scan.statements[at]
    previous_end = scan.statements[at - 1].end if at else 0
    lines = _LINE.findall(scan.text, previous_end, statement.start)
    own = 0
    while own < len(lines) and _COMMENT_LINE.match(lines[-1 - own]) and not _COMMENTED_KEY.match(lines[-1 - own]):
        own += 1
    return statement.start - sum(map(len, lines[len(lines) - own :]))


def _add(scan: Scan, path: Path, value: Value) -> str:
    for length in range(len(path) - 1, -1, -1):
        table, rest = path[:length], path[length:]
        holder = scan.find(table) if table else None
        if holder is not None:
            return _add_entry(scan, holder, rest, value)
        dotted = [
            pair for pair in scan.pairs if pair.path[:length] == table and len(pair.path) - len(pair.key) < length
        ]
        if table and dotted:
            return _add_dotted(scan, dotted, path, value)
        section = scan.section(table)
        if section is not None and len(rest) == 1:
            return _add_pair(scan, section, table, rest[0], value)
    return _add_section(scan, path, value)


def _add_entry(scan: Scan, holder: Place, path: Path, value: Value) -> str:
    if not scan.text.startswith("{", holder.start):
        raise EditRefused("A key cannot be added to a value that is no table")
    table = scan.brackets(holder.start, holder.end)
    written = f"{'.'.join(map(write_key, path))} = {write_value(value)}"
    return brackets.insert(table, len(table.items), written)


def _add_dotted(scan: Scan, kin: Sequence[Pair], path: Path, value: Value) -> str:
    """Beside keys like `params.x`, in the table where they stand."""
    last = kin[-1]
    table = len(last.path) - len(last.key)
    if scan.is_repeated(last.path):
        raise EditRefused("A key cannot be added inside [[tables]]")
    return _insert_line(scan, last.end, kin, path[table:], value)


def _add_pair(scan: Scan, section: Sequence[Pair], table: Path, key: str, value: Value) -> str:
    at = place_of(key, [pair.key[0] for pair in section])
    if at:
        return _insert_line(scan, section[at - 1].end, section[at - 1 :: -1], (key,), value)
    if section:
        return _insert_line(scan, _own_start(scan, scan.statements.index(section[0])), section, (key,), value)
    return _insert_line(scan, _empty_section_end(scan, table), scan.pairs, (key,), value)


def _empty_section_end(scan: Scan, table: Path) -> int:
    if table:
        return next(header.end for header in scan.headers if header.path == table)
    opening = re.match(r"(?:[ \t]*#[^\n]*\n)*", scan.text)
    return opening.end() if opening else 0


def _add_section(scan: Scan, path: Path, value: Value) -> str:
    """A new table at the end, behind an empty line."""
    if scan.is_repeated(path):
        raise EditRefused("A key cannot be added inside [[tables]]")
    text, newline = scan.text, scan.newline
    before = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
    header = ".".join(map(write_key, path[:-1]))
    style = toml_style.of_pairs(scan.brackets, text, scan.pairs, newline)
    return f"{text}{before}[{header}]{newline}{write_key(path[-1])} = {write_value(value, style)}{newline}"


def _insert_line(scan: Scan, position: int, neighbours: Sequence[Pair], key: Path, value: Value) -> str:
    """A new line in the manner of its neighbours, of which the nearest comes first."""
    text, newline = scan.text, scan.newline
    style = toml_style.of_pairs(scan.brackets, text, neighbours, newline)
    written = toml_style.key_and_sign(text, neighbours, ".".join(map(write_key, key))) + write_value(value, style)
    before = newline if position and text[position - 1] != "\n" else ""
    return f"{text[:position]}{before}{written}{newline}{text[position:]}"
