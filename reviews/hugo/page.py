"""What a page is, once Hugo has read it. Results only; `pages.read_page` makes them."""

from dataclasses import dataclass
from datetime import datetime

from reviews.hugo.values import Value


@dataclass(frozen=True)
class Term:
    """One of a page's terms: its name as the page spells it, what makes it the same term elsewhere, its address."""

    name: str
    key: str
    url: str


@dataclass(frozen=True)
class Problem:
    """Something about a file that Hugo takes, but its author would want to know. `line` counts from 1; 0 = unknown."""

    line: int
    message: str


@dataclass(frozen=True)
class Page:
    """One page as Hugo sees it.

    `logical_path` is Hugo's `.Path`; `url` its `.RelPermalink` (with the path of the base URL, percent-encoded, empty
    for a page that is not rendered); `params` its `.Params`; `terms` goes by the plural name of the taxonomy;
    `aliases` are site paths, not percent-encoded. A date is None where Hugo has its zero date.
    """

    path: str
    logical_path: str
    kind: str
    bundle: str
    language: str
    section: str
    type: str
    layout: str
    title: str
    link_title: str
    description: str
    summary: str
    date: datetime | None
    lastmod: datetime | None
    publish_date: datetime | None
    expiry_date: datetime | None
    draft: bool
    slug: str
    url: str
    weight: int
    aliases: tuple[str, ...]
    keywords: tuple[str, ...]
    terms: dict[str, tuple[Term, ...]]
    params: dict[str, Value]
    build_list: str
    build_render: str
    headless: bool
    translation_key: str
    is_cjk: bool
    problems: tuple[Problem, ...]
