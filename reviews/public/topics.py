"""The fullest terms of a language with the newest pages of each: for the front page, lists of few terms or authors."""

from typing import Any

from django.db.models import CharField, QuerySet, Value

from reviews.models import Edition, EditionAuthor, EditionTerm, Site
from reviews.models.edition import foreign
from reviews.public.lists import term_counts
from reviews.public.standing import kept_for

MOST_TOPICS = 6
MOST_TAGS = 16
NEWEST = 4


def topics(site: Site, language: str) -> list[dict[str, Any]]:
    """The fullest categories, else tags: name, url, count, pages (title, url, title_language) of each."""
    return topics_of(site, "categories", language, MOST_TOPICS) or topics_of(site, "tags", language, MOST_TOPICS)


def topics_of(site: Site, taxonomy: str, language: str, limit: int) -> list[dict[str, Any]]:
    """The fullest terms of a taxonomy in the same way; worked out once for each standing of the site."""
    kept = kept_for(site)
    name = f"topics {taxonomy} {language} {limit}"
    if name not in kept:
        kept[name] = _topics(site, taxonomy, language, limit)
    found: list[dict[str, Any]] = kept[name]
    return found


def fullest(site: Site, language: str) -> list[dict[str, Any]]:
    """The fullest tags (else categories) of a language, for those who found nothing: name, url, count."""
    found = (term_counts(site, each, language, MOST_TAGS) for each in ("tags", "categories"))
    return next(filter(None, found), [])


def with_newest(language: str, authors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Authors (name, key, url, count) with the newest pages of each; one query."""
    signed = EditionAuthor.objects.filter(language=language)
    parts = [_newest(author["key"], signed.filter(key=author["key"])) for author in authors]
    pages = _by_topic(language, parts) if parts else {}
    return [{**author, "pages": pages.get(author["key"], [])} for author in authors]


def _topics(site: Site, taxonomy: str, language: str, limit: int) -> list[dict[str, Any]]:
    found = term_counts(site, taxonomy, language, limit)
    terms = EditionTerm.objects.filter(taxonomy=taxonomy, language=language)
    parts = [_newest(topic["key"], terms.filter(key=topic["key"])) for topic in found]
    pages = _by_topic(language, parts) if parts else {}
    return [{**topic, "pages": pages.get(topic["key"], [])} for topic in found]


def _by_topic(language: str, parts: list[QuerySet[Any, Any]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for topic, title, url, _ in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[3], reverse=True):
        found.setdefault(topic, []).append({"title": title, "url": url, "title_language": foreign(language, title)})
    return found


def _newest(key: str, inside: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    newest = Edition.objects.live().listed().filter(pk__in=inside.values("edition")).values("pk")[:NEWEST]
    pages = Edition.objects.filter(pk__in=newest).order_by()
    return pages.annotate(topic=Value(key, CharField())).values_list("topic", "link_title", "url", "sort_date")
