"""Whole addresses, and the addresses of pages that Hugo does not have: ours only where the site has nothing there."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote, urljoin

from django.conf import settings

from reviews.hugo.addresses import section_url
from reviews.hugo.site import SiteConfig
from reviews.models.people import author_key
from reviews.models.places import author_slug

ATOM, JSON = "feed.atom", "feed.json"


def absolute(url: str) -> str:
    """`url` with the host that readers see."""
    if url.startswith("/") and not url.startswith("//") and "/." not in url:
        return origin(settings.SITE_URL) + url  # as below, at a tenth of its price
    return urljoin(f"{settings.SITE_URL}/", url)


@lru_cache(maxsize=8)
def origin(site_url: str) -> str:
    """Scheme and host."""
    return urljoin(f"{site_url}/", "/").rstrip("/")


def own_url(config: SiteConfig, language: str, name: str) -> str:
    """Where our own page `name` (archive, authors, search) stands in that language; empty where it is turned off."""
    address: str = settings.OWN_ADDRESSES.get(name, "")
    home = section_url(config, language, "")
    return f"{home.rstrip('/')}/{address.strip('/')}/" if address else ""


def author_url(config: SiteConfig, language: str, name: str, terms: Any = ()) -> str:
    """The author's page: the term's where `authors` is a taxonomy of the page's, else our own."""
    of_taxonomy = (term.url for term in terms if term.group == "authors" and author_key(term.title) == author_key(name))
    authors = own_url(config, language, "authors")
    return next(of_taxonomy, "") or (f"{authors}{quote(author_slug(name), safe='')}/" if authors else "")


def feed_links(site_title: str, heading: str, folder: str, rss_url: str) -> list[dict[str, str]]:
    """The feeds of a list for the head of its page, ours in `folder`; `rss_url`: where its RSS stands, if anywhere."""
    title = " · ".join(dict.fromkeys(each for each in (heading, site_title) if each)) or "RSS"
    rss = [{"type": "application/rss+xml", "title": title, "url": rss_url}] if rss_url else []
    return [
        *rss,
        {"type": "application/atom+xml", "title": f"{title} (Atom)", "url": f"{folder}{ATOM}"},
        {"type": "application/feed+json", "title": f"{title} (JSON Feed)", "url": f"{folder}{JSON}"},
    ]
