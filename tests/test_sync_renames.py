"""A file that was moved in the folder is the same post at another place."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reviews.editing import save_text
from reviews.models import Note, Post, PostFile
from tests.folders import Run, actions, live_bundle, put, report, status_of

pytestmark = pytest.mark.django_db
OLD, NEW = "content/post/live/index.md", "content/post/moved/index.md"


def moved_bundle(imported: Path, run: Run) -> Post:
    """A live bundle whose folder has another name now; not yet imported."""
    post = live_bundle(imported, run)
    (imported / "content/post/live").rename(imported / "content/post/moved")
    return post


def test_a_bundle_that_moves_keeps_its_post_its_history_and_its_notes(imported: Path, run: Run, erin: User) -> None:
    post = moved_bundle(imported, run)
    Note.objects.create(post=post, source=post.head, text="?", by=erin)
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)[NEW], OLD in actions(found)) == (0, "renamed", False)
    assert OLD in next(row["reason"] for row in found["actions"] if row["path"] == NEW)
    again = Post.objects.get(path=NEW)
    assert (again.pk, again.folder, again.revisions.count(), again.notes.count()) == (
        post.pk,
        "content/post/moved",
        1,
        1,
    )
    assert again.edition.pk == post.edition.pk


def test_its_address_and_its_pictures_move_with_it(imported: Path, run: Run, client: Client) -> None:
    moved_bundle(imported, run)
    run("hugo_import", imported)
    assert [status_of(client, url) for url in ("/p/moved/", "/p/moved/a.png", "/p/live/", "/p/live/a.png")] == [
        200,
        200,
        404,
        404,
    ]
    assert not PostFile.objects.filter(folder="content/post/live").exists()


def test_a_second_import_finds_nothing_to_do(imported: Path, run: Run) -> None:
    moved_bundle(imported, run)
    run("hugo_import", imported)
    assert set(actions(report(run, "hugo_import", imported)[1]).values()) == {"unchanged"}


def test_an_edit_of_the_desk_moves_along_and_is_not_lost(imported: Path, run: Run, erin: User) -> None:
    post = moved_bundle(imported, run)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    assert report(run, "hugo_import", imported)[0] == 0
    assert Post.objects.get(path=NEW).title == "Ours"


def test_a_dry_run_says_so_and_moves_nothing(imported: Path, run: Run) -> None:
    moved_bundle(imported, run)
    _code, found = report(run, "hugo_import", imported, "--dry-run")
    assert actions(found)[NEW] == "renamed"
    assert "removed" not in found["counts"]
    assert Post.objects.filter(path=OLD).exists()


def test_of_two_equal_texts_each_keeps_to_its_name(imported: Path, run: Run) -> None:
    for name in ("a", "b"):
        put(imported, f"content/one/{name}.md", "---\ntitle: Same\n---\nx\n")
    run("hugo_import", imported)
    posts = {post.path: post.pk for post in Post.objects.filter(path__startswith="content/one/")}
    for name, folder in (("a", "z"), ("b", "c")):
        (imported / "content" / folder).mkdir()
        (imported / f"content/one/{name}.md").rename(imported / f"content/{folder}/{name}.md")
    run("hugo_import", imported)
    for name, folder in (("a", "z"), ("b", "c")):
        assert Post.objects.get(path=f"content/{folder}/{name}.md").pk == posts[f"content/one/{name}.md"]


def test_empty_files_are_nobodys(imported: Path, run: Run) -> None:
    put(imported, "content/empty.md", "")
    run("hugo_import", imported)
    (imported / "content/empty.md").rename(imported / "content/other.md")
    found = actions(report(run, "hugo_import", imported)[1])
    assert (found["content/empty.md"], found["content/other.md"]) == ("removed", "created")


def test_a_copy_is_a_new_post(imported: Path, run: Run) -> None:
    put(imported, "content/copy.md", (imported / "content/about.md").read_bytes())
    assert actions(report(run, "hugo_import", imported)[1])["content/copy.md"] == "created"
    assert Post.objects.filter(path="content/about.md", removed_at=None).exists()
