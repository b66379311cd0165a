"""The lists of a site as Hugo has them: home, sections, taxonomies, terms, with or without a file of their own.

Worked out once for each serial number of the site, in six queries for any number of pages; then every list is found by
its address without asking the database.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from reviews.hugo.addresses import section_url
from reviews.hugo.config_values import as_mapping
from reviews.hugo.page_address import section_address, taxonomy_url, term_address
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_rules import site_rules
from reviews.hugo.terms import path_key
from reviews.hugo.titles import section_title, title_case
from reviews.models import Edition, Site
from reviews.models.columns import address_key
from reviews.public.nodes import NO_DATES, Dates, Node
from reviews.public.outline_rows import groups, section_terms, term_rows
from reviews.public.standing import kept_for

_BATCH = 500
_DATES = "date", "lastmod", "published"


@dataclass(frozen=True)
class Outline:
    """All lists of a site."""

    nodes: tuple[Node, ...]
    by_url: dict[str, Node]
    by_place: dict[tuple[str, str], Node]  # (language, path)
    terms: dict[tuple[str, str], tuple[Node, ...]] = field(default_factory=dict)  # (language, plural), by rank
    changed: dict[str, datetime] = field(default_factory=dict)  # by language, when a page changed last

    def at(self, url: str) -> Node | None:
        """The list at an address, percent-encoded or not."""
        path = unquote(url)
        return self.by_url.get(path) or self.by_url.get(unicodedata.normalize("NFC", path))

    def sections(self, language: str) -> list[Node]:
        """The top-level sections that have pages, by name."""
        found = [
            node
            for node in self.nodes
            if (node.kind, node.language, node.path.count("/")) == ("section", language, 1)
            and node.is_listed
            and node.has_page
        ]
        return sorted(found, key=lambda node: node.rank)

    def term(self, language: str, plural: str, key: str) -> Node | None:
        """One term's list."""
        return self.by_place.get((language, f"/{path_key(plural)}/{key}"))


def outline_of(site: Site) -> Outline:
    """The outline of `site`: kept for as long as the site stands as it does."""
    kept = kept_for(site)
    if "outline" not in kept:
        kept["outline"] = build(site)
    outline: Outline = kept["outline"]
    return outline


def build(site: Site) -> Outline:
    """The outline from the database."""
    builder = _Builder(site.hugo)
    nodes = _without_hidden(list(builder.nodes()))
    by_place = {(node.language, node.path): node for node in nodes}
    by_url = {unicodedata.normalize("NFC", unquote(node.url)): node for node in reversed(nodes)}
    by_url |= {unquote(node.url): node for node in reversed(nodes)}
    terms: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.is_in_taxonomy:
            terms[node.language, node.plural].append(node)
    ordered = {place: tuple(sorted(each, key=lambda node: node.rank)) for place, each in terms.items()}
    return Outline(tuple(nodes), by_url, by_place, ordered, builder.changed())


def _without_hidden(nodes: list[Node]) -> list[Node]:
    """A page that has the address of a list without a file takes it."""
    keys = [address_key(node.url) for node in nodes if node.head is None]
    taken: set[str | None] = set()
    for start in range(0, len(keys), _BATCH):
        pages = Edition.objects.live().filter(kind="page", url_key__in=keys[start : start + _BATCH])
        taken |= set(pages.values_list("url_key", flat=True))
    return [node for node in nodes if not taken or node.head is not None or address_key(node.url) not in taken]


_HEAD = (
    "pk kind language logical_path url title link_title weight date lastmod publish_date params is_listed is_mapped"
    " url_key wanted_key path"
)


def feed_name(config: SiteConfig) -> str:
    """The name of feeds: `index.xml`, or what `outputFormats.rss` makes of it."""
    rss = as_mapping(as_mapping(config.raw.get("outputformats")).get("rss"))
    return f"{rss.get('basename') or 'index'}.xml"


_DATED = frozenset(("section", "taxonomy"))


class _Builder:
    """Some looks at the database, and what Hugo makes of them."""

    def __init__(self, config: SiteConfig) -> None:
        self.config = config
        heads = list(Edition.objects.with_files().exclude(kind="page").values(*_HEAD.split()))
        self.heads = {(head["language"], head["logical_path"]): head for head in heads}
        self.groups = groups(config)
        self.codes = [each.code for each in config.languages if not each.disabled]

    def changed(self) -> dict[str, datetime]:
        """When a page of each language changed last; terms do not count, and what no list shows does, as with Hugo."""
        dates = [(each["language"], each["changed"]) for each in self.groups]
        dates += [(code, head["lastmod"]) for (code, _path), head in self.heads.items() if head["kind"] != "term"]
        found: dict[str, datetime] = {}
        for language, date in dates:
            if date and (language not in found or date > found[language]):
                found[language] = date
        return found

    def nodes(self) -> Iterator[Node]:
        """Every list; those of other kinds first, so that their addresses go before a term's."""
        sections = list(self._sections())
        terms = list(self._terms(sections))
        for language in self.codes:
            yield self._home(language)
            yield from self._taxonomies(language, terms)
        yield from sections
        yield from terms

    def _node(self, kind: str, language: str, path: str, url: str, title: str, **more: Any) -> Node:
        own = self.config.for_language(language)
        head = self.heads.get((language, path), {})
        given = head.get("params", {}).get("outputs")
        names = given if isinstance(given, list) else site_rules(self.config, language).formats.of_kind.get(kind, ())
        formats = frozenset(str(name).lower() for name in names) - own.disabled_kinds
        if kind in own.disabled_kinds:
            formats = frozenset()
        node = Node(
            kind, language, path, url, title, formats=formats, feed_name=feed_name(own), is_mapped=bool(formats), **more
        )
        return _introduced(node, head) if head else node

    def _home(self, language: str) -> Node:
        own = self.config.for_language(language)
        groups = [each for each in self.groups if each["language"] == language]
        main = own.main_sections or _fullest(groups)
        url = section_url(self.config, language, "")
        title = self.config.language(language).title or own.title
        return self._node(
            "home", language, "/", url, title, main=main,
            count=sum(each["listed"] for each in groups),
            main_count=sum(each["listed"] for each in groups if each["section"] in main),
            unrendered=sum(each["unrendered"] for each in groups),
            dates=self._dates_below(language, ""),
        )  # fmt: skip

    def _sections(self) -> Iterator[Node]:
        places = {(each["language"], "/" + each["section"]): each for each in self.groups if each["section"]}
        heads = [place for place, head in self.heads.items() if head["kind"] == "section"]
        places |= {place: {} for language, path in heads for place in ((language, path), (language, _top(path)))}
        inside = self._inside(set(places))
        taxonomies = {"/" + path_key(plural) for plural in self.config.taxonomies.values()}
        for language, path in sorted(places):
            if language not in self.codes or path in taxonomies:
                continue
            pages = inside[language, path]
            title, url = self._section_name(language, path, pages)
            yield self._node(
                "section", language, path, url, title,
                count=sum(each["beside"] for each in pages),
                unrendered=sum(each["unrendered_beside"] for each in pages),
                parents=tuple(sorted({each["parent"] for each in pages} | {path})),
                dates=self._dates_below(language, path),
            )  # fmt: skip

    def _inside(self, places: set[tuple[str, str]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The groups of pages by their section; where that is not there yet, or no longer, by the one around it."""
        found = defaultdict(list)
        for group in self.groups:
            parent = group["parent"]
            while parent != "/" and (group["language"], parent) not in places:
                parent = parent.rpartition("/")[0] or "/"
            found[group["language"], parent].append(group)
        return found

    def _section_name(self, language: str, path: str, groups: list[dict[str, Any]]) -> tuple[str, str]:
        """The title and address that a section without a file has."""
        own = self.config.for_language(language)
        spelled = _spelled(self.config, [each["first"] for each in groups] + self._head_paths(language, path), path)
        pluralise = own.raw.get("pluralizelisttitles", True) is not False
        title = section_title(spelled, pluralise, True, own.title_style)
        return title, section_address(self.config, language, spelled, title)

    def _head_paths(self, language: str, path: str) -> list[str]:
        below = [
            each for (code, place), each in self.heads.items() if code == language and place.startswith(f"{path}/")
        ]
        return [str(each["path"]) for each in below]

    def _taxonomies(self, language: str, terms: list[Node]) -> Iterator[Node]:
        own = self.config.for_language(language)
        for plural in own.taxonomies.values():
            path = "/" + path_key(plural)
            inside = [
                node for node in terms if (node.language, node.plural) == (language, plural) and node.is_in_taxonomy
            ]
            url = taxonomy_url(self.config, language, plural)
            title = title_case(plural.lower(), own.title_style)
            dates = _newest([self._dates_below(language, path), *(node.dates for node in inside)])
            yield self._node("taxonomy", language, path, url, title, plural=plural, count=len(inside), dates=dates)

    def _terms(self, sections: list[Node]) -> Iterator[Node]:
        rows: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in term_rows(self.config):
            rows[row["language"], row["taxonomy"], row["key"]].append(row)
        plurals = {path_key(plural): plural for plural in self.config.taxonomies.values()}
        for (language, path), head in self.heads.items():
            folder, _slash, key = path.removeprefix("/").partition("/")
            if head["kind"] == "term" and folder in plurals:
                rows.setdefault((language, plurals[folder], key), [])
        dates = {(node.language, node.path): node.dates for node in sections}
        for row in section_terms():
            newest = dates.get((row["language"], row["edition__logical_path"]), NO_DATES)
            place = row["language"], row["taxonomy"], row["key"]
            rows[place].append({**row, **dict(zip(_DATES, newest, strict=True)), "count": 0})
        yield from (self._term(*place, each) for place, each in sorted(rows.items()) if place[0] in self.codes)

    def _term(self, language: str, plural: str, key: str, rows: list[dict[str, Any]]) -> Node:
        own = self.config.for_language(language)
        # The spelling of the page that comes first is the one that is shown.
        name = min(rows, key=lambda row: row["path"])["name"] if rows else key
        above = self.heads.get((language, f"/{path_key(plural)}"), {})
        slug = str(above.get("params", {}).get("slug") or "")
        return self._node(
            "term", language, f"/{path_key(plural)}/{key}",
            term_address(site_rules(self.config, language), plural, name, slug),
            title_case(name, own.title_style),
            plural=plural, key=key, count=sum(row["count"] for row in rows),
            dates=_newest((row[_DATES[0]], row[_DATES[1]], row[_DATES[2]]) for row in rows),
        )  # fmt: skip

    def _dates_below(self, language: str, path: str) -> Dates:
        """The newest dates of what stands below the path, also of what no list shows; terms' own are not among them."""
        below = [
            (each["newest"], each["changed"], each["published"])
            for each in self.groups
            if each["language"] == language and f"{each['parent']}/".startswith(f"{path}/")
        ]
        heads = [
            (each["date"], each["lastmod"], each["publish_date"])
            for (code, place), each in self.heads.items()
            if code == language and each["kind"] in _DATED and place.startswith(f"{path}/")
        ]
        return _newest([*below, *heads])


def _top(path: str) -> str:
    """The folder at the top of the content in which the path lies: a section, with or without a file."""
    return "/" + path.lstrip("/").split("/")[0]


def _introduced(node: Node, head: dict[str, Any]) -> Node:
    """The list with what its own file says."""
    own: Dates = (head["date"], head["lastmod"], head["publish_date"])
    stands = head["url_key"] == head["wanted_key"]
    return replace(
        node,
        head=head["pk"],
        url=head["url"] or node.url,
        formats=node.formats if stands else frozenset(),
        title=head["title"] or node.title,
        link_title=head["link_title"],
        weight=head["weight"],
        dates=own if any(own) else node.dates,
        is_mapped=bool(node.is_mapped and head["is_mapped"] and head["url"]),
        is_listed=head["is_listed"],
    )


def _fullest(groups: list[dict[str, Any]]) -> tuple[str, ...]:
    """The section with most pages, listed or not, which is the main one where none is configured."""
    counts: dict[str, int] = defaultdict(int)
    for each in groups:
        if each["section"]:
            counts[each["section"]] += each["made"]
    return (min(counts, key=lambda name: (-counts[name], name)) if counts else "",)


def _newest(dates: Iterable[Dates]) -> Dates:
    columns = list(zip(*dates, strict=True)) or [(), (), ()]
    date, lastmod, published = (max((each for each in column if each), default=None) for column in columns)
    return date, lastmod, published


def _spelled(config: SiteConfig, files: list[str], path: str) -> str:
    """The name of the section's folder, as the path of a file in it has it."""
    for first in files:
        root = next((each for each in config.content_dirs if first.startswith(f"{each}/")), "")
        name = str(first.removeprefix(f"{root}/").split("/")[0])
        if path_key(name) == path.lstrip("/"):
            return name
    return path.rpartition("/")[2]
