"""Many rows written at once are the rows that Django would have written."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from reviews.models import Edition, EditionMenu, Post, Revision, Site, Source
from reviews.models.insert import append, blank, insert, set_columns, update

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
PARAMS = {"한글": ["a\tb\\n", 'quote " and \\', None, 1.5, True], "empty": {}}


def sources(count: int) -> list[Source]:
    made = [
        Source(sha256=f"{number:064}", data=b"\0\xff\\." + b"%d" % number, size=5, created=MOMENT)
        for number in range(count)
    ]
    insert(made)
    return made


def new_post(source: Source, path: str) -> Post:
    Site.stored()
    return Post(site_id=1, path=path, folder="content", head_id=source.pk, params=PARAMS, date=MOMENT, title="\\N\t'")


def raw(table: str, columns: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608 # the tests' own names
        return list(cursor.fetchall())


def test_rows_are_stored_as_django_stores_them() -> None:
    source = sources(1)[0]
    new_post(source, "content/django.md").save()
    insert([new_post(source, "content/ours.md")])
    theirs, ours = Post.objects.order_by("path")
    assert (
        (theirs.params, theirs.date, theirs.title) == (ours.params, ours.date, ours.title) == (PARAMS, MOMENT, "\\N\t'")
    )
    rows = raw("reviews_post", "date, params, title, is_draft, removed_at")
    assert rows[0] == rows[1]
    assert bytes(Source.objects.get(pk=source.pk)) == b"\0\xff\\.0"


@pytest.mark.parametrize("model", [Post, Edition])
def test_a_blank_row_has_django_s_defaults_and_shares_none_with_the_next(model: type[Post | Edition]) -> None:
    theirs, ours = model(), blank(model)
    for field in model._meta.concrete_fields:
        default, held = getattr(theirs, field.attname), getattr(ours, field.attname)
        assert type(held) is type(default) and (held == default or isinstance(default, datetime))
    ours.params["a"] = 1
    assert blank(model).params == {} and blank(model)._state is not ours._state and ours._state.adding


def test_ids_are_given_once_also_between_ours_and_django_s() -> None:
    source = sources(3)[0]
    insert([new_post(source, f"content/{number}.md") for number in range(3)])
    later = new_post(source, "content/later.md")
    later.save()
    insert(again := [new_post(source, "content/again.md")])
    ids = [post.pk for post in Post.objects.all()]
    assert len(set(ids)) == 5
    assert again[0].pk > later.pk


def test_appended_moments_and_json_are_stored_as_django_stores_them() -> None:
    source = sources(1)[0]
    insert([post := new_post(source, "content/a.md")])
    Revision.objects.create(post=post, source=source, why="saved", at=MOMENT)
    append(Revision, ("post_id", "source_id", "why", "at", "note"), [(post.pk, source.pk, "saved", MOMENT, "")])
    rows = raw("reviews_revision", "at, why, note")
    assert rows[0] == rows[1]
    assert EditionMenu._meta.get_field("entry").get_internal_type() == "JSONField"


def test_updates_reach_the_named_columns_and_no_other() -> None:
    source = sources(1)[0]
    insert(posts := [new_post(source, "content/a.md"), new_post(source, "content/b.md")])
    for post in posts:
        post.title, post.slug, post.date = "new", "unsaved", None
    update(posts, ["title", "date"])
    assert list(Post.objects.values_list("title", "slug", "date")) == [("new", "", None)] * 2
    set_columns(Post, ("slug",), [("s", posts[0].pk)])
    assert sorted(Post.objects.values_list("slug", flat=True)) == ["", "s"]


def test_a_row_that_is_there_already_is_an_error_and_nothing_is_written() -> None:
    source = sources(1)[0]
    insert([new_post(source, "content/a.md")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([new_post(source, "content/b.md"), new_post(source, "content/a.md")])
    assert Post.objects.count() == 1
    assert Post.objects.get().created <= datetime.now(UTC)
