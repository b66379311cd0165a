"""A site of any number of published posts for the benchmarks of the readers' side, written as rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from reviews.hugo.ordering import rank, term_rank
from reviews.models import Edition, EditionAuthor, EditionKeyword, EditionTerm, EditionText, Post, Publication
from reviews.models.columns import address_key
from reviews.models.insert import insert
from reviews.models.places import keyword_key, name_key

START = datetime(2010, 1, 1, tzinfo=UTC)
AUTHOR = "Kim Lee"
FOLDER = "content/post"
BATCH = 5000


def url_of(number: int) -> str:
    """Where the post stands."""
    return f"/p/c{number}/"


def grow(pattern: Edition, count: int) -> None:
    """Posts like `pattern` up to `count`, each with its text, three terms, its author and what makes it related."""
    have = Edition.objects.filter(path__startswith=f"{FOLDER}/c").count()
    for start in range(have, count, BATCH):
        with transaction.atomic():
            _write(pattern, range(start, min(start + BATCH, count)))
    Publication.announce()


def _write(pattern: Edition, numbers: range) -> None:
    posts = [Post(**_like(pattern.post, path=f"{FOLDER}/c{n}.md", folder=FOLDER, synced_id=None)) for n in numbers]
    insert(posts)
    editions = [_edition(pattern, post, number) for post, number in zip(posts, numbers, strict=True)]
    insert(editions)
    insert([EditionText(**_like(pattern.text, edition_id=each.pk)) for each in editions])
    placed = list(zip(editions, numbers, strict=True))
    insert([row for edition, number in placed for row in _terms(edition, number)])
    insert(
        [
            EditionKeyword(edition_id=each.pk, index=index, key=key, sort_date=each.sort_date)
            for each in editions
            for index, key in each.keyword_keys
        ]
    )
    key = name_key(pattern.language, AUTHOR)
    insert([EditionAuthor(edition_id=e.pk, name=AUTHOR, key=key, language=e.language, rank=e.rank) for e in editions])


def _like(row: Model, **other: Any) -> dict[str, Any]:
    held = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return {**held, **other}


def _edition(pattern: Edition, post: Post, number: int) -> Edition:
    date, title, url = START + timedelta(hours=number), f"Copy {number}", url_of(number)
    words = [keyword_key(pattern.language, "tags", word) for word in _words(number)]
    year = keyword_key(pattern.language, "date", str(date.year))
    return Edition(
        **_like(
            pattern,
            post_id=post.pk,
            path=post.path,
            section="post",
            parent="/post",
            url=url,
            url_key=address_key(url),
            wanted_key="",
            title=title,
            link_title=title,
            author_names=[AUTHOR],
            date=date,
            sort_date=date,
            publish_date=date,
            lastmod=date,
            translation_key="",
            rank=rank(0, date, title, post.path),
            keyword_keys=[["date", year], *(["tags", key] for key in words)],
        )
    )


def _words(number: int) -> tuple[str, ...]:
    return f"t{number % 200}", f"u{number % 10}", "every"


def _terms(edition: Edition, number: int) -> list[EditionTerm]:
    return [
        EditionTerm(
            edition_id=edition.pk,
            taxonomy="tags",
            name=word,
            key=word,
            url=f"/tags/{word}/",
            language=edition.language,
            position=position,
            rank=term_rank(0, edition.rank),
        )
        for position, word in enumerate(_words(number))
    ]
