"""The lists that a Hugo site has: home, sections, taxonomies and their terms, with or without a file of their own."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min

from reviews.hugo.addresses import section_url
from reviews.hugo.page_address import taxonomy_url
from reviews.hugo.site import SiteConfig
from reviews.models import Edition, EditionTerm, Site
from reviews.models.columns import address_key
from reviews.models.edition import EditionQuerySet

PAGER = re.compile(r"page/([1-9]\d{0,6})/$")
FEED = "index.xml"


@dataclass(frozen=True)
class PageList:
    """A list of editions at an address; `head` is the published file that introduces it, if there is one."""

    kind: str  # home, section, taxonomy, term
    url: str
    language: str
    heading: str
    head: Edition | None = None
    editions: EditionQuerySet | None = None
    terms: tuple[dict[str, Any], ...] = ()

    @property
    def feed_url(self) -> str:
        """Where the list's feed stands."""
        return f"{self.url.rstrip('/')}/{FEED}"


def find_list(site: Site, url: str) -> PageList | None:
    """The list at `url`, if something public is in it or a published file stands for it."""
    head = Edition.objects.live().filter(url_key=address_key(url)).exclude(kind="page").first()
    finders = (_home, _taxonomy, _term, _section)
    found = (finder(site.hugo, url, head) for finder in finders if head is None or finder.__name__ == f"_{head.kind}")
    return next((each for each in found if each is not None), None)


def _home(config: SiteConfig, url: str, head: Edition | None) -> PageList | None:
    for language in config.languages:
        if not language.disabled and section_url(config, language.code, "") == url:
            editions = main_editions(config, language.code)
            heading = (head and head.title) or language.title or config.title
            return PageList("home", url, language.code, heading, head, editions)
    return None


def main_editions(config: SiteConfig, language: str) -> EditionQuerySet:
    """What the home page lists: the main sections as Hugo has them (`params.mainSections`, else the fullest one)."""
    listed = Edition.objects.live().listed().filter(language=language)
    sections = config.params.get("mainsections")
    if isinstance(sections, str):
        sections = [sections]
    if not isinstance(sections, list) or not sections:
        counted = (
            listed.exclude(section="")
            .order_by()
            .values("section")
            .annotate(count=Count("pk"))
            .order_by("-count", "section")
        )
        sections = list(counted.values_list("section", flat=True)[:1])
    return listed.filter(section__in=sections)


def _section(config: SiteConfig, url: str, head: Edition | None) -> PageList | None:
    if head is not None:
        folder = head.path.rsplit("/", 1)[0]
        below = Edition.objects.live().listed().filter(path__startswith=f"{folder}/", language=head.language)
        return PageList("section", url, head.language, head.title or head.section, head, below)
    in_section = Edition.objects.live().listed().filter(section_key=address_key(url))
    first = in_section.first()
    return PageList("section", url, first.language, first.section, None, in_section) if first else None


def _taxonomy(config: SiteConfig, url: str, head: Edition | None) -> PageList | None:
    for language in config.languages:
        for plural in config.taxonomies.values():
            if not language.disabled and taxonomy_url(config, language.code, plural) == url:
                terms = tuple(term_counts(plural, language.code))
                heading = (head and head.title) or plural.capitalize()
                return PageList("taxonomy", url, language.code, heading, head, None, terms) if terms or head else None
    return None


def term_counts(taxonomy: str, language: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The terms that live pages have: name, url, count; by name, or the `limit` fullest."""
    rows = EditionTerm.objects.filter(edition__in=Edition.objects.live(), taxonomy=taxonomy, language=language)
    counted = (
        rows.order_by().values("key").annotate(count=Count("pk"), first=Min("pk")).order_by("-count", "key")[:limit]
    )
    counts = {row["first"]: row["count"] for row in counted}
    shown = EditionTerm.objects.in_bulk(list(counts))
    terms = [{"name": shown[pk].name, "url": shown[pk].url, "count": count} for pk, count in counts.items()]
    return terms if limit else sorted(terms, key=lambda term: term["name"].casefold())


def _term(config: SiteConfig, url: str, head: Edition | None) -> PageList | None:
    editions = Edition.objects.live().listed().filter(terms__url_key=address_key(url)).distinct()
    row = EditionTerm.objects.filter(edition__in=editions.order_by(), url_key=address_key(url)).first()
    if row is None:
        return PageList("term", url, head.language, head.title, head, editions) if head else None
    return PageList("term", url, row.language, (head and head.title) or row.name, head, editions)


def sections(config: SiteConfig, language: str) -> list[dict[str, Any]]:
    """The sections that have live pages, for the menu of a site that configures none: name and url."""
    live = Edition.objects.live().listed().filter(language=language).exclude(section="").order_by()
    names = live.values_list("section", flat=True).distinct()[:8]
    return [
        {"name": name.replace("-", " ").capitalize(), "url": section_url(config, language, name)}
        for name in sorted(names)
    ]
