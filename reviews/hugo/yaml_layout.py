"""Where keys, values, list items, their lines and their comments stand in a block of YAML front matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviews.hugo.errors import EditRefused
from reviews.hugo.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, compose
from reviews.hugo.yaml_read import key_name

_LINE_END = re.compile(r"\r\n|\r|\n")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_ALIAS = re.compile(r"(?:[\s:,-]|#[^\r\n]*)*(\*[^\s,\[\]{}]+)")
_COLON = re.compile(r"(?:\s|#[^\r\n]*)*:")
_DASH = re.compile(r"(?:\s|#[^\r\n]*)*-")
_COMMENT_LINE = re.compile(r"( *)#[^\r\n]*(?:\r\n|\r|\n|\Z)")

Splice = tuple[int, int, str]


@dataclass(frozen=True)
class Span:
    """Where one node stands: `start` to `end` is its own text; an alias stands elsewhere than the node that it names."""

    node: Node
    start: int
    end: int
    is_alias: bool


@dataclass(frozen=True)
class Pair:
    """A key, the end of its colon (0: none is written), and its value."""

    key: Node
    colon: int
    value: Span


class Layout:
    """One text with its nodes. Raises FrontMatterError for a text that cannot be read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = compose(text)
        newline = _LINE_END.search(text)
        self.newline = newline[0] if newline else "\n"

    def line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Where the line after the one of `index` begins."""
        match = _LINE_END.search(self.text, index)
        return match.end() if match else len(self.text)

    def pairs(self, mapping: MappingNode) -> list[Pair]:
        return list(self._pairs(mapping))

    def _pairs(self, mapping: MappingNode) -> Iterator[Pair]:
        after = mapping.start_mark.index
        for key, value in mapping.value:
            key_end = self._span(key, after).end
            colon = _COLON.match(self.text, key_end)
            value_span = self._span(value, colon.end() if colon else key_end)
            after = value_span.end
            yield Pair(key, colon.end() if colon else 0, value_span)

    def find(self, mapping: MappingNode, name: str) -> Pair | None:
        """The pair whose key Hugo reads as `name`."""
        return next((pair for pair in self._pairs(mapping) if key_name(pair.key) == name), None)

    def items(self, sequence: SequenceNode) -> list[Span]:
        return list(self._items(sequence))

    def _items(self, sequence: SequenceNode) -> Iterator[Span]:
        after = sequence.start_mark.index + bool(sequence.flow_style)
        for item in sequence.value:
            span = self._span(item, after)
            after = span.end
            yield span

    def _span(self, node: Node, after: int) -> Span:
        start = node.start_mark.index
        if start >= after:
            return Span(node, start, self._end(node), False)
        alias = _ALIAS.match(self.text, after)
        if not alias:
            raise EditRefused("this value cannot be located in the text")
        return Span(node, alias.start(1), alias.end(1), True)

    def _end(self, node: Node) -> int:
        if isinstance(node, ScalarNode):
            return self._scalar_end(node)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        children = list(self._pairs(node)) if isinstance(node, MappingNode) else list(self._items(node))
        last = children[-1]
        return last.value.end if isinstance(last, Pair) else last.end

    def _scalar_end(self, node: ScalarNode) -> int:
        end = int(node.end_mark.index)
        if node.style not in ("|", ">"):
            return end
        return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip(" \t\r\n"))

    def dash(self, after: int) -> int:
        """The place of the dash of the list item that follows `after`."""
        match = _DASH.match(self.text, after)
        if not match:
            raise EditRefused("the list has an item that cannot be located")
        return match.end() - 1

    def ends_its_line(self, end: int) -> bool:
        """Whether nothing but a comment follows `end` on its line."""
        return bool(_REST_OF_LINE.match(self.text, end))

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """The whole lines that `start` to `end` takes with comments inside it, comments above left out. Raises EditRefused."""
        first = self.line_start(start)
        if self.text[first:start].strip(" "):
            raise EditRefused("it shares its line with something else")
        if not self.ends_its_line(end):
            raise EditRefused("something else follows it on its line")
        return first, self._past_deeper_comments(self.line_end(end), start - first)

    def _past_deeper_comments(self, index: int, column: int) -> int:
        """Past the comment lines at `index` that stand deeper than `column`: they belong to the value above."""
        while (match := _COMMENT_LINE.match(self.text, index)) and len(match[1]) > column and match.end() > index:
            index = match.end()
        return index

    def comments_above(self, first: int, column: int) -> int:
        """The start of the comment lines directly above the line at `first` that stand in its column."""
        while first:
            above = self._line_above(first)
            match = _COMMENT_LINE.match(self.text, above)
            if not match or len(match[1]) != column:
                break
            first = above
        return first

    def _line_above(self, first: int) -> int:
        return self.line_start(first - (2 if self.text.endswith("\r\n", 0, first) else 1))

    def apply(self, splices: list[Splice]) -> str:
        """The text with each `(start, end, new)` put in; the places count in the old text."""
        parts, done = [], 0
        for start, end, new in sorted(splices, key=lambda splice: splice[0]):
            parts += [self.text[done:start], new]
            done = end
        return "".join(parts) + self.text[done:]
