"""One list of a site: what it is, where it stands, and what is in it."""

from dataclasses import dataclass
from datetime import datetime

from reviews.hugo.ordering import rank

Dates = tuple[datetime | None, datetime | None, datetime | None]  # date, lastmod, publish date
NO_DATES: Dates = (None, None, None)


@dataclass(frozen=True)
class Node:
    """One list: what it is, where it stands, and what is in it.

    `path` is Hugo's `.Path`; `head` the id of the edition that introduces it; `parents` the values of `Edition.parent`
    of a section's pages; `main` the sections that the front page shows, `count` the pages, `main_count` those of them;
    `unrendered` are pages without address that Hugo counts too.
    """

    kind: str
    language: str
    path: str
    url: str
    title: str
    link_title: str = ""
    head: int | None = None
    count: int = 0
    main: tuple[str, ...] = ()
    main_count: int = 0
    unrendered: int = 0
    parents: tuple[str, ...] = ()
    plural: str = ""
    key: str = ""
    dates: Dates = NO_DATES
    weight: int = 0
    formats: frozenset[str] = frozenset()
    feed_name: str = "index.xml"
    is_mapped: bool = True
    is_listed: bool = True

    @property
    def has_page(self) -> bool:
        """Whether it has an HTML page; a site may want only its feed."""
        return "html" in self.formats

    @property
    def feed_url(self) -> str:
        """Where its RSS stands; empty where it has none."""
        return f"{self.stem}{self.feed_name}" if "rss" in self.formats else ""

    @property
    def given_title(self) -> str:
        """Its title as Hugo has it: none where its own file gives none. Readers' pages show its name instead."""
        return self.title if self.head is None or self.link_title else ""

    @property
    def is_in_taxonomy(self) -> bool:
        """Whether it is a term that its taxonomy's list shows."""
        return self.kind == "term" and self.is_listed and bool(self.formats)

    @property
    def rank(self) -> str:
        """Its place among lists, in Hugo's order."""
        return rank(self.weight, self.dates[0], self.link_title or self.title, self.path, self.language)

    @property
    def stem(self) -> str:
        """Its address without what names a file: `/posts/` for `/posts/index.html`, `/tags/go/` for `/tags/go.html`."""
        if self.url.endswith(("/index.html", ".xml")):
            return self.url[: self.url.rfind("/") + 1]
        return self.url.removesuffix(".html").rstrip("/") + "/"

    def page_url(self, word: str, number: int) -> str:
        """The address of one of its pages; `word` is the site's `pagination.path`."""
        if number == 1:
            return self.url
        is_file = self.url.endswith(".html") and not self.url.endswith("/index.html")
        return f"{self.stem}{word}/{number}{'.html' if is_file else '/'}"
