"""Formulae between the site's passthrough delimiters: Markdown leaves what they hold alone."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from reviews.rendering.characters import plain
from reviews.rendering.dialect import Dialect, Pairs


def openers(dialect: Dialect) -> str:
    """The characters that text must stop at."""
    return "".join({opening[0] for opening, _ in dialect.block_delimiters + dialect.inline_delimiters})


def add_passthrough(md: MarkdownIt, dialect: Dialect) -> None:
    """Adds the rule, before the escapes: `\\\\(` shows the delimiter itself."""
    delimiters = dialect.block_delimiters + dialect.inline_delimiters
    first = frozenset(opening[0] for opening, _ in delimiters) | {"\\"}

    def passthrough(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in first:
            return False
        return _formula(state, silent, dialect)

    md.inline.ruler.before("escape", "passthrough", passthrough)


def _formula(state: StateInline, silent: bool, dialect: Dialect) -> bool:
    start = state.pos
    delimiters = dialect.block_delimiters + dialect.inline_delimiters
    found = _opening(state.src, start, delimiters)
    if found is None:
        return _escaped_opening(state, silent, delimiters)
    opening, closing = found
    inside = start + len(opening)
    end = _closing(state, closing, inside)
    if end == inside or (end > 0 and dialect.escaped_math and not _is_likely(state.src, inside, end, closing)):
        return False
    if end < 0:
        if not silent:
            state.append_pending(plain(opening))
        state.pos = inside
        return True
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = plain(state.src[inside:end]) if dialect.escaped_math else state.src[inside:end]
        token.markup, token.info = (plain(opening), plain(closing)) if dialect.escaped_math else found
        token.block = found in dialect.block_delimiters
    state.pos = end + len(closing)
    return True


def _is_likely(src: str, start: int, end: int, closing: str) -> bool:
    """`$5 and $6` is no formula: a single dollar touches what it holds, and no digit follows the closing one."""
    if closing != "$":
        return True
    return not (src[start].isspace() or src[end - 1].isspace() or src[end + 1 : end + 2].isdecimal())


def _opening(src: str, position: int, delimiters: Pairs) -> tuple[str, str] | None:
    return next((pair for pair in delimiters if src.startswith(pair[0], position)), None)


def _escaped_opening(state: StateInline, silent: bool, delimiters: Pairs) -> bool:
    if not state.src.startswith("\\\\", state.pos):
        return False
    found = _opening(state.src, state.pos + 2, delimiters)
    if found is None:
        return False
    if not silent:
        state.append_pending("\\" + plain(found[0]))
    state.pos += 2 + len(found[0])
    return True


def _closing(state: StateInline, closing: str, position: int) -> int:
    """The offset of the closing delimiter, or -1. The last one is remembered, so that many openers stay linear."""
    lasts = state.env.setdefault("last_closing", {})
    key = (id(state.src), closing)
    if key not in lasts:
        lasts[key] = state.src.rfind(closing)
    if lasts[key] < position:
        return -1
    return state.src.find(closing, position, state.posMax)


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
            piece = Token("inline", "", 0, children=rest, content=inline.content, map=inline.map)
            made += [opening, piece, closing]
        rest = []
        if child is not None:
            child.map = inline.map
            made.append(child)
    return made
