"""Edits of a list that is written in brackets, with commas: the arrays and inline tables of TOML, the arrays and
objects of JSON.

Items may share a line or stand one a line; comments (`#`) may stand between them. An item takes the comment on its own
line along, and the comment lines directly above it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviews.hugo.errors import EditRefused

_BLANK = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n)")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its own span, and where the comma behind it stands (-1: none)."""

    start: int
    end: int
    comma: int

    @property
    def after(self) -> int:
        """Behind the item and its comma."""
        return self.end if self.comma < 0 else self.comma + 1


@dataclass(frozen=True, slots=True)
class Brackets:
    """A list in the text: `start` is its opening bracket, `end` lies behind its closing one."""

    text: str
    start: int
    end: int
    items: Sequence[Item]
    newline: str = "\n"
    may_end_with_comma: bool = True

    @property
    def closer(self) -> int:
        """Where the closing bracket stands."""
        return self.end - 1

    def indent_of(self, position: int) -> str | None:
        """The blanks before what stands first on its line; None where something stands before it."""
        line = self.text.rfind("\n", 0, position) + 1
        before = self.text[line:position]
        return before if not before.strip(" \t") and line > self.start else None

    def line_end(self, position: int) -> int:
        """Behind the line, where only blanks and a comment follow; -1 where more follows."""
        match = _REST_OF_LINE.match(self.text, position)
        return match.end() if match else -1

    @property
    def has_comments(self) -> bool:
        """Whether comments stand between the items."""
        edges = [self.start + 1, *(edge for item in self.items for edge in (item.start, item.end)), self.closer]
        return any("#" in self.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

    def is_alone(self, item: Item) -> bool:
        """Whether the item has its line or lines for itself."""
        return self.indent_of(item.start) is not None and self.line_end(item.after) >= 0

    def chunk_start(self, index: int) -> int:
        """Where the lines of an item that stands alone begin.

        Behind the item before it, or behind the line of the bracket.
        """
        before = self.items[index - 1].after if index else self.start + 1
        return self.line_end(before)


def insert(brackets: Brackets, index: int, written: str) -> str:
    """The text with one more item, before the item at `index` or behind the last."""
    count = len(brackets.items)
    if not 0 <= index <= count:
        raise EditRefused(f"There is no place {index} in a list of {count}")
    if count == 0:
        return _insert_first(brackets, written)
    if index == count:
        return _append(brackets, written)
    return _insert_before(brackets, index, written)


def _insert_first(brackets: Brackets, written: str) -> str:
    text, closer = brackets.text, brackets.closer
    closing_indent = brackets.indent_of(closer)
    if closing_indent is not None:
        line = closer - len(closing_indent)
        return f"{text[:line]}{closing_indent}  {written}{brackets.newline}{text[line:]}"
    pad = " " if closer > brackets.start + 1 else ""
    return f"{text[: brackets.start + 1]}{pad}{written}{pad}{text[closer:]}"


def _append(brackets: Brackets, written: str) -> str:
    text, last = brackets.text, brackets.items[-1]
    indent, line = brackets.indent_of(last.start), brackets.line_end(last.after)
    comma = "," if last.comma >= 0 else ""
    if indent is None:
        return f"{text[: last.after]}{'' if comma else ','}{_separator(brackets)}{written}{comma}{text[last.after :]}"
    if line < 0:
        line = last.after
        return f"{text[:line]}{'' if comma else ','}{brackets.newline}{indent}{written}{comma}{text[line:]}"
    kept = text[last.end : line] if comma else "," + text[last.end : line]
    return f"{text[: last.end]}{kept}{indent}{written}{comma}{brackets.newline}{text[line:]}"


def _insert_before(brackets: Brackets, index: int, written: str) -> str:
    text, item = brackets.text, brackets.items[index]
    indent = brackets.indent_of(item.start)
    if indent is None:
        return f"{text[: item.start]}{written},{_separator(brackets)}{text[item.start :]}"
    line = brackets.chunk_start(index)
    if line < 0:
        line = item.start - len(indent)
    return f"{text[:line]}{indent}{written},{brackets.newline}{text[line:]}"


def _separator(brackets: Brackets) -> str:
    """The blanks that stand behind a comma of this list."""
    for item, following in zip(brackets.items, brackets.items[1:], strict=False):
        gap = brackets.text[item.after : following.start]
        if not gap.strip(" \t"):
            return gap
    return " "


def remove(brackets: Brackets, index: int) -> str:
    """The text without the item at `index`."""
    if not 0 <= index < len(brackets.items):
        raise EditRefused(f"There is no item {index} in a list of {len(brackets.items)}")
    text, item = brackets.text, brackets.items[index]
    is_last = index == len(brackets.items) - 1
    if is_last and index and not brackets.may_end_with_comma:
        previous = brackets.items[index - 1]
        if not brackets.is_alone(item):
            return text[: previous.end] + text[item.end :]
        return (
            text[: previous.end]
            + text[previous.after : brackets.chunk_start(index)]
            + text[brackets.line_end(item.after) :]
        )
    if brackets.is_alone(item) and (start := brackets.chunk_start(index)) >= 0:
        return text[:start] + text[brackets.line_end(item.after) :]
    start, end = _inline_span(brackets, index)
    return text[:start] + text[end:]


def _inline_span(brackets: Brackets, index: int) -> tuple[int, int]:
    """What goes with an item that shares its line, one comma with it."""
    items, item = brackets.items, brackets.items[index]
    if index + 1 < len(items) and brackets.indent_of(items[index + 1].start) is None:
        return item.start, items[index + 1].start
    if index == 0 or brackets.indent_of(item.start) is not None:
        return item.start, item.after
    return items[index - 1].end, item.end


def move(brackets: Brackets, old: int, new: int) -> str:
    """The text with the item at `old` standing at `new`."""
    count = len(brackets.items)
    if not (0 <= old < count and 0 <= new < count):
        raise EditRefused(f"There is no item {max(old, new)} in a list of {count}")
    order = list(range(count))
    order.insert(new, order.pop(old))
    if all(brackets.is_alone(item) and brackets.chunk_start(at) >= 0 for at, item in enumerate(brackets.items)):
        return _reorder_lines(brackets, order)
    return _reorder_inline(brackets, order)


def _reorder_inline(brackets: Brackets, order: Sequence[int]) -> str:
    """The items change places; what stands between them stays."""
    text, items, position = brackets.text, brackets.items, 0
    pieces: list[str] = []
    for slot, source in zip(items, (items[each] for each in order), strict=True):
        pieces += [text[position : slot.start], text[source.start : source.end]]
        position = slot.end
    return "".join(pieces) + text[position:]


def _reorder_lines(brackets: Brackets, order: Sequence[int]) -> str:
    """Whole lines change places.

    Each keeps its comments, and a comma stands behind every item but the last as before.
    """
    text, items = brackets.text, brackets.items
    ends_with_comma = items[-1].comma >= 0
    pieces = []
    for slot, source in enumerate(order):
        item = items[source]
        comma = "," if ends_with_comma or slot < len(items) - 1 else ""
        behind = text[item.end : item.comma] + comma + text[item.after : brackets.line_end(item.after)]
        if item.comma < 0:
            behind = comma + text[item.end : brackets.line_end(item.end)]
        pieces.append(text[brackets.chunk_start(source) : item.end] + behind)
    return text[: brackets.chunk_start(0)] + "".join(pieces) + text[brackets.line_end(items[-1].after) :]
