"""What the outline of a site asks the database: its pages and terms, counted."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import Count, Max, Min, Q

from reviews.hugo.site import SiteConfig
from reviews.models import Edition, EditionTerm
from reviews.public.bundled_terms import bundled_term_rows


def groups(config: SiteConfig) -> list[dict[str, Any]]:
    """The pages counted by language and section."""
    pages = Edition.objects.with_files().filter(kind="page").order_by()
    has_page = Q(url_key__isnull=False)
    beside = Q(is_listed_beside=True) & has_page
    found = pages.values("language", "section", "parent").annotate(
        made=Count("pk"),
        listed=Count("pk", filter=has_page & Q(is_listed=True)),
        unrendered=Count("pk", filter=Q(url_key=None, is_listed=True)),
        beside=Count("pk", filter=beside),
        unrendered_beside=Count("pk", filter=Q(url_key=None, is_listed_beside=True)),
        first=Min("path"),
        newest=Max("date"),
        changed=Max("lastmod"),
        published=Max("publish_date"),
    )
    return [_undated(config, dict(row)) for row in found]


def _undated(config: SiteConfig, group: dict[str, Any]) -> dict[str, Any]:
    """Pages that are not made (`disableKinds`) give their lists no dates."""
    is_made = "page" not in config.for_language(group["language"]).disabled_kinds
    return group if is_made else {**group, "newest": None, "changed": None, "published": None}


def term_rows(config: SiteConfig) -> Iterable[dict[str, Any]]:
    """The terms counted, each spelling by itself."""
    rows = EditionTerm.objects.filter(edition__in=Edition.objects.live()).order_by()
    found = rows.values("language", "taxonomy", "key", "name").annotate(
        count=Count("pk", filter=Q(edition__is_listed_beside=True)),
        path=Min("edition__path"),
        date=Max("edition__date"),
        lastmod=Max("edition__lastmod"),
        published=Max("edition__publish_date"),
    )
    return chain(map(dict, found), bundled_term_rows(config))


def section_terms() -> Iterable[dict[str, Any]]:
    """The terms of sections, which may have their dates from the pages below them."""
    heads = Edition.objects.live().filter(kind="section")
    rows = EditionTerm.objects.filter(edition__in=heads).order_by()
    return [
        {**row, "path": row["edition__path"]}
        for row in rows.values("language", "taxonomy", "key", "name", "edition__logical_path", "edition__path")
    ]
