"""Pages that Hugo does not have: the archive by year, the authors and each author's page.

Asked last of all: what a site has at these addresses comes before.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from reviews.models import Edition, EditionAuthor, Site
from reviews.models.columns import NO_DATE
from reviews.models.edition import APART, EditionQuerySet
from reviews.models.places import name_key
from reviews.public.addresses import author_url, own_url
from reviews.public.context import cloud, list_context
from reviews.public.frame import Context, frame
from reviews.public.lists import PAGER, PageList, page_links
from reviews.public.speaking import speaking
from reviews.typesetting import text_of

ARCHIVE_PAGE = 300
YEAR = re.compile(r"(\d{4})/$")


def own_page(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The page of ours at `url`, if there is anything to show on it."""
    match = PAGER.search(url)
    place, number = (url[: match.start()], int(match[1])) if match else (url, 1)
    for language in (each.code for each in site.hugo.languages if not each.disabled):
        for name, answer in (("archive", _archive), ("authors", _authors)):
            root = own_url(site.hugo, language, name)
            if root and place.startswith(root):
                with speaking(site, language):
                    found = answer(request, site, language, place, number)
                return HttpResponsePermanentRedirect(place) if found and match and number == 1 else found
    return None


def author_list(site: Site, url: str) -> PageList | None:
    """An author's posts at their own address, for the page and its feeds."""
    for language in (each.code for each in site.hugo.languages if not each.disabled):
        root = own_url(site.hugo, language, "authors")
        if root and url.startswith(root) and url != root:
            return _author(language, url, url.removeprefix(root).rstrip("/"))
    return None


def _author(language: str, url: str, slug: str) -> PageList | None:
    signed = EditionAuthor.objects.filter(key=name_key(language, slug))
    editions = Edition.objects.live().listed().filter(pk__in=signed.values("edition"))
    row = signed.filter(edition__in=editions.order_by()).first()
    return PageList("author", url, language, row.name, None, editions) if row else None


def _authors(request: HttpRequest, site: Site, language: str, url: str, number: int) -> HttpResponse | None:
    root = own_url(site.hugo, language, "authors")
    if url == root:
        return _author_names(request, site, language, url) if number == 1 else None
    found = author_list(site, url)
    if found is None or found.editions is None or not url.endswith("/"):
        return None
    pages = Paginator(found.editions, site.hugo.pager_size)
    if number > pages.num_pages:
        return None
    context = list_context(request, site, found, pages.page(number))
    return render(request, "public/list.html", {**context, "parent": {"url": root, "name": _("Authors")}})


def _author_names(request: HttpRequest, site: Site, language: str, url: str) -> HttpResponse | None:
    rows = EditionAuthor.objects.filter(language=language, edition__in=Edition.objects.live())
    counted = rows.order_by().values("key").annotate(count=Count("pk"), name=Min("name")).order_by("name")
    names = [
        {"name": row["name"], "count": row["count"], "url": author_url(site.hugo, language, row["name"])}
        for row in counted
    ]
    if not names:
        return None
    context = {**_page(request, site, language, url, _("Authors")), "terms": cloud(names)}
    return render(request, "public/terms.html", context)


def _page(request: HttpRequest, site: Site, language: str, url: str, heading: str) -> Context:
    return {**frame(request, site, language, url, {language: url}), "heading": heading, "page_title": heading}


def _archive(request: HttpRequest, site: Site, language: str, url: str, number: int) -> HttpResponse | None:
    root = own_url(site.hugo, language, "archive")
    match = YEAR.fullmatch(url.removeprefix(root))
    if url != root and match is None:
        return None
    year = int(match[1]) if match else 0
    entries = _of_year(site, archived(language), year).order_by("-sort_date", "-id")
    pages = Paginator(entries, ARCHIVE_PAGE)
    if not pages.count or number > pages.num_pages:
        return None
    context = {
        **_page(request, site, language, url, _("Archive")),
        **_archive_context(site, language, url, pages.page(number)),
        "page_title": f"{_('Archive')} {year or ''}".strip(),
        "year": year,
    }
    return render(request, "public/archive.html", context)


def is_archive_page(edition: Edition) -> bool:
    """Whether the site means this page to be its archive, as themes have it: `layout: archives`."""
    return edition.params.get("layout") in ("archive", "archives")


def archive_page(request: HttpRequest, site: Site, edition: Edition) -> HttpResponse:
    """The archive at a page of the site's own; its older pages stand where ours would."""
    root = own_url(site.hugo, edition.language, "archive")
    pages = Paginator(archived(edition.language).order_by("-sort_date", "-id"), ARCHIVE_PAGE)
    context = {
        **_page(request, site, edition.language, edition.url, edition.title or _("Archive")),
        **_archive_context(site, edition.language, root, pages.page(1)),
        "intro_html": text_of(site, edition).html,
    }
    return render(request, "public/archive.html", context)


def _archive_context(site: Site, language: str, url: str, page: "PagerPage[Edition]") -> Context:
    """The texts of one page of the archive at `url` (empty: it has no address, so no other pages)."""
    root = own_url(site.hugo, language, "archive")
    return {
        "total": page.paginator.count,
        "years": [{"year": each, "url": f"{root}{each:04d}/"} for each in _years(site, language)] if root else [],
        "groups": list(grouped(site, page.object_list)),
        "page_obj": page if url else None,
        "page_links": page_links(page, lambda each: _numbered(url, each)),
        "previous_url": _numbered(url, page.number - 1) if page.has_previous() else "",
        "next_url": _numbered(url, page.number + 1) if page.has_next() else "",
    }


def _numbered(url: str, number: int) -> str:
    return url if number == 1 else f"{url}page/{number}/"


def archived(language: str) -> EditionQuerySet:
    """The texts of a language: what the archive holds, not `about` and its like."""
    return Edition.objects.live().listed().filter(language=language).exclude(section__in=APART)


def _of_year(site: Site, entries: EditionQuerySet, year: int) -> EditionQuerySet:
    if not 1 < year < 9999:
        return entries
    first, after = (datetime(each, 1, 1, tzinfo=site.zone) for each in (year, year + 1))
    return entries.filter(sort_date__gte=first, sort_date__lt=after)


def _years(site: Site, language: str) -> list[int]:
    dated = archived(language).exclude(sort_date=NO_DATE).select_related(None)
    return [each.year for each in dated.datetimes("sort_date", "year", order="DESC", tzinfo=site.zone)]


def grouped(site: Site, entries: Any) -> Iterator[Context]:
    """Entries by year and month, in the site's time zone; 0 for the undated."""

    def local(entry: Edition) -> datetime:
        return entry.sort_date.astimezone(site.zone)

    for year, of_year in groupby(entries, lambda entry: local(entry).year if entry.date else 0):
        months = groupby(of_year, lambda entry: local(entry).month)
        yield {
            "year": year,
            "months": [{"date": texts[0].date, "entries": texts} for texts in (list(each) for _, each in months)],
        }
