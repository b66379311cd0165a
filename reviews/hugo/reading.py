"""One page on its way from front matter to `Page`."""

from datetime import UTC, datetime
from urllib.parse import unquote

from reviews.hugo.addresses import base_path, is_ugly, language_prefix
from reviews.hugo.aliases import resolve_aliases
from reviews.hugo.build_options import NOT_MADE, BuildOptions, read_build
from reviews.hugo.cascade import Receiver, hand_down, read_cascades
from reviews.hugo.casts import to_bool, to_term_names, to_text, to_texts
from reviews.hugo.cjk import has_cjk
from reviews.hugo.content_path import ContentPath
from reviews.hugo.date_chain import PageDates, read_dates
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.formats import HTML, OutputFormat, naming
from reviews.hugo.lineage import Lineage
from reviews.hugo.page import Term
from reviews.hugo.page_address import PageSubject, page_address, term_address, without_slashes
from reviews.hugo.params import page_params
from reviews.hugo.site_rules import SiteRules
from reviews.hugo.terms import term_key
from reviews.hugo.values import Value

_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)


class Reading:
    """What Hugo reads in one file. Making one raises FrontMatterError where Hugo would stop the build."""

    def __init__(
        self, rules: SiteRules, place: ContentPath, document: Document, lineage: Lineage, modified: datetime | None
    ) -> None:
        self.rules = rules
        self.config = rules.config
        self.place = place
        self.document = document
        self.lineage = lineage
        self.modified = modified
        self.kind = rules.kind_of(place)
        self.spoilt: list[str] = []
        self.values = self._values()
        self.build = self._build()
        # Reading the dates puts them among the values, so it comes before anything that looks there for one.
        self.dates = self._dates()
        self.slug = self.text("slug").strip("-") if "slug" in self.values else self.dates.slug
        self.draft = to_bool(self.values.get("draft"))
        self.is_cjk = self._is_cjk()
        self.params = page_params(self.values, self.slug, self.draft, self.is_cjk)
        self.address = self._address()

    def text(self, key: str) -> str:
        return to_text(self.values.get(key))

    def _values(self) -> dict[str, Value]:
        """The front matter with what sections and site hand down."""
        values = dict(self.document.front_matter)
        cascades = read_cascades(values.get("cascade")) if "cascade" in values else ()
        if cascades or self.lineage.cascades:
            receiver = Receiver(self.place.logical, self.kind, self.place.language, self.config.environment)
            hand_down(values, (*cascades, *self.lineage.cascades), receiver)
        return values

    def _build(self) -> BuildOptions:
        if "_build" in self.values:
            raise FrontMatterError('_build is refused since Hugo 0.145; name it "build"')
        if self.kind in self.config.disabled_kinds:
            return NOT_MADE
        return read_build(self.values.get("build"), to_bool(self.values.get("headless")))

    def _dates(self) -> PageDates:
        name = self.place.base_name if self.place.bundle else self.place.name.stem
        return read_dates(self.rules.dates, self.values, name, self.modified, self.rules.zone)

    def _output(self) -> OutputFormat:
        """The output format that names the page's address, where links lead."""
        formats = self.rules.formats
        names = [name.lower() for name in to_texts(self.values.get("outputs"))] if "outputs" in self.values else []
        known = [name for name in names if name in formats.outputs]
        unknown = [name for name in names if name not in formats.outputs]
        if unknown and not formats.may_have_more:
            raise FrontMatterError(f"outputs: there is no output format {unknown[0]!r}")
        return formats.outputs[naming(known)] if known else formats.first.get(self.kind, HTML)

    def check_markup(self) -> None:
        """Refuse a `markup` that Hugo does not know."""
        markup = self.text("markup").lower()
        if markup and markup not in self.rules.formats.markups:
            raise FrontMatterError(f"markup: there is no markup {markup!r}")

    def _address(self) -> str:
        """The page's address, whether or not it is rendered."""
        url = self.text("url")
        if url.startswith(("http://", "https://")):
            raise FrontMatterError("url: an address with a protocol is refused; give a path on this site")
        date = self.dates.date or _NO_DATE
        title, is_branch = without_slashes(self.text("title")), self.kind != "page"
        subject = PageSubject(self.config, self.place, self.lineage, date, self.slug, title, is_branch)
        return page_address(self.rules, self.kind, subject, url, self._output())

    def aliases(self) -> tuple[str, ...]:
        given = to_texts(self.values.get("aliases"))
        if not given:
            return ()
        address = unquote(self.address.removeprefix(base_path(self.config, self.place.language)))
        prefix = language_prefix(self.config, self.place.language)
        is_written = self.config.makes_aliases and self.build.render == "always"
        ugly = is_ugly(self.config, self.place.logical)
        return resolve_aliases(given, address, prefix, is_written=is_written, is_ugly=ugly)

    def terms(self) -> dict[str, tuple[Term, ...]]:
        """The page's terms by taxonomy; a page that is not rendered has none."""
        found: dict[str, tuple[Term, ...]] = {}
        if self.build.render == "never" or "term" in self.config.disabled_kinds:
            return found
        for plural in self.rules.plurals.values():
            if (key := plural.lower()) in self.params and (terms := self._terms_of(plural, key)):
                found[plural] = terms
        return found

    def _terms_of(self, plural: str, key: str) -> tuple[Term, ...]:
        names, is_spoilt = to_term_names(self.params[key])
        if is_spoilt:
            self.spoilt.append(key)
        by_key: dict[str, Term] = {}
        for name in names:
            identity = term_key(name)
            if identity not in by_key:
                by_key[identity] = Term(name, identity, term_address(self.rules, plural, name))
        return tuple(by_key.values())

    def _is_cjk(self) -> bool:
        if "iscjklanguage" in self.values:
            return to_bool(self.values["iscjklanguage"])
        return self.config.has_cjk_language and has_cjk(bytes(self.document))
