"""Nothing of what is not published reaches a reader: every public address there is, read like a crawler does."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.editing import save_text
from reviews.models import Post
from reviews.moving import move
from tests.folders import put, upload

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str]]
PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"not much of a picture"
# What each hidden post has in its front matter besides its marker, and how it stands at the desk.
HIDDEN = {
    "draft": "draft: true\n",
    "reviewed": "draft: true\n",
    "scheduled": "publishDate: 2999-01-01\n",
    "expired": "expiryDate: 2001-01-01\n",
    "withdrawn": "",
}
NEVER_USED = "/p/never-used/"
ROOTS = (
    "/", "/sitemap.xml", "/robots.txt", "/llms.txt", "/404.html", "/archive/", "/authors/", "/search/", "/index.xml",
    "/feed.atom", "/feed.json", "/tags/", "/categories/", "/post/",
)  # fmt: skip


def marked(word: str, more: str = "") -> str:
    """A post with `word` wherever there is room."""
    front = "".join(
        f"{key}: {word}{key}\n"
        for key in (
            "title",
            "description",
            "summary",
            "author",
            "slug",
            "linkTitle",
            "paper",
            "arxiv",
            "venue",
            "cover",
        )
    )
    lists = "".join(
        f"{key}: [{word}{key}]\n" for key in ("tags", "categories", "keywords", "series", "aliases", "authors")
    )
    menu = f"menu: {{main: {{name: {word}menu}}}}\n"
    return f"---\n{front}{lists}{menu}date: 2024-05-05\n{more}---\n## {word}heading\n\n{word}body ![{word}alt]({word}.png)\n"


@pytest.fixture
def hidden(imported: Path, run: Run, erin: User, alice: User) -> Path:
    """A site with one post of each hidden state, and a published one that is being rewritten."""
    for name, more in HIDDEN.items():
        put(imported, f"content/post/verhohlen{name}/index.md", marked(f"verhohlen{name}", more))
        put(imported, f"content/post/verhohlen{name}/verhohlen{name}.png", PICTURE + name.encode())
    put(imported, "content/post/open/index.md", marked("open"))
    put(imported, "content/post/open/open.png", PICTURE)
    run("hugo_import", imported)
    for name, step in (("reviewed", "submit"), ("withdrawn", "unpublish")):
        post = Post.objects.get(path=f"content/post/verhohlen{name}/index.md")
        move(post, step, erin, note="marked")
    rewritten = Post.objects.get(path="content/post/open/index.md")
    document = rewritten.document.set("title", "verhohlenrewrite").set("tags", ["verhohlenrewritetag"])
    save_text(rewritten, document, erin, based_on=rewritten.head_id)
    upload(rewritten, "verhohlenrewrite.png", PICTURE + b"rewritten")
    return imported


def crawl(client: Client) -> dict[str, bytes]:
    """Every address that can be reached from the roots, and what it says (headers too)."""
    found: dict[str, bytes] = {}
    waiting = list(ROOTS)
    while waiting:
        url = waiting.pop()
        if url in found:
            continue
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
        found[url] = repr(sorted(answer.headers.items())).encode() + body
        if "text" in answer.headers.get("Content-Type", "") or "xml" in answer.headers.get("Content-Type", ""):
            waiting += links(url, body.decode("utf-8", "replace"))
    return found


def links(base: str, text: str) -> list[str]:
    """The addresses of this site that a page, feed or map names."""
    named = re.findall(r'(?:href|src|content|srcset)="([^" ]+)|<(?:loc|link|guid[^>]*)>([^<]+)<', text)
    whole = (urlsplit(urljoin(base, each.replace("&amp;", "&"))) for pair in named for each in pair if each)
    return [
        each.path + (f"?{each.query}" if each.query else "")
        for each in whole
        if each.netloc in ("", "127.0.0.1:8000") and each.path.startswith("/") and "/_static/" not in each.path
    ]


def test_no_public_address_says_a_word_of_what_is_hidden(hidden: Path, client: Client) -> None:
    found = crawl(client)
    assert "/p/openslug/" in {unquote(url) for url in found}
    assert len(found) > 30
    for url, said in found.items():
        assert b"verhohlen" not in unquote(url).encode(), url
        assert b"verhohlen" not in said, (url, said[max(0, said.index(b"verhohlen") - 80) :][:200])


def addresses(name: str) -> list[str]:
    word = f"verhohlen{name}"
    return [
        f"/p/{word}slug/", f"/p/{word}slug", f"/p/{word}slug/{word}.png", f"/p/{word}/", f"/{word}aliases/",
        f"/post/{word}aliases/", f"/p/{word}aliases/", f"/tags/{word}tags/", f"/tags/{word}tags/index.xml",
        f"/tags/{word}tags/page/1/", f"/categories/{word}categories/", f"/authors/{word}author/",
        f"/post/{word}/{word}.png", f"/p/{word}slug/index.html", f"/p/{word}slug/index.xml",
    ]  # fmt: skip


def seen(client: Client, url: str) -> tuple[Any, ...]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return answer.status_code, answer.content, sorted(answer.headers.items()), len(queries)


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_address_is_like_one_that_was_never_used(name: str, hidden: Path, client: Client) -> None:
    seen(client, NEVER_USED)
    for url in addresses(name):
        # The same shape of address, with a word that nothing has.
        other = url.replace(f"verhohlen{name}", "unused" + "x" * len(name))
        assert seen(client, url) == seen(client, other), url
        assert seen(client, url)[0] == 404


def test_questions_find_nothing_hidden(hidden: Path, client: Client) -> None:
    for url in ("/search/?q=verhohlen", "/search/?q=verhohlendraftbody", "/search/suggest.json?q=ver"):
        said = client.get(url).content.decode()
        for name in HIDDEN:
            for word in ("title", "body", "tags", "description"):
                assert f"verhohlen{name}{word}" not in said.replace("verhohlendraftbody", ""), url
