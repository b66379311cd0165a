"""The address of a page, of a taxonomy and of a term: permalink patterns, sections, slugs put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from reviews.hugo.addresses import Target, address_of, is_ugly, sanitised
from reviews.hugo.content_path import ContentPath
from reviews.hugo.formats import HTML, OutputFormat
from reviews.hugo.lineage import Lineage
from reviews.hugo.permalinks import expand, expand_pattern
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_rules import SiteRules, site_rules
from reviews.hugo.terms import escape_path, path_key
from reviews.hugo.titles import title_case

_MOST_TERMS = 65536


@dataclass(frozen=True)
class PageSubject:
    """A page as permalink patterns see it."""

    config: SiteConfig
    place: ContentPath
    lineage: Lineage
    date: datetime
    slug: str
    title: str
    is_branch: bool

    def address_part(self, text: str) -> str:
        return _part(self.config, text)

    @property
    def file_stem(self) -> str:
        if self.place.bundle == "branch":
            return ""
        return self.place.base_name if self.place.bundle else self.place.name.stem

    @property
    def base_name(self) -> str:
        return self.place.base_name

    @property
    def section(self) -> str:
        return self.place.section

    @cached_property
    def sections(self) -> Sequence[str]:
        if self.is_branch:
            return self.place.logical[1:].split("/") if self.place.logical != "/" else ()
        nearest = self.lineage.sections[-1].logical if self.lineage.sections else "/"
        return nearest[1:].split("/") if nearest != "/" else ()

    def section_slugs(self) -> Sequence[str]:
        named = [section.slug or without_slashes(section.title) for section in self.lineage.sections]
        if self.is_branch and self.place.logical != "/":
            named.append(self.slug or self.title)
        return [self.address_part(name) for name in named]


def without_slashes(title: str) -> str:
    """A title as permalink patterns take it from a file: it stays one part of the path."""
    return title.replace("/", "-").replace("\\", "-")


def _part(config: SiteConfig, text: str) -> str:
    """A text as a part of an address. A `#` at its end is an empty fragment to Hugo, and goes: `C#` gives `c`."""
    return escape_path(sanitised(config, text).removesuffix("#"))


def page_address(rules: SiteRules, kind: str, subject: PageSubject, url: str, output: OutputFormat) -> str:
    """The page's RelPermalink, whether or not it is rendered. `url` is what its front matter asks for.

    Raises AddressError, PermalinkError where Hugo would stop.
    """
    config, place = rules.config, subject.place
    lower_case = not config.disable_path_to_lower
    if url and ":" in url:
        url = expand_pattern(url, subject) or url
    target = Target(
        kind=kind,
        folder=_folder(subject, lower_case),
        base_name=subject.slug or (path_key(place.base_name) if lower_case else place.base_name),
        is_bundle=bool(place.bundle),
        url=url,
        permalink=expand(rules.permalinks, kind, place.logical, place.language, subject),
        output=output,
    )
    return address_of(config, place.language, target, is_ugly(config, place.logical))


def _folder(subject: PageSubject, lower_case: bool) -> str:
    place = subject.place
    if place.logical == "/":
        return ""
    spelled = place.logical if lower_case else place.spelled
    above, _, last = spelled.rpartition("/")
    folder = subject.lineage.folder(above, lower_case)
    return f"{folder}/{subject.slug or last}" if subject.is_branch else folder


def taxonomy_url(config: SiteConfig, language: str, plural: str) -> str:
    """The address of a taxonomy's list (`tags`) that has no `_index` file of its own."""
    return _list_url(site_rules(config, language), "taxonomy", plural, title_case(plural))


def section_address(config: SiteConfig, language: str, path: str, title: str) -> str:
    """The address of a section that has no `_index` file of its own; `path` is spelled as its folder is."""
    return _list_url(site_rules(config, language), "section", path.strip("/"), title)


def term_url(config: SiteConfig, language: str, plural: str, name: str) -> str:
    """The address of a term's list, for a term that has no `_index` file of its own."""
    return term_address(site_rules(config, language), plural, name)


def term_address(rules: SiteRules, plural: str, name: str, slug: str = "") -> str:
    """The same, for rules that are at hand; `slug` is that of the taxonomy's own `_index` file."""
    key = (plural, name, slug)
    known = rules.term_addresses.get(key)
    if known is None:
        if len(rules.term_addresses) > _MOST_TERMS:
            rules.term_addresses.clear()
        shown = f"{slug}/{name}" if slug else ""
        known = rules.term_addresses[key] = _list_url(rules, "term", f"{plural}/{name}", title_case(name), shown)
    return known


@dataclass(frozen=True)
class _ListSubject:
    """A list without a file, as permalink patterns see it."""

    config: SiteConfig
    title: str
    base_name: str
    sections: Sequence[str]
    date: datetime = datetime.min
    slug: str = ""
    file_stem: str = ""

    def address_part(self, text: str) -> str:
        return _part(self.config, text)

    @property
    def section(self) -> str:
        return self.sections[0]

    def section_slugs(self) -> Sequence[str]:
        titles = [self.title] if len(self.sections) == 1 else map(title_case, self.sections)
        return [self.address_part(title) for title in titles]


def _list_url(rules: SiteRules, kind: str, path: str, title: str, shown: str = "") -> str:
    """`shown` is the path in the address, where slugs make it another than `path`."""
    config = rules.config
    logical = "/" + path_key(path)
    permalink = ""
    if rules.permalinks:
        subject = _ListSubject(config, title, path.rpartition("/")[2], logical[1:].split("/"))
        permalink = expand(rules.permalinks, kind, logical, rules.language, subject)
    shown = shown or path
    folder = "/" + (shown if config.disable_path_to_lower else path_key(shown))
    target = Target(kind, folder, permalink=permalink, output=rules.formats.first.get(kind, HTML))
    return address_of(config, rules.language, target, is_ugly(config, logical))
