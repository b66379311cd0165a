"""Markdown to HTML as goldmark does it under Hugo: the parser of a site, and one page through it."""

from dataclasses import dataclass
from functools import lru_cache

from reviews.rendering.attributes import apply_block_attributes, take_heading_attributes
from reviews.rendering.blocks import Reader
from reviews.rendering.dialect import Dialect
from reviews.rendering.footnotes import without_definitions
from reviews.rendering.headings import Ids
from reviews.rendering.inlines import MANY_RUNS, Inlines, Page, task_marker
from reviews.rendering.layout import Layout
from reviews.rendering.line_breaks import join_elements
from reviews.rendering.options import Heading, Problem
from reviews.rendering.passthrough import split_paragraphs
from reviews.rendering.starts import Start, starts
from reviews.rendering.tokens import Token
from reviews.rendering.writer import Writer


@dataclass(frozen=True)
class Converted:
    """A body as HTML that has not been sanitised yet, with its headings and what went wrong.

    may_nest: it holds the author's own HTML, or so much emphasis that elements may stand very deep in one another.
    """

    html: str
    headings: tuple[Heading, ...]
    problems: tuple[Problem, ...]
    may_nest: bool = False


@dataclass(frozen=True)
class Form:
    """How the page is written: as Hugo writes it (the default), or fit for the readers' page.

    sets_math: formulae become MathML; else they are shown as they are, escaped where `escapes_math` says so (Hugo does
    not, for a script in the browser finds them anyway). wraps_math: displayed ones get a scrolling frame. styles: cells
    are aligned by `style`.
    """

    sets_math: bool = False
    wraps_math: bool = False
    styles: bool = True
    escapes_math: bool = False


AS_HUGO = Form()


def convert(source: str, dialect: Dialect, form: Form = AS_HUGO, ids: Ids | None = None) -> Converted:
    """`source` as HTML. ids: the ids of the page so far, where a part of it is converted by itself."""
    tokens, page = parse(source, dialect)
    writer = Writer(dialect, page.notes, ids or Ids(dialect.id_type), form.sets_math, form.wraps_math, form.styles)
    writer.escapes_math = form.escapes_math
    html = writer.page(tokens)
    may_nest = writer.has_raw_html or page.runs > MANY_RUNS
    return Converted(html, tuple(writer.headings), tuple(writer.problems), may_nest)


def parse(source: str, dialect: Dialect) -> tuple[list[Token], Page]:
    """The tokens of `source`, and what its paragraphs share."""
    begins, inlines = _readers(dialect)
    reader = Reader(begins, dialect.table)
    root = reader.read(source.replace("\r\n", "\n").replace("\0", "\ufffd"))
    layout = Layout(dialect, reader.last)
    tokens = layout.lay_out(root)
    if dialect.block_attributes:
        tokens = apply_block_attributes(tokens)
    if dialect.title_attributes:
        take_heading_attributes(tokens)
    if dialect.task_list:
        _take_tasks(tokens)
    page = Page(reader.references, layout.notes)
    for token in tokens:
        if token.type == "inline":
            token.children = inlines.read(token.content, page)
    return _finished(tokens, dialect), page


@lru_cache(maxsize=32)
def _readers(dialect: Dialect) -> tuple[dict[str, Start], Inlines]:
    """What reads the blocks and the paragraphs of sites of this dialect; they keep nothing between pages."""
    return starts(dialect), Inlines(dialect)


def _finished(tokens: list[Token], dialect: Dialect) -> list[Token]:
    """The passes over all tokens of a page after its text is read."""
    tokens = without_definitions(tokens)
    if dialect.task_list:
        _put_tasks(tokens)
    if dialect.east_asian_line_breaks == "css3draft":
        for token in tokens:
            join_elements(token.children)
    if dialect.passthrough and dialect.block_delimiters:
        tokens = split_paragraphs(tokens)
    if not dialect.wrap_lone_image:
        _unwrap_images(tokens)
    return tokens


def _take_tasks(tokens: list[Token]) -> None:
    """Notes the tick box at the start of a list item and takes it out of the text."""
    for item, opening, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and opening.type == "paragraph_open" and inline.content.startswith("["):
            task = task_marker(inline.content)
            if task:
                inline.meta = task[0]
                inline.content = inline.content[task[1] :]


def _put_tasks(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "inline" and token.meta is not None:
            token.children.insert(0, Token("checkbox", "input", meta=token.meta))


def _unwrap_images(tokens: list[Token]) -> None:
    """An image alone in its paragraph stands without it (`wrapStandAloneImageWithinParagraph = false`)."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children
        if opening.type == "paragraph_open" and len(children) == 1 and children[0].type == "image":
            opening.hidden = closing.hidden = True
            closing.tag = ""
            children[0].attrs = {**opening.attrs, **children[0].attrs}
