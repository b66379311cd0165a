"""Where keys, values, list items, their lines and their comments stand in a block of YAML front matter."""

import re
from dataclasses import dataclass

from reviews.hugo.errors import EditRefused
from reviews.hugo.yaml_lens import line_start
from reviews.hugo.yaml_nodes import MappingNode, Node
from reviews.hugo.yaml_read import key_name

_LINE_END = re.compile(r"\r\n|\r|\n")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_COLON = re.compile(r"(?:\s|#[^\r\n]*)*:")
_DASH = re.compile(r"(?:\s|#[^\r\n]*)*-")
_COMMENT_LINE = re.compile(r"( *)#[^\r\n]*(?:\r\n|\r|\n|\Z)")

Splice = tuple[int, int, str]


@dataclass(frozen=True)
class Pair:
    """A key, the end of its colon (0: none is written), and its value."""

    key: Node
    colon: int
    value: Node


class Layout:
    """One text with its nodes. Raises FrontMatterError for a text that cannot be read."""

    def __init__(self, text: str, root: Node | None) -> None:
        self.text = text
        self.root = root
        newline = _LINE_END.search(text)
        self.newline = newline[0] if newline else "\n"

    def line_start(self, index: int) -> int:
        return line_start(self.text, index)

    def line_end(self, index: int) -> int:
        """Where the line after the one of `index` begins."""
        match = _LINE_END.search(self.text, index)
        return match.end() if match else len(self.text)

    def column(self, node: Node) -> int:
        return node.start - self.line_start(node.start)

    def pair(self, key: Node, value: Node) -> Pair:
        colon = _COLON.match(self.text, key.end)
        return Pair(key, colon.end() if colon else 0, value)

    def pairs(self, mapping: MappingNode) -> list[Pair]:
        return [self.pair(key, value) for key, value in mapping.pairs]

    def find(self, mapping: MappingNode, name: str) -> Pair | None:
        """The pair whose key Hugo reads as `name`."""
        return next((self.pair(key, value) for key, value in mapping.pairs if key_name(key) == name), None)

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
        """The whole lines from `start` to `end` with comments inside, those above left out. Raises EditRefused."""
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

    def line_insertion(self, at: int, lines: list[str]) -> Splice:
        """The splice that puts whole `lines` in front of the line at `at`; the text may lack its last line end."""
        block = self.newline.join(lines)
        if at and self.text[at - 1] not in "\r\n":
            return at, at, self.newline + block
        return at, at, block + self.newline

    def apply(self, splices: list[Splice]) -> str:
        """The text with each `(start, end, new)` put in; the places count in the old text."""
        parts, done = [], 0
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            parts += [self.text[done:start], new]
            done = end
        return "".join(parts) + self.text[done:]
