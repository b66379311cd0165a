"""Pages that are kept in Redis, which all processes share, and which may be away."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.editing import save_text
from reviews.models import Blob, Post, Publication
from reviews.pictures import measured
from reviews.public import keeping, standing, views
from tests.folders import put

pytestmark = pytest.mark.django_db
URL = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"
NOWHERE = "redis://127.0.0.1:1/0"
Run = Callable[..., tuple[int, str]]


def keep_at(settings: Any, url: str) -> None:
    """Keep pages there, apart from all else that is there."""
    backend = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": uuid.uuid4().hex,
    }
    settings.CACHES = {**settings.CACHES, "pages": backend}


@pytest.fixture
def in_redis(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are kept in Redis for a minute. Without a server the test is skipped, or fails where all are required."""
    try:
        redis.Redis.from_url(URL, socket_connect_timeout=1).ping()
    except redis.RedisError as error:
        told = f"no Redis at {URL} (TEST_REDIS_URL names one): {error}"
        pytest.fail(told) if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip(told)
    monkeypatch.setattr(keeping, "SECONDS", 60)
    keep_at(settings, URL)


@pytest.mark.parametrize("url", ["/about/", "/", "/index.xml"])
def test_another_process_finds_a_page_that_one_has_kept(
    url: str, in_redis: None, imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(url)
    standing._known.clear()  # as a process does that has just begun
    monkeypatch.setattr(views, "_found", None)
    with CaptureQueriesContext(connection) as caught:
        again = client.get(url)
    assert (again.status_code, again.content, again.headers["ETag"]) == (200, first.content, first.headers["ETag"])
    assert len(caught) == 1
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_process_asks_redis_once_for_a_page_until_something_is_published(
    in_redis: None, imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/about/")
    assert first.status_code == 200
    monkeypatch.setattr(RedisCache, "get", lambda *args: pytest.fail("asked again"))
    assert client.get("/about/").content == first.content
    Publication.announce()
    with pytest.raises(pytest.fail.Exception, match="asked again"):
        client.get("/about/")


def test_a_publication_lets_go_of_what_is_in_redis_and_a_draft_does_not(
    in_redis: None, imported: Path, client: Client, run: Run, alice: User
) -> None:
    before = client.get("/post/").content
    post = Post.objects.get(path="content/about.md")
    save_text(post, post.document.set("title", "Secret"), alice, based_on=post.head_id)
    assert client.get("/post/").content == before
    put(imported, "content/post/new.md", "---\ntitle: Brand new\ndate: 2024-01-01\n---\nnew\n")
    run("hugo_import", imported)
    assert "Brand new" in client.get("/post/").content.decode()


def test_readers_get_their_pages_while_redis_is_away(settings: Any, imported: Path, client: Client) -> None:
    keep_at(settings, NOWHERE)
    for _ in range(2):
        assert client.get("/about/").status_code == 200


def test_the_size_of_a_picture_that_becomes_known_lets_go_of_the_pages(imported: Path) -> None:
    blob = Blob.objects.filter(media_type="image/png").first()
    assert blob is not None
    Blob.objects.filter(pk=blob.pk).update(width=None)
    blob.refresh_from_db()
    said = Publication.objects.count()
    assert measured(blob).width
    assert Publication.objects.count() == said + 1
    measured(blob)
    assert Publication.objects.count() == said + 1


def test_other_static_files_or_shortcodes_make_other_pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def key() -> str:
        keeping.build_key.cache_clear()
        return keeping.build_key()

    before = key()
    assert key() == before
    monkeypatch.setattr(keeping.staticfiles_storage, "hashed_files", {"public/site.css": "x.css"}, raising=False)
    assert key() != before
    monkeypatch.undo()
    monkeypatch.setattr(keeping, "code_key", lambda: "other")
    assert key() != before
    keeping.build_key.cache_clear()
