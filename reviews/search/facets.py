"""By what the hits can be narrowed: the terms, years, authors and languages that the first of them have."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from reviews.models import Edition, EditionTerm
from reviews.models.prepared import Prepared, among

LOOKED_AT = 100  # hits
MOST = 12  # values of one facet


@dataclass(frozen=True)
class Choice:
    """One value of a facet, its name, and whether it is chosen."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A parameter of the search page and what it may be."""

    kind: str
    label: str
    any_label: str
    choices: list[Choice]


def facets(ids: list[int], chosen: Mapping[str, str], zone: ZoneInfo, languages: Mapping[str, str]) -> list[Facet]:
    """The facets that have more than one value among the first hits, or a chosen one."""
    first = ids[:LOOKED_AT]
    counts = _terms(first)
    counts |= _words(first, zone, languages)
    labels = {
        "tags": (_("Tag"), _("Any tag")),
        "categories": (_("Category"), _("Any category")),
        "year": (_("Year"), _("Any year")),
        "author": (_("Author"), _("Any author")),
        "language": (_("Language"), _("Any language")),
    }
    made = [Facet(kind, *labels[kind], _choices(counts[kind], chosen.get(kind, ""))) for kind in labels]
    return [facet for facet in made if len(facet.choices) > 1 or facet.kind in chosen]


_TERMS = Prepared(
    lambda ids: EditionTerm.objects.filter(edition__in=among(ids)).order_by().values_list("taxonomy", "key", "name"),
    ids=str,
)
_FACTS = Prepared(
    lambda ids: Edition.objects.filter(pk__in=among(ids)).values_list("date", "author_names", "language"), ids=str
)


def _terms(ids: list[int]) -> dict[str, Counter[tuple[str, str]]]:
    """Asked for by page alone: SQLite would walk all terms of a taxonomy, however few pages are asked for."""
    found: dict[str, Counter[tuple[str, str]]] = {"tags": Counter(), "categories": Counter()}
    for taxonomy, key, name in _TERMS.rows(ids=json.dumps(ids)):
        if taxonomy in found:
            found[taxonomy][key, name] += 1
    return found


def _words(ids: list[int], zone: ZoneInfo, languages: Mapping[str, str]) -> dict[str, Counter[tuple[str, str]]]:
    found: dict[str, Counter[tuple[str, str]]] = {"year": Counter(), "author": Counter(), "language": Counter()}
    for date, authors, language in _FACTS.rows(ids=json.dumps(ids)):
        if date is not None:
            year = str(date.astimezone(zone).year)
            found["year"][year, year] += 1
        found["author"].update((name, name) for name in authors)
        found["language"][language, languages.get(language, language)] += 1
    return found


def _choices(counts: Counter[tuple[str, str]], chosen: str) -> list[Choice]:
    names: dict[str, str] = {}
    for (value, name), _count in counts.most_common():
        names.setdefault(value, name)
    kept = dict(list(names.items())[:MOST])
    if chosen:
        kept.setdefault(chosen, names.get(chosen, chosen))
    return [Choice(value, name, value == chosen) for value, name in sorted(kept.items(), key=lambda item: item[1])]
