"""The sections above a page: what they hand down, and what their slugs make of the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.hugo.cascade import Cascade, Receiver, hand_down, read_cascades
from reviews.hugo.casts import to_text
from reviews.hugo.content_path import ContentPath, locate
from reviews.hugo.document import Document
from reviews.hugo.site import SiteConfig
from reviews.hugo.titles import section_title


@dataclass(frozen=True)
class Section:
    """One section (or taxonomy) on the way from the home page to a page."""

    spelled: str
    logical: str
    slug: str
    title: str


@dataclass(frozen=True)
class Lineage:
    """The sections above a page, outermost first and without the home page; their cascades, the nearest first."""

    sections: tuple[Section, ...]
    cascades: tuple[Cascade, ...]

    def folder(self, spelled: str, lower_case: bool) -> str:
        """A path below the last section with every section's slug in its place."""
        built = ""
        above = 0
        for section in self.sections:
            path = section.logical if lower_case else section.spelled
            built += _with_slug(path[above:], section.slug)
            above = len(path)
        return built + spelled[above:]


def _with_slug(path: str, slug: str) -> str:
    return path[: path.rfind("/") + 1] + slug if slug else path


def lineage_of(
    config: SiteConfig,
    language: str,
    page: ContentPath,
    ancestors: Sequence[tuple[str, Document]],
    site: Sequence[Cascade],
) -> Lineage:
    """The lineage of the pages beside `page`, from the `_index` documents above it, outermost first."""
    cascades = tuple(site)
    sections: list[Section] = []
    for path, document in ancestors:
        place = locate(config, path)
        if place.language != language or not _is_above(place.logical, page.logical):
            continue
        cascades = read_cascades(document.front_matter.get("cascade")) + cascades
        if place.logical != "/":
            sections = [*_implied(config, place, sections), _read(config, place, document, cascades)]
    return Lineage(tuple(_implied(config, page, sections)), cascades)


def _is_above(section: str, page: str) -> bool:
    return section == "/" or page.startswith(section + "/")


def _implied(config: SiteConfig, page: ContentPath, sections: list[Section]) -> list[Section]:
    """A folder at the top is a section even without an `_index` file; nothing else is."""
    top, _, rest = page.logical[1:].partition("/")
    if sections or not rest:
        return sections
    spelled = "/" + page.spelled[1:].partition("/")[0]
    raw = config.raw
    title = section_title(spelled[1:], raw.get("pluralizelisttitles", True), raw.get("capitalizelisttitles", True))
    return [Section(spelled, "/" + top, "", title)]


def _read(config: SiteConfig, place: ContentPath, document: Document, cascades: Sequence[Cascade]) -> Section:
    values = dict(document.front_matter)
    hand_down(values, cascades, Receiver(place.logical, "section", place.language, config.environment))
    slug = to_text(values.get("slug")).strip("-")
    return Section(place.spelled, place.logical, slug, to_text(values.get("title")))
