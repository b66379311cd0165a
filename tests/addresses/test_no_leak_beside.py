"""What leads past the pages to what is hidden: copies, cards, questions, other methods, headers, kept answers."""

import io
import os
import re
from collections.abc import Iterator
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
from PIL import Image

from reviews.editing import save_text
from reviews.models import Edition, Note, Post, PostFile
from reviews.models.columns import address_key
from reviews.moving import move
from tests.addresses.test_no_leak import HIDDEN, Run, addresses, crawl, hidden, marked
from tests.folders import put, status_of, upload

__all__ = ["hidden"]
pytestmark = pytest.mark.django_db
WORD = b"verhohlen"
REDIS = os.environ.get("TEST_REDIS_URL", "")


def picture(colour: str) -> bytes:
    """One that is wide enough to have copies."""
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def pictured(hidden: Path, run: Run) -> Path:
    """The hidden posts, with covers that have copies; so has the published one, and a rewrite of it that has another."""
    for number, name in enumerate(("open", *HIDDEN)):
        word = "open" if name == "open" else f"verhohlen{name}"
        put(hidden, f"content/post/{word}/wide.png", picture(f"#{number}0{number}0{number}0"))
        text = (hidden / f"content/post/{word}/index.md").read_text().replace(f"cover: {word}cover", "cover: wide.png")
        if name not in ("reviewed", "withdrawn", "open"):  # these wait with edits of the desk
            put(hidden, f"content/post/{word}/index.md", text)
    run("hugo_import", hidden)
    upload(Post.objects.get(path="content/post/open/index.md"), "rewrite.png", picture("#123456"))
    return hidden


def shape(client: Client, method: str, url: str, **headers: str) -> tuple[Any, ...]:
    """All that can be told from an answer, and what it asked of the database."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.generic(method, url, headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    told = sorted(pair for pair in answer.headers.items() if pair[0] != "Expires")  # the desk's name this second
    return answer.status_code, body, told, len(queries)


def more_addresses(name: str) -> list[str]:
    """Where a hidden post would have copies, a card, feeds, a series, an author and a year."""
    word = f"verhohlen{name}"
    hashes = PostFile.objects.filter(post__path__contains=word).values_list("blob__sha256", flat=True)
    copies = [f"/_image/{each}-{width}" for each in hashes for width in (480, 960, 1440)]
    cards = [f"/_cards/{address_key(f'/p/{word}slug/')}.png"]
    feeds = [
        f"/tags/{word}tags/{feed}" for feed in ("feed.atom", "feed.json", "page/2/", "sitemap.xml", "?sort=old")
    ] + [f"/authors/{word}author/feed.atom", f"/series/{word}series/"]
    return copies + cards + feeds


@pytest.mark.parametrize("name", HIDDEN)
def test_whatever_is_asked_of_a_hidden_address_is_answered_as_by_one_never_used(
    name: str, pictured: Path, client: Client
) -> None:
    others = {"verhohlen" + name: "unused" + "x" * len(name)}
    client.get("/p/never-used/")
    for url in [*addresses(name), *more_addresses(name)]:
        other = url
        for old, new in others.items():
            other = other.replace(old, new)
        if other == url:  # a hash says nothing; one of nothing
            other = re.sub(r"[0-9a-f]{32,}", lambda match: "0" * len(match[0]), url)
            assert other != url
        is_sampled = url in (f"/p/verhohlen{name}slug/", f"/p/verhohlen{name}slug/verhohlen{name}.png") or "/_" in url
        for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE") if is_sampled else ("GET",):
            told, unused = shape(client, method, url), shape(client, method, other)
            assert told[0] in (404, 405), (method, url)
            assert told == unused, (method, url)
        for headers in ({"Range": "bytes=0-9"}, {"If-None-Match": "*"}) if is_sampled else ():
            assert shape(client, "GET", url, **headers) == shape(client, "GET", other, **headers), (headers, url)


def test_published_copies_and_cards_are_there_so_that_the_others_absence_says_something(
    pictured: Path, client: Client
) -> None:
    shown = Edition.objects.get(path="content/post/open/index.md").files.get(name="wide.png").blob.sha256
    assert status_of(client, f"/_image/{shown}-480") == 200
    waiting = PostFile.objects.get(path="content/post/open/rewrite.png").blob.sha256
    assert status_of(client, f"/_image/{waiting}-480") == 404
    assert status_of(client, f"/_cards/{address_key('/p/openslug/')}.png") == 200


QUESTIONS = (
    "verhohlen", "ver", "verhohlendrafttitle", "verhohlenexpiredbody", '"verhohlenscheduledheading"', "verhohlenrewrite",
    "verhohlenwithdrawntags", "verhohlenreviewedauthor", "verholen", "verhohlemdraftbody",
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_is_answered_with_what_is_hidden(question: str, pictured: Path, client: Client) -> None:
    for url in (
        "/search/?q={}",
        "/search/?q={}&sort=date",
        "/search/suggest.json?q={}",
        "/search/suggest.json?q={}&tag=x",
    ):
        said = client.get(url.format(question)).content.decode().replace(question, "")
        said = said.replace(question.strip('"'), "")
        assert "verhohlen" not in said, (url, said[said.index("verhohlen") - 80 :][:200])
        nothing = "unused" + "y" * (len(question) - 6) if len(question) > 6 else "uny"
        assert client.get(url.format(question)).status_code == client.get(url.format(nothing)).status_code


@pytest.mark.parametrize("kind", ["tag", "category", "year", "author", "series", "language"])
def test_no_filter_tells_what_is_hidden(kind: str, pictured: Path, client: Client) -> None:
    for value in ("verhohlendrafttags", "verhohlenexpiredcategories", "verhohlenwithdrawnauthor", "2999", "2001"):
        told = client.get(f"/search/?q=open&{kind}={value}").content
        unused = client.get(f"/search/?q=open&{kind}={'z' * len(value) if value.isalpha() else '1789'}").content
        other = b"z" * len(value) if value.isalpha() else b"1789"
        assert told.replace(value.encode(), b"") == unused.replace(other, b""), (kind, value)


def answers(client: Client) -> dict[str, bytes]:
    """All that is told, but for when anything was announced last: that moves with every publication and restart."""
    modified = re.compile(rb"\('Last-Modified', '[^']+'\)")
    return {url: modified.sub(b"", said) for url, said in crawl(client).items()}


def test_what_happens_to_hidden_posts_moves_no_byte_and_no_header(
    pictured: Path, client: Client, erin: User, alice: User
) -> None:
    before = answers(client)
    for name in ("draft", "reviewed", "withdrawn"):
        post = Post.objects.get(path=f"content/post/verhohlen{name}/index.md")
        save_text(post, post.document.set("title", f"verhohlen again {name}"), alice, based_on=post.head_id)
        upload(post, "verhohlen-more.png", picture("#654321"))
        Note.objects.create(post=post, source=post.head, line=1, quote="", text="verhohlen note", by=erin)
        post.refresh_from_db()
        if post.status == "draft":
            move(post, "submit", erin)
    assert answers(client) == before


def test_a_schedule_is_not_seen_before_its_time(
    pictured: Path, client: Client, erin: User, alice: User, bob: User
) -> None:
    before = answers(client)
    post = Post.objects.get(path="content/post/verhohlendraft/index.md")
    move(post, "submit", alice if post.created_by == alice else erin)
    move(post, "approve", bob)
    move(post, "schedule", erin, at=timezone.now() + timedelta(days=300))
    assert answers(client) == before


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.skipif(not REDIS, reason="no Redis"))])
def keeping(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """Pages are kept: in memory, and in Redis where there is one."""
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "no-leak"}
    if request.param == "redis":
        backend = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS,
            "KEY_PREFIX": f"leak{os.getpid()}",
        }
    settings.CACHES = {**settings.CACHES, "pages": backend}
    yield
    if request.param == "memory":
        caches["pages"].clear()


def test_kept_answers_go_with_the_post(keeping: None, hidden: Path, client: Client, erin: User) -> None:
    shown = {url for url, said in crawl(client).items() if b"opentitle" in said or b"opentags" in said}
    assert {"/", "/p/openslug/", "/post/", "/index.xml", "/feed.json", "/llms.txt", "/tags/opentags/"} <= shown
    etags = {url: client.get(url).headers.get("ETag", "") for url in shown}
    move(Post.objects.get(path="content/post/open/index.md"), "unpublish", erin, note="gone")
    for url in shown:
        for headers in ({}, {"If-None-Match": etags[url]}):
            answer = client.get(url, headers=headers)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
            assert answer.status_code in (200, 404), (url, headers)
            assert (
                b"open" not in said.replace(b"opengraph", b"").replace(b"opens", b"").replace(b"search/opensearch", b"")
                or b"opentitle" not in said
            ), url
            assert b"opentitle" not in said, url
            assert b"opentags" not in said, url


def test_kept_answers_go_when_a_post_expires(
    keeping: None, hidden: Path, client: Client, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    put(
        hidden,
        "content/post/soon.md",
        marked("soon", f"expiryDate: {timezone.now() + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}\n"),
    )
    run("hugo_import", hidden)
    shown = {url for url, said in crawl(client).items() if b"soontitle" in said}
    assert {"/", "/p/soonslug/", "/index.xml"} <= shown
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))
    for url in shown:
        assert b"soontitle" not in client.get(url).content, url


def test_the_log_in_leads_nowhere_else(hidden: Path, client: Client, erin: User) -> None:
    for target in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:///evil.example",
    ):
        page = client.get("/admin/login/", {"next": target})
        assert 'href="javascript' not in page.content.decode()
        answer = client.post("/admin/login/", {"username": "erin", "password": "pw", "next": target})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/admin/"), target
        client.logout()


def test_a_strangers_guess_at_the_desk_tells_nothing(hidden: Path, client: Client) -> None:
    known = Post.objects.get(path="content/post/verhohlendraft/index.md").pk
    for view in (
        "change/",
        "preview/",
        "history/",
        "file/verhohlendraft.png",
        "file/none.png",
        "compare/1/",
        "settle/",
        "upload/",
        "move/",
        "note/",
        "delete/",
    ):
        for method in ("GET", "POST", "HEAD", "OPTIONS"):
            told, unused = (shape(client, method, f"/admin/reviews/post/{pk}/{view}") for pk in (known, 999_999))
            assert told[0] in (302, 403, 405), (method, view, told[0])
            assert repr(told[:3]).replace(f"/{known}/", "/N/").replace(f"%2F{known}%2F", "/N/") == repr(
                unused[:3]
            ).replace("/999999/", "/N/").replace("%2F999999%2F", "/N/")
            assert WORD.decode() not in repr(told).replace("file/verhohlendraft.png", "")
