"""Site maps as Hugo has them: one, or one for each language and an index of them; past the protocol's limit in parts.

https://gohugo.io/templates/sitemap/ , https://www.sitemaps.org/protocol.html
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import CharField, Func
from django.http import HttpResponse

from reviews.hugo.addresses import base_path
from reviews.hugo.config_values import as_mapping, as_text
from reviews.hugo.site import SiteConfig
from reviews.models import Edition, Site
from reviews.public.addresses import absolute
from reviews.public.outline import Outline, outline_of

LIMIT = 50_000  # addresses in one file
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_START = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'


Entry = tuple[str, str]  # address, when it changed last (empty: not known)


class InSeconds(Func):
    """A moment as site maps write it, which is quicker said by the database than read and written here."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Moments are texts there, in UTC."""
        template = "REPLACE(SUBSTR(%(expressions)s, 1, 19), ' ', 'T') || '+00:00'"
        return super().as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """In UTC too."""
        template = """TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""
        return super().as_sql(compiler, connection, template=template, **more)


def sitemap(site: Site, url: str) -> HttpResponse | None:
    """The site map at `url`: `/sitemap.xml`, `/ko/sitemap.xml`, the parts of a large one `/sitemap-2.xml`."""
    config = site.hugo
    if "sitemap" in config.disabled_kinds:
        return None
    languages = [each.code for each in config.languages if not each.disabled]
    name = _name(config)
    whole = f"{base_path(config, config.default_language)}/{name}"
    if len(languages) > 1 and not config.is_multihost:
        of_language = {f"{base_path(config, code)}/{code}/{name}": code for code in languages}
        if url == whole:
            changed = outline_of(site).changed
            return _index((each, _in_seconds(changed.get(code))) for each, code in of_language.items())
    else:
        of_language = {whole: languages[0]}
    match = re.fullmatch(r"(.*?)(?:-([1-9][0-9]{0,5}))?\.xml", url)
    language = of_language.get(f"{match[1]}.xml") if match else None
    return _of_language(site, language, f"{match[1]}.xml", int(match[2] or 0)) if language and match else None


def sitemap_url(config: SiteConfig) -> str:
    """Where the site map stands; empty where the site has none."""
    if "sitemap" in config.disabled_kinds:
        return ""
    return f"{base_path(config, config.default_language)}/{_name(config)}"


def _name(config: SiteConfig) -> str:
    return as_text(as_mapping(config.raw.get("sitemap")).get("filename")) or "sitemap.xml"


def _of_language(site: Site, language: str, url: str, part: int) -> HttpResponse | None:
    outline = outline_of(site)
    lists = list(_lists(outline, language))
    home = outline.by_place.get((language, "/"))
    count = len(lists) + (home.count if home else 0)
    if not part and count > LIMIT:
        last = -(-count // LIMIT)
        return _index((f"{url.removesuffix('.xml')}-{number}.xml", "") for number in range(1, last + 1))
    if part and (part - 1) * LIMIT >= count:
        return None
    start = max(part - 1, 0) * LIMIT
    pages = _pages(language, max(start - len(lists), 0), start + LIMIT - len(lists))
    return _urls([*lists[start : start + LIMIT], *pages])


def _lists(outline: Outline, language: str) -> Iterator[Entry]:
    for node in outline.nodes:
        if node.language == language and node.is_mapped:
            yield node.url, _in_seconds(node.dates[1])


def _pages(language: str, start: int, end: int) -> Iterator[Entry]:
    rows = Edition.objects.live().filter(kind="page", language=language, is_mapped=True).order_by("rank", "id")
    for url, lastmod in rows.values_list("url", InSeconds("lastmod"))[start:end]:
        yield url, lastmod or ""


def _in_seconds(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _urls(entries: Iterable[Entry]) -> HttpResponse:
    rows = "".join([f"  <url>\n{_said(url, lastmod)}  </url>\n" for url, lastmod in entries])
    return _answer(f"<urlset {_SPACE}>\n{rows}</urlset>\n")


def _index(entries: Iterable[Entry]) -> HttpResponse:
    rows = "".join([f"  <sitemap>\n{_said(url, lastmod)}  </sitemap>\n" for url, lastmod in entries])
    return _answer(f"<sitemapindex {_SPACE}>\n{rows}</sitemapindex>\n")


def _said(url: str, lastmod: str) -> str:
    changed = f"    <lastmod>{lastmod}</lastmod>\n" if lastmod else ""
    return f"    <loc>{escape(absolute(url))}</loc>\n{changed}"


def _answer(xml: str) -> HttpResponse:
    return HttpResponse(_START + xml, content_type="application/xml; charset=utf-8")
