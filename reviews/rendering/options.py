"""What a caller says about a page, and what it gets back: plain values, no behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

MathMode = Literal["site", "always", "never"]


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
class RenderOptions:
    """Everything about the page and its site that decides how the body reads.

    markup: the site's `markup` configuration with lower-cased keys; {} is Hugo's default.
    resolve_url: rewrites each link destination and each image source of the finished page.
    resolve_page: the address of the page that `ref` and `relref` name, or None where there is none.
    image_size: the pixels (width, height) of an image, asked with the source as it is written in the body.
    math: "site" follows the site's passthrough delimiters, "always" also reads $, $$, \\( and \\[ (for sites that leave
    math to a script in the browser), "never" leaves formulae as text.
    wrap_tables, wrap_math: put a scrolling frame around tables and displayed formulae. lazy_images: add loading="lazy".
    max_size: bytes of UTF-8 above which the body is shown as plain text.
    """

    markup: Mapping[str, Any] = field(default_factory=dict)
    resolve_url: Callable[[str], str] | None = None
    resolve_page: Callable[[str], str | None] | None = None
    image_size: Callable[[str], tuple[int, int] | None] | None = None
    page_url: str = ""
    base_url: str = ""
    page_params: Mapping[str, Any] = field(default_factory=dict)
    site_params: Mapping[str, Any] = field(default_factory=dict)
    has_cjk_language: bool = False
    summary_length: int = 70
    front_matter_summary: str = ""
    enable_emoji: bool = False
    math: MathMode = "site"
    wrap_tables: bool = True
    wrap_math: bool = True
    lazy_images: bool = True
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
