"""What Hugo makes of one content file: its kind, dates, terms, parameters and address.

`read_page` does what Hugo 0.168 does between reading a file and rendering it. Differences that stay:
- `:git` dates need the repository and `:fileModTime` the file's time (`modified`); without them they give nothing.
- The name of a term is the page's own spelling; Hugo shows the spelling of the first page that it met.
- A section without an `_index` file is only known by its path: `:sectionslugs` makes its title by short English rules.
- TOML times keep microseconds, Hugo's nanoseconds.
"""

import re
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import unquote

from reviews.hugo.addresses import AddressError, base_path, language_prefix, section_url
from reviews.hugo.aliases import resolve_aliases
from reviews.hugo.build_options import BuildOptions, read_build
from reviews.hugo.cascade import Receiver, hand_down, read_cascades
from reviews.hugo.casts import to_bool, to_int, to_term_names, to_text, to_texts
from reviews.hugo.clashes import Clash, find_clashes
from reviews.hugo.content_path import ContentPath, locate
from reviews.hugo.date_chain import PageDates, read_dates
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.lineage import Lineage
from reviews.hugo.page import Page, Problem, Term
from reviews.hugo.page_address import PageSubject, page_address, taxonomy_url, term_address, term_url
from reviews.hugo.params import page_params
from reviews.hugo.permalinks import PermalinkError
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_rules import Ancestors, SiteRules, site_rules
from reviews.hugo.terms import term_key
from reviews.hugo.values import Value

__all__ = [
    "Clash",
    "Page",
    "Problem",
    "Term",
    "find_clashes",
    "read_page",
    "section_url",
    "taxonomy_url",
    "term_url",
]

_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)
# Han, Hangul, Hiragana and Katakana, which are what Hugo looks for where `hasCJKLanguage` is set.
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u302e\u302f\u3038-\u303b\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff"
    "\u3131-\u318e\u31f0-\u321e\u3260-\u327e\u32d0-\u3357\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufad9"
    "\uff66-\uff9f\uffa0-\uffdc\U0001b000-\U0001b167\U00020000-\U000323af]"
)


def read_page(
    config: SiteConfig, path: str, document: Document, ancestors: Ancestors = (), *, modified: datetime | None = None
) -> Page:
    """What Hugo makes of the file at `path` (posix, from the site's root).

    `ancestors` are the `_index` documents of its sections with their paths, outermost first (the home page's too).
    `modified` is the file's time, for `:fileModTime`. Raises FrontMatterError where Hugo would fail the build because
    of this page.
    """
    if document.error is not None:
        raise document.error
    place = locate(config, path)
    reading = _Reading(site_rules(config, place.language), place, document, ancestors, modified)
    try:
        return reading.page()
    except (AddressError, PermalinkError) as error:
        raise FrontMatterError(str(error), reading.line_of("url")) from error
    except FrontMatterError as error:
        if error.line == 0:
            error.line = reading.line_of(error.message.partition(":")[0].split(" ")[0].strip('"'))
        raise


class _Reading:
    """One page on its way from front matter to `Page`."""

    def __init__(
        self, rules: SiteRules, place: ContentPath, document: Document, ancestors: Ancestors, modified: datetime | None
    ) -> None:
        self.rules = rules
        self.config = rules.config
        self.place = place
        self.document = document
        self.ancestors = ancestors
        self.modified = modified
        self.kind = rules.kind_of(place)
        self.spoilt: list[str] = []

    def page(self) -> Page:
        values = self.values
        build = self.build
        self.dates  # noqa: B018
        return Page(
            path=self.place.path,
            logical_path=self.place.logical,
            kind=self.kind,
            bundle=self.place.bundle,
            language=self.place.language,
            section=self.place.section,
            type=self.text("type") or self.place.section or "page",
            layout=self.text("layout"),
            title=self.text("title"),
            link_title=self.text("linktitle") or self.text("title"),
            description=self.text("description"),
            summary=self.text("summary"),
            date=self.dates.date,
            lastmod=self.dates.lastmod,
            publish_date=self.dates.publish_date,
            expiry_date=self.dates.expiry_date,
            draft=to_bool(values.get("draft")),
            slug=self.slug,
            url="" if build.render == "never" else self.address,
            weight=to_int(values.get("weight")),
            aliases=self.aliases(),
            keywords=tuple(to_texts(values.get("keywords"))),
            terms=self.terms(),
            params=page_params(values, self.slug, to_bool(values.get("draft")), self.is_cjk),
            build_list=build.list,
            build_render=build.render,
            headless=build.headless,
            translation_key=self.text("translationkey") or self.place.logical,
            is_cjk=self.is_cjk,
            problems=self.problems(),
        )

    def text(self, key: str) -> str:
        return to_text(self.values.get(key))

    @cached_property
    def values(self) -> dict[str, Value]:
        """The front matter with what sections and site hand down."""
        values = dict(self.document.front_matter)
        cascades = read_cascades(values.get("cascade")) if "cascade" in values else ()
        if cascades or self.lineage.cascades:
            receiver = Receiver(self.place.logical, self.kind, self.place.language, self.config.environment)
            hand_down(values, (*cascades, *self.lineage.cascades), receiver)
        return values

    @cached_property
    def lineage(self) -> Lineage:
        return self.rules.lineage(self.place, self.ancestors)

    @cached_property
    def build(self) -> BuildOptions:
        if "_build" in self.values:
            raise FrontMatterError('_build is refused since Hugo 0.145; name it "build"')
        return read_build(self.values.get("build"), to_bool(self.values.get("headless")))

    @cached_property
    def dates(self) -> PageDates:
        name = self.place.base_name if self.place.bundle else self.place.name.stem
        return read_dates(self.rules.dates, self.values, name, self.modified, self.rules.zone)

    @cached_property
    def slug(self) -> str:
        return self.text("slug").strip("-") if "slug" in self.values else self.dates.slug

    @cached_property
    def address(self) -> str:
        url = self.text("url")
        if url.startswith(("http://", "https://")):
            raise FrontMatterError("url: an address with a protocol is refused; give a path on this site")
        date = self.dates.date or _NO_DATE
        subject = PageSubject(
            self.config, self.place, self.lineage, date, self.slug, self.text("title"), self.kind != "page"
        )
        return page_address(self.rules, self.kind, subject, url)

    def aliases(self) -> tuple[str, ...]:
        given = to_texts(self.values.get("aliases"))
        if not given:
            return ()
        address = unquote(self.address.removeprefix(base_path(self.config, self.place.language)))
        return resolve_aliases(given, address, language_prefix(self.config, self.place.language))

    def terms(self) -> dict[str, tuple[Term, ...]]:
        found: dict[str, tuple[Term, ...]] = {}
        for plural in self.rules.plurals.values():
            names, is_spoilt = to_term_names(self.values.get(plural.lower()))
            if is_spoilt:
                self.spoilt.append(plural.lower())
            by_key: dict[str, Term] = {}
            for name in names:
                key = term_key(name)
                if key not in by_key:
                    by_key[key] = Term(name, key, term_address(self.rules, plural, name))
            if by_key:
                found[plural] = tuple(by_key.values())
        return found

    @cached_property
    def is_cjk(self) -> bool:
        if "iscjklanguage" in self.values:
            return to_bool(self.values["iscjklanguage"])
        return self.config.has_cjk_language and bool(_CJK.search(bytes(self.document).decode("utf-8", "replace")))

    def problems(self) -> tuple[Problem, ...]:
        found = [
            Problem(
                self.line_of(path[-1]), f"the key {'.'.join(path)} stands here twice in different capitals; one is lost"
            )
            for path in self.document.shadowed
        ]
        found += [
            Problem(self.line_of(key), f"{key} holds a list or table among its names, so Hugo drops all of them")
            for key in self.spoilt
        ]
        return tuple(found)

    def line_of(self, key: str) -> int:
        """The line of the file on which a top-level key stands; 0 where it is not found."""
        text = self.document.front_matter_text
        match = re.search(rf"""(?im)^[ \t{{]*["']?{re.escape(key)}["']?[ \t]*[:=]""", text)
        if match is None:
            return 0
        return 1 + self.document.parts.opening.count(b"\n") + text.count("\n", 0, match.start())
