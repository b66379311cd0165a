"""Markdown to HTML as goldmark does it under Hugo: the parser of a site, and one page through it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from reviews.rendering.attributes import add_block_attributes, apply_block_attributes, take_heading_attributes
from reviews.rendering.blocks import add_blocks
from reviews.rendering.delimiters import MANY_RUNS, add_delimiters, marks_of
from reviews.rendering.dialect import Dialect
from reviews.rendering.emoji import add_emoji
from reviews.rendering.footnotes import add_footnotes
from reviews.rendering.headings import Ids
from reviews.rendering.inlines import DEEPEST, InlineParser, PatientHelpers, add_inlines, join_wide_lines, task_marker
from reviews.rendering.linkify import add_linkify
from reviews.rendering.options import Heading, Problem
from reviews.rendering.passthrough import add_passthrough, openers, split_paragraphs
from reviews.rendering.typographer import add_typographer
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

    sets_math: formulae become MathML. wraps_math: displayed ones get a scrolling frame. styles: cells are aligned by
    `style`.
    """

    sets_math: bool = False
    wraps_math: bool = False
    styles: bool = True


AS_HUGO = Form()


def convert(source: str, dialect: Dialect, form: Form = AS_HUGO, ids: Ids | None = None) -> Converted:
    """`source` as HTML. ids: the ids of the page so far, where a part of it is converted by itself."""
    env: dict[str, Any] = {}
    tokens = make_parser(dialect).parse(source, env)
    writer = Writer(dialect, env, ids or Ids(dialect.id_type), form.sets_math, form.wraps_math, form.styles)
    html = writer.page(tokens)
    may_nest = writer.has_raw_html or MANY_RUNS in env
    return Converted(html, tuple(writer.headings), tuple(writer.problems), may_nest)


@lru_cache(maxsize=32)
def make_parser(dialect: Dialect) -> MarkdownIt:
    """The parser for sites of this dialect; it keeps nothing between pages."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    stops = "".join(marks_of(dialect)) + (openers(dialect) if dialect.passthrough else "")
    stops += ":" if dialect.emoji else ""
    md.inline = InlineParser(dialect, stops)
    md.helpers = PatientHelpers()  # type: ignore[assignment]
    md.inline.ruler.disable(["linkify", "strikethrough"])
    md.inline.ruler2.disable("fragments_join")
    md.core.ruler.disable("text_join", ignoreInvalid=True)
    md.normalizeLink = _unchanged  # type: ignore[method-assign]
    md.normalizeLinkText = _unchanged  # type: ignore[method-assign,assignment]
    md.validateLink = _always  # type: ignore[method-assign]
    add_inlines(md, dialect)
    add_delimiters(md, dialect)
    add_blocks(md, dialect)
    if dialect.passthrough:
        add_passthrough(md, dialect)
    if dialect.linkify:
        add_linkify(md, dialect)
    if dialect.typographer:
        add_typographer(md, dialect)
    if dialect.footnote:
        add_footnotes(md)
    if dialect.emoji:
        add_emoji(md)
    if dialect.block_attributes:
        add_block_attributes(md)
    _add_passes(md, dialect)
    return md


def _unchanged(url: str) -> str:
    return url


def _always(url: str) -> bool:
    return True


def _add_passes(md: MarkdownIt, dialect: Dialect) -> None:
    """The passes over all tokens of a page, before and after the text is read."""

    def before_text(state: StateCore) -> None:
        if dialect.block_attributes:
            state.tokens[:] = apply_block_attributes(state.tokens)
        if dialect.title_attributes:
            take_heading_attributes(state.tokens)
        if dialect.task_list:
            _take_tasks(state.tokens)

    def after_text(state: StateCore) -> None:
        _put_tasks(state.tokens)
        if dialect.east_asian_line_breaks:
            for token in state.tokens:
                join_wide_lines(token.children or [], dialect.east_asian_line_breaks)
        if dialect.passthrough and dialect.block_delimiters:
            state.tokens[:] = split_paragraphs(state.tokens)
        if not dialect.wrap_lone_image:
            _unwrap_images(state.tokens)

    md.core.ruler.after("block", "before_text", before_text)
    md.core.ruler.after("inline", "after_text", after_text)


def _take_tasks(tokens: list[Token]) -> None:
    """Notes the tick box at the start of a list item and takes it out of the text."""
    for item, opening, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and opening.type == "paragraph_open" and inline.content.startswith("["):
            task = task_marker(inline.content)
            if task:
                inline.meta["task"] = task[0]
                inline.content = inline.content[task[1] :]


def _put_tasks(tokens: list[Token]) -> None:
    for token in tokens:
        if "task" in token.meta and token.children is not None:
            box = Token("checkbox", "input", 0, meta={"checked": token.meta["task"]})
            token.children.insert(0, box)


def _unwrap_images(tokens: list[Token]) -> None:
    """An image alone in its paragraph stands without it (`wrapStandAloneImageWithinParagraph = false`)."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or ()
        if opening.type == "paragraph_open" and len(children) == 1 and children[0].type == "image":
            opening.hidden = closing.hidden = True
            closing.tag = ""
            children[0].attrs = {**opening.attrs, **children[0].attrs}
