"""Related pages as Hugo's `related` configuration says, found by the keywords that pages share."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL

from reviews.hugo.related import DATES, RelatedRules, read_related, weights
from reviews.models import Edition, EditionKeyword, Site
from reviews.models.prepared import bound
from reviews.public.leaves import Leaf
from reviews.public.standing import kept_for

CANDIDATES = 12  # pages that are ranked, the heaviest and of these the newest: some may have expired
MOST_CANDIDATES = 40  # where dates do not tell them apart, or some may not be out yet
MOST_ASKED = 40  # keywords of one page that are looked up, the heaviest
MOST_SHARED = 100  # pages that share a keyword: of more, the newest are looked at
Said = dict[tuple[str, str], int]

# The newest pages of each keyword, and of these the heaviest: as many index entries for any number of pages. A date,
# which brings no page in by itself, still weighs on those that something else brings in.
_OF_KEY = """
SELECT * FROM (
 SELECT edition_id, sort_date, CAST(%s AS integer) AS weight, CAST(%s AS integer) AS brings FROM reviews_editionkeyword
 WHERE key = %s AND sort_date <= %s AND edition_id <> %s ORDER BY sort_date DESC LIMIT {most}
) AS k{number}"""
_HEAVIEST = """
SELECT edition_id FROM ({keys}) AS shared GROUP BY edition_id, sort_date HAVING SUM(brings) > 0
ORDER BY SUM(weight) DESC, sort_date DESC, edition_id DESC LIMIT %s"""


def rules_of(site: Site, language: str) -> RelatedRules:
    """The configuration's rules for a language."""
    kept: dict[str, RelatedRules] = kept_for(site).setdefault("related rules", {})
    if language not in kept:
        kept[language] = read_related(site.hugo.for_language(language).raw)
    return kept[language]


def said_by(site: Site, rules: RelatedRules, edition: Edition) -> Said:
    """What each of the page's keywords weighs; one that too many pages have says nothing."""
    said = weights(rules, [(index, key) for index, key in edition.keyword_keys])
    for index in (each for each in rules.indices if each.cardinality):
        most = index.cardinality * _having(site, edition.language, index.name)
        said = {
            (name, key): weight
            for (name, key), weight in said.items()
            if name != index.name or _having(site, edition.language, name, key) * 100 <= most
        }
    return said


def _having(site: Site, language: str, index: str, key: str = "") -> int:
    """How many pages have that keyword of the index, or any; counted once for each standing of the site."""
    kept: dict[tuple[str, str, str], int] = kept_for(site).setdefault("related counts", {})
    place = (language, index, key)
    if place not in kept:
        rows = EditionKeyword.objects.filter(
            index=index, edition__in=Edition.objects.live().listed().filter(language=language)
        )
        rows = rows.filter(key=key) if key else rows
        kept[place] = rows.aggregate(count=Count("edition", distinct=True))["count"]
    return kept[place]


def asked_of(rules: RelatedRules, edition: Edition, said: Said) -> list[tuple[str, int, int]]:
    """The keywords to look up: key, weight, and 1 if it brings pages in, as dates do only where they alone suffice."""
    dates_suffice = rules.suffices(sum(weight for (index, _), weight in said.items() if index in DATES))
    asked = [(key, weight, int(dates_suffice or index not in DATES)) for (index, key), weight in said.items()]
    if edition.kind != "page" or not any(brings for _, _, brings in asked):
        return []
    return sorted(asked, key=lambda each: -each[1])[:MOST_ASKED]


def candidates(now: Any, until: Any, pk: Any, most: Any, keys: list[tuple[Any, Any, Any]]) -> QuerySet[Edition]:
    """The live ones of the `most` pages that share most of the keywords, none newer than `until`, without the page.

    `keys` is as `asked_of` has it.
    """
    parts = [_OF_KEY.format(most=MOST_SHARED, number=number) for number in range(len(keys))]
    params = [each for key, weight, brings in keys for each in (weight, brings, key, bound(until), pk)]
    heaviest = _HEAVIEST.format(keys=" UNION ALL ".join(parts))
    # Only listed pages have keywords: a condition on their kind would lead SQLite to read all of them.
    return Edition.objects.live(now).filter(is_listed=True, pk__in=RawSQL(heaviest, [*params, most]))  # noqa: S611 # values stand in its parameters


def ranked(rules: RelatedRules, said: Said, found: Iterable[Leaf]) -> list[Leaf]:
    """The candidates that are near enough, the nearest first, in Hugo's order among equals."""
    scored = [(sum(said.get(key, 0) for key in leaf.keys), leaf) for leaf in found]
    near = [(score, leaf) for score, leaf in scored if rules.suffices(score)]
    return [leaf for _, leaf in sorted(near, key=lambda pair: (-pair[0], -_age(pair[1]), pair[1].title))]


def _age(leaf: Leaf) -> float:
    return leaf.date.timestamp() if leaf.date else 0.0
