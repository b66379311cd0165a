"""A body cut into blocks, line by line: which line goes on with what is open, and what begins in it.

Strategy: https://spec.commonmark.org/0.31.2/#phase-1-block-structure, with goldmark's answers where it differs.
"""

import re
from collections.abc import Callable

from reviews.rendering.references import References, take_definitions

DEEPEST = 120
CONTAINERS = frozenset({"document", "quote", "list", "item", "footnote", "definitions", "description"})
HOLDS = {"list": "item", "definitions": "description"}
VERBATIM = frozenset({"fence", "code", "html"})
MARKER = re.compile(r"([-+*]|\d{1,9}[.)])(?=[ \t]|\Z)")
BLANKS = " \t\r\v\f"


class Block:
    """A block with the blocks or the lines that it holds.

    after_blank: a blank line stands before it, in the container that holds it. width: how far its contents are
    indented (items, descriptions, fences). info: its list marker, its label; "ended"
    where HTML ends on a line of its own, which goldmark keeps apart.
    """

    __slots__ = ("after_blank", "children", "ending", "info", "kind", "level", "line", "lines", "meta", "width")

    def __init__(self, kind: str, line: int, width: int = 0, info: str = "", level: int = 0) -> None:
        self.kind = kind
        self.line = line
        self.width = width
        self.info = info
        self.level = level
        self.after_blank = False
        self.children: list[Block] = []
        self.lines: list[str] = []
        self.ending: re.Pattern[str] | None = None
        self.meta: dict[str, str] = {}

    @property
    def is_loose(self) -> bool:
        """Of a list: whether blank lines stand between its items, or between the blocks of one."""
        items = self.children
        return any(item.after_blank for item in items[1:]) or any(
            block.after_blank and block.kind != "footnote" for item in items for block in item.children[1:]
        )


class Reader:
    """Reads one body. `stack` holds the open blocks, the document first.

    rest: the line from the reader's place on. column: where that place is. text: `rest` without the blanks before it.
    indent: how many columns these are. last: the number of the last line where no line end follows it, else -1.
    """

    def __init__(self, starts: dict[str, Callable[["Reader"], bool]], has_tables: bool) -> None:
        self.has_tables = has_tables
        self.starts = starts
        self.root = Block("document", 0)
        self.stack = [self.root]
        self.references = References()
        self.number = 0
        self.depth = 1
        self.rest = self.text = ""
        self.column = self.indent = 0
        self.blank_from = self.quoted = -1
        self.is_done = False
        self.last = -1

    def read(self, source: str) -> Block:
        """The document of `source`."""
        lines = source.split("\n")
        if lines[-1] == "":
            lines.pop()
        else:
            self.last = len(lines) - 1
        for self.number, line in enumerate(lines):
            self.feed(line)
        self.close(1)
        return self.root

    # A line

    def feed(self, line: str) -> None:
        self.look(line, 0)
        self.quoted = -1
        self.is_done = False
        self._go_on()
        if self.is_done:
            self.blank_from = -1
            return
        block = self.stack[self.depth - 1]
        if block.kind in VERBATIM:
            self._keep(block)
            if block.kind != "fence" and not self.text:
                self.blank_from = max(self.quoted, 0)
                return
        elif not self.text:
            self.close(self.depth)
            self.blank_from = max(self.quoted, 0)
            return
        else:
            self._begin()
        self.blank_from = -1

    def look(self, rest: str, column: int) -> None:
        """Puts the reader's place at the beginning of `rest`."""
        text = rest.lstrip(" \t")
        if text and text[0] in "\r\v\f" and not text.strip(BLANKS):
            text = ""
        self.rest, self.column, self.text = rest, column, text
        width = len(rest) - len(text)
        if width and "\t" in rest:
            width = columns(rest[:width], column) - column
        self.indent = width

    def advance(self, wanted: int) -> None:
        """Passes over `wanted` columns of blanks. What is left of a tab becomes blanks."""
        rest, column = self.rest, self.column
        goal = column + min(wanted, self.indent)
        if rest[:wanted].isspace() and "\t" not in rest[:wanted]:
            self.look(rest[goal - column :], goal)
            return
        position = 0
        while column < goal:
            column += 4 - column % 4 if rest[position] == "\t" else 1
            position += 1
        self.look(" " * (column - goal) + rest[position:], goal)

    def skip(self, width: int) -> None:
        """Passes over the blanks and `width` characters behind them (a marker)."""
        self.look(self.text[width:], self.column + self.indent + width)

    # What goes on

    def _go_on(self) -> None:
        """Counts the open blocks that the line belongs to, and passes over their marks."""
        stack = self.stack
        depth, open_blocks = 1, len(stack)
        while depth < open_blocks:
            self.depth = depth
            block = stack[depth]
            if not GO_ON[block.kind](self, block):
                break
            depth += 1
        self.depth = depth

    def _quote(self, block: Block) -> bool:
        if self.indent > 3 or self.text[:1] != ">":
            return False
        self.pass_quote_mark(self.depth)
        return True

    def pass_quote_mark(self, depth: int) -> None:
        self.skip(1)
        if self.indent:
            self.advance(1)
        self.quoted = depth

    def _always(self, block: Block) -> bool:
        return True

    def _item(self, block: Block) -> bool:
        if not self.text:
            self.look("", self.column)
            return bool(block.children) or block.kind != "item"
        if self.indent < block.width or (
            not block.children and self.indent < 4 and _begins_other_list(self.text, block)
        ):
            return False
        self.advance(block.width)
        return True

    def _paragraph(self, block: Block) -> bool:
        return bool(self.text)

    def _code(self, block: Block) -> bool:
        if self.text and self.indent < 4:
            return False
        self.advance(4)
        return True

    def _fence(self, block: Block) -> bool:
        if self.indent < 4 and self.text[:1] == block.info[0]:
            marks = self.text.rstrip(BLANKS)
            if len(marks) >= len(block.info) and not marks.strip(block.info[0]):
                block.meta["closed"] = "yes"
                self.close(self.depth)
                self.is_done = True
                return True
        if self.text or self.indent >= block.width:
            self.advance(block.width)
        return True

    def _html(self, block: Block) -> bool:
        return block.ending is not None or bool(self.text)

    # What is kept, what begins

    def _keep(self, block: Block) -> None:
        block.lines.append(self.rest)
        if block.kind == "html" and block.ending is not None and block.ending.search(self.rest):
            block.info = "ended"
            self.close(self.depth - 1)

    @property
    def paragraph(self) -> Block | None:
        """The paragraph that is open."""
        tip = self.stack[-1]
        return tip if tip.kind == "paragraph" else None

    @property
    def interrupts(self) -> bool:
        """Whether a block that begins here would end a paragraph of its own container."""
        return self.stack[self.depth - 1].kind == "paragraph"

    def _begin(self) -> None:
        starts = self.starts
        while True:
            if self.indent > 3 and self.text:
                if self.stack[-1].kind != "paragraph":
                    self.open(Block("code", self.number))
                    self.advance(4)
                    self.stack[-1].lines.append(self.rest)
                    return
                break
            start = starts.get(self.text[:1])
            if start is None or not start(self):
                break
            if self.is_done:
                return
        if not self.text:
            return
        tip = self.stack[-1]
        if tip.kind == "paragraph":
            tip.lines.append(f"    {self.text}" if self.indent > 3 else self.text)
            return
        paragraph = Block("paragraph", self.number)
        self.open(paragraph)
        paragraph.lines.append(self.text)

    def open(self, block: Block) -> None:
        """Opens `block` in the deepest container that goes on; what was open in it ends."""
        stack = self.stack
        if stack[self.depth - 1].kind not in CONTAINERS:
            self.depth -= 1
        kind = block.kind
        while True:
            parent = stack[self.depth - 1].kind
            if (parent == "list" and kind != "item") or (
                parent == "definitions" and kind not in ("term", "description")
            ):
                self.depth -= 1
            else:
                break
        self.close(self.depth)
        parent_block = stack[-1]
        block.after_blank = 0 <= self.blank_from <= self.depth - 1
        parent_block.children.append(block)
        stack.append(block)
        self.depth += 1

    def add(self, block: Block) -> None:
        """Opens `block` and closes it at once: it is a block of this line only."""
        self.open(block)
        self.depth -= 1
        self.stack.pop()
        self.is_done = True

    def close(self, depth: int) -> None:
        """Closes all open blocks but the first `depth`."""
        stack = self.stack
        while len(stack) > depth:
            block = stack.pop()
            if block.kind == "paragraph" and block.lines[0][0] == "[":
                self.take_definitions(block)

    def take_definitions(self, block: Block) -> None:
        """Takes the link reference definitions off the beginning of a paragraph; without other text it goes."""
        block.lines = take_definitions(block.lines, self.references)
        if not block.lines:
            block.kind = "nothing"


GO_ON: dict[str, Callable[[Reader, Block], bool]] = {
    "quote": Reader._quote,
    "list": Reader._always,
    "definitions": Reader._always,
    "item": Reader._item,
    "description": Reader._item,
    "footnote": Reader._item,
    "paragraph": Reader._paragraph,
    "code": Reader._code,
    "fence": Reader._fence,
    "html": Reader._html,
}


def _begins_other_list(text: str, item: Block) -> bool:
    """An item without text does not hold a list with another marker; that ends its own."""
    found = MARKER.match(text) if item.kind == "item" else None
    return found is not None and found[1][-1] != item.info


def columns(blanks: str, column: int) -> int:
    """The column behind `blanks`, which begin at `column`; a tab goes on to the next multiple of four."""
    for blank in blanks:
        column += 4 - column % 4 if blank == "\t" else 1
    return column
