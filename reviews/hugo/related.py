"""Related pages as Hugo's `related` configuration says: which words of a page count, for how much, and who is near.

The rules are Hugo 0.168's observed behaviour; tests/hugo/related.json holds its answers.
https://gohugo.io/content-management/related-content/
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reviews.hugo.config_values import as_bool, as_int, as_list, as_mapping, as_text
from reviews.hugo.go_dates import format_date
from reviews.hugo.terms import lower

YEAR = "2006"  # how Hugo reads a date's keyword where the index has no pattern
ZERO = datetime(1, 1, 1, tzinfo=UTC)  # Hugo's date of a page without one
DATES = ("date", "lastmod", "publishdate", "expirydate")
DEFAULTS: dict[str, Any] = {
    "threshold": 80,
    "indices": [{"name": "keywords", "weight": 100}, {"name": "date", "weight": 10}, {"name": "tags", "weight": 80}],
}


@dataclass(frozen=True)
class RelatedIndex:
    """One index: the front matter key whose values are keywords, and what a shared one weighs."""

    name: str
    weight: int
    pattern: str
    to_lower: bool
    cardinality: int  # a keyword that more of the pages have, in percent, says nothing; 0: no limit


@dataclass(frozen=True)
class RelatedRules:
    """How near a page must be, out of 100, whether newer pages count, and the indices."""

    threshold: int
    include_newer: bool
    indices: tuple[RelatedIndex, ...]

    @property
    def heaviest(self) -> int:
        """The weight that is 100 of 100."""
        return max((index.weight for index in self.indices), default=0)

    def suffices(self, score: int) -> bool:
        """Whether shared keywords of this weight in all make a page related."""
        return score > 0 and round(score * 100 / max(self.heaviest, 1)) >= self.threshold


def read_related(raw: Mapping[str, Any]) -> RelatedRules:
    """The rules of a configuration (keys in lower case); Hugo's own where it has no `related`."""
    given = as_mapping(raw.get("related")) or DEFAULTS
    to_lower = as_bool(given.get("tolower"))
    found = (_index(as_mapping(each), to_lower) for each in as_list(given.get("indices")))
    indices = tuple(index for index in found if index is not None)
    return RelatedRules(as_int(given.get("threshold")), as_bool(given.get("includenewer")), indices)


def _index(given: Mapping[str, Any], to_lower: bool) -> RelatedIndex | None:
    name = lower(as_text(given.get("name")))
    if not name or as_text(given.get("type")) == "fragments":  # headings are no part of what a file says about itself
        return None
    return RelatedIndex(
        name,
        as_int(given.get("weight")),
        as_text(given.get("pattern")) or YEAR,
        to_lower or as_bool(given.get("tolower")),
        as_int(given.get("cardinalitythreshold")),
    )


def keywords(
    rules: RelatedRules, params: Mapping[str, Any], dates: Mapping[str, datetime | None]
) -> list[tuple[str, str]]:
    """(index, keyword) of a page, each as often as the page has it. `dates` by Hugo's names in lower case."""
    return [(index.name, word) for index in _by_name(rules) for word in _words(index, params, dates)]


def _by_name(rules: RelatedRules) -> list[RelatedIndex]:
    return list({index.name: index for index in rules.indices}.values())


def _words(index: RelatedIndex, params: Mapping[str, Any], dates: Mapping[str, datetime | None]) -> list[str]:
    if index.name in DATES:
        return [format_date(dates.get(index.name) or ZERO, index.pattern)]
    words = _texts(index.name, _nested(params, index.name))
    return [lower(word) for word in words] if index.to_lower else words


def _nested(params: Mapping[str, Any], name: str) -> Any:
    value: Any = params
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _texts(name: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return value.split() if name == "keywords" else [value]
    return [each for each in as_list(value) if isinstance(each, str) and each]


def weights(rules: RelatedRules, own: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """What each keyword of a page adds to the score of another page, each time that page has it."""
    return {each: _weight(rules, each[0]) * count for each, count in Counter(own).items()}


def _weight(rules: RelatedRules, name: str) -> int:
    """An index that stands twice in the configuration holds its keywords twice, and is asked twice."""
    found = [index.weight for index in rules.indices if index.name == name]
    return sum(found) * len(found)
