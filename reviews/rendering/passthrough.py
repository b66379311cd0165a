"""Formulae between the site's passthrough delimiters: Markdown leaves what they hold alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviews.rendering.characters import plain
from reviews.rendering.dialect import Dialect, Pairs
from reviews.rendering.tokens import Token

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text


def openers(dialect: Dialect) -> str:
    """The characters that text must stop at."""
    return "".join({opening[0] for opening, _ in dialect.block_delimiters + dialect.inline_delimiters})


def read_formula(text: "Text", start: int, dialect: Dialect) -> int:
    """A formula, or a delimiter that opens none and is text; the offset behind it, or -1. `\\\\(` is text too."""
    src = text.src
    delimiters = dialect.block_delimiters + dialect.inline_delimiters
    found = _opening(src, start, delimiters)
    if found is None:
        return _escaped_opening(text, start, delimiters)
    opening, closing = found
    inside = start + len(opening)
    end = _closing(text, closing, inside)
    if end == inside or (end > 0 and dialect.escaped_math and not _is_likely(src, inside, end, closing)):
        return -1
    if end < 0:
        text.pending.append(plain(opening))
        return inside
    token = text.add("formula")
    token.content = plain(src[inside:end]) if dialect.escaped_math else src[inside:end]
    token.markup, token.info = (plain(opening), plain(closing)) if dialect.escaped_math else found
    token.block = found in dialect.block_delimiters
    return end + len(closing)


def _is_likely(src: str, start: int, end: int, closing: str) -> bool:
    """`$5 and $6` is no formula: a single dollar touches what it holds, and no digit follows the closing one."""
    if closing != "$":
        return True
    return not (src[start].isspace() or src[end - 1].isspace() or src[end + 1 : end + 2].isdecimal())


def _opening(src: str, position: int, delimiters: Pairs) -> tuple[str, str] | None:
    return next((pair for pair in delimiters if src.startswith(pair[0], position)), None)


def _escaped_opening(text: "Text", start: int, delimiters: Pairs) -> int:
    if not text.src.startswith("\\\\", start):
        return -1
    found = _opening(text.src, start + 2, delimiters)
    if found is None:
        return -1
    text.pending.append("\\" + plain(found[0]))
    return start + 2 + len(found[0])


def _closing(text: "Text", closing: str, position: int) -> int:
    """The offset of the closing delimiter, or -1. The last one is remembered, so that many openers stay linear."""
    if closing not in text.last:
        text.last[closing] = text.src.rfind(closing)
    return text.src.find(closing, position) if text.last[closing] >= position else -1


def split_paragraphs(tokens: list[Token]) -> list[Token]:
    """Takes displayed formulae out of their paragraphs: a paragraph ends before and another begins after them."""
    made: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type == "inline" and _splits(tokens, index):
            made.pop()
            made += _pieces(tokens[index - 1], token, tokens[index + 1])
        elif not (token.type == "paragraph_close" and index and _splits(tokens, index - 1)):
            made.append(token)
    return made


def _splits(tokens: list[Token], index: int) -> bool:
    opening, inline = tokens[index - 1], tokens[index]
    if opening.type != "paragraph_open" or not inline.children:
        return False
    return any(_displays(inline.children))


def _displays(children: list[Token]) -> Iterator[bool]:
    """For each child, whether it is a displayed formula. Inside a link or emphasis one stays in its line."""
    depth = 0
    for child in children:
        depth += child.nesting
        yield child.type == "formula" and child.block and depth == 0


def _pieces(opening: Token, inline: Token, closing: Token) -> list[Token]:
    made: list[Token] = []
    rest: list[Token] = []
    children = inline.children or []
    for child, is_display in [*zip(children, _displays(children), strict=True), (None, True)]:
        if child is not None and not is_display:
            rest.append(child)
            continue
        if made and rest and rest[0].type == "text":
            rest[0].content = rest[0].content.lstrip()
        if any(part.content or part.type != "softbreak" for part in rest):
            piece = Token("inline", content=inline.content, line=inline.line)
            piece.children = rest
            made += [opening, piece, closing]
        rest = []
        if child is not None:
            child.line = inline.line
            made.append(child)
    return made
