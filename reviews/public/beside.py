"""What stands beside a page, in one query: terms, translations, series, the pages before and after, related pages."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from reviews.models import Blob, Edition, EditionFile, EditionTerm, Site, SiteFile
from reviews.models.columns import address_key
from reviews.models.prepared import Prepared
from reviews.public.covers import bundle_name, bundle_url, named_cover, rooted_url
from reviews.public.leaves import Leaf
from reviews.public.related import CANDIDATES, MOST_CANDIDATES, asked_of, candidates, ranked, rules_of, said_by
from reviews.public.standing import kept_for

SERIES = "series"
MOST_PARTS = 50  # of a series
MOST_RELATED = 5
MOST_KEPT = 2000  # pages whose surroundings a process remembers
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
Row = tuple[str, int, str, str, str, str, datetime | None, str | None]


@dataclass(frozen=True)
class Beside:
    """All that leads on from a page."""

    terms: list[Leaf] = field(default_factory=list)
    translations: list[Leaf] = field(default_factory=list)
    series: list[Leaf] = field(default_factory=list)
    previous: Leaf | None = None
    next: Leaf | None = None
    related: list[Leaf] = field(default_factory=list)
    cover: str = ""  # the address of the picture that the front matter names
    cover_blob: Blob | None = None  # its hash and size

    def series_turn(self, pk: int) -> tuple[Leaf | None, Leaf | None]:
        """The parts of the series before and after the page `pk`."""
        place = next((number for number, part in enumerate(self.series) if part.pk == pk), None)
        if place is None:
            return None, None
        before = self.series[place - 1] if place else None
        return before, self.series[place + 1] if place + 1 < len(self.series) else None


def kept_beside(site: Site, edition: Edition) -> Beside:
    """What stands beside `edition`, worked out once for as long as the site stands as it does."""
    kept: dict[int, Beside] = kept_for(site).setdefault("beside", {})
    if edition.pk not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[edition.pk] = beside(site, edition)
    return kept[edition.pk]


def beside(site: Site, edition: Edition) -> Beside:
    """What stands beside `edition`, all of it live."""
    rules = rules_of(site, edition.language)
    said = said_by(site, rules, edition) if edition.kind == "page" else {}
    asked = asked_of(rules, edition, said)
    inside, rooted = _covers(site, edition)
    shape = Shape(
        bool(edition.translation_key) and len(site.hugo.languages) > 1,
        edition.kind == "page" and SERIES in site.hugo.for_language(edition.language).taxonomies.values(),
        edition.kind == "page" and edition.date is not None and not edition.is_apart,
        bool(inside), bool(rooted), len(asked),
    )  # fmt: skip
    given: dict[str, Any] = {
        "pk": edition.pk, "now": timezone.now(), "date": edition.sort_date, "language": edition.language,
        "kind": edition.kind, "translation_key": edition.translation_key, "section": edition.section,
        "rank": edition.rank, "inside": inside, "rooted": address_key(rooted),
        "until": edition.sort_date if edition.date is not None and not rules.include_newer else _FAR,
        "most": CANDIDATES if edition.date is not None and not rules.include_newer else MOST_CANDIDATES,
    }  # fmt: skip
    for number, (key, weight, brings) in enumerate(asked):
        given |= {f"key{number}": key, f"weight{number}": weight, f"brings{number}": brings}
    rows: dict[str, list[Leaf]] = {}
    for row in _query(shape).rows(**{name: given[name] for name in shape.places()}):
        rows.setdefault(row[0], []).append(_leaf(row))
    urls = {"inside": bundle_url(edition.url, inside), "rooted": quote(rooted)}
    cover = next(((urls[role], leaf) for role in urls for leaf in rows.get(role, [])), None)
    return Beside(
        terms=sorted(rows.get("term", []), key=lambda term: term.pk),
        translations=sorted(rows.get("translation", []), key=lambda page: page.language),
        series=sorted(rows.get("series", []), key=lambda page: (page.date is not None, page.date, page.pk)),
        previous=next(iter(rows.get("previous", [])), None),
        next=next(iter(rows.get("next", [])), None),
        related=ranked(rules, said, rows.get("related", []))[:MOST_RELATED],
        cover=cover[0] if cover else "",
        cover_blob=_blob(cover[1]) if cover else None,
    )


def _leaf(row: Row) -> Leaf:
    _, pk, title, url, language, group, date, said = row
    keys = tuple([(index, key) for index, key in json.loads(said)]) if said else ()
    return Leaf(pk, title or url, url, language, date, group, keys)


def _blob(leaf: Leaf) -> Blob:
    """The blob that a file's row tells of. Only a bundle's pictures have narrower copies."""
    width, height, is_resizable = (int(number) for number in leaf.group.split())
    return Blob(sha256=leaf.title, width=width, height=height, is_resizable=is_resizable == 1)


def _covers(site: Site, edition: Edition) -> tuple[str, str]:
    """The picture that the front matter names: a name in the bundle, and an address of the site's own files."""
    name, _, _ = named_cover(edition.params)
    return bundle_name(name), rooted_url(site.hugo, edition.language, name)


class Shape(NamedTuple):
    """Which parts the question for a page has: pages of one shape differ in values only."""

    translated: bool
    serial: bool
    placed: bool
    inside: bool
    rooted: bool
    keywords: int

    def places(self) -> dict[str, type]:
        """The values that the question takes."""
        found: dict[str, type] = {"pk": int, "date": datetime}
        if self.translated or self.serial or self.placed or self.keywords:
            found["now"] = datetime
        if self.translated:
            found |= {"translation_key": str, "kind": str}
        if self.serial or self.placed:
            found["language"] = str
        if self.placed:
            found |= {"section": str, "rank": str}
        if self.keywords:
            found |= {"until": datetime, "most": int}
        for number in range(self.keywords):
            found |= {f"key{number}": str, f"weight{number}": int, f"brings{number}": int}
        return found | {name: str for name in ("inside", "rooted") if getattr(self, name)}


@lru_cache(maxsize=500)
def _query(shape: Shape) -> Prepared:
    def make(**at: Any) -> QuerySet[Any, Any]:
        parts = _parts(shape, at)
        return parts[0].union(*parts[1:], all=True)

    return Prepared(make, **shape.places())


def _parts(shape: Shape, at: dict[str, Any]) -> list[QuerySet[Any, Any]]:
    parts = [_terms(at["pk"], at["date"])]
    if shape.translated:
        same = Edition.objects.live(at["now"]).filter(translation_key=at["translation_key"], kind=at["kind"])
        parts.append(_part("translation", same.exclude(pk=at["pk"])))
    if shape.serial:
        parts.append(_series(at))
    if shape.placed:
        parts += _neighbours(at)
    if shape.keywords:
        keys = [(at[f"key{number}"], at[f"weight{number}"], at[f"brings{number}"]) for number in range(shape.keywords)]
        near = candidates(at["now"], at["until"], at["pk"], at["most"], keys)
        parts.append(_part("related", near, keys=True))
    if shape.inside:
        parts.append(_file("inside", EditionFile.objects.filter(edition=at["pk"], name=at["inside"])))
    if shape.rooted:
        parts.append(_file("rooted", SiteFile.objects.filter(url_key=at["rooted"])))
    return parts


def _terms(pk: Any, date: Any) -> QuerySet[Any, Any]:
    rows = EditionTerm.objects.filter(edition=pk).order_by()
    return rows.annotate(
        role=Value("term", CharField()), n=F("pk"), date=Value(date, DateTimeField()), keys=Value(None, TextField())
    ).values_list("role", "n", "name", "url", "language", "taxonomy", "date", "keys")


def _part(role: str, pages: QuerySet[Edition], keys: bool = False) -> QuerySet[Any, Any]:
    """The rows of one part; `pages` is not sliced: what limits it stands in a query inside."""
    kept = Cast("keyword_keys", TextField()) if keys else Value(None, TextField())
    return (
        pages.order_by()
        .annotate(role=Value(role, CharField()), n=F("pk"), group=Value("", CharField()), keys=kept)
        .values_list("role", "n", "link_title", "url", "language", "group", "sort_date", "keys")
    )


def _among(ids: QuerySet[Any, Any]) -> QuerySet[Edition]:
    return Edition.objects.filter(pk__in=ids)


def _series(at: dict[str, Any]) -> QuerySet[Any, Any]:
    mine = EditionTerm.objects.filter(edition=at["pk"], taxonomy=SERIES).order_by("position").values("key")[:1]
    inside = EditionTerm.objects.filter(taxonomy=SERIES, key__in=mine, language=at["language"]).values("edition")
    live = Edition.objects.live(at["now"]).listed().filter(pk__in=inside)
    return _part("series", _among(live.order_by("-sort_date", "-pk").values("pk")[:MOST_PARTS]))


def _neighbours(at: dict[str, Any]) -> list[QuerySet[Any, Any]]:
    """The pages before and after in the section's list, in Hugo's order: mostly the next older and the next newer."""
    same = Edition.objects.live(at["now"]).listed().filter(language=at["language"], section=at["section"])
    before = same.filter(rank__gte=at["rank"]).exclude(rank=at["rank"], pk__lte=at["pk"]).order_by("rank", "pk")
    after = same.filter(rank__lte=at["rank"]).exclude(rank=at["rank"], pk__gte=at["pk"]).order_by("-rank", "-pk")
    return [_part("previous", _among(before.values("pk")[:1])), _part("next", _among(after.values("pk")[:1]))]


def _file(role: str, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    texts = {name: Value(value, CharField()) for name, value in {"role": role, "address": "", "lang": ""}.items()}
    nothing = {"date": Value(None, DateTimeField()), "keys": Value(None, TextField())}
    images = rows.filter(blob__media_type__startswith="image/").order_by()
    size = [Coalesce(Cast(f"blob__{side}", CharField()), Value("0")) for side in ("width", "height")]
    may_shrink = Q(blob__is_resizable=True) if rows.model is EditionFile else Q(pk=None)
    flag = Case(When(may_shrink, then=Value(" 1")), default=Value(" 0"))
    facts = Concat(size[0], Value(" "), size[1], flag, output_field=CharField())
    told = {"title": F("blob__sha256"), "group": facts}
    found: QuerySet[Any, Any] = images.annotate(n=F("pk"), **texts, **told, **nothing)
    return found.values_list("role", "n", "title", "address", "lang", "group", "date", "keys")
