"""Menus as Hugo builds them: entries of the configuration and of pages, in their order, children below parents.

The rules are Hugo 0.168's observed behaviour; tests/hugo/menus.json holds its answers.
https://gohugo.io/content-management/menus/
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviews.hugo.config_values import as_int, as_list, as_mapping, as_text


@dataclass(frozen=True)
class MenuPage:
    """The page that an entry leads to."""

    title: str
    link_title: str
    url: str
    weight: int = 0


@dataclass
class MenuEntry:
    """One entry; `url` is empty where it only holds others together."""

    name: str
    url: str = ""
    title: str = ""
    weight: int = 0
    identifier: str = ""
    parent: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    children: list["MenuEntry"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What children name as their parent."""
        return self.identifier or self.name


FindPage = Callable[[str], MenuPage | None]


def configured(menus: Mapping[str, Any], menu: str, find_page: FindPage, base: str = "") -> list[MenuEntry]:
    """The entries of `menu` in the configuration. `base`: the path of the site's base URL, no slash behind."""
    given: Any = next((each for name, each in menus.items() if name.lower() == menu), [])
    found = [entry_of(each, find_page, base) for each in as_list(given) if isinstance(each, Mapping)]
    return list({entry.key: entry for entry in found}.values())


def entry_of(given: Mapping[str, Any], find_page: FindPage, base: str = "", page: MenuPage | None = None) -> MenuEntry:
    """An entry from its keys (in lower case); `page` is the page whose front matter holds it."""
    reference = as_text(given.get("pageref"))
    leads_to = page or (find_page(reference) if reference else None)
    url = as_text(given.get("url"))
    rooted = f"{base}{url}" if url.startswith("/") and not url.startswith("//") else url
    return MenuEntry(
        name=as_text(given.get("name")) or (leads_to.link_title if leads_to else as_text(given.get("identifier"))),
        url=leads_to.url if leads_to else rooted,
        title=as_text(given.get("title")) or (leads_to.title if leads_to else ""),
        weight=_weight(given.get("weight")) or (leads_to.weight if leads_to else 0),
        identifier=as_text(given.get("identifier")),
        parent=as_text(given.get("parent")),
        params=as_mapping(given.get("params")),
    )


def _weight(value: Any) -> int:
    """A weight may stand in quotes."""
    if isinstance(value, str) and value.strip().lstrip("+-").isdigit():
        return int(value)
    return as_int(value)


def tree(entries: Iterable[MenuEntry]) -> list[MenuEntry]:
    """The entries that have no parent, each with its children, all in order.

    A parent that is missing is made up; of two entries with one key the first stays.
    """
    by_key: dict[str, MenuEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key, entry)
    found = list(by_key.values())
    roots = [entry for entry in found if not entry.parent]
    for entry in (each for each in found if each.parent):
        if entry.parent not in by_key:
            by_key[entry.parent] = MenuEntry(entry.parent)
            roots.append(by_key[entry.parent])
        by_key[entry.parent].children.append(entry)
    for entry in by_key.values():
        entry.children.sort(key=_order)
    return sorted(roots, key=_order)


def _order(entry: MenuEntry) -> tuple[bool, int, str, str]:
    """By weight, none last; then by name as people sort, without accents and case."""
    plain = unicodedata.normalize("NFKD", entry.name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return entry.weight == 0, entry.weight, unicodedata.normalize("NFC", letters), entry.identifier or "\uffff"
