"""RSS as Hugo's own template has it (title, link, date, summary of each page)."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import escape

from reviews.models import Edition, Site
from reviews.public.addresses import absolute
from reviews.public.listing import all_in, with_summaries
from reviews.public.lists import feed_name
from reviews.public.nodes import Node
from reviews.public.outline import Outline
from reviews.rendering import plain_text
from reviews.typesetting import text_of

MOST_ITEMS = 1000  # where the site sets no `services.rss.limit`; Hugo has no bound then


def feed(site: Site, node: Node, outline: Outline) -> HttpResponse:
    """The list's pages as RSS 2.0, in Hugo's order; a taxonomy's feed has its terms."""
    config = site.hugo.for_language(node.language)
    of_site = site.hugo.language(node.language).title or site.hugo.title
    title = printable(of_site if node.title in {"", of_site} else f"{node.title} on {of_site}")
    rss = Rss201rev2Feed(
        title=title,
        link=absolute(node.url),
        description=as_html(title),
        language=node.language,
        feed_url=absolute(f"{node.stem}{feed_name(config)}"),
    )
    most = min(config.feed_limit, MOST_ITEMS) if config.feed_limit > 0 else MOST_ITEMS
    if node.kind == "taxonomy":
        _add_terms(rss, outline.terms.get((node.language, node.plural), ())[:most])
    else:
        _add_editions(rss, site, outline, with_summaries(site, all_in(node), 0, most))
    return HttpResponse(rss.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _add_editions(rss: Rss201rev2Feed, site: Site, outline: Outline, editions: Iterable[Edition]) -> None:
    for edition in editions:
        head = outline.by_place.get((edition.language, edition.logical_path)) if edition.kind != "page" else None
        of_list = (head.dates[2] or head.dates[0]) if head is not None else None
        summary = edition.description or plain_text(text_of(site, edition).summary)
        _add(
            rss,
            edition.title,
            edition.url,
            edition.publish_date or edition.date or of_list,
            summary,
            edition.author_names,
        )


def _add_terms(rss: Rss201rev2Feed, nodes: Iterable[Node]) -> None:
    for node in nodes:
        _add(rss, node.title, node.url, node.dates[2] or node.dates[0], "", [])


def _add(rss: Rss201rev2Feed, title: str, url: str, date: datetime | None, summary: str, names: list[str]) -> None:
    link = absolute(url)
    rss.add_item(
        title=printable(title), link=link, description=as_html(summary), unique_id=link, pubdate=date,
        author_name=printable(", ".join(names)) or None,
    )  # fmt: skip


def as_html(text: str) -> str:
    """`text` for a description, which readers of RSS take for HTML: https://www.rssboard.org/rss-specification"""
    return escape(printable(text))


def printable(text: str) -> str:
    """`text` without the characters that XML has no way to write."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
