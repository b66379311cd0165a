"""Atom and JSON Feed beside Hugo's RSS, and all three for authors; with the whole text where the settings say so.

https://www.rfc-editor.org/rfc/rfc4287 https://www.jsonfeed.org/version/1.1/
"""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any
from urllib.parse import unquote, urljoin
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from reviews.models import Edition, Site
from reviews.public.addresses import ATOM, JSON, absolute
from reviews.public.feeds import own_rss, printable
from reviews.public.listing import with_texts
from reviews.public.lists import PageList, find_list
from reviews.public.own_pages import author_list
from reviews.rendering import plain_text
from reviews.typesetting import text_of

ITEMS = 30
RSS = "index.xml"
# Sanitised HTML: attributes stand in double quotes, and no value holds `<` or `>`.
TAG = re.compile(r"<[a-z][^>]*>")
ADDRESS = re.compile(r' (href|src|poster|cite)="([^"]*)"')
SET = re.compile(r' srcset="([^"]*)"')


def own_feed(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The feed at `url`, if it is one of ours and there is a list that it belongs to."""
    folder, _, name = url.rpartition("/")
    if name == RSS:
        found = _author_list(site, f"{folder}/")
        return own_rss(site, found, found.feed_url) if found is not None else None
    if name not in WRITERS:
        return None
    found = find_list(site, f"{folder}/") or _author_list(site, f"{folder}/")
    if found is None or found.choice is None:
        return None
    return WRITERS[name](site, found, absolute(f"{found.folder}{name}"))


def _author_list(site: Site, url: str) -> PageList | None:
    found = author_list(site, url)
    return found if found is not None and unquote(found.url) == url else None


def whole_addresses(html: str, page: str) -> str:
    """`html` (sanitised) with every address whole, as seen from the address `page`."""

    def whole(url: str) -> str:
        return escape(urljoin(page, unescape(url)))

    def of_set(match: re.Match[str]) -> str:
        parts = [part.strip().split(" ", 1) for part in match[1].split(",") if part.strip()]
        return f' srcset="{", ".join(" ".join([whole(url), *width]) for url, *width in parts)}"'

    def of_tag(match: re.Match[str]) -> str:
        tag = ADDRESS.sub(lambda found: f' {found[1]}="{whole(found[2])}"', match[0])
        return SET.sub(of_set, tag)

    return TAG.sub(of_tag, html)


def _editions(site: Site, found: PageList) -> list[Edition]:
    """The first of the list, with their texts."""
    assert found.choice is not None
    return with_texts(site, found.choice, 0, ITEMS)


def _item(site: Site, edition: Edition) -> dict[str, Any]:
    url, text = absolute(edition.url), text_of(site, edition)
    return {
        "url": url,
        "title": printable(edition.title or edition.url),
        "summary": printable(edition.description or plain_text(text.summary)),
        "html": printable(whole_addresses(text.html if settings.FULL_TEXT_FEEDS else text.summary, url)),
        "tags": [printable(name) for _position, name in sorted(json.loads(edition.marked or "[]"))],  # type: ignore[attr-defined]
        "authors": [printable(name) for name in edition.author_names],
    }


class _Atom(Atom1Feed):
    """Django's Atom with the text, every author, and the language of an entry."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["names"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["html"], {"type": "html"})


def _title(site: Site, found: PageList) -> str:
    of_site = site.hugo.language(found.language).title or site.hugo.title
    return printable(" · ".join(dict.fromkeys(each for each in (found.heading, of_site) if each)))


def atom(site: Site, found: PageList, url: str) -> HttpResponse:
    """The list as Atom 1.0."""
    feed = _Atom(
        title=_title(site, found),
        link=absolute(found.url),
        description=None,
        language=found.language,
        feed_url=url,
        feed_guid=url,
        author_name=_title(site, found),
    )
    for edition in _editions(site, found):
        item = _item(site, edition)
        feed.add_item(
            title=item["title"], link=item["url"], description=item["summary"], unique_id=item["url"],
            pubdate=edition.date, updateddate=edition.lastmod or edition.date or edition.published_at,
            categories=item["tags"], names=item["authors"], html=item["html"],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def json_feed(site: Site, found: PageList, url: str) -> HttpResponse:
    """The list as JSON Feed 1.1."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(site, found),
        "home_page_url": absolute(found.url),
        "feed_url": url,
        "language": found.language,
        "items": [_json_item(site, edition) for edition in _editions(site, found)],
    }
    return HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/feed+json; charset=utf-8")


def _json_item(site: Site, edition: Edition) -> dict[str, Any]:
    item = _item(site, edition)
    entry = {
        "id": item["url"],
        "url": item["url"],
        "title": item["title"],
        "summary": item["summary"],
        "date_published": edition.date.isoformat() if edition.date else None,
        "date_modified": edition.lastmod.isoformat() if edition.lastmod else None,
        "authors": [{"name": name} for name in item["authors"]],
        "tags": item["tags"],
        "language": edition.language,
    }
    return {key: value for key, value in entry.items() if value} | {"content_html": item["html"]}


WRITERS: dict[str, Callable[[Site, PageList, str], HttpResponse]] = {ATOM: atom, JSON: json_feed}
