"""A list as its page and its feed show it: the editions in it, in Hugo's order, a page at a time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator

from reviews.models import Edition, Site
from reviews.public.listing import Choice, all_in, entries, shown_in
from reviews.public.nodes import Node
from reviews.public.outline import Outline, outline_of

MOST_SECTIONS = 8  # in the menu of a site that configures none


@dataclass(frozen=True)
class PageList:
    """A list of editions at an address: one of Hugo's (with its `node`), or one that only we have."""

    kind: str  # home, section, taxonomy, term; author
    url: str
    language: str
    heading: str
    head_id: int | None = None
    choice: Choice | None = None  # what its page shows; none for a taxonomy
    terms: tuple[dict[str, Any], ...] = ()
    node: Node | None = None

    @cached_property
    def head(self) -> Edition | None:
        """The published file that introduces it."""
        if self.head_id is None:
            return None
        return Edition.objects.live().select_related("text").filter(pk=self.head_id).first()

    @property
    def folder(self) -> str:
        """Below which its feeds stand."""
        return self.node.stem if self.node else self.url

    @property
    def feed_url(self) -> str:
        """Where its RSS stands; empty where it has none."""
        return self.node.feed_url if self.node else f"{self.url}index.xml"

    def page_url(self, site: Site, number: int) -> str:
        """The address of one of its pages."""
        if self.node is None:
            return self.url if number == 1 else f"{self.url}page/{number}/"
        return self.node.page_url(site.hugo.for_language(self.language).pager_path, number)


class CountedPaginator(Paginator):  # type: ignore[type-arg] # not subscriptable at run time
    """Pages of a list whose length is known."""

    def __init__(self, site: Site, choice: Choice, size: int, count: int) -> None:
        super().__init__((), max(size, 1))
        self.site, self.choice = site, choice
        self.__dict__["count"] = count

    def page(self, number: int | str) -> "PagerPage[Edition]":
        """One page in one query."""
        number = self.validate_number(number)
        found = entries(self.site, self.choice, (number - 1) * self.per_page, self.per_page)
        return PagerPage(found, number, self)


PAGER = re.compile(r"page/([1-9][0-9]{0,6})/$")  # of lists that only we have


def find_list(site: Site, url: str) -> PageList | None:
    """The list of Hugo's at `url`."""
    outline = outline_of(site)
    node = outline.at(url)
    return page_list(outline, node) if node is not None and node.has_page else None


def page_list(outline: Outline, node: Node) -> PageList:
    """The list as pages show it."""
    is_taxonomy = node.kind == "taxonomy"
    terms = _named(outline.terms.get((node.language, node.plural), ())) if is_taxonomy else ()
    choice = None if is_taxonomy else shown_in(node)
    return PageList(node.kind, node.url, node.language, node.title, node.head, choice, terms, node)


def _named(nodes: tuple[Node, ...]) -> tuple[dict[str, Any], ...]:
    """Terms by name: name, url, count."""
    named = [{"name": each.title, "url": each.url, "count": each.count} for each in nodes]
    return tuple(sorted(named, key=lambda term: str(term["name"]).casefold()))


def list_page(site: Site, node: Node, number: int) -> "PagerPage[Edition] | None":
    """One page of the list; None where it has no such page.

    The front page shows the main sections. Hugo's own paginator has all pages there, and counts those without address:
    what it has more of stands here too, and no link leads to it.
    """
    size = site.hugo.for_language(node.language).pager_size
    count = node.main_count if node.kind == "home" else node.count
    pages = CountedPaginator(site, shown_in(node), size, count)
    if number <= max(pages.num_pages, 1):
        return pages.page(number)
    rest = CountedPaginator(site, all_in(node), size, node.count + node.unrendered)
    return rest.page(number) if number <= rest.num_pages else None


def pager_of(site: Site, url: str) -> tuple[str, int] | None:
    """The address of the list and the number, where `url` is that of one of a list's pages."""
    words = {site.hugo.for_language(each.code).pager_path for each in site.hugo.languages}
    word = "|".join(map(re.escape, sorted(words)))
    match = re.search(rf"(?:{word})/([1-9][0-9]{{0,6}})(?:/|/index\.html|\.html)$", url)
    return (url[: match.start()], int(match[1])) if match else None


def page_links(page: "PagerPage[Edition]", address: Callable[[int], str]) -> list[dict[str, Any]]:
    """The numbers under a list with their addresses; a gap (`…`) has none."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [{"number": each, "url": address(each) if isinstance(each, int) else ""} for each in around]


def sections(site: Site, language: str) -> list[dict[str, Any]]:
    """The sections that have live pages, for the menu of a site that configures none: name and url."""
    found = outline_of(site).sections(language)
    return [{"name": node.link_title or node.title, "url": node.url} for node in found[:MOST_SECTIONS]]


def term_counts(site: Site, taxonomy: str, language: str, limit: int) -> list[dict[str, Any]]:
    """The `limit` fullest terms that live pages have: name, url, count, key."""
    found = sorted(outline_of(site).terms.get((language, taxonomy), ()), key=lambda node: (-node.count, node.key))
    return [{"name": node.title, "url": node.url, "count": node.count, "key": node.key} for node in found[:limit]]
