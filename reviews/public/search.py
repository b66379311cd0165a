"""The search page and its suggestions: at the page of the site whose layout is `search`, else at `search/`."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse

from reviews.models import Edition, EditionTerm, EditionText, Site
from reviews.models.people import author_key
from reviews.models.prepared import Prepared, among
from reviews.public.addresses import own_url
from reviews.public.frame import Context, frame
from reviews.public.speaking import speaking
from reviews.public.templating import show
from reviews.public.topics import fullest
from reviews.search.excerpts import excerpt, marked
from reviews.search.facets import Facet, facets
from reviews.search.finding import Found, Sort, find
from reviews.search.lookup import Place
from reviews.search.query import FILTERS, LONGEST, Query, parse
from reviews.search.suggestions import correction, suggestions

PAGE = 20
SEARCH = "search"
SUGGEST = "suggest.json"
LONGEST_VALUE = 300
SHOWN = ("title", "link_title", "url", "language", "date", "shelf_mark", "author_names")  # of a hit


@dataclass(frozen=True)
class Asked:
    """What stands behind the `?` of the search page's address, whatever was put there."""

    text: str
    filters: dict[str, str]
    sort: Sort
    before: Place | None
    page: int

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """The request's parameters: q, sort, page, before, and the filters."""
        get = request.GET
        given = {kind: get.get(kind, "")[:LONGEST_VALUE].strip() for kind in FILTERS}
        number = get.get("page", "")
        return cls(
            text=" ".join(get.get("q", "")[:LONGEST].replace("\0", " ").split()),
            filters={kind: value for kind, value in given.items() if value},
            sort="newest" if get.get("sort") == "newest" else "relevance",
            before=Place.read(get.get("before", "")),
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1,
        )

    @property
    def query(self) -> Query:
        """What is looked up."""
        keys = {**self.filters}
        if "author" in keys:
            keys["author"] = author_key(keys["author"])
        return parse(self.text, keys)

    def address(self, url: str, **changed: str) -> str:
        """The search page's address with these parameters, some of them changed; an empty one is left out."""
        before = str(self.before) if self.before else ""
        said = {"q": self.text, **self.filters, "sort": self.sort if self.sort == "newest" else "", "before": before}
        return f"{url}?{urlencode({key: value for key, value in {**said, **changed}.items() if value})}"


def is_search_page(edition: Edition) -> bool:
    """Whether the site means this page to be its search page, as themes have it: `layout: search`."""
    return bool(edition.params.get("layout") == SEARCH)


def own_search(request: HttpRequest, site: Site, url: str) -> HttpResponse | None:
    """The search page or its suggestions at their own addresses, where Hugo has nothing."""
    codes = [each.code for each in site.hugo.languages if not each.disabled]
    place = url.removesuffix(SUGGEST)
    language = next((code for code in codes if place == own_url(site.hugo, code, SEARCH)), None)
    if language is None:
        return None
    with speaking(site, language):
        response = _suggest(request, language) if place != url else search_page(request, site, language, url)
    response.headers["Content-Language"] = language
    return response


def _suggest(request: HttpRequest, language: str) -> JsonResponse:
    found = suggestions(request.GET.get("q", "")[:LONGEST], language)
    rows = [{"title": each.title, "url": each.url, "kind": each.kind} for each in found]
    response = JsonResponse({"suggestions": rows})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def search_page(request: HttpRequest, site: Site, language: str, url: str, heading: str = "") -> HttpResponse:
    """What was found for the request's query; without one, only the form."""
    response = show(request, "search.html", search_context(request, site, language, url, heading))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def search_context(request: HttpRequest, site: Site, language: str, url: str, heading: str = "") -> Context:
    """What the search page shows. `results` have title, url, excerpt (both marked), date, terms, authors."""
    asked = Asked.read(request)
    query = asked.query
    found = find(query, asked.sort, asked.before)
    corrected = correction(query) if query.wanted and not found.ids and not asked.before else ""
    return {
        **frame(request, site, language, url, {language: url}),
        "page_title": heading,
        "heading": heading,
        "search_url": url,
        "suggest_url": f"{own_url(site.hugo, language, SEARCH) or url}{SUGGEST}",
        "query": asked.text,
        "is_asked": bool(query) or bool(asked.text),
        "sort": asked.sort,
        "is_narrowed": bool(asked.filters) or asked.sort == "newest",
        "total": len(found.ids),
        "is_more": found.next is not None or asked.before is not None,
        "results": _results(query, found.ids[(asked.page - 1) * PAGE : asked.page * PAGE]),
        "filters": _filters(site, asked, found, language),
        "correction": corrected,
        "topics": [] if found.ids else fullest(site, language),
        "correction_url": asked.address(url, q=corrected),
        **_pager(asked, found, url),
    }


def _results(query: Query, ids: list[int]) -> list[Context]:
    listed = json.dumps(ids)
    editions = {edition.pk: edition for edition in _EDITIONS.rows(ids=listed)}
    texts = dict(_TEXTS.rows(ids=listed))
    terms: dict[int, list[tuple[str, str]]] = {}
    for edition, name, url in _TERMS.rows(ids=listed):
        terms.setdefault(edition, []).append((name, url))
    return [_result(query, editions[pk], texts.get(pk, ""), terms.get(pk, [])) for pk in ids if pk in editions]


_EDITIONS = Prepared(lambda ids: Edition.objects.filter(pk__in=among(ids)).only(*SHOWN), ids=str)
_TEXTS = Prepared(
    lambda ids: EditionText.objects.filter(edition__in=among(ids)).values_list("edition", "plain"), ids=str
)
_TERMS = Prepared(
    lambda ids: EditionTerm.objects.filter(edition__in=among(ids)).values_list("edition_id", "name", "url"), ids=str
)


def _result(query: Query, edition: Edition, text: str, terms: list[tuple[str, str]]) -> Context:
    return {
        "title": marked(edition.link_title or edition.title or edition.url, query),
        "title_language": edition.title_language,
        "url": edition.url,
        "language": edition.language,
        "excerpt": excerpt(text, query),
        "date": edition.date,
        "shelf_mark": edition.shelf_mark,
        "authors": edition.author_names,
        "terms": [{"name": marked(name, query), "url": url} for name, url in terms],
    }


def _filters(site: Site, asked: Asked, found: Found, language: str) -> list[Facet]:
    labels = {each.code: each.label or each.code for each in site.hugo.languages}
    return facets(found.ids, asked.filters, site.zone, labels)


def _pager(asked: Asked, found: Found, url: str) -> dict[str, Any]:
    last = asked.page * PAGE >= len(found.ids)
    older = asked.address(url, before=str(found.next), page="") if found.next else ""
    following = asked.address(url, page=str(asked.page + 1))
    return {
        "page_number": asked.page,
        "previous_url": asked.address(url, page=str(asked.page - 1) if asked.page > 2 else "")
        if asked.page > 1
        else "",
        "next_url": older if last else following,
    }
