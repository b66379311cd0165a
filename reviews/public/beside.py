"""What stands beside a page, in one query: terms, translations, series, the pages before and after, related pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    JSONField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from reviews.hugo.related import DATES, RelatedRules, read_related, weights
from reviews.hugo.site import SiteConfig
from reviews.models import Blob, Edition, EditionFile, EditionKeyword, EditionTerm, Site, SiteFile
from reviews.models.columns import address_key
from reviews.models.edition import foreign
from reviews.public.covers import bundle_name, bundle_url, named_cover, rooted_url
from reviews.public.standing import kept_for

SERIES = "series"
MOST_PARTS = 50  # of a series
MOST_RELATED = 5
MOST_KEPT = 2000  # pages whose surroundings a process remembers
CANDIDATES = 60  # related pages that are ranked; among more of equal weight the newest are asked for
Said = dict[tuple[str, str], int]
Row = tuple[str, int, str, str, str, str, datetime | None, list[list[str]] | None]


@dataclass(frozen=True)
class Leaf:
    """A page or term that is linked to."""

    pk: int
    title: str
    url: str
    language: str
    date: datetime | None = None
    group: str = ""  # a term's taxonomy
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def title_language(self) -> str:
        """The title's language where it is not the page's."""
        return foreign(self.language, self.title)


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
        kept[edition.pk] = beside(site.hugo, edition)
    return kept[edition.pk]


def beside(config: SiteConfig, edition: Edition) -> Beside:
    """What stands beside `edition`, all of it live."""
    rules = read_related(config.for_language(edition.language).raw)
    said = _said(rules, edition) if edition.kind == "page" else {}
    parts = [_terms(edition), *_pages(edition), *_candidates(rules, edition, said), *_cover(config, edition)]
    rows: dict[str, list[Leaf]] = {}
    for row in parts[0].union(*parts[1:], all=True):
        rows.setdefault(row[0], []).append(_leaf(row))
    related = ranked(rules, said, rows.get("related", []))
    return Beside(
        terms=sorted(rows.get("term", []), key=lambda term: term.pk),
        translations=sorted(rows.get("translation", []), key=lambda page: page.language),
        series=sorted(rows.get("series", []), key=lambda page: (page.date is not None, page.date, page.pk)),
        previous=next(iter(rows.get("previous", [])), None),
        next=next(iter(rows.get("next", [])), None),
        related=related[:MOST_RELATED],
        cover=next((leaf.url for leaf in rows.get("cover", [])), ""),
        cover_blob=next((_blob(leaf) for leaf in rows.get("cover", [])), None),
    )


def _leaf(row: Row) -> Leaf:
    _, pk, title, url, language, group, date, keys = row
    return Leaf(pk, title or url, url, language, date, group, tuple((index, key) for index, key in keys or ()))


def _blob(leaf: Leaf) -> Blob:
    """The blob that a file's row tells of. Only a bundle's pictures have narrower copies."""
    width, height, is_resizable = (int(number) for number in leaf.group.split())
    return Blob(sha256=leaf.title, width=width, height=height, is_resizable=is_resizable == 1)


def _terms(edition: Edition) -> QuerySet[Any, Any]:
    rows = EditionTerm.objects.filter(edition=edition).order_by()
    return rows.annotate(
        role=Value("term", CharField()), n=F("pk"), date=Value(edition.sort_date), keys=Value(None, JSONField())
    ).values_list("role", "n", "name", "url", "language", "taxonomy", "date", "keys")


def _part(role: str, pages: QuerySet[Edition], keys: bool = False) -> QuerySet[Any, Any]:
    """The rows of one part; `pages` is not sliced: what limits it stands in a query inside."""
    kept = F("keyword_keys") if keys else Value(None, JSONField())
    return (
        pages.select_related(None)
        .order_by()
        .annotate(role=Value(role, CharField()), n=F("pk"), group=Value("", CharField()), keys=kept)
        .values_list("role", "n", "link_title", "url", "language", "group", "sort_date", "keys")
    )


def _among(ids: QuerySet[Any, Any]) -> QuerySet[Edition]:
    return Edition.objects.filter(pk__in=ids)


def _pages(edition: Edition) -> list[QuerySet[Any, Any]]:
    live = Edition.objects.live()
    parts = []
    if edition.translation_key:
        same = live.filter(translation_key=edition.translation_key, kind=edition.kind)
        parts.append(_part("translation", same.exclude(pk=edition.pk)))
    if edition.kind != "page":
        return parts
    mine = EditionTerm.objects.filter(edition=edition, taxonomy=SERIES).order_by("position").values("key")[:1]
    inside = EditionTerm.objects.filter(taxonomy=SERIES, key__in=mine, language=edition.language).values("edition")
    series = live.listed().filter(pk__in=inside).order_by("-sort_date", "-pk").values("pk")[:MOST_PARTS]
    parts.append(_part("series", _among(series)))
    if edition.date is not None and edition.section:
        parts += _neighbours(edition)
    return parts


def _cover(config: SiteConfig, edition: Edition) -> list[QuerySet[Any, Any]]:
    """The picture that the front matter names: out of the bundle, else out of the site's own files."""
    name, _, _ = named_cover(edition.params)
    inside, rooted = bundle_name(name), rooted_url(config, edition.language, name)
    parts = []
    if inside:
        found = EditionFile.objects.filter(edition=edition, name=inside)
        parts.append(_file("cover", found, bundle_url(edition.url, inside)))
    if rooted:
        parts.append(_file("cover", SiteFile.objects.filter(url_key=address_key(rooted)), quote(rooted)))
    return parts


def _file(role: str, rows: QuerySet[Any, Any], url: str) -> QuerySet[Any, Any]:
    said = {"role": role, "address": url, "lang": ""}
    texts = {name: Value(value, CharField()) for name, value in said.items()}
    nothing = {"date": Value(None, DateTimeField()), "keys": Value(None, JSONField())}
    images = rows.filter(blob__media_type__startswith="image/").order_by()
    size = [Coalesce(Cast(f"blob__{side}", CharField()), Value("0")) for side in ("width", "height")]
    may_shrink = Q(blob__is_resizable=True) if rows.model is EditionFile else Q(pk=None)
    flag = Case(When(may_shrink, then=Value(" 1")), default=Value(" 0"))
    facts = Concat(size[0], Value(" "), size[1], flag, output_field=CharField())
    told = {"title": F("blob__sha256"), "group": facts}
    found: QuerySet[Any, Any] = images.annotate(n=F("pk"), **texts, **told, **nothing)
    return found.values_list("role", "n", "title", "address", "lang", "group", "date", "keys")


def _neighbours(edition: Edition) -> list[QuerySet[Any, Any]]:
    same = Edition.objects.live().listed().filter(language=edition.language, section=edition.section)
    others = same.exclude(pk=edition.pk)
    before = others.filter(sort_date__lte=edition.sort_date).order_by("-sort_date", "-pk").values("pk")[:1]
    after = others.filter(sort_date__gt=edition.sort_date).order_by("sort_date", "pk").values("pk")[:1]
    return [_part("previous", _among(before)), _part("next", _among(after))]


def _candidates(rules: RelatedRules, edition: Edition, said: Said) -> list[QuerySet[Any, Any]]:
    """The pages that share keywords. Dates alone bring none in where they cannot make a page related by themselves."""
    of_dates = sum(weight for (index, _), weight in said.items() if index in DATES)
    asked = {key: weight for (index, key), weight in said.items() if index not in DATES or rules.suffices(of_dates)}
    if edition.kind != "page" or not asked:
        return []
    near = Edition.objects.live().listed().select_related(None).filter(keyword_rows__key__in=list(asked))
    if not rules.include_newer and edition.date is not None:
        near = near.filter(sort_date__lte=edition.sort_date)
    weighed = [When(keyword_rows__key=key, then=weight) for key, weight in asked.items()]
    score = Sum(Case(*weighed, output_field=IntegerField()))
    best = near.exclude(pk=edition.pk).order_by().values("pk").annotate(score=score)
    best = best.order_by("-score", "-sort_date", "-pk")
    return [_part("related", _among(best.values("pk")[:CANDIDATES]), keys=True)]


def _said(rules: RelatedRules, edition: Edition) -> Said:
    """What each of the page's keywords weighs; one that too many pages have says nothing."""
    said = weights(rules, [(index, key) for index, key in edition.keyword_keys])
    for index in (each for each in rules.indices if each.cardinality):
        rows = EditionKeyword.objects.filter(
            edition__in=Edition.objects.live().listed().filter(language=edition.language)
        )
        of_index = rows.filter(index=index.name).order_by()
        most = index.cardinality * of_index.values("edition").distinct().count()
        counts = of_index.filter(key__in=[key for name, key in said if name == index.name]).values_list("key")
        common = {key for key, count in counts.annotate(count=Count("edition", distinct=True)) if count * 100 > most}
        said = {(name, key): weight for (name, key), weight in said.items() if key not in common}
    return said


def ranked(rules: RelatedRules, said: Said, candidates: Iterable[Leaf]) -> list[Leaf]:
    """The candidates that are near enough, the nearest first, in Hugo's order among equals."""
    scored = [(sum(said.get(key, 0) for key in leaf.keys), leaf) for leaf in candidates]
    near = [(score, leaf) for score, leaf in scored if rules.suffices(score)]
    return [leaf for _, leaf in sorted(near, key=lambda pair: (-pair[0], -_age(pair[1]), pair[1].title))]


def _age(leaf: Leaf) -> float:
    return leaf.date.timestamp() if leaf.date else 0.0
