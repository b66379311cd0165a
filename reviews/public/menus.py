"""The menus of a site as its readers see them: the configuration's entries and those of live pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviews.hugo.addresses import base_path, language_prefix
from reviews.hugo.config_values import as_mapping, as_text
from reviews.hugo.menus import FindPage, MenuEntry, MenuPage, configured, entry_of, tree
from reviews.hugo.site import SiteConfig
from reviews.hugo.terms import path_key
from reviews.models import Edition, EditionMenu, Site
from reviews.public.lists import sections
from reviews.public.outline import outline_of

DEEPEST = 3
OF_WEB = ("https://", "http://", "mailto:", "tel:")

Menu = list[dict[str, Any]]


def site_menus(site: Site, language: str) -> dict[str, Menu]:
    """Every menu of the language by its name in lower case; `main` falls back to the sections."""
    config = site.hugo.for_language(language)
    live = EditionMenu.objects.filter(language=language, edition__in=Edition.objects.live(), edition__is_listed=True)
    rows = list(live.select_related("edition"))
    of_sections = as_text(config.raw.get("sectionpagesmenu")).lower()
    names = {name.lower() for name in config.menus} | {row.menu.lower() for row in rows} | {of_sections} - {""}
    base, find_page = base_path(site.hugo, language), _finder(site, config.menus, language)
    menus = {}
    for name in names:
        entries = configured(config.menus, name, find_page, base)
        of_pages = (row for row in rows if row.menu.lower() == name)
        entries += [entry_of(row.entry, find_page, base, _menu_page(row.edition)) for row in of_pages]
        if name == of_sections:
            entries += _section_entries(site, language, {entry.key for entry in entries})
        menus[name] = [_item(entry, _home(site.hugo, language)) for entry in tree(entries) if _is_shown(entry)]
    if not menus.get("main"):
        menus["main"] = [{**each, "children": []} for each in sections(site, language)]
    return menus


def _section_entries(site: Site, language: str, taken: set[str]) -> Iterator[MenuEntry]:
    """What `sectionPagesMenu` adds: https://gohugo.io/content-management/menus/#define-automatically"""
    for node in outline_of(site).sections(language):
        identifier = node.path.strip("/")
        if identifier not in taken:
            name = node.link_title or node.title
            yield MenuEntry(name, node.url, weight=node.weight, identifier=identifier)


def _finder(site: Site, menus: Mapping[str, Any], language: str) -> FindPage:
    """Finds what an entry of the configuration names by `pageRef`: a page, or a list with or without a file."""
    lists = [each for each in menus.values() if isinstance(each, list)]
    given = {as_text(as_mapping(entry).get("pageref")) for entries in lists for entry in entries} - {""}
    named = Edition.objects.live().filter(language=language, logical_path__in=map(_place, given), kind="page")
    pages = {
        row.logical_path: _menu_page(row)
        for row in (named.only("logical_path", "title", "link_title", "url", "weight") if given else ())
    }
    outline = outline_of(site)

    def find(reference: str) -> MenuPage | None:
        place = _place(reference)
        node = outline.by_place.get((language, place))
        if place in pages or node is None or not node.has_page:
            return pages.get(place)
        return MenuPage(node.title, node.link_title or node.title, node.url, node.weight)

    return find


def _place(reference: str) -> str:
    """Hugo's logical path of what is named `/posts`, `posts/` or `posts/_index.md`."""
    name = reference.strip("/").removesuffix(".md").removesuffix("/index")
    return path_key("/" + name.removesuffix("_index").strip("/"))


def _menu_page(edition: Edition) -> MenuPage:
    return MenuPage(edition.title, edition.link_title or edition.title, edition.url, edition.weight)


def _home(config: SiteConfig, language: str) -> str:
    prefix = language_prefix(config, language)
    return f"{base_path(config, language)}/{prefix}/" if prefix else f"{base_path(config, language)}/"


def _item(entry: MenuEntry, home: str, depth: int = 1) -> dict[str, Any]:
    shown = [each for each in entry.children if _is_shown(each)] if depth < DEEPEST else []
    is_whole = not entry.url or entry.url.startswith(("/", "#", *OF_WEB))
    return {
        "name": entry.name,
        # Themes put a relative address (`posts/`) below the language's front page, so that it holds on every page.
        "url": entry.url if is_whole else f"{home}{entry.url.removeprefix('./')}",
        "title": entry.title if entry.title != entry.name else "",
        "children": [_item(each, home, depth + 1) for each in shown],
    }


def _is_shown(entry: MenuEntry) -> bool:
    """An entry leads somewhere or holds others together; a script is no address."""
    scheme, colon, _rest = entry.url.partition(":")
    is_safe = entry.url.startswith(OF_WEB) or not colon or not scheme.replace("+", "a").isalnum()
    return bool(entry.name) and (is_safe if entry.url else bool(entry.children))
