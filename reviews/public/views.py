"""One address in, one public answer out: a page, a list, a feed, a file, an alias, or the same 404 for all else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from reviews.models import Edition, EditionAlias, Site
from reviews.models.columns import address_key
from reviews.public.context import list_context, post_context
from reviews.public.feeds import feed, sitemap
from reviews.public.files import find_file
from reviews.public.lists import FEED, PAGER, PageList, find_list


@require_safe
def answer(request: HttpRequest, path: str) -> HttpResponseBase:
    """What stands at Hugo's address `path`. Drafts, and all that hangs on them, are a 404 like any unknown address."""
    site, url = Site.load(), request.path_info
    finders: tuple[Callable[[HttpRequest, Site, str], HttpResponseBase | None], ...] = (
        _page, _list, _feed, _sitemap, find_file, _alias, _with_slash,
    )  # fmt: skip
    for finder in finders:
        found = finder(request, site, url)
        if found is not None:
            return found
    raise Http404


def _page(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    edition = Edition.objects.live().filter(url_key=address_key(url), kind="page").first()
    if edition is None:
        return None
    with speaking(site, edition.language):
        response = render(request, "public/post.html", post_context(request, site, edition))
    response.headers["Content-Language"] = edition.language
    return response


def _list(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    match = PAGER.search(url)
    found = find_list(site, url[: match.start()] if match else url)
    if found is None:
        return None
    if match and match[1] == "1":
        return HttpResponsePermanentRedirect(found.url)
    with speaking(site, found.language):
        response = _list_page(request, site, found, int(match[1]) if match else 1)
    if response is not None:
        response.headers["Content-Language"] = found.language
    return response


def _list_page(request: HttpRequest, site: Site, found: PageList, number: int) -> HttpResponse | None:
    if found.editions is None:
        return render(request, "public/terms.html", list_context(request, site, found, None))
    pages = Paginator(found.editions, site.hugo.pager_size)
    if number > max(pages.num_pages, 1):
        return None
    return render(request, "public/list.html", list_context(request, site, found, pages.page(number)))


def _feed(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    if not url.endswith(f"/{FEED}"):
        return None
    found: PageList | None = find_list(site, url.removesuffix(FEED))
    return feed(site, found) if found is not None and found.editions is not None else None


def _sitemap(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    return sitemap() if url == "/sitemap.xml" else None


def _alias(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    keys = {address_key(url), address_key(url.rstrip("/") + "/"), address_key(url.rstrip("/"))}
    alias = (
        EditionAlias.objects.filter(url_key__in=keys, edition__in=Edition.objects.live())
        .select_related("edition")
        .first()
    )
    return HttpResponsePermanentRedirect(alias.edition.url) if alias else None


def _with_slash(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    if url.endswith("/"):
        return None
    is_known = Edition.objects.live().filter(url_key=address_key(f"{url}/")).exists() or find_list(site, f"{url}/")
    return HttpResponsePermanentRedirect(quote(f"{url}/")) if is_known else None


@contextmanager
def speaking(site: Site, language: str) -> Iterator[None]:
    """The interface in the page's language where there is a catalogue for it, else in English; the site's time zone."""
    code = language.split("-")[0].lower()
    with translation.override(code if code in {"ko", "en"} else "en"), timezone.override(site.zone):
        yield
