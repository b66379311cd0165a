"""From a query to the published pages that answer it: candidates from the index, looked into, put in order."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact, GreaterThan
from django.utils import timezone

from reviews.models import Edition, SearchRow
from reviews.models.edition import EditionQuerySet
from reviews.models.prepared import Prepared, among
from reviews.search.lookup import Hit, Place, newest
from reviews.search.query import Query, holds, written
from reviews.search.tokens import Piece

Sort = Literal["relevance", "newest"]
MOST = 200  # hits of one answer; the next ones begin at the place of the last one
MOST_READ = 80  # texts that one answer looks into, where the index alone is not sure
ROUNDS = 20  # of asking for more hits where the newest are not public
RANKED = 40  # hits whose texts are weighed; the others follow by date
IN_TITLE, IN_TERMS, ABOUT, IN_TEXT = 40, 20, 10, 1
MOST_COUNTED = 8  # mentions in the text
SPACED_WEIGHS = 0.75  # of a word that stands there with blanks in it


@dataclass(frozen=True)
class Found:
    """The editions' ids in order; `next` is the place behind which more may be found."""

    ids: list[int]
    next: Place | None = None


def searchable(now: datetime | None = None) -> EditionQuerySet:
    """The articles that search may name: public ones, with the text that readers see.

    The kind is asked for past its index: SQLite would walk all pages by it, however few are asked for by number.
    """
    articles = (
        Edition.objects.live(now)
        .standing()
        .alias(own_kind=Coalesce("kind", Value("")))
        .filter(own_kind="page", is_listed=True)
    )
    return articles.filter(search_row__text_key=F("text_key"))


_PUBLIC = Prepared(lambda ids, now: searchable(now).filter(pk__in=among(ids)).values_list("pk"), ids=str, now=datetime)
_BODIES = Prepared(lambda ids: SearchRow.objects.filter(edition__in=among(ids)).values_list("edition", "body"), ids=str)


def find(query: Query, sort: Sort = "relevance", before: Place | None = None) -> Found:
    """What answers `query`, at most MOST of what is older than `before`."""
    if not query:
        return Found([])
    hits, rest = _live(query, MOST + 1, before)
    ids, looked = _sure(query, hits[:MOST])
    following = hits[looked - 1].place if looked < len(hits) else rest
    if sort == "relevance" and query.wanted:
        ids = _ranked(query, ids, strong_hits(query, RANKED) if following else [])
    return Found(ids, following)


def strong_hits(query: Query, limit: int) -> list[int]:
    """The newest public pages with one of the words in title, terms or description, as far as it looks into them."""
    return _sure(query, _live(query, limit, strongly=True)[0])[0]


def _live(
    query: Query, limit: int, before: Place | None = None, strongly: bool = False
) -> tuple[list[Hit], Place | None]:
    """The newest hits that readers may see, as many whatever is hidden among them; where it gave up before the end."""
    found: list[Hit] = []
    for _ in range(ROUNDS):
        hits = newest(query, limit, before, strongly)
        public = _PUBLIC.rows(ids=json.dumps([hit.edition for hit in hits]), now=timezone.now())
        live = {edition for (edition,) in public}
        found += [hit for hit in hits if hit.edition in live]
        if len(hits) < limit or len(found) >= limit:
            return found[:limit], None
        before = hits[-1].place
    return found, before


def _sure(query: Query, hits: Sequence[Hit]) -> tuple[list[int], int]:
    """The editions among `hits` that are what was asked for, as far as it looks into them; how many it looked at."""
    doubtful = [number for number, hit in enumerate(hits) if hit.is_cut or not query.is_exact]
    looked = len(hits) if len(doubtful) <= MOST_READ else doubtful[MOST_READ]
    refused = _refused(query, [hits[number] for number in doubtful if number < looked])
    return [hit.edition for hit in hits[:looked] if hit.edition not in refused], looked


def _refused(query: Query, hits: Sequence[Hit]) -> set[int]:
    """The editions whose texts are not what was asked for."""
    read_here = {hit.edition for hit in hits if hit.is_cut or query.is_loose}
    whole = {hit.edition for hit in hits} - read_here
    refused = whole - set(_holding(query, whole).values_list("edition", flat=True)) if whole else set()
    return refused | _not_answering(query, read_here)


def _not_answering(query: Query, editions: Collection[int]) -> set[int]:
    """Those of the editions whose texts are not what was asked for, read here."""
    return set(editions) - {edition for edition, body in _bodies(editions) if _answers(query, body)}


def _holding(query: Query, editions: Collection[int]) -> QuerySet[SearchRow]:
    """Those of the editions that hold all that the index is not sure of."""
    rows = SearchRow.objects.filter(edition__in=editions)
    for wanted in query.wanted:
        rows = rows if wanted.is_exact else rows.filter(GreaterThan(_place_of(wanted), 0))
    for unwanted in query.unwanted:
        rows = rows if unwanted.is_exact else rows.filter(Exact(_place_of(unwanted), 0))
    return rows


def _place_of(wanted: Piece) -> StrIndex:
    return StrIndex("body", Value(wanted.text))


def _answers(query: Query, body: str) -> bool:
    return all(holds(body, each) for each in query.wanted) and not any(holds(body, each) for each in query.unwanted)


def _bodies(editions: Collection[int]) -> Iterable[tuple[int, str]]:
    return _BODIES.rows(ids=json.dumps([*editions])) if editions else []


def _ranked(query: Query, ids: list[int], more: list[int]) -> list[int]:
    """The weightiest first, the newer one of two that weigh the same; then, by date, those that are not weighed."""
    weighed = list(dict.fromkeys([*more, *ids[:RANKED]]))[: 2 * RANKED]
    weights = dict(_weights(query, weighed))
    dated = {edition: number for number, edition in enumerate(dict.fromkeys([*ids, *more]))}
    first = sorted(weighed, key=lambda edition: (-weights.get(edition, 0), dated[edition]))
    rest = [edition for edition in ids if edition not in weights]
    return [*first, *rest][:MOST]


def _weights(query: Query, editions: Sequence[int]) -> Iterator[tuple[int, float]]:
    for edition, body in _bodies(editions):
        places = body.split("\n", 3)
        alone = sum(_of_piece(each, body, places) for each in query.wanted)
        yield edition, alone + max([_weight(each, *places) for each in _together(query)], default=0)


def _of_piece(wanted: Piece, body: str, places: Sequence[str]) -> float:
    """The weight of the spelling that weighs most."""
    weights = {each: _weight(each, *places) for each in written(body, wanted)}
    return max([weight * (1 if each == wanted.text else SPACED_WEIGHS) for each, weight in weights.items()], default=0)


def _together(query: Query) -> list[str]:
    """All words as they stand in a text that has them side by side, with blanks or without."""
    words = [each.text for each in query.wanted]
    return [" ".join(words), "".join(words)] if len(words) > 1 else []


def _weight(wanted: str, title: str, terms: str, about: str, plain: str) -> int:
    whole = 2 if f" {wanted} " in f" {title} " else 1
    return (
        IN_TITLE * whole * (wanted in title)
        + IN_TERMS * (wanted in terms)
        + ABOUT * (wanted in about)
        + IN_TEXT * min(plain.count(wanted), MOST_COUNTED)
    )
