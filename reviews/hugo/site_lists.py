"""What only the whole site can tell of a page: the dates of lists, and the addresses of terms that have a file.

A list without any date has the newest dates: home and section of the pages below their path, a term of the pages that
have it, a taxonomy of its terms. A term whose `_index` file sets `slug` or `url`, or whose taxonomy does, is linked
where that leads.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from reviews.hugo.page import Page, Term
from reviews.hugo.page_address import term_address
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_rules import site_rules
from reviews.hugo.terms import path_key

_Place = tuple[str, str]
_Dates = tuple[datetime | None, datetime | None, datetime | None]
_NONE: _Dates = (None, None, None)


def complete_pages(config: SiteConfig, pages: Iterable[Page], now: datetime) -> list[Page]:
    """The pages of one site as Hugo has them once it knows them all, in the same order.

    `now` is the moment of the build: what is published later gives its publish date to no list.
    """
    known = list(pages)
    by_path = {
        (page.logical_path, page.language): page for page in sorted(known, key=lambda page: page.bundle == "branch")
    }
    dates = _dates_of_lists(config, known, now)
    linked = [_with_term_addresses(config, page, by_path) for page in known]
    return [_with_dates(page, dates.get((page.logical_path, page.language), _NONE)) for page in linked]


def _dates_of_lists(config: SiteConfig, pages: list[Page], now: datetime) -> dict[_Place, _Dates]:
    found: dict[_Place, _Dates] = defaultdict(lambda: _NONE)
    terms: set[_Place] = set()
    for page in pages:
        if page.build_list == "never" or page.kind in ("taxonomy", "term"):
            continue
        own = _dates(page, now)
        in_terms = {
            (f"/{path_key(plural)}/{term.key}", page.language) for plural, each in page.terms.items() for term in each
        }
        for place in (*_above(page), *in_terms):
            found[place] = _newest(found[place], own)
        terms |= in_terms
    dated = {
        (page.logical_path, page.language): _dates(page, now)
        for page in pages
        if page.kind == "term" and not _has_no_date(page)
    }
    for place in {*terms, *dated}:
        taxonomy = (place[0].rpartition("/")[0], place[1])
        found[taxonomy] = _newest(found[taxonomy], dated.get(place) or found[place])
    return found


def _above(page: Page) -> list[_Place]:
    """The lists in which the page stands by its path."""
    parts = page.logical_path.split("/")[1:] if page.logical_path != "/" else []
    return [("/" + "/".join(parts[:count]), page.language) for count in range(len(parts))]


def _has_no_date(page: Page) -> bool:
    return not (page.date or page.lastmod or page.publish_date or page.expiry_date)


def _dates(page: Page, now: datetime) -> _Dates:
    published = page.publish_date if page.publish_date and page.publish_date < now else None
    return page.date, page.lastmod, published


def _newest(one: _Dates, other: _Dates) -> _Dates:
    return _later(one[0], other[0]), _later(one[1], other[1]), _later(one[2], other[2])


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return other if one is None or (other is not None and other > one) else one


def _with_dates(page: Page, dates: _Dates) -> Page:
    if page.bundle != "branch" or dates == _NONE or not _has_no_date(page):
        return page
    date, lastmod, publish_date = dates
    return replace(page, date=date, lastmod=lastmod, publish_date=publish_date)


def _with_term_addresses(config: SiteConfig, page: Page, lists: dict[tuple[str, str], Page]) -> Page:
    if not page.terms:
        return page
    terms = {
        plural: tuple(_linked(config, page.language, plural, term, lists) for term in each)
        for plural, each in page.terms.items()
    }
    return page if terms == page.terms else replace(page, terms=terms)


def _linked(config: SiteConfig, language: str, plural: str, term: Term, lists: dict[tuple[str, str], Page]) -> Term:
    taxonomy = "/" + path_key(plural)
    own = lists.get((f"{taxonomy}/{term.key}", language))
    if own is not None:
        return replace(term, url=own.url)
    above = lists.get((taxonomy, language))
    if above is None or not above.slug:
        return term
    return replace(term, url=term_address(site_rules(config, language), plural, term.name, above.slug))
