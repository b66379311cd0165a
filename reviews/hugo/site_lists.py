"""What only the whole site can tell of a page: the dates of lists, and the addresses of terms that have a file.

A list (home, section, taxonomy, term) without any date has the newest dates of what lies in it. A term whose `_index`
file sets `slug` or `url`, or whose taxonomy does, is linked where that leads.
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

_Dates = tuple[datetime | None, datetime | None, datetime | None]
_NONE: _Dates = (None, None, None)


def complete_pages(config: SiteConfig, pages: Iterable[Page], now: datetime) -> list[Page]:
    """The pages of one site as Hugo has them once it knows them all, in the same order.

    `now` is the moment of the build: what is published later gives its publish date to no list.
    """
    known = list(pages)
    lists = {(page.logical_path, page.language): page for page in known if page.bundle == "branch"}
    dates = _dates_of_lists(config, known, now)
    linked = [_with_term_addresses(config, page, lists) for page in known]
    return [_with_dates(page, dates.get((page.logical_path, page.language), _NONE)) for page in linked]


def _dates_of_lists(config: SiteConfig, pages: list[Page], now: datetime) -> dict[tuple[str, str], _Dates]:
    found: dict[tuple[str, str], _Dates] = defaultdict(lambda: _NONE)
    for page in pages:
        if page.build_list == "never" or _has_no_date(page):
            continue
        for path in _lists_of(page):
            place = (path, page.language)
            found[place] = _newest(found[place], page, now)
    return found


def _lists_of(page: Page) -> set[str]:
    """The logical paths of the lists in which the page stands, directly or further below."""
    parts = page.logical_path.split("/")[1:]
    above = {"/" + "/".join(parts[:count]) for count in range(len(parts))} if page.logical_path != "/" else set()
    for plural, terms in page.terms.items():
        above.add("/" + path_key(plural))
        above.update(f"/{path_key(plural)}/{term.key}" for term in terms)
    return above


def _has_no_date(page: Page) -> bool:
    return not (page.date or page.lastmod or page.publish_date or page.expiry_date)


def _newest(dates: _Dates, page: Page, now: datetime) -> _Dates:
    published = page.publish_date if page.publish_date and page.publish_date < now else None
    date, lastmod, publish_date = dates
    return _later(date, page.date), _later(lastmod, page.lastmod), _later(publish_date, published)


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
