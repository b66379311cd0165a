"""Which front matter key (or file name) gives a page its four dates.

Rules: https://gohugo.io/configuration/front-matter/ . One key fills the others: `date` alone also gives lastmod and
publishDate. A value that was used is read, so a bad date in a key that no chain reaches harms nobody.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from reviews.hugo.casts import to_texts
from reviews.hugo.dates import parse_date
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.site import SiteConfig
from reviews.hugo.values import Value

_DEFAULTS = {
    "date": ("date", "publishdate", "lastmod"),
    "lastmod": (":git", "lastmod", "date", "publishdate"),
    "publishdate": ("publishdate", "date"),
    "expirydate": ("expirydate",),
}
_ALIASES = {"lastmod": ("modified",), "publishdate": ("pubdate", "published"), "expirydate": ("unpublishdate",)}
_NAME_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2})-(\d{2})-(\d{2}))?")


@dataclass(frozen=True)
class DateRules:
    """The four chains of a site, in Hugo's order of work."""

    chains: tuple[tuple[str, tuple[str, ...]], ...]
    uses_file_name: bool


@dataclass(frozen=True)
class PageDates:
    """The four dates (None = Go's zero date) and the slug that a dated file name gives."""

    date: datetime | None
    lastmod: datetime | None
    publish_date: datetime | None
    expiry_date: datetime | None
    slug: str


def date_rules(config: SiteConfig) -> DateRules:
    """The chains that the configuration gives, `:default` and Hugo's aliases put in."""
    chains = tuple((name, _chain(config, name)) for name in _DEFAULTS)
    return DateRules(chains, any(":filename" in chain for _, chain in chains))


def _chain(config: SiteConfig, name: str) -> tuple[str, ...]:
    configured = config.front_matter.get(name)
    given = [text.lower() for text in to_texts(configured)] if configured is not None else [":default"]
    found: list[str] = []
    for key in given:
        for each in _DEFAULTS[name] if key == ":default" else (key,):
            found += [each, *_ALIASES.get(each, ())]
    return tuple(dict.fromkeys(found))


def read_dates(
    rules: DateRules, values: dict[str, Value], file_name: str, modified: datetime | None, zone: tzinfo
) -> PageDates:
    """The page's dates. `values` is its front matter and gets what Hugo puts there: the read dates under their keys.

    `file_name` is the name without extension (a bundle's folder), for `:filename`; `modified` serves `:fileModTime`.
    Raises FrontMatterError for a value that is no date.
    """
    named = _date_in_name(file_name, zone) if rules.uses_file_name else None
    reader = _Reader(values, named, modified, zone)
    found = {name: reader.first(name, chain) for name, chain in rules.chains}
    return PageDates(found["date"], found["lastmod"], found["publishdate"], found["expirydate"], reader.slug)


class _Reader:
    """The front matter of one page, its dates read one by one."""

    def __init__(
        self, values: dict[str, Value], named: tuple[datetime, str] | None, modified: datetime | None, zone: tzinfo
    ) -> None:
        self.values = values
        self.named = named
        self.modified = modified
        self.zone = zone
        self.read: dict[str, datetime | None] = {}
        self.slug = ""

    def first(self, name: str, chain: tuple[str, ...]) -> datetime | None:
        """The date of the first key of the chain that gives one; it also goes under the field's own name."""
        for key in chain:
            if not self._reads(key):
                continue
            moment = self.read[key]
            if name not in self.values:
                self.values[name] = self.read[name] = moment
            return moment
        return None

    def _reads(self, key: str) -> bool:
        """Whether the key (or the file) gives a date, which then stands in `read`."""
        if key in self.read:
            return True
        if key in self.values:
            return self._reads_value(key)
        if key == ":filename" and self.named is not None:
            self.read[key] = self.named[0]
            self.slug = "" if "slug" in self.values else self.named[1]
            return True
        if key == ":filemodtime" and self.modified is not None:
            self.read[key] = self.modified
            return True
        return False

    def _reads_value(self, key: str) -> bool:
        value = self.values[key]
        if value is None or value == "":
            return False
        try:
            date = parse_date(value, self.zone)
        except FrontMatterError as error:
            raise FrontMatterError(f"{key}: {error.message}", error.line, error.column) from error
        self.values[key] = self.read[key] = date.instant if date else None
        return True


def _date_in_name(name: str, zone: tzinfo) -> tuple[datetime, str] | None:
    """The date and the slug; what stands behind the last dot is lost to Hugo: `2024-01-02-v1.2` gives `v1`."""
    name = name.rpartition(".")[0] if "." in name else name
    match = _NAME_DATE.match(name)
    if match is None:
        return None
    try:
        moment = datetime.strptime(match[1], "%Y-%m-%d").replace(tzinfo=zone)
        if match[2]:
            moment = moment.replace(hour=int(match[2]), minute=int(match[3]), second=int(match[4]))
    except ValueError:
        return None
    return moment, name[match.end() :].strip(" -_")
