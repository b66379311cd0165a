"""RSS as Hugo's own template has it (title, link, date, summary of each page)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape as as_text
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date

from reviews.models import Edition, Site
from reviews.public.addresses import absolute
from reviews.public.listing import all_in, with_summaries
from reviews.public.lists import PageList
from reviews.public.nodes import Node
from reviews.public.outline import Outline, outline_of
from reviews.rendering import plain_text
from reviews.typesetting import text_of

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
MOST_ITEMS = 1000  # where the site sets no `services.rss.limit`; Hugo has no bound then


class _Rss(Rss201rev2Feed):
    """Django's head of a feed around items that are written already."""

    def __init__(self, items: list[tuple[str, datetime | None]], **said: Any) -> None:
        super().__init__(**said)
        self.written = "".join(xml for xml, _date in items)
        self.newest = max((date for _xml, date in items if date), default=None)

    def latest_post_date(self) -> datetime:
        return self.newest or datetime.now(UTC)

    def write_items(self, handler: Any) -> None:
        handler.ignorableWhitespace(self.written)  # writes as it is


def feed(site: Site, node: Node, outline: Outline) -> HttpResponse:
    """The list's pages as RSS 2.0, in Hugo's order; a taxonomy's feed has its terms."""
    most = _most(site, node.language)
    if node.kind == "taxonomy":
        items = _of_terms(outline.terms.get((node.language, node.plural), ())[:most])
    else:
        items = _of_editions(site, outline, with_summaries(site, all_in(node), 0, most))
    return _rss(site, node.language, node.given_title, node.url, node.feed_url, items)


def own_rss(site: Site, found: PageList, url: str) -> HttpResponse:
    """A list that Hugo does not have as RSS 2.0; `url` is the feed's own address."""
    editions = with_summaries(site, found.choice, 0, _most(site, found.language)) if found.choice else []
    items = _of_editions(site, outline_of(site), editions)
    return _rss(site, found.language, found.heading, found.url, url, items)


def _most(site: Site, language: str) -> int:
    limit = site.hugo.for_language(language).feed_limit
    return min(limit, MOST_ITEMS) if limit > 0 else MOST_ITEMS


def _rss(
    site: Site, language: str, heading: str, url: str, feed_url: str, items: list[tuple[str, datetime | None]]
) -> HttpResponse:
    of_site = site.hugo.language(language).title or site.hugo.title
    title = printable(of_site if heading in {"", of_site} else f"{heading} on {of_site}")
    rss = _Rss(
        items,
        title=title,
        link=absolute(url),
        description=as_html(title),
        language=language,
        feed_url=absolute(feed_url),
    )
    return HttpResponse(rss.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _of_editions(site: Site, outline: Outline, editions: Iterable[Edition]) -> list[tuple[str, datetime | None]]:
    items = []
    for edition in editions:
        head = outline.by_place.get((edition.language, edition.logical_path)) if edition.kind != "page" else None
        of_list = (head.dates[2] or head.dates[0]) if head is not None else None
        date = edition.publish_date or edition.date or of_list
        summary = edition.description or plain_text(text_of(site, edition).summary)
        items.append((_item(edition.title, edition.url, date, summary, edition.author_names), date))
    return items


def _of_terms(nodes: Iterable[Node]) -> list[tuple[str, datetime | None]]:
    dated = ((node, node.dates[2] or node.dates[0]) for node in nodes)
    return [(_item(node.given_title, node.url, date, "", []), date) for node, date in dated]


def _item(title: str, url: str, date: datetime | None, summary: str, names: list[str]) -> str:
    """One page as RSS 2.0 has it, as Django would write it."""
    link = escape(absolute(url))
    author, day = ", ".join(names), rfc2822_date(date) if date else ""
    return (
        f"<item><title>{escape(printable(title))}</title><link>{link}</link>"
        f"<description>{escape(as_html(summary))}</description>"
        + (f'<dc:creator xmlns:dc="{_DUBLIN_CORE}">{escape(printable(author))}</dc:creator>' if author else "")
        + (f"<pubDate>{day}</pubDate>" if day else "")
        + f"<guid>{link}</guid></item>"
    )


def as_html(text: str) -> str:
    """`text` for a description, which readers of RSS take for HTML: https://www.rssboard.org/rss-specification"""
    return as_text(printable(text))


def printable(text: str) -> str:
    """`text` without the characters that XML has no way to write."""
    return _UNPRINTABLE.sub("", text)
