"""One address in, one public answer out: a page, a list, a feed, a file, an alias, or the same 404 for all else."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from django.db.models import F, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils import timezone
from django.views.decorators.http import require_safe

from reviews.hugo.addresses import base_path, section_url
from reviews.hugo.config_values import as_bool, as_text
from reviews.models import Edition, EditionAlias, Site
from reviews.models.columns import address_key
from reviews.models.prepared import Prepared
from reviews.public.addresses import absolute
from reviews.public.cards import find_card
from reviews.public.context import list_context, post_context
from reviews.public.feeds import feed
from reviews.public.files import find_file
from reviews.public.image_copies import find_copy
from reviews.public.keeping import answered, find, keep
from reviews.public.lists import PageList, find_list, list_page, pager_of
from reviews.public.missing import missing_page
from reviews.public.nodes import Node
from reviews.public.outline import outline_of
from reviews.public.own_feeds import own_feed
from reviews.public.own_pages import archive_page, is_archive_page, own_page
from reviews.public.plain_files import plain_file
from reviews.public.search import is_search_page, own_search, search_page
from reviews.public.signposts import Signs, alias_names, canonical, signs_at
from reviews.public.sitemaps import sitemap, sitemap_url
from reviews.public.speaking import speaking
from reviews.public.standing import Standing, last_known, standing, token_now
from reviews.public.templating import show

Finder = Callable[[HttpRequest, Site, str], HttpResponseBase | None]


@require_safe
def answer(request: HttpRequest, path: str) -> HttpResponseBase:
    """What stands at Hugo's address `path`. Drafts, and all that hangs on them, are a 404 like any unknown address."""
    known = last_known()
    kept = find(known, request) if known is not None else None
    found = _at_once(known, request) if known is not None and kept is None else None
    if found is not None:
        return found
    now = standing()
    request.standing = now  # type: ignore[attr-defined] # for the page that says that nothing is here
    if now is not known:
        kept = find(now, request)
    return answered(now, request, kept) if kept else _kept(now, request, _found(request, now.site))


def _at_once(known: Standing, request: HttpRequest) -> HttpResponseBase | None:
    """What is no list, where the site still stands as `known`: the question for it asks that too."""
    url = request.path_info
    if _is_of_list(known.site, url):
        return None
    if url.endswith(("/", ".html")):
        edition = _PAGE.first(url_key=address_key(url), now=timezone.now())
        if edition is not None:
            page = _page_of(request, known.site, edition) if edition.token == known.token else None
            return _kept(known, request, page) if page is not None else None
    signs = signs_at(url)
    if signs.token != known.token:
        return None
    request.standing = known  # type: ignore[attr-defined] # as above
    return _kept(known, request, _found_beside_lists(request, known.site, signs))


def _is_of_list(site: Site, url: str) -> bool:
    """Whether a list of Hugo's, one of its pages or its feed may stand there, or a site map: no row tells of these."""
    if url.endswith(".xml"):
        return not url.endswith("/index.xml") or _node_of_feed(site, url) is not None
    return outline_of(site).at(url) is not None or pager_of(site, url) is not None


def _kept(now: Standing, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    kept = keep(now, request, response)
    return answered(now, request, kept) if kept is not None else response


def _found(request: HttpRequest, site: Site) -> HttpResponseBase:
    """What stands at the address, made anew. Raises Http404."""
    url = request.path_info
    lists: tuple[Finder, ...] = (_list, _later_page, _feed, _sitemap)
    found = next(filter(None, (finder(request, site, url) for finder in lists)), None)
    return found if found is not None else _found_beside_lists(request, site, signs_at(url))


def _found_beside_lists(request: HttpRequest, site: Site, signs: Signs) -> HttpResponseBase:
    url = request.path_info
    finders: tuple[tuple[str, Finder], ...] = (
        ("page", _page), ("file", find_file), ("alias", _alias), ("", _to_default_language), ("", find_copy),
        ("", own_feed), ("", find_card), ("", _robots), ("", plain_file), ("", _not_found_page), ("", own_page),
        ("", own_search), ("elsewhere", _to_page), ("", _to_list), ("linked", _linked),
    )  # fmt: skip
    for sign, finder in finders:
        found = finder(request, site, url) if not sign or sign in signs.places else None
        if found is not None:
            return found
    raise Http404


def _page(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    edition = _PAGE.first(url_key=address_key(url), now=timezone.now())
    return _page_of(request, site, edition) if edition is not None else None


def _page_query(url_key: str, now: datetime) -> QuerySet[Edition]:
    page = Edition.objects.live(now).filter(url_key=url_key, kind="page").select_related("text")
    return page.defer("text__plain", "text__problems", "text__summary").annotate(token=token_now())


_PAGE = Prepared(_page_query, url_key=str, now=datetime)


def _page_of(request: HttpRequest, site: Site, edition: Edition) -> HttpResponse:
    with speaking(site, edition.language):
        if is_search_page(edition):
            response = search_page(request, site, edition.language, edition.url, edition.title)
        elif is_archive_page(edition):
            response = archive_page(request, site, edition)
        else:
            response = show(request, "post.html", post_context(request, site, edition))
    response.headers["Content-Language"] = edition.language
    return response


def _list(request: HttpRequest, site: Site, url: str, number: int = 1) -> HttpResponse | None:
    found = find_list(site, url)
    if found is None:
        return None
    with speaking(site, found.language):
        response = _list_page(request, site, found, number)
    if response is not None:
        response.headers["Content-Language"] = found.language
    return response


def _list_page(request: HttpRequest, site: Site, found: PageList, number: int) -> HttpResponse | None:
    assert found.node is not None
    if found.kind == "taxonomy":
        size = site.hugo.for_language(found.language).pager_size
        if (number - 1) * size >= max(found.node.count, 1):
            return None
        return show(request, "terms.html", list_context(request, site, found, None))
    page = list_page(site, found.node, number)
    if page is None:
        return None
    return show(request, "list.html", list_context(request, site, found, page))


def _later_page(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """A list's second and later pages; its first has the list's own address."""
    found = pager_of(site, url)
    if found is None:
        return None
    stem, number = found
    outline = outline_of(site)
    addresses = (stem, f"{stem}index.html", f"{stem.rstrip('/')}.html")
    node = next((node for each in addresses if (node := outline.at(each))), None)
    if node is None or not node.has_page:
        return None
    return HttpResponsePermanentRedirect(node.url) if number == 1 else _list(request, site, node.url, number)


def _feed(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    node = _node_of_feed(site, url) if url.endswith(".xml") else None
    return feed(site, node, outline_of(site)) if node is not None else None


def _node_of_feed(site: Site, url: str) -> Node | None:
    """The list whose RSS stands at the address."""
    stem, _slash, name = url.rpartition("/")
    outline = outline_of(site)
    addresses = (url, f"{stem}/", f"{stem}/index.html", f"{stem}.html")
    node = next((node for each in addresses if (node := outline.at(each))), None)
    return node if node is not None and node.feed_url and name == node.feed_name else None


def _sitemap(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    return sitemap(site, url) if url.endswith(".xml") else None


def _robots(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """What Hugo writes where `enableRobotsTXT` says so, and where the site map is; the site's own file comes first."""
    if not url.endswith("/robots.txt") or url not in {f"{base_path(site.hugo, site.hugo.default_language)}/robots.txt"}:
        return None
    map_url = sitemap_url(site.hugo)
    more = f"Sitemap: {absolute(map_url)}\n" if map_url else ""
    return HttpResponse(f"User-agent: *\n{more}", content_type="text/plain; charset=utf-8")


def _not_found_page(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The page that Hugo writes for servers to show at unknown addresses."""
    homes = {each.code: section_url(site.hugo, each.code, "") for each in site.hugo.languages if not each.disabled}
    language = next((code for code, home in homes.items() if url == f"{_stem(home)}404.html"), None)
    if language is None or "404" in site.hugo.disabled_kinds:
        return None
    return missing_page(request, site, language)


def _stem(home: str) -> str:
    return home.removesuffix("index.html")


def _alias(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    if not site.hugo.makes_aliases:
        return None
    keys = {address_key(each) for each in alias_names(url)}
    live = EditionAlias.objects.filter(url_key__in=keys, edition__in=Edition.objects.live())
    alias = live.select_related("edition").first()
    return HttpResponsePermanentRedirect(alias.edition.url) if alias is not None else None


def _to_default_language(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """Where the default language has its own folder, Hugo leads the root there, or from the folder to the root.

    It does so without aliases too.
    """
    config = site.hugo
    base, code = base_path(config, config.default_language), config.default_language
    home = section_url(config, code, "")
    if len(config.languages) < 2 or as_bool(config.raw.get("disabledefaultlanguageredirect")):
        return None
    other = f"{base}/" if config.default_language_in_subdir else f"{base}/{code}/"
    return HttpResponsePermanentRedirect(home) if url == other and home != url else None


def _to_page(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The address of a known page with its slash, or without the name of the file that Hugo writes it into."""
    target = canonical(url)
    is_known = Edition.objects.live().filter(url_key=address_key(target), kind="page").exists()
    return HttpResponsePermanentRedirect(quote(target)) if is_known else None


def _to_list(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The same for the address of a list."""
    target = canonical(url)
    is_known = find_list(site, target) is not None or (
        target.endswith("/") and pager_of(site, target) is not None and _later_page(request, site, target)
    )
    return HttpResponsePermanentRedirect(quote(target)) if is_known else None


def _linked(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """Lists lead to a page that is not rendered (`build.render: link`): on to its `manualLink`, else to its section."""
    edition = Edition.objects.live().filter(wanted_key=address_key(url)).exclude(url_key=F("wanted_key")).first()
    if edition is None:
        return None
    link = as_text(edition.params.get("manuallink"))
    if link.startswith(("https://", "http://", "/")):
        return HttpResponseRedirect(link)
    section = outline_of(site).by_place.get((edition.language, edition.parent))
    return HttpResponseRedirect(section.url) if section is not None and section.has_page else None
