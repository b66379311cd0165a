"""Every address of the desk, by every kind of person and every method: who is let in, and what each answer carries."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from reviews.models import Author, Blob, Post, PostFile, Revision, Source
from tests.folders import POST

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
OPEN = {"login/", "jsi18n/", "logout/"}  # what a stranger may ask for
STATEMENTS = (Post, Revision, Source, User, Group, Author, PostFile, Blob)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.pattern)
        else:
            yield from patterns(each, prefix + str(each.pattern))


def addresses(post: Post) -> list[str]:
    """Every address of the desk with the post's, a user's and odd values in the places for values."""
    values = {
        "<int:pk>": post.pk, "<path:object_id>": post.pk, "<path:name>": "images/figure1.png", "<int:revision>": 1,
        "<int:file>": 1, "<path:content_type_id>": 1, "<int:content_type_id>": 1, "<id>": post.pk, "<path:url>": "x", "(?P<url>.*)$": "nowhere", "^": "", "$": "",
    }  # fmt: skip
    root = next(each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "admin")
    found = []
    for pattern in patterns(root):  # type: ignore[arg-type]
        url = re.sub(r"\(\?P<app_label>[^)]*\)", "reviews", pattern)
        for place, value in values.items():
            url = url.replace(place, str(value))
        found.append("/admin/" + url)
    assert not [url for url in found if "<" in url or "(" in url], found
    return sorted(set(found))


@pytest.fixture
def post(imported: Path, alice: User) -> Post:
    Author.objects.filter(name="Kurt").update(user=alice)
    return Post.objects.get(path=POST)


@pytest.fixture
def other(db: None) -> User:
    """An author of the desk who owns nothing."""
    user = User.objects.create_user("olga", password="pw", is_staff=True)
    user.groups.add(Group.objects.get(name="Author"))
    return user


def counts() -> list[Any]:
    """What stands in the database, as far as people of the desk could change it."""
    rows = [each.objects.count() for each in STATEMENTS]
    return [
        *rows,
        list(Post.objects.order_by("pk").values_list("pk", "head", "status")),
        list(User.objects.order_by("pk").values_list("pk", "is_staff", "is_superuser")),
    ]


def told(client: Client, method: str, url: str) -> Any:
    answer = client.generic(method, url)
    if answer.streaming:
        answer.getvalue()
    return answer


def test_a_stranger_is_let_in_nowhere(post: Post, client: Client, charlie: User) -> None:
    for person in (None, charlie):
        if person:
            client.force_login(person)
        before = counts()
        for url in addresses(post):
            for method in METHODS:
                answer = told(client, method, url)
                name = url.removeprefix("/admin/")
                assert answer.status_code in (302, 403, 404, 405) or name in OPEN, (method, url, answer.status_code)
                if person:
                    client.force_login(person)
        assert counts() == before


@pytest.mark.parametrize("role", ["charlie", "other", "bob", "alice", "erin"])
def test_no_address_breaks_or_goes_without_the_policy(role: str, post: Post, client: Client, request: Any) -> None:
    person: User = request.getfixturevalue(role)
    for url in addresses(post):
        for method in METHODS:
            client.force_login(person)
            answer = told(client, method, url)
            assert answer.status_code < 500, (method, url)
            policy = answer.headers.get("Content-Security-Policy", "")
            assert "default-src 'self'" in policy or "default-src 'none'" in policy, (method, url)
            assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0], (method, url)
            assert answer.headers.get("X-Content-Type-Options") == "nosniff", (method, url)


@pytest.mark.parametrize("role", ["other", "bob"])
def test_who_may_only_read_changes_nothing_anywhere(role: str, post: Post, client: Client, request: Any) -> None:
    client.force_login(request.getfixturevalue(role))
    before = counts()
    for url in addresses(post):
        for data in (
            {},
            {
                "title": "x",
                "body": "x",
                "based_on": post.head_id,
                "_step": "publish",
                "take": "ours",
                "action": "delete_selected",
                "_selected_action": post.pk,
                "post": "yes",
                "is_superuser": "on",
                "username": "x",
            },
        ):
            if "password_change" not in url and "logout" not in url:
                answer = client.post(url, data)
                assert answer.status_code < 500, url
    assert counts() == before


def test_every_form_asks_for_its_token(post: Post, erin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(erin)
    before = counts()
    for url in addresses(post):
        answer = client.post(url, {"title": "x", "_step": "submit", "text": "x"})
        assert answer.status_code == 403, url
        assert "Content-Security-Policy" in answer.headers
    assert counts() == before


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def small_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
REFUSED = {
    "a script in svg": ("a.svg", SVG),
    "svg named png": ("a.png", SVG),
    "html named png": ("a.png", b"<!doctype html><script>alert(1)</script>"),
    "a signature and html": ("a.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
    "enormous": ("a.png", png_of(60_000, 60_000, zlib.compress(bytes(1000)))),
    "as large as the format takes": ("a.png", png_of(2**31 - 1, 2**31 - 1)),
    "nothing wide": ("a.png", png_of(0, 10)),
    "gif of everything": ("a.gif", b"GIF89a\xff\xff\xff\xff\xf7\x00\x00"),
    "tiff": ("a.png", b"II*\x00\x08\x00\x00\x00"),
    "postscript": ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    "empty": ("a.png", b""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_harmless_picture_is_refused(name: str, post: Post, client: Client, alice: User) -> None:
    client.force_login(alice)
    before = counts()
    answer = client.post(f"/admin/reviews/post/{post.pk}/upload/", {"image": SimpleUploadedFile(*REFUSED[name])})
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)
    assert counts() == before


def test_a_picture_that_is_a_page_too_is_only_ever_a_picture(post: Post, client: Client, alice: User) -> None:
    client.force_login(alice)
    data = small_png() + b"<!doctype html><script>alert(1)</script>"
    sent = SimpleUploadedFile("../../evil.html\0.svg", data, content_type="text/html")
    answer = client.post(f"/admin/reviews/post/{post.pk}/upload/", {"image": sent})
    assert answer.status_code == 200
    name = answer.json()["name"]
    assert name.startswith("images/")
    assert name.endswith(".png")
    shown = told(client, "GET", f"/admin/reviews/post/{post.pk}/file/{name}")
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_the_sweep_meets_the_desk_s_own_views(post: Post) -> None:
    found = " ".join(addresses(post))
    for view in ("preview", "upload", "move", "note", "compare", "settle", "conflict-file", "history", "file"):
        assert f"/{view}/" in found
    assert len(found.split()) > 30
    assert admin.site.is_registered(Post)
