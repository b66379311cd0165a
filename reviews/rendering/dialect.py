"""How one site reads Markdown: its `markup` configuration as values, with Hugo's defaults where it says nothing.

Names and defaults: https://gohugo.io/configuration/markup/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Pairs = tuple[tuple[str, str], ...]

QUOTES = {
    "leftsinglequote": "‘",
    "rightsinglequote": "’",
    "leftdoublequote": "“",
    "rightdoublequote": "”",
    "endash": "–",
    "emdash": "—",
    "ellipsis": "…",
    "leftanglequote": "«",
    "rightanglequote": "»",
    "apostrophe": "’",
}
CODE_DEFAULTS = ("linenos", "linenostart", "hl_lines", "anchorlinenos", "lineanchors")
EXTRA_DEFAULTS = {"delete": False, "insert": False, "mark": False, "subscript": False, "superscript": False}


@dataclass(frozen=True)
class Dialect:
    """The switches of one site. `quotes` holds what each typographic sign is replaced with ("" drops it).

    code_defaults: what holds for a block of code whose fence says nothing else, by names in lower case.

    escaped_math: formulae are written for a script that reads the finished page; backslashes are Markdown's first.
    """

    unsafe: bool
    hard_wraps: bool
    xhtml: bool
    typographer: bool
    quotes: tuple[tuple[str, str], ...]
    footnote: bool
    footnote_backlink: str
    footnote_prefix: bool
    definition_list: bool
    table: bool
    strikethrough: bool
    linkify: bool
    linkify_protocol: str
    task_list: bool
    extras: frozenset[str]
    passthrough: bool
    escaped_math: bool
    inline_delimiters: Pairs
    block_delimiters: Pairs
    escaped_space: bool
    east_asian_line_breaks: str
    heading_ids: bool
    definition_term_ids: bool
    id_type: str
    title_attributes: bool
    block_attributes: bool
    wrap_lone_image: bool
    code_fences: bool
    code_defaults: tuple[tuple[str, str], ...]
    line_numbers_in_table: bool
    emoji: bool
    toc_start: int
    toc_end: int
    toc_ordered: bool


def read_dialect(markup: Mapping[str, Any], emoji: bool = False) -> Dialect:
    """The dialect of a site with this `markup` configuration (keys in lower case). Wrong types are ignored."""
    goldmark = _table(markup, "goldmark")
    parser, renderer = _table(goldmark, "parser"), _table(goldmark, "renderer")
    extensions = _table(goldmark, "extensions")
    typographer, cjk = _table(extensions, "typographer"), _table(extensions, "cjk")
    passthrough, attribute = _table(extensions, "passthrough"), _table(parser, "attribute")
    highlight, contents = _table(markup, "highlight"), _table(markup, "tableofcontents")
    footnote = _table(extensions, "footnote")
    delimiters = _table(passthrough, "delimiters")
    return Dialect(
        unsafe=_flag(renderer, "unsafe", False),
        hard_wraps=_flag(renderer, "hardwraps", False),
        xhtml=_flag(renderer, "xhtml", False),
        typographer=_flag(extensions, "typographer", True) and not _flag(typographer, "disable", False),
        quotes=tuple((name, _text(typographer, name, default)) for name, default in QUOTES.items()),
        footnote=_switch(extensions, "footnote", True),
        footnote_backlink=_text(footnote, "backlinkhtml", "&#x21a9;&#xfe0e;"),
        footnote_prefix=_flag(footnote, "enableautoidprefix", False),
        definition_list=_flag(extensions, "definitionlist", True),
        table=_flag(extensions, "table", True),
        strikethrough=_flag(extensions, "strikethrough", True),
        linkify=_flag(extensions, "linkify", True),
        linkify_protocol=_text(extensions, "linkifyprotocol", "https"),
        task_list=_flag(extensions, "tasklist", True),
        extras=_extras(_table(extensions, "extras")),
        passthrough=_flag(passthrough, "enable", False),
        escaped_math=False,
        inline_delimiters=_pairs(delimiters.get("inline")),
        block_delimiters=_pairs(delimiters.get("block")),
        escaped_space=_flag(cjk, "enable", False) and _flag(cjk, "escapedspace", False),
        east_asian_line_breaks=_line_breaks(cjk),
        heading_ids=_flag(parser, "autoheadingid", True),
        definition_term_ids=_flag(parser, "autodefinitiontermid", False),
        id_type=_text(parser, "autoidtype", _text(parser, "autoheadingidtype", "github")),
        title_attributes=_flag(attribute, "title", True),
        block_attributes=_flag(attribute, "block", False),
        wrap_lone_image=_flag(parser, "wrapstandaloneimagewithinparagraph", True),
        code_fences=_flag(highlight, "codefences", True),
        code_defaults=tuple((name, _word(highlight[name])) for name in CODE_DEFAULTS if name in highlight),
        line_numbers_in_table=_flag(highlight, "linenumbersintable", True),
        emoji=emoji,
        toc_start=_number(contents, "startlevel", 2),
        toc_end=_number(contents, "endlevel", 3),
        toc_ordered=_flag(contents, "ordered", False),
    )


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    return value if isinstance(value, Mapping) else {}


def _flag(table: Mapping[str, Any], key: str, default: bool) -> bool:
    value = table.get(key)
    return value if isinstance(value, bool) else default


def _switch(table: Mapping[str, Any], key: str, default: bool) -> bool:
    """A switch that may also be written as a table with `enable`."""
    return _flag(_table(table, key), "enable", _flag(table, key, default))


def _text(table: Mapping[str, Any], key: str, default: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else default


def _word(value: object) -> str:
    """A switch, a number or a word as the fence of a code block would have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(table: Mapping[str, Any], key: str, default: int) -> int:
    value = table.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _extras(extras: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name in EXTRA_DEFAULTS if _flag(_table(extras, name), "enable", False))


def _pairs(value: object) -> Pairs:
    """[["$", "$"], ...] as pairs of delimiters."""
    items = value if isinstance(value, (list, tuple)) else ()
    pairs = (item for item in items if isinstance(item, (list, tuple)) and len(item) == 2)
    return tuple((str(opening), str(closing)) for opening, closing in pairs if opening and closing)


def _line_breaks(cjk: Mapping[str, Any]) -> str:
    """ "simple", "css3draft", or "" where line breaks between wide characters stay."""
    if not (_flag(cjk, "enable", False) and _flag(cjk, "eastasianlinebreaks", False)):
        return ""
    return _text(cjk, "eastasianlinebreaksstyle", "simple")
