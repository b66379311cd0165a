"""One post, walked: from its Hugo file through the desk to the readers and back. The first test to read."""

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reviews.editing import save_text
from reviews.models import Author, Edition, Move, Note, Post, Revision, Source
from reviews.moving import StepRefused, move

Run = Callable[..., tuple[int, str]]
PAGE = "/p/foundation-models/"


def changed_lines(before: bytes, after: bytes) -> list[str]:
    """The lines that differ, as `diff` shows them."""
    rows = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0)
    return [row for row in rows if row[:1] in "+-" and row[:3] not in ("+++", "---")]


def edit(post: Post, by: User, **values: Any) -> None:
    """What the editor's form does with a changed field."""
    document = post.document
    for key, value in values.items():
        document = document.with_body(value) if key == "body" else document.set(key, value)
    save_text(post, document, by, based_on=post.head_id)
    post.refresh_from_db()


@pytest.mark.django_db
def test_one_post_walked(site_folder: Path, run: Run, client: Client, alice: User, bob: User, erin: User) -> None:
    # 1. A file with its images, as a person wrote it.
    file = site_folder / "content/post/foundation-models/index.md"
    original = file.read_bytes()

    # 2. The import stores its bytes; the file says `draft = true`, so readers get nothing.
    assert run("hugo_import", site_folder)[0] == 0
    post = Post.objects.get(path="content/post/foundation-models/index.md")
    assert bytes(post.head) == bytes(post.synced) == original
    assert (post.title, post.status) == ("Foundation Models", "draft")
    assert [tag.name for tag in post.tags.order_by("post_rows__position")] == ["NLP", "LLM"]
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}images/figure1.png").status_code == 404
    assert client.get("/tags/nlp/").status_code == 404

    # 3. Its author changes the title: a new Source, one line differs.
    Author.objects.filter(name="Kurt").update(user=alice)
    edit(post, alice, title="Foundation Models, 다시 읽기")
    assert changed_lines(original, bytes(post.head)) == [
        '-title = "Foundation Models"',
        '+title = "Foundation Models, 다시 읽기"',
    ]
    assert Revision.objects.filter(post=post).count() == 2

    # 4. Submit; a reviewer comments on a line and requests changes; the author answers and resubmits; he approves that text.
    move(post, "submit", alice)
    remark = Note.objects.create(post=post, source=post.head, line=3, text="Which models?", by=bob)
    move(post, "request_changes", bob, note="One question in line 3.")
    Note.objects.create(post=post, source=post.head, answers=remark, text="Named now.", by=alice)
    edit(post, alice, body=post.document.body.replace("## Abstract", "## 초록", 1))
    move(post, "submit", alice)
    with pytest.raises(StepRefused, match="own"):
        move(post, "approve", alice)
    move(post, "approve", bob)
    assert post.approved_source_id == post.head_id

    # 5. The editor publishes: an Edition stands at the address that Hugo's permalinks give.
    move(post, "publish", erin)
    assert changed_lines(
        bytes(Source.objects.get(pk=Revision.objects.filter(post=post, why="saved").first().source_id)),
        bytes(post.head),
    ) == [
        "-draft = true",
        "+draft = false",
    ]
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "다시 읽기" in page.content.decode()
    assert client.get(f"{PAGE}images/figure1.png").getvalue() == (file.parent / "images/figure1.png").read_bytes()
    for address in ("/", "/post/", "/tags/nlp/", "/categories/paper-review/", "/index.xml", "/sitemap.xml"):
        assert PAGE in client.get(address).content.decode(), address
    steps = list(Move.objects.filter(post=post).order_by("pk").values_list("step", "by__username", "to_status"))
    assert steps == [
        ("submit", "alice", "in_review"),
        ("request_changes", "bob", "changes_requested"),
        ("submit", "alice", "in_review"),
        ("approve", "bob", "approved"),
        ("publish", "erin", "published"),
    ]

    # 6. Meanwhile the file changed on disk, in its last line: a sync merges both and writes the file.
    file.write_bytes(original.rstrip(b"\n") + b"\n* [Code](https://example.org/code)\n")
    on_disk = file.read_bytes()
    code, out = run("hugo_sync", site_folder)
    assert code == 0, out
    assert "merged: content/post/foundation-models/index.md" in out
    merged = file.read_bytes()
    assert b"example.org/code" in merged
    assert "다시 읽기".encode() in merged
    assert "example.org/code" in client.get(PAGE).content.decode()

    # 7. The folder shows the lines that people changed, and no other.
    assert changed_lines(on_disk, merged) == [
        '-title = "Foundation Models"',
        '+title = "Foundation Models, 다시 읽기"',
        "-draft = true",
        "+draft = false",
        "-## Abstract",
        "+## 초록",
    ]
    assert run("hugo_export", site_folder)[0] == 0
    assert file.read_bytes() == merged
    assert Edition.objects.get(post=post).source_id == Post.objects.get(pk=post.pk).synced_id
