"""Tokens to the HTML that goldmark and Hugo would write."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from reviews.rendering.attributes import read_attributes
from reviews.rendering.characters import escape, escape_address, plain
from reviews.rendering.dialect import Dialect
from reviews.rendering.footnotes import Footnotes
from reviews.rendering.formulas import set_formula
from reviews.rendering.headings import Ids
from reviews.rendering.highlighting import code_block, code_options
from reviews.rendering.options import Heading, Problem
from reviews.rendering.tokens import Token

OMITTED = "<!-- raw HTML omitted -->"
DANGEROUS = re.compile(r"(?i)(?:javascript|vbscript|file|data):")
SAFE_IMAGE = re.compile(r"(?i)data:image/(?:png|gif|jpeg|webp|svg\+xml);")
PLAIN_TYPES = {"text", "code_inline", "sign", "formula", "emoji"}


@dataclass
class Writer:
    """Writes one page; gathers its headings and what could not be shown as meant.

    sets_math: passthrough formulae become MathML; else they stay as the source that they are.
    wraps_math: displayed formulae get a frame that scrolls. styles: cells are aligned by `style`, as goldmark does it;
    else by `align`, which a strict content security policy lets through.
    """

    dialect: Dialect
    notes: Footnotes
    ids: Ids
    sets_math: bool = True
    wraps_math: bool = False
    styles: bool = True
    escapes_math: bool = False
    headings: list[Heading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    line: int = 0
    has_raw_html: bool = False

    def page(self, tokens: Sequence[Token]) -> str:
        """The whole page with its footnotes."""
        return self.blocks(tokens) + self._footnotes()

    def blocks(self, tokens: Sequence[Token]) -> str:
        parts: list[str] = []
        for index, token in enumerate(tokens):
            if token.line >= 0:
                self.line = token.line + 1
            if token.type == "inline":
                parts.append(self.inline(token.children))
            elif token.type == "heading_open":
                parts.append(self._heading(token, tokens[index + 1]))
            elif token.type == "dt_open":
                parts.append(self._term(token, tokens[index + 1]))
            else:
                parts.append(self._block(token))
        return "".join(parts)

    def _block(self, token: Token) -> str:
        write = BLOCKS.get(token.type)
        if write is not None:
            return write(self, token)
        if token.hidden:
            return "\n" if token.nesting < 0 and token.tag else ""
        if token.nesting < 0:
            return f"</{token.tag}>\n"
        return f"<{token.tag}{_attributes(token.attrs)}>"

    def inline(self, tokens: Sequence[Token]) -> str:
        return "".join([INLINES[token.type](self, token) for token in tokens])

    def _heading(self, token: Token, inline: Token) -> str:
        text = self.text(inline.children)
        self._identify(token, self.name(inline.children), self.dialect.heading_ids)
        html = LINKS.sub("", self.inline(inline.children))
        self.headings.append(Heading(int(token.tag[1]), str(token.attrs.get("id", "")), html, text))
        return f"<{token.tag}{_attributes(token.attrs)}>"

    def _term(self, token: Token, inline: Token) -> str:
        self._identify(token, self.name(inline.children), self.dialect.definition_term_ids, "term")
        return f"<dt{_attributes(token.attrs)}>"

    def _identify(self, token: Token, text: str, wanted: bool, fallback: str = "heading") -> None:
        """Gives the heading an id. One of several lines is named after its last line."""
        if "id" in token.attrs:
            self.ids.take(str(token.attrs["id"]))
        elif wanted and text:
            token.attrs["id"] = self.ids.make(text.strip(), fallback)

    def text(self, tokens: Sequence[Token]) -> str:
        """The text alone: no tags, the alternative text of images."""
        parts = []
        for token in tokens:
            if token.type in PLAIN_TYPES:
                parts.append(token.content)
            elif token.type == "image":
                parts.append(self.text(token.children))
            elif token.type in ("softbreak", "hardbreak"):
                parts.append("\n")
        return "".join(parts)

    def name(self, tokens: Sequence[Token]) -> str:
        """The text that an id is made of: emoji by name, code with its entities read, nothing of a bare address. Of
        emphasis and of a link Hugo reads the first piece of text only.
        """
        parts = []
        depth, is_past, is_first = 0, False, False
        for token in tokens:
            if token.nesting:
                depth += token.nesting
                is_past = (is_past and depth > 1) or token.info == "auto"
                continue
            if not depth or not is_past or token.markup == "+":
                parts.append(self._named(token))
            elif token.type == "softbreak" and is_first:
                parts.append("\n")
            is_first = not is_past
            is_past = depth > 0
        return "".join(parts).rpartition("\n")[2]

    def _named(self, token: Token) -> str:
        if token.type == "emoji":
            return token.markup[1:-1]
        if token.type in ("formula", "sign"):
            return "’" if token.type == "sign" else ""
        if token.type == "image":
            return self._first(token.children)
        if token.info:
            return token.info
        text = self.text([token])
        return unescape(text) if token.type == "code_inline" else text

    def _first(self, tokens: Sequence[Token]) -> str:
        """The first piece of text of an image's alternative text."""
        return next((self._named(token) for token in tokens if not token.nesting), "")

    def fence(self, token: Token) -> str:
        language, options = _info(token.info)
        if not self.dialect.code_fences:
            label = f' class="language-{escape(plain(language))}"' if language else ""
            return f"<pre><code{label}>{escape(token.content)}</code></pre>\n"
        return code_block(token.content, language, code_options(options, self.dialect))

    def html_block(self, token: Token) -> str:
        if self.dialect.unsafe:
            self.has_raw_html = True
            return token.content
        if token.content.startswith("<!--"):
            return ""
        return f"{OMITTED}\n" * (2 if token.info else 1)

    def html_inline(self, token: Token) -> str:
        if self.dialect.unsafe:
            self.has_raw_html = True
            return token.content
        return "" if token.content.startswith("<!--") else OMITTED

    def link_open(self, token: Token) -> str:
        address = self._address(str(token.attrs["href"]))
        title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
        return f'<a href="{address}"{title}>'

    def image(self, token: Token) -> str:
        address = self._address(str(token.attrs["src"]), is_image=True)
        alt = escape(self.text(token.children))
        title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
        others = {name: value for name, value in token.attrs.items() if name not in ("src", "alt", "title")}
        return f'<img src="{address}" alt="{alt}"{title}{_attributes(others)}>'

    def _address(self, address: str, is_image: bool = False) -> str:
        if not self.dialect.unsafe and DANGEROUS.match(address.strip()) and not SAFE_IMAGE.match(address):
            return ""
        return escape(escape_address(address))

    def formula(self, token: Token) -> str:
        source = token.markup + token.content + token.info
        if not self.sets_math:
            return escape(source) if self.escapes_math else source
        made = set_formula(token.content, token.block, token.markup, token.info)
        if made.problem:
            self.problems.append(Problem(self.line, made.problem))
        return f'<div class="eq"><div>{made.html}</div></div>' if token.block and self.wraps_math else made.html

    def reference(self, token: Token) -> str:
        number, count = token.meta["number"], token.meta["count"]
        anchor = f"fnref{count or ''}:{number}"
        return f'<sup id="{anchor}"><a href="#fn:{number}" class="footnote-ref" role="doc-noteref">{number}</a></sup>'

    def _footnotes(self) -> str:
        notes = self.notes
        if not notes.numbers:
            return ""
        items = [self._footnote(notes, label, number) for label, number in notes.numbers.items()]
        return f'<div class="footnotes" role="doc-endnotes">\n<hr>\n<ol>\n{"".join(items)}</ol>\n</div>\n'

    def _footnote(self, notes: Footnotes, label: str, number: int) -> str:
        html = self.blocks(notes.definitions[label])
        back = "".join(
            f'&#160;<a href="#fnref{count or ""}:{number}" class="footnote-backref" role="doc-backlink">'
            f"{self.dialect.footnote_backlink}</a>"
            for count in range(notes.references[label])
        )
        if html.endswith("</p>\n"):
            html = f"{html[:-5]}{back}</p>\n"
        else:
            html += back
        return f'<li id="fn:{number}">\n{html}</li>\n'

    def cell(self, token: Token) -> str:
        if not token.info:
            return f"<{token.tag}>"
        return (
            f'<{token.tag} style="text-align: {token.info}">' if self.styles else f'<{token.tag} align="{token.info}">'
        )

    def softbreak(self, token: Token) -> str:
        if token.hidden:
            return ""
        return "<br>\n" if self.dialect.hard_wraps else "\n"


LINKS = re.compile(r"</?a\b[^>]*>|<sup id=\"fnref.*?</sup>")


def _attributes(attrs: Mapping[str, str | int | float]) -> str:
    return "".join([f' {name}="{escape(str(value))}"' for name, value in attrs.items()])


def _info(info: str) -> tuple[str, dict[str, str]]:
    """The language and the options of a fence: ```` ```go {linenos=true hl_lines=[1]} ````."""
    info = info.strip()
    brace = info.find("{")
    read = read_attributes(info, brace) if brace >= 0 else None
    language = (info[:brace] if brace >= 0 else info).split(" ")[0].strip()
    return language, read[0] if read else {}


def _code_block(writer: Writer, token: Token) -> str:
    return f"<pre><code>{escape(token.content)}</code></pre>\n"


def _rule(writer: Writer, token: Token) -> str:
    return f"<hr{_attributes(token.attrs)}>\n"


def _list(writer: Writer, token: Token) -> str:
    attrs = token.attrs
    return f"<{token.tag}{_attributes(attrs)}>\n"


def _text(writer: Writer, token: Token) -> str:
    return escape(token.content)


def _tag(writer: Writer, token: Token) -> str:
    return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"


def _checkbox(writer: Writer, token: Token) -> str:
    checked = 'checked="" ' if token.meta else ""
    return f'<input {checked}disabled="" type="checkbox"> '


Write = Callable[[Writer, Token], str]
BLOCKS: dict[str, Write] = {
    "fence": Writer.fence,
    "code_block": _code_block,
    "html_block": Writer.html_block,
    "hr": _rule,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "td_open": Writer.cell,
    "th_open": Writer.cell,
    "formula": Writer.formula,
}
INLINES: dict[str, Write] = {
    "text": _text,
    "emoji": _text,
    "sign": lambda writer, token: token.content,
    "code_inline": lambda writer, token: f"<code>{escape(token.content)}</code>",
    "softbreak": Writer.softbreak,
    "hardbreak": lambda writer, token: "<br>\n",
    "html_inline": Writer.html_inline,
    "link_open": Writer.link_open,
    "link_close": _tag,
    "image": Writer.image,
    "formula": Writer.formula,
    "footnote_reference": Writer.reference,
    "checkbox": _checkbox,
    **{
        f"{tag}_{end}": _tag
        for tag in ("em", "strong", "del", "sub", "sup", "ins", "mark")
        for end in ("open", "close")
    },
}
