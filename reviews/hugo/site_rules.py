"""What all pages of one language share, read out of the configuration once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from reviews.hugo.cascade import Cascade, read_cascades
from reviews.hugo.content_path import ContentPath
from reviews.hugo.date_chain import DateRules, date_rules
from reviews.hugo.document import Document
from reviews.hugo.formats import Formats, read_formats
from reviews.hugo.lineage import Lineage, lineage_of
from reviews.hugo.permalinks import Rule, read_rules
from reviews.hugo.related import RelatedRules, read_related
from reviews.hugo.site import SiteConfig
from reviews.hugo.terms import path_key

Ancestors = Sequence[tuple[str, Document]]
_MOST_LINEAGES = 512


@dataclass(frozen=True)
class SiteRules:
    """The rules by which the pages of one language are read. `plurals` goes from a taxonomy's path to its name."""

    config: SiteConfig
    language: str
    zone: tzinfo
    dates: DateRules
    permalinks: tuple[Rule, ...]
    cascades: tuple[Cascade, ...]
    plurals: dict[str, str]
    formats: Formats
    related: RelatedRules
    term_addresses: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _lineages: dict[tuple[object, ...], tuple[Lineage, Ancestors]] = field(default_factory=dict)

    def lineage(self, place: ContentPath, ancestors: Ancestors) -> Lineage:
        """The sections above the page; worked out once for all pages of a folder."""
        key = (place.spelled.rpartition("/")[0], *((path, id(document)) for path, document in ancestors))
        known = self._lineages.get(key)
        if known is None:
            if len(self._lineages) > _MOST_LINEAGES:
                self._lineages.clear()
            lineage = lineage_of(self.config, self.language, place, ancestors, self.cascades)
            # The ancestors are kept beside it, so that none of the ids in the key can be given to another document.
            known = self._lineages[key] = (lineage, ancestors)
        return known[0]

    def kind_of(self, place: ContentPath) -> str:
        """ "home", "section", "taxonomy", "term" or "page" """
        if place.bundle != "branch":
            return "page"
        if place.logical == "/":
            return "home"
        if place.logical in self.plurals:
            return "taxonomy"
        parts = place.logical.split("/")
        above = ("/".join(parts[:count]) for count in range(2, len(parts)))
        return "term" if any(path in self.plurals for path in above) else "section"


@lru_cache(maxsize=64)
def site_rules(config: SiteConfig, language: str) -> SiteRules:
    """The rules for one language of a site. Raises PermalinkError, FrontMatterError for what Hugo refuses in them."""
    own = config.for_language(language)
    return SiteRules(
        config=own,
        language=language,
        zone=ZoneInfo(own.time_zone),
        dates=date_rules(own),
        permalinks=read_rules(own.permalinks, own.environment),
        cascades=read_cascades(list(own.cascade)),
        formats=read_formats(own.raw),
        related=read_related(own.raw),
        plurals={"/" + path_key(plural): plural for plural in own.taxonomies.values()},
    )
