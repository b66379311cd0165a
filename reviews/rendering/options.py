"""What a caller says about a page, and what it gets back: plain values, no behaviour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from reviews.rendering.shortcode_calls import ShortcodeTemplate

MathMode = Literal["site", "always", "never"]
Markup = Literal["markdown", "html"]


@dataclass(frozen=True)
class Problem:
    """Something that readers will not see as the author meant it. `line` counts from 1 in the body; 0 = unknown."""

    line: int
    message: str


@dataclass(frozen=True)
class Heading:
    """One heading of the page: its level (1-6), its id ("" when it has none), its inner HTML and its text."""

    level: int
    id: str
    html: str
    text: str


@dataclass(frozen=True)
class Hooks:
    """What is added for readers to what Hugo makes: each a switch, none changes an id, a link target or a word.

    images: size, `loading`, `decoding`, `srcset`; a lone image with a title or a line in italics behind it becomes a
    figure. headings: a link to the heading itself, drawn by the style sheet. links: `rel` on links to other hosts.
    code: a frame with the name of the language. tables, math: a scrolling frame around tables and displayed formulae.
    quotations: their language, where it is not the page's.
    """

    images: bool = True
    headings: bool = True
    links: bool = True
    code: bool = True
    tables: bool = True
    math: bool = True
    quotations: bool = True
    alerts: bool = True


NO_HOOKS = Hooks(
    images=False, headings=False, links=False, code=False, tables=False, math=False, quotations=False, alerts=False
)


@dataclass(frozen=True)
class RenderOptions:
    """Everything about the page and its site that decides how the body reads.

    language: what the body is written in; of HTML only the shortcodes are read.
    markup: the site's `markup` configuration with lower-cased keys; {} is Hugo's default.
    resolve_url: rewrites each link destination and each image source of the finished page.
    resolve_page: the address of the page that `ref` and `relref` name, or None where there is none.
    image_size: the pixels (width, height) of an image, asked with the source as it is written in the body.
    math: "site" follows the site's passthrough delimiters, "always" also reads $, $$, \\( and \\[ (for sites that leave
    math to a script in the browser), "never" leaves formulae as text.
    shortcode_templates: what shows a site's own shortcode, by name; it also replaces one of Hugo's. shortcodes_known:
    name -> takes inner text, for each of the site's shortcodes: any other name is then refused as Hugo refuses it.
    image_exists: whether there is the image that the body names so, told as a problem where there is none.
    hooks: what is added to Hugo's own output; NO_HOOKS leaves it as Hugo has it.
    image_variants: the narrower copies of an image as (address, width in pixels), asked like image_size.
    image_sizes: how wide images are shown, for `sizes`. anchor_label: how a heading's own link is read out.
    quotation_language: the language of a quotation's text, empty where it is the page's.
    max_size: bytes of UTF-8 above which the body is shown as plain text.
    """

    language: Markup = "markdown"
    markup: Mapping[str, Any] = field(default_factory=dict)
    resolve_url: Callable[[str], str] | None = None
    resolve_page: Callable[[str], str | None] | None = None
    image_size: Callable[[str], tuple[int, int] | None] | None = None
    image_variants: Callable[[str], Sequence[tuple[str, int]]] | None = None
    image_sizes: str = "(min-width: 48rem) 44rem, 100vw"
    anchor_label: str = "Link to this section"
    quotation_language: Callable[[str], str] | None = None
    page_url: str = ""
    base_url: str = ""
    page_params: Mapping[str, Any] = field(default_factory=dict)
    site_params: Mapping[str, Any] = field(default_factory=dict)
    has_cjk_language: bool = False
    summary_length: int = 70
    front_matter_summary: str = ""
    enable_emoji: bool = False
    math: MathMode = "site"
    shortcode_templates: Mapping[str, ShortcodeTemplate] = field(default_factory=dict)
    shortcodes_known: Mapping[str, bool] | None = None
    image_exists: Callable[[str], bool] | None = None
    hooks: Hooks = Hooks()
    max_size: int = 1_000_000


@dataclass(frozen=True)
class Rendered:
    """A body as readers see it. `html`, `toc` and `summary` have passed the allow-list; `plain` is text, unescaped."""

    html: str
    toc: str
    summary: str
    truncated: bool
    plain: str
    word_count: int
    reading_time: int
    headings: tuple[Heading, ...]
    image_sources: tuple[str, ...]
    problems: tuple[Problem, ...]
