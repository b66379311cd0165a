"""The layer over Hugo's output: anchors of headings, frames of code and tables, `rel` of links, images made ready.

It reads sanitised HTML, in which every tag is well formed and no attribute holds `<` or `>`, and adds constant markup,
numbers, and values that stand in it already: what it gives passes the allow-list unchanged (test_hooks.py shows it).
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reviews.rendering.addresses import Addresses
from reviews.rendering.alerts import with_alerts
from reviews.rendering.characters import escape
from reviews.rendering.figures import with_figures
from reviews.rendering.images import image_attributes
from reviews.rendering.options import NO_HOOKS, RenderOptions
from reviews.rendering.quotations import with_languages

TAG = re.compile(r"<(/?)(table|img|a|h[1-6]|pre|code|div)\b([^>]*)>")
SCROLLS = '<div class="scroll" role="group" tabindex="0">'
CODE_FRAME = '<div class="highlight">'
ID = re.compile(r'\bid="([^"]+)"')
ADDRESS = re.compile(r'\bhref="(?:https?:)?//([^"/?#]*)')
RELATION = re.compile(r' rel="([^"]*)"')
LANGUAGE = re.compile(r' data-lang="[^"]+"')
IS_HIGHLIGHT = re.compile(r'\bclass="highlight[ "]')


def with_hooks(html: str, options: RenderOptions, addresses: Addresses) -> str:
    """`html` (sanitised) with what the hooks of `options` add."""
    if options.hooks == NO_HOOKS:
        return html
    if options.hooks.images and "<img" in html:
        html = with_figures(html)
    if options.hooks.quotations and options.quotation_language and "<blockquote>" in html:
        html = with_languages(html, options.quotation_language)
    if options.hooks.alerts and "[!" in html:
        html = with_alerts(html)
    page = _Page(options, addresses, urlsplit(options.base_url).netloc.lower())
    return page.read(html)


@dataclass
class _Page:
    """One reading of a page: the pieces written, and what is open where the reading stands."""

    options: RenderOptions
    addresses: Addresses
    host: str
    out: list[str] = field(default_factory=list)
    links: int = 0
    tables: list[bool] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    pres: list[bool] = field(default_factory=list)

    def read(self, html: str) -> str:
        """The whole page."""
        position = 0
        for found in TAG.finditer(html):
            self.out.append(html[position : found.start()])
            position = found.end()
            closing, name, attributes = found.groups()
            handle = CLOSING.get(name) if closing else OPENING.get(name)
            self.out.append(handle(self, found[0], attributes) if handle else found[0])
        self.out.append(html[position:])
        return "".join(self.out)

    def open_heading(self, tag: str, attributes: str) -> str:
        found = ID.search(attributes)
        self.headings.append(found[1] if found else "")
        return tag

    def close_heading(self, tag: str, attributes: str) -> str:
        """An empty link: its sign is the style sheet's, its name a label, so that no word is added."""
        name = self.headings.pop() if self.headings else ""
        if not (name and self.options.hooks.headings) or self.links:
            return tag
        return f'<a class="anchor" href="#{name}" aria-label="{escape(self.options.anchor_label)}"></a>{tag}'

    def open_link(self, tag: str, attributes: str) -> str:
        self.links += 1
        found = ADDRESS.search(attributes) if self.options.hooks.links else None
        if found is None or found[1].lower() == self.host:
            return tag
        stated = RELATION.search(attributes)
        relations = dict.fromkeys([*(stated[1].split() if stated else ()), "external", "noopener"])
        return f'<a{RELATION.sub("", attributes)} rel="{" ".join(relations)}">'

    def close_link(self, tag: str, attributes: str) -> str:
        self.links -= 1
        return tag

    def open_table(self, tag: str, attributes: str) -> str:
        """A frame around the outermost; the table that only holds line numbers beside code needs none."""
        framed = self.options.hooks.tables and not self.tables and "lntable" not in attributes
        self.tables.append(framed)
        return SCROLLS + tag if framed else tag

    def close_table(self, tag: str, attributes: str) -> str:
        return f"{tag}</div>" if self.tables and self.tables.pop() else tag

    def open_block(self, tag: str, attributes: str) -> str:
        """Remembers where the frame of highlighted code was written (0: another block)."""
        is_code = self.options.hooks.code and IS_HIGHLIGHT.search(attributes)
        self.blocks.append(len(self.out) if is_code else 0)
        return tag

    def close_block(self, tag: str, attributes: str) -> str:
        if self.blocks:
            self.blocks.pop()
        return tag

    def open_code_block(self, tag: str, attributes: str) -> str:
        """Code that stands without a frame gets one; inside a paragraph (raw HTML) there is no place for it."""
        framed = self.options.hooks.code and not any(self.blocks) and not self.pres
        self.pres.append(framed)
        if not framed:
            return tag
        self.blocks.append(len(self.out))
        return CODE_FRAME + tag

    def close_code_block(self, tag: str, attributes: str) -> str:
        if not (self.pres and self.pres.pop()):
            return tag
        self.blocks.pop()
        return f"{tag}</div>"

    def open_code(self, tag: str, attributes: str) -> str:
        """The language is told to the frame around, where the style sheet reads it."""
        language = LANGUAGE.search(attributes)
        frame = next((place for place in reversed(self.blocks) if place), 0)
        if language and frame and " data-lang=" not in self.out[frame]:
            self.out[frame] = self.out[frame].replace(">", f"{language[0]}>", 1)
        return tag

    def image(self, tag: str, attributes: str) -> str:
        return f"<img{image_attributes(attributes, self.options, self.addresses)}>"


HEADINGS = [f"h{level}" for level in range(1, 7)]
OPENING = {
    "table": _Page.open_table,
    "img": _Page.image,
    "a": _Page.open_link,
    "pre": _Page.open_code_block,
    "code": _Page.open_code,
    "div": _Page.open_block,
    **dict.fromkeys(HEADINGS, _Page.open_heading),
}
CLOSING = {
    "table": _Page.close_table,
    "a": _Page.close_link,
    "pre": _Page.close_code_block,
    "div": _Page.close_block,
    **dict.fromkeys(HEADINGS, _Page.close_heading),
}
