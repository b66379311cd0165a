"""Pages that Hugo does not have: the archive by year, the authors and each author's page.

Asked last of all: what a site has at these addresses comes before.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote, unquote

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.models import Edition, EditionAuthor, Site
from reviews.models.columns import NO_DATE
from reviews.models.edition import APART, EditionQuerySet
from reviews.models.places import name_key
from reviews.models.prepared import Prepared
from reviews.public.addresses import author_url, own_url
from reviews.public.context import FEW_TERMS, cloud, list_context
from reviews.public.frame import Context, frame
from reviews.public.listing import Choice, count_of
from reviews.public.lists import PAGER, CountedPaginator, PageList, page_links
from reviews.public.speaking import speaking
from reviews.public.standing import kept_for
from reviews.public.templating import show
from reviews.public.topics import with_newest
from reviews.typesetting import text_of

ARCHIVE_PAGE = 300
_SHOWN = ("url", "language", "section", "title", "link_title", "description", "date", "sort_date")
YEAR = re.compile(r"([0-9]{4})/$")


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
                return HttpResponsePermanentRedirect(quote(place)) if found and match and number == 1 else found
    return None


def author_list(site: Site, url: str) -> PageList | None:
    """An author's posts at their own address, for the page and its feeds."""
    for language in (each.code for each in site.hugo.languages if not each.disabled):
        root = own_url(site.hugo, language, "authors")
        if root and url.startswith(root) and url != root:
            return _author(site, language, url.removeprefix(root).rstrip("/"))
    return None


def _author(site: Site, language: str, slug: str) -> PageList | None:
    """The author's list at the one address that it has, however `slug` spells the name."""
    key, url = name_key(language, slug), author_url(site.hugo, language, slug)
    known: dict[str, str] = kept_for(site).setdefault("author names", {})  # of those that there are
    if key not in known:
        rows = EditionAuthor.objects.filter(key=key, edition__in=Edition.objects.live()).order_by("rank")
        name = rows.values_list("name", flat=True).first()
        if name is None:
            return None
        known[key] = name
    return PageList("author", url, language, known[key], None, Choice("author", language, (key,)))


def _authors(request: HttpRequest, site: Site, language: str, url: str, number: int) -> HttpResponse | None:
    root = own_url(site.hugo, language, "authors")
    if url == root:
        return _author_names(request, site, language, url) if number == 1 else None
    found = author_list(site, url)
    if found is None or found.choice is None or not url.endswith("/"):
        return None
    if url != unquote(found.url):
        return HttpResponsePermanentRedirect(found.url)
    pages = CountedPaginator(site, found.choice, site.hugo.pager_size, count_of(site, found.choice))
    if number > pages.num_pages:
        return None
    context = list_context(request, site, found, pages.page(number))
    return show(request, "list.html", {**context, "parent": {"url": root, "name": _("Authors")}})


def _author_names(request: HttpRequest, site: Site, language: str, url: str) -> HttpResponse | None:
    rows = EditionAuthor.objects.filter(language=language, edition__in=Edition.objects.live())
    counted = rows.order_by().values("key").annotate(count=Count("pk"), name=Min("name")).order_by("name")
    names = [{**row, "url": author_url(site.hugo, language, row["name"])} for row in counted]
    if not names:
        return None
    few = with_newest(language, names) if len(names) <= FEW_TERMS else []
    context = {**_page(request, site, language, url, _("Authors")), "terms": cloud(names), "topics": few}
    return show(request, "terms.html", context)


def _page(request: HttpRequest, site: Site, language: str, url: str, heading: str) -> Context:
    return {**frame(request, site, language, url, {language: url}), "heading": heading, "page_title": heading}


def _archive(request: HttpRequest, site: Site, language: str, url: str, number: int) -> HttpResponse | None:
    root = own_url(site.hugo, language, "archive")
    match = YEAR.fullmatch(url.removeprefix(root))
    year = int(match[1]) if match else 0
    if url != root and not 1 < year < 9999:
        return None
    pages = Paginator(_of_year(site, archived(language), year), ARCHIVE_PAGE)
    pages.__dict__["count"] = _count(site, language, year)
    if not pages.count or number > pages.num_pages:
        return None
    context = {
        **_page(request, site, language, url, _("Archive")),
        **_archive_context(site, language, url, pages.page(number)),
        "page_title": f"{_('Archive')} {year or ''}".strip(),
        "year": year,
    }
    return show(request, "archive.html", context)


def is_archive_page(edition: Edition) -> bool:
    """Whether the site means this page to be its archive, as themes have it: `layout: archives`."""
    return edition.params.get("layout") in ("archive", "archives")


def archive_page(request: HttpRequest, site: Site, edition: Edition) -> HttpResponse:
    """The archive at a page of the site's own; its older pages stand where ours would."""
    root = own_url(site.hugo, edition.language, "archive")
    pages = Paginator(archived(edition.language), ARCHIVE_PAGE)
    pages.__dict__["count"] = _count(site, edition.language, 0)
    context = {
        **_page(request, site, edition.language, edition.url, edition.title or _("Archive")),
        **_archive_context(site, edition.language, root, pages.page(1)),
        "intro_html": text_of(site, edition).html,
    }
    return show(request, "archive.html", context)


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


def archived(language: Any, now: Any = None) -> EditionQuerySet:
    """The texts of a language: what the archive holds, not `about` and its like; newest first."""
    listed = Edition.objects.live(now).listed().filter(language=language)
    return listed.exclude(section__in=APART).only(*_SHOWN).order_by("-sort_date", "-id")


def _before(language: str, moment: datetime, now: datetime) -> EditionQuerySet:
    return archived(language, now).exclude(sort_date=NO_DATE).filter(sort_date__lt=moment)[:1]


_BEFORE = Prepared(_before, language=str, moment=datetime, now=datetime)


def _of_year(site: Site, entries: EditionQuerySet, year: int) -> EditionQuerySet:
    if not year:
        return entries
    first, after = (datetime(each, 1, 1, tzinfo=site.zone) for each in (year, year + 1))
    return entries.filter(sort_date__gte=first, sort_date__lt=after)


def _count(site: Site, language: str, year: int) -> int:
    """How many texts the archive, or a year of it, has; counted once for each standing of the site."""
    kept: dict[tuple[str, int], int] = kept_for(site).setdefault("archived", {})
    if (language, year) not in kept:
        kept[language, year] = _of_year(site, archived(language), year).count()
    return kept[language, year]


def _years(site: Site, language: str) -> list[int]:
    """The years that have texts, newest first; looked up once for each standing of the site, in an index."""
    kept: dict[str, list[int]] = kept_for(site).setdefault("years", {})
    if language not in kept:
        kept[language] = list(_each_year(site, language))
    return kept[language]


def _each_year(site: Site, language: str) -> Iterator[int]:
    moment = datetime.max.replace(tzinfo=UTC)
    while found := _BEFORE.first(language=language, moment=moment, now=timezone.now()):
        year = found.sort_date.astimezone(site.zone).year
        yield year
        if year <= 1:
            return
        moment = datetime(year, 1, 1, tzinfo=site.zone).astimezone(UTC)


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
