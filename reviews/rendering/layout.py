"""Blocks as the tokens that the writer reads, one after the other; footnotes are put apart."""

from collections.abc import Callable

from reviews.rendering.blocks import Block
from reviews.rendering.dialect import Dialect
from reviews.rendering.footnotes import Footnotes
from reviews.rendering.tables import find_table, table_tokens
from reviews.rendering.tokens import Token

BLANKS = " \t\r\v\f"


class Layout:
    """Lays out one document. `tokens` is the text, `notes` holds the footnotes' own tokens; `last` is `Reader.last`."""

    def __init__(self, dialect: Dialect, last: int) -> None:
        self.dialect = dialect
        self.notes = Footnotes()
        self.tokens: list[Token] = []
        self.page_text = self.tokens
        self.level = 0
        self.last = last

    def lay_out(self, root: Block) -> list[Token]:
        self.inside(root)
        return self.notes.gathered(self.tokens)

    def inside(self, block: Block) -> None:
        for child in block.children:
            BLOCKS[child.kind](self, child)

    def add(self, token: Token) -> Token:
        """Adds a token; between an opening and its closing the level is one deeper."""
        self.level -= token.nesting < 0
        token.level = self.level
        self.level += token.nesting > 0
        self.tokens.append(token)
        return token

    def text(self, name: str, tag: str, content: str, block: Block, markup: str = "") -> None:
        """An element that holds a line of text."""
        self.add(Token(f"{name}_open", tag, 1, line=block.line, markup=markup))
        self.add(Token("inline", content=content, line=block.line))
        self.add(Token(f"{name}_close", tag, -1))

    def paragraph(self, block: Block) -> None:
        lines = block.lines
        table = find_table(lines) if self.dialect.table and len(lines) > 1 else None
        if table is None:
            self.text("paragraph", "p", joined(lines), block)
            return
        if table.header:
            self.text("paragraph", "p", joined(lines[: table.header]), block)
        for token in table_tokens(table, lines, block.line):
            self.add(token)

    def heading(self, block: Block) -> None:
        self.text("heading", f"h{block.level}", joined(block.lines), block, block.info)

    def nothing(self, block: Block) -> None:
        """A paragraph that held definitions only."""

    def rule(self, block: Block) -> None:
        self.add(Token("hr", "hr", line=block.line))

    def fence(self, block: Block) -> None:
        content = "".join([f"{line}\n" for line in block.lines])
        self.add(Token("fence", "code", content=content, info=block.meta["info"], line=block.line))

    def code(self, block: Block) -> None:
        lines = block.lines
        while lines and not lines[-1].strip(BLANKS):
            lines.pop()
        self.add(Token("code_block", "code", content="".join([f"{line}\n" for line in lines]), line=block.line))

    def html(self, block: Block) -> None:
        content = "".join([f"{line}\n" for line in block.lines])
        is_cut = block.line + len(block.lines) - 1 == self.last
        self.add(Token("html_block", content=content[:-1] if is_cut else content, line=block.line, info=block.info))

    def attributes(self, block: Block) -> None:
        token = self.add(Token("attributes", line=block.line))
        token.attrs = block.meta
        token.hidden = block.after_blank

    def container(self, name: str, tag: str, block: Block, attrs: dict[str, str] | None = None) -> None:
        self.add(Token(f"{name}_open", tag, 1, attrs=attrs, line=block.line))
        self.inside(block)
        self.add(Token(f"{name}_close", tag, -1))

    def quote(self, block: Block) -> None:
        self.container("blockquote", "blockquote", block)

    def list(self, block: Block) -> None:
        name, tag = ("ordered_list", "ol") if block.info in ".)" else ("bullet_list", "ul")
        attrs = {"start": str(block.level)} if tag == "ol" and block.level != 1 else None
        self.add(Token(f"{name}_open", tag, 1, attrs=attrs, line=block.line))
        is_loose = block.is_loose
        for item in block.children:
            first = len(self.tokens)
            self.container("list_item", "li", item)
            if not is_loose:
                hide_paragraphs(self.tokens, first)
        self.add(Token(f"{name}_close", tag, -1))

    def definitions(self, block: Block) -> None:
        self.container("dl", "dl", block)

    def term(self, block: Block) -> None:
        self.text("dt", "dt", block.lines[0], block)

    def description(self, block: Block) -> None:
        first = len(self.tokens)
        self.container("dd", "dd", block)
        if not block.after_blank:
            hide_paragraphs(self.tokens, first, only_first=True)

    def footnote(self, block: Block) -> None:
        outside, self.tokens = self.tokens, []
        level, self.level = self.level, 0
        self.notes.begin(self.page_text)
        self.inside(block)
        self.notes.definitions.setdefault(block.info, self.tokens)
        self.tokens, self.level = outside, level


def joined(lines: list[str]) -> str:
    """The lines of a paragraph as one text, without the blanks around them."""
    return "\n".join([line.lstrip(" \t") if line[:1] in " \t" else line for line in lines]).rstrip(BLANKS)


def hide_paragraphs(tokens: list[Token], first: int, only_first: bool = False) -> None:
    """Paragraphs right in the element that opens at `first` show no tag."""
    level = tokens[first].level + 1
    for index in range(first + 1, len(tokens)):
        token = tokens[index]
        if token.level == level and token.tag == "p":
            token.hidden = True
            if only_first and token.nesting < 0:
                return


BLOCKS: dict[str, Callable[[Layout, Block], None]] = {
    "paragraph": Layout.paragraph,
    "heading": Layout.heading,
    "nothing": Layout.nothing,
    "rule": Layout.rule,
    "fence": Layout.fence,
    "code": Layout.code,
    "html": Layout.html,
    "attributes": Layout.attributes,
    "quote": Layout.quote,
    "list": Layout.list,
    "definitions": Layout.definitions,
    "term": Layout.term,
    "description": Layout.description,
    "footnote": Layout.footnote,
}
