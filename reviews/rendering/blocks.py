"""Paragraphs and what grows out of them: underlined headings, tables, definition lists."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from reviews.rendering.dialect import Dialect
from reviews.rendering.tables import find_table, push_table

UNDERLINE = re.compile(r"(=+|-+)[ \t]*\Z")


def add_blocks(md: MarkdownIt, dialect: Dialect) -> None:
    """Replaces the parser's own rules for paragraphs, headings with an underline, and tables."""
    rules = _Blocks(dialect)
    md.block.ruler.at("paragraph", rules.paragraph)
    md.block.ruler.disable(["table", "lheading"])
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    if dialect.definition_list:
        md.block.ruler.before("paragraph", "description", rules.description)


class _Blocks:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def paragraph(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        parent, state.parentType = state.parentType, "paragraph"
        last, level = self._extent(state, start, end)
        text = state.getLines(start, last, state.blkIndent, False)
        lines = text.split("\n")
        table = find_table(lines) if self.dialect.table and "-" in text and len(lines) > 1 else None
        state.line = last
        if table:
            if table.header:
                _push_text(state, "paragraph", "p", "\n".join(lines[: table.header]), start)
            push_table(state, table, lines, start)
        elif level:
            state.line = last + 1
            _push_text(state, "heading", f"h{level}", text, start)
        else:
            _push_text(state, "paragraph", "p", text, start)
        state.parentType = parent
        return True

    def _extent(self, state: StateBlock, start: int, end: int) -> tuple[int, int]:
        """The line behind the paragraph, and the level of the heading where that line underlines it (else 0)."""
        rules = state.md.block.ruler.getRules("paragraph")
        line = start + 1
        while line < end and not state.isEmpty(line):
            indent = state.sCount[line]
            if indent - state.blkIndent <= 3:
                level = _underline(state, line) if indent >= state.blkIndent else 0
                if level:
                    return line, level
                if self.dialect.definition_list and _is_description(state, line):
                    break
                if indent >= 0 and any(rule(state, line, end, True) for rule in rules):
                    break
            line += 1
        return line, 0

    def description(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        """`: text` under a paragraph (whose lines are the terms) or under another description."""
        if silent or not state.tokens or state.sCount[start] != state.blkIndent or not _is_description(state, start):
            return False
        if not _open_list(state, start):
            return False
        _push_description(state, start, end)
        state.push("dl_close", "dl", -1)
        return True


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A declaration is one in capitals only: `<!doctype html>` is text."""
    position = state.bMarks[start] + state.tShift[start]
    if state.src.startswith("<!", position) and state.src[position + 2 : position + 3].islower():
        return False
    return html_block(state, start, end, silent)


def _push_text(state: StateBlock, name: str, tag: str, text: str, start: int) -> None:
    opening = state.push(f"{name}_open", tag, 1)
    opening.map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content = text.strip(" \t\n\v\f\r")
    inline.map, inline.children = [start, state.line], []
    closing = state.push(f"{name}_close", tag, -1)
    opening.markup = closing.markup = "=" if name == "heading" else ""


def _underline(state: StateBlock, line: int) -> int:
    position = state.bMarks[line] + state.tShift[line]
    if state.src[position : position + 1] not in ("=", "-"):
        return 0
    found = UNDERLINE.match(state.src[position : state.eMarks[line]])
    return 0 if found is None else 1 if found[1][0] == "=" else 2


def _is_description(state: StateBlock, line: int) -> bool:
    """Whether `line` begins with a colon and white space, not indented within its block."""
    position = state.bMarks[line] + state.tShift[line]
    if state.src[position : position + 1] != ":" or state.src[position + 1 : position + 2] not in (" ", "\t"):
        return False
    indent = state.sCount[line]
    return indent == state.blkIndent or indent == state.ddIndent


def _open_list(state: StateBlock, start: int) -> bool:
    """Opens the definition list that the description belongs to, or goes on with the one before it."""
    terms: list[str] = []
    tokens = state.tokens
    if tokens[-1].type == "paragraph_close" and tokens[-1].level == state.level:
        terms = [line.strip() for line in tokens[-2].content.split("\n")]
        first = (tokens[-3].map or [start])[0]
        del tokens[-3:]
    elif not (tokens[-1].type == "dl_close" and tokens[-1].level == state.level):
        return False
    if tokens and tokens[-1].type == "dl_close" and tokens[-1].level == state.level:
        tokens.pop()
        state.level += 1
    else:
        state.push("dl_open", "dl", 1)
    for index, term in enumerate(terms):
        state.push("dt_open", "dt", 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.children, inline.map = term, [], [first + index, first + index + 1]
        state.push("dt_close", "dt", -1)
    return True


def _push_description(state: StateBlock, start: int, end: int) -> None:
    """The description at `start`: a block of its own, as deep as the text behind the colon stands."""
    tight = not (start and state.isEmpty(start - 1))
    opening = state.push("dd_open", "dd", 1)
    first = len(state.tokens)
    saved = state.blkIndent, state.ddIndent, state.tShift[start], state.sCount[start], state.tight, state.parentType
    colon = state.bMarks[start] + state.tShift[start]
    content, column = _behind_colon(state, colon + 1, state.eMarks[start], state.sCount[start] + 1)
    width = column - state.sCount[start] - 1
    state.ddIndent = state.blkIndent
    state.blkIndent = state.sCount[start] + 1 + (5 if width >= 8 else width)
    state.tShift[start], state.sCount[start] = content - state.bMarks[start], column
    state.tight, state.parentType = True, "deflist"
    state.md.block.tokenize(state, start, end)
    state.blkIndent, state.ddIndent, state.tShift[start], state.sCount[start], state.tight, state.parentType = saved
    opening.map = [start, state.line]
    if tight:
        _hide_paragraph(state, first)
    state.push("dd_close", "dd", -1)


def _behind_colon(state: StateBlock, position: int, end: int, column: int) -> tuple[int, int]:
    """The offset and the column of the first thing behind the colon."""
    while position < end and state.src[position] in " \t":
        column += 4 - column % 4 if state.src[position] == "\t" else 1
        position += 1
    return position, column


def _hide_paragraph(state: StateBlock, first: int) -> None:
    """goldmark shows the first paragraph of a tight description without its tag, and only that one."""
    for token in state.tokens[first:]:
        if token.level == state.level and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True
            if token.nesting < 0:
                return
