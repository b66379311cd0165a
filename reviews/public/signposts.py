"""What the database may have at an address, asked in one query: an address that nothing has costs no more than that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, Q, QuerySet, Sum, Value
from django.utils import timezone

from reviews.models import Edition, EditionAlias, EditionFile, Publication, SiteFile
from reviews.models.columns import address_key
from reviews.models.prepared import Prepared

_ALIASES = 5


@dataclass(frozen=True)
class Signs:
    """Where it is worth to look, and the token that the site stood at."""

    places: frozenset[str]  # page, file, alias, elsewhere, linked
    token: int


def signs_at(url: str) -> Signs:
    """Where it is worth to look. What is hidden gives no sign: its address costs as much as one that nothing has."""
    keys = {f"alias{number}": address_key(each) for number, each in enumerate(alias_names(url))}
    found = _SIGNS.rows(
        url_key=address_key(url), index_key=address_key(f"{url}index.html"), target=address_key(canonical(url)),
        now=timezone.now(), **keys,
    )  # fmt: skip
    roles = dict(found)
    return Signs(frozenset(roles) - {"now"}, int(roles.get("now") or 0))


def alias_names(url: str) -> tuple[str, ...]:
    """The spellings of an old address, as Hugo writes a page for each."""
    plain = url.removesuffix("index.html").rstrip("/")
    return url, plain, f"{plain}/", f"{plain}.html", f"{plain}/index.html"


def canonical(url: str) -> str:
    """The address with its slash, or without the name of the file that Hugo writes it into; the other way round."""
    if url.endswith("/"):
        return f"{url}index.html"
    return url.removesuffix("index.html") if url.endswith("/index.html") else f"{url}/"


def _query(url_key: Any, index_key: Any, target: Any, now: Any, **aliases: Any) -> QuerySet[Any, Any]:
    live, of_url = Edition.objects.live(now), Q(url_key__in=[url_key, index_key])
    parts = [
        _now(),
        _part("page", live.filter(url_key=url_key)),
        _part("file", EditionFile.objects.filter(of_url, edition__in=Edition.objects.with_files(now))),
        _part("file", SiteFile.objects.filter(of_url)),
        _part("alias", EditionAlias.objects.filter(url_key__in=list(aliases.values()), edition__in=live)),
        _part("elsewhere", live.filter(url_key=target)),
        _part("linked", live.filter(wanted_key=url_key)),
    ]
    return parts[0].union(*parts[1:], all=True)


def _part(role: str, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    said = rows.order_by().annotate(role=Value(role, CharField()), token=Value(0, BigIntegerField()))
    found: QuerySet[Any, Any] = said.values_list("role", "token")
    return found


def _now() -> QuerySet[Any, Any]:
    """One row with the token, where anything was ever announced."""
    one = Publication.objects.order_by().annotate(role=Value("now", CharField())).values("role")
    return one.annotate(total=Sum("token", output_field=BigIntegerField())).values_list("role", "total")


_SIGNS = Prepared(
    _query, url_key=str, index_key=str, target=str, now=datetime,
    **{f"alias{number}": str for number in range(_ALIASES)},
)  # fmt: skip
