"""A published page takes its places: among related pages, with its authors, in the menus that it names."""

from collections.abc import Iterable
from typing import Any

from reviews.hugo.page import Page
from reviews.hugo.related import keywords
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_rules import site_rules
from reviews.models import Edition, EditionAuthor, EditionKeyword, EditionMenu
from reviews.models.columns import json_column, text_column
from reviews.models.insert import append
from reviews.models.places import keyword_key, name_key

MOST = 1000  # keywords or menu entries of one page
MODELS = (EditionKeyword, EditionAuthor, EditionMenu)
_COLUMNS = {
    EditionKeyword: ("edition_id", "index", "key", "sort_date"),
    EditionAuthor: ("edition_id", "name", "key", "language", "rank"),
    EditionMenu: ("edition_id", "language", "menu", "entry"),
}

Row = tuple[object, ...]  # the values of these columns


def keyword_keys(config: SiteConfig, page: Page) -> list[tuple[str, str]]:
    """(index, key) of every keyword that the page has, as often as it has it."""
    rules = site_rules(config, page.language).related
    dates = {
        "date": page.date,
        "lastmod": page.lastmod,
        "publishdate": page.publish_date,
        "expirydate": page.expiry_date,
    }
    found = keywords(rules, page.params, dates)[:MOST]
    return [(text_column(index, 100), keyword_key(page.language, index, word)) for index, word in found]


def take_places(pages: Iterable[tuple[Edition, Page]]) -> None:
    """Write the rows of editions that have none yet."""
    words: list[Row] = []
    names: list[Row] = []
    entries: list[Row] = []
    for edition, page in pages:
        if edition.kind == "page" and edition.is_listed:
            words += _keywords(edition)
            names += _names(edition)
        entries += _entries(edition, page)
    for model, rows in zip(MODELS, (words, names, entries), strict=True):
        append(model, _COLUMNS[model], rows)


def _keywords(edition: Edition) -> list[Row]:
    return [(edition.pk, index, key, edition.sort_date) for index, key in edition.keyword_keys]


def _names(edition: Edition) -> list[Row]:
    by_key = {name_key(edition.language, name): name for name in reversed(edition.author_names)}
    return [(edition.pk, name, key, edition.language, edition.rank) for key, name in by_key.items()]


def _entries(edition: Edition, page: Page) -> list[Row]:
    return [
        (edition.pk, edition.language, text_column(menu, 100), json_column(entry))
        for menu, entry in menu_entries(page.params)[:MOST]
    ]


def menu_entries(params: Any) -> list[tuple[str, dict[str, Any]]]:
    """(menu, entry) of a page's `menus` or `menu`: a name, a list of names, or a table of entries by menu."""
    given = params.get("menus") or params.get("menu")
    if isinstance(given, dict):
        return [(name, entry if isinstance(entry, dict) else {}) for name, entry in given.items()]
    names = given if isinstance(given, list) else [given]
    return [(name, {}) for name in names if isinstance(name, str) and name]
