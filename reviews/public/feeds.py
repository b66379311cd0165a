"""RSS as Hugo's own template has it (title, link, date, summary of each page), and the site map."""

from urllib.parse import urljoin
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from reviews.models import Edition, Site
from reviews.public.lists import PageList
from reviews.rendering import plain_text

ITEMS = 50
SITEMAP_LIMIT = 50_000  # https://www.sitemaps.org/protocol.html


def absolute(url: str) -> str:
    """`url` with the host that readers see."""
    return urljoin(f"{settings.SITE_URL}/", url)


def feed(site: Site, found: PageList) -> HttpResponse:
    """The list's newest pages as RSS 2.0."""
    title = printable(found.heading if found.kind == "home" else f"{found.heading} · {site.hugo.title}")
    rss = Rss201rev2Feed(
        title=title,
        link=absolute(found.url),
        description=title,
        language=found.language,
        feed_url=absolute(found.feed_url),
    )
    assert found.editions is not None
    for edition in found.editions[:ITEMS]:
        url = absolute(edition.url)
        summary = edition.description or plain_text(edition.summary)
        rss.add_item(
            title=printable(edition.title), link=url, description=printable(summary), unique_id=url,
            pubdate=edition.date, updateddate=edition.lastmod,
            author_name=printable(", ".join(edition.author_names)) or None,
        )  # fmt: skip
    return HttpResponse(rss.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def printable(text: str) -> str:
    """`text` without the characters that XML has no way to write."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def sitemap() -> HttpResponse:
    """Every live page with its date of change."""
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    rows = Edition.objects.live().filter(is_listed=True).order_by("-sort_date", "-id").values_list("url", "lastmod")
    for url, lastmod in rows[:SITEMAP_LIMIT].iterator():
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", absolute(url))
        if lastmod:
            xml.addQuickElement("lastmod", lastmod.isoformat(timespec="seconds"))
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return response
