"""The editions of a list, a page at a time: each question compiled once, and a deep page as cheap as the first.

Where a page begins deep in a list is found by marks, every `STEP` entries, which are read once for each standing of the
site; what is skipped from there is never more than a step, and skipped in the index.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Aggregate, CharField, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, Window
from django.db.models.functions import Concat, RowNumber
from django.utils import timezone

from reviews.models import Edition, EditionAuthor, EditionTerm, Site
from reviews.models.edition import EditionQuerySet
from reviews.models.prepared import Prepared
from reviews.public.nodes import Node
from reviews.public.standing import kept_for

STEP = 500
_PLACES = {"term": "terms", "author": "author_rows"}  # where a page's place in the list is written, if not with it


@dataclass(frozen=True)
class Choice:
    """Which pages are in a list: `kind` is the question, `values` its answers."""

    kind: str  # all, sections, parents, term, author
    language: str
    values: tuple[str, ...] = ()


def shown_in(node: Node) -> Choice:
    """What the list's page shows: the main sections' pages on the front page, else the list's own."""
    return Choice("sections", node.language, node.main) if node.kind == "home" else all_in(node)


def all_in(node: Node) -> Choice:
    """The pages that Hugo has in the list, as its feed does."""
    if node.kind == "term":
        return Choice("term", node.language, (node.plural, node.key))
    if node.kind == "section":
        return Choice("parents", node.language, node.parents)
    return Choice("all", node.language)


def entries(site: Site, choice: Choice, start: int, size: int) -> list[Edition]:
    """Editions as lists show them, in the list's order."""
    return _ordered(_asked(site, "entries", choice, start, size))


def with_texts(site: Site, choice: Choice, start: int, size: int) -> list[Edition]:
    """The same with their texts; `marked` has the names of their tags and categories: JSON, [position, name] each."""
    return _ordered(_asked(site, "texts", choice, start, size))


def with_summaries(site: Site, choice: Choice, start: int, size: int) -> list[Edition]:
    """The same with what their texts are in short."""
    return _ordered(_asked(site, "summaries", choice, start, size))


def count_of(site: Site, choice: Choice) -> int:
    """How many there are; counted once for each standing of the site."""
    kept: dict[Choice, int] = kept_for(site).setdefault("counts", {})
    if choice not in kept:
        kept[choice] = editions_of(choice.kind, choice.language, choice.values, timezone.now()).count()
    return kept[choice]


def editions_of(kind: str, language: Any, values: tuple[Any, ...], now: Any, after: Q | None = None) -> EditionQuerySet:
    """The list's pages, in no order; `after` is a condition on their places."""
    live, after = Edition.objects.live(now), after or Q()
    if kind == "term":
        plural, key = values
        found = live.under_terms().filter(after, terms__taxonomy=plural, terms__language=language, terms__key=key)
    elif kind == "author":
        found = live.listed().filter(after, author_rows__key=values[0])
    elif kind == "parents":
        found = live.listed_beside().filter(after, language=language, **_one_of("parent", values))
    else:
        inside = _one_of("section", values) if kind == "sections" else {}
        found = live.listed().filter(after, language=language, **inside)
    return found.order_by()


def _one_of(column: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """One value is asked for by itself, so that the index has the rows in order."""
    return {column: values[0]} if len(values) == 1 else {f"{column}__in": values}


def _ordered(found: list[Edition]) -> list[Edition]:
    return sorted(found, key=lambda edition: (edition.place, edition.pk))  # type: ignore[attr-defined]


def _asked(site: Site, what: str, choice: Choice, start: int, size: int) -> list[Edition]:
    rank, pk, rest = "", 0, start
    if start >= STEP:
        marks = _marks(site, choice)
        if start // STEP >= len(marks):
            return []
        (rank, pk), rest = marks[start // STEP], start % STEP
    query = _query(what, choice.kind, len(choice.values), size, bool(rank))
    given: dict[str, Any] = {"now": timezone.now(), "start": rest}
    if choice.kind != "author":
        given["language"] = choice.language
    given |= {f"value{number}": value for number, value in enumerate(choice.values)}
    return query.rows(**given, **({"rank": rank, "pk": pk} if rank else {}))


def _marks(site: Site, choice: Choice) -> list[tuple[str, int]]:
    """The rank and id of every `STEP`-th page of the list."""
    kept: dict[Choice, list[tuple[str, int]]] = kept_for(site).setdefault("marks", {})
    if choice not in kept:
        rank, edition = _order(choice.kind)
        pages = editions_of(choice.kind, choice.language, choice.values, timezone.now())
        numbered = pages.annotate(row=Window(RowNumber(), order_by=[F(rank).asc(), F(edition).asc()]))
        rows = numbered.annotate(rest=(F("row") - 1) % STEP).filter(rest=0).order_by("row")
        kept[choice] = list(rows.values_list(rank, edition))
    return kept[choice]


def _order(kind: str) -> tuple[str, str]:
    """The columns that a list is in order by."""
    place = _PLACES.get(kind)
    return (f"{place}__rank", f"{place}__edition") if place else ("rank", "id")


@lru_cache(maxsize=500)
def _query(what: str, kind: str, count: int, size: int, is_deep: bool) -> Prepared:
    places: dict[str, type] = {"now": datetime, "start": int}
    if kind != "author":
        places["language"] = str
    places |= {f"value{number}": str for number in range(count)}
    if is_deep:
        places |= {"rank": str, "pk": int}

    def make(**at: Any) -> QuerySet[Any, Any]:
        values = tuple(at[f"value{number}"] for number in range(count))
        rank, edition = _order(kind)
        after = _after(rank, edition, at) if is_deep else None
        found = editions_of(kind, at.get("language"), values, at["now"], after)
        ids = found.order_by(rank, edition).values("pk")[at["start"] : at["start"] + size]
        return _columns(what, Edition.objects.filter(pk__in=ids).annotate(place=_place(kind, at, values)))

    return Prepared(make, **places)


def _after(rank: str, edition: str, at: dict[str, Any]) -> Q:
    behind = Q(**{f"{rank}__gt": at["rank"]}) | Q(**{f"{edition}__gte": at["pk"]})
    return Q(**{f"{rank}__gte": at["rank"]}) & behind


def _place(kind: str, at: dict[str, Any], values: tuple[Any, ...]) -> Any:
    """What the page stands by in the list. `said` keeps SQLite from walking the whole list for each page of it."""
    if kind == "term":
        plural, key = values
        rows: QuerySet[Any, Any] = EditionTerm.objects.alias(said=Concat("taxonomy", Value("")))
        rows = rows.filter(said=plural, language=at["language"], key=key).order_by("rank")
    elif kind == "author":
        rows = EditionAuthor.objects.alias(said=Concat("key", Value(""))).filter(said=values[0])
    else:
        return F("rank")
    return Subquery(rows.filter(edition=OuterRef("pk")).values("rank")[:1], output_field=CharField())


def _columns(what: str, found: EditionQuerySet) -> EditionQuerySet:
    """With as much of the pages, and of their texts, as is shown."""
    text = {
        "entries": ("text__html", "text__toc", "text__plain", "text__problems"),
        "texts": ("params", "text__toc", "text__plain", "text__problems"),
    }
    if what == "summaries":
        return found.select_related("text").only(*_SUMMARY)
    found = found.annotate(marked=_MARKED) if what == "texts" else found
    return found.select_related("text").defer("keyword_keys", *text[what])


_SUMMARY = (
    "path", "url", "title", "kind", "language", "logical_path", "date", "publish_date", "description", "author_names",
    "text_key", "text__edition", "text__text_key", "text__renderer_key", "text__has_references",
    "text__summary",
)  # fmt: skip


class _Json(Aggregate):
    """The values of some columns of all rows, as the JSON of a list of lists."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="JSON_AGG(JSON_BUILD_ARRAY(%(expressions)s))::text", **more)


_MARKED = Subquery(
    EditionTerm.objects.filter(edition=OuterRef("pk"), taxonomy__in=("tags", "categories"))
    .order_by()
    .values("edition")
    .annotate(said=_Json("position", "name"))
    .values("said")
)
