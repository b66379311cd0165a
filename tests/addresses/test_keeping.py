"""Answers that are kept: what they cost, when they are let go, and that drafts move nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.editing import save_text
from reviews.models import Edition, Post, Publication
from reviews.public import keeping, views
from tests.folders import put

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str]]
KINDS = ("/about/", "/", "/post/", "/index.xml", "/sitemap.xml", "/tags/")


@pytest.fixture(autouse=True)
def page_cache(settings: Any) -> Iterator[None]:
    """Pages are kept in memory."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-pages"}
    settings.CACHES = {**settings.CACHES, "pages": memory}
    yield
    caches["pages"].clear()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200, url
    return len(caught)


@pytest.mark.parametrize("url", KINDS)
def test_a_reader_who_has_the_page_is_not_sent_it_again(url: str, imported: Path, client: Client) -> None:
    first = client.get(url)
    for given in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = client.get(url, headers=given)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    head = client.head(url)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


@pytest.mark.parametrize("url", KINDS)
def test_a_kept_page_costs_one_query(url: str, imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(url).content
    monkeypatch.setattr(views, "_found", None)
    assert queries(client, url) == 1
    assert client.get(url).content == first


def test_a_publication_lets_go_of_every_page(imported: Path, client: Client, run: Run) -> None:
    before = client.get("/post/").content
    about = client.get("/about/").headers["ETag"]
    put(imported, "content/post/new.md", "---\ntitle: New\ndate: 2024-01-01\n---\nnew\n")
    run("hugo_import", imported)
    assert client.get("/post/").content != before
    assert client.get("/about/").headers["ETag"] == about  # made anew, and the same


def test_an_edit_that_waits_at_the_desk_changes_nothing_for_readers(
    imported: Path, client: Client, alice: User
) -> None:
    before = {url: client.get(url).headers["ETag"] for url in KINDS}
    serials = Publication.objects.count()
    post = Post.objects.get(path="content/about.md")
    save_text(post, post.document.set("title", "Secret"), alice, based_on=post.head_id)
    assert Publication.objects.count() == serials
    assert {url: client.get(url).headers["ETag"] for url in KINDS} == before


def test_a_page_appears_and_goes_when_its_time_comes(
    imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    edition = Edition.objects.filter(path="content/about.md")
    edition.update(publish_date=now + timedelta(hours=1), expiry_date=now + timedelta(hours=2))
    Publication.announce()
    for hours, status in ((0, 404), (1.5, 200), (2.5, 404), (1.7, 200)):
        moment = now + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert client.get("/about/").status_code == status, hours
        assert ("/about/" in client.get("/sitemap.xml").content.decode()) is (status == 200)


def test_nobody_fills_the_cache_with_questions_or_unknown_addresses(imported: Path, client: Client) -> None:
    for url in ("/?x=1", "/about/?y=2", "/no/such/page/", "/post/page/9/"):
        client.get(url)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_the_number_of_queries_is_small_and_does_not_grow(
    imported: Path, client: Client, run: Run, settings: Any
) -> None:
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    counts = []
    for last in (3, 40):
        for n in range(last):
            text = f"---\ntitle: N {n}\ndate: 2024-01-01\ntags: [t, t{n}]\ncategories: [c]\n---\nx\n"
            put(imported, f"content/post/n{n}.md", text)
        run("hugo_import", imported)
        urls = ("/p/n1/", "/", "/post/", "/tags/", "/tags/t/", "/index.xml", "/post/index.xml", "/sitemap.xml")
        for url in urls:
            client.get(url)
        counts.append({url: queries(client, url) for url in urls})
    assert counts[0] == counts[1]
    assert {url: most for url, most in counts[1].items() if most > (4 if url != "/p/n1/" else 2)} == {}
    assert {url: most for url, most in counts[1].items() if url.endswith(".xml") and most > 2} == {}


def test_two_publications_in_one_second_are_told_apart_by_their_time(
    imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    first = client.get("/about/").headers["Last-Modified"]
    Edition.objects.filter(path="content/about.md").update(title="Another")
    Publication.announce()
    again = client.get("/about/", headers={"If-Modified-Since": first})
    assert (again.status_code, b"Another" in again.content) == (200, True)


def test_a_kept_search_page_is_as_little_for_robots_as_a_new_one(imported: Path, client: Client) -> None:
    assert [client.get("/search/").headers["X-Robots-Tag"] for _ in range(2)] == ["noindex"] * 2


def test_what_another_version_made_is_not_shown(
    imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/about/")
    Edition.objects.filter(path="content/about.md").update(title="Another")
    assert b"Another" not in client.get("/about/").content
    monkeypatch.setattr(keeping, "build_key", lambda: "another")
    assert b"Another" in client.get("/about/").content
