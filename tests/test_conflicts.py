"""Conflicts of a file between folder and desk: kept, named, shown, settled; and merges that are none."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from reviews.editing import save_text
from reviews.models import Post, PostFile, Revision, Why, sha256
from reviews.sync import retry, taking
from tests.folders import POST, Run, actions, live_bundle, make_conflict, put, report, upload

pytestmark = pytest.mark.django_db


def edit(post: Post, key: str, value: Any, by: User) -> Post:
    post.refresh_from_db()
    save_text(post, post.document.set(key, value), by, based_on=post.head_id)
    post.refresh_from_db()
    return post


def test_a_clean_merge_is_a_revision_that_names_both_sides(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = edit(Post.objects.get(path=POST), "title", "New", erin)
    desk = post.head.sha256
    file = imported / POST
    file.write_bytes(file.read_bytes() + b"\n\nlast words\n")
    folder = sha256(file.read_bytes())
    assert actions(report(run, "hugo_sync", imported)[1])[POST] == "merged"
    merged, beside = Revision.objects.filter(post=post)[:2]
    assert (merged.why, beside.why, beside.source.sha256) == (Why.MERGED, Why.IMPORTED, folder)
    assert desk[:12] in merged.note
    assert folder[:12] in merged.note
    client.force_login(erin)
    assert desk[:12] in client.get(f"/admin/reviews/post/{post.pk}/history/").content.decode()
    assert "New" in client.get(f"/admin/reviews/post/{post.pk}/compare/{merged.pk}/").content.decode()


@pytest.mark.parametrize("command", ["hugo_import", "hugo_sync"])
@pytest.mark.parametrize("extra", [(), ("--dry-run",)])
def test_the_commands_say_what_is_in_conflict_and_where(
    command: str, extra: tuple[str, ...], imported: Path, run: Run, erin: User
) -> None:
    edit(Post.objects.get(path=POST), "title", "Ours", erin)
    text = (imported / POST).read_bytes().replace(b"Foundation Models", b"Theirs", 1)
    (imported / POST).write_bytes(text)
    code, found = report(run, command, imported, *extra)
    row = next(row for row in found["actions"] if row["path"] == POST)
    assert (code, row["action"]) == (1, "conflict")
    assert "(title)" in row["reason"]
    assert b"Theirs" in text.splitlines()[row["line"] - 1]


def test_a_conflict_follows_both_sides_until_it_is_settled(imported: Path, run: Run, erin: User) -> None:
    theirs = make_conflict(imported, run, erin)
    post = edit(Post.objects.get(path=POST), "description", "More", erin)
    assert (bytes(post.conflict), post.title) == (theirs, "Ours")
    base = post.synced_id
    (imported / POST).write_bytes(theirs + b"\nmore\n")
    assert actions(report(run, "hugo_sync", imported)[1])[POST] == "conflict"
    post.refresh_from_db()
    assert bytes(post.conflict) == theirs + b"\nmore\n"
    assert (post.synced_id, post.title, post.description) == (base, "Ours", "More")
    assert (imported / POST).read_bytes() == theirs + b"\nmore\n"


def test_a_file_in_conflict_is_not_replaced_though_its_bytes_were_seen_before(
    imported: Path, run: Run, erin: User
) -> None:
    first = (imported / POST).read_bytes()
    (imported / POST).write_bytes(first.replace(b"Foundation Models", b"Second", 1))
    run("hugo_import", imported)
    edit(Post.objects.get(path=POST), "title", "Ours", erin)
    (imported / POST).write_bytes(first)  # the folder went back
    for command in ("hugo_sync", "hugo_export"):
        assert actions(report(run, command, imported)[1])[POST] == "conflict"
        assert (imported / POST).read_bytes() == first


def test_a_folder_beside_the_home_leaves_no_conflict_behind(
    imported: Path, run: Run, erin: User, tmp_path: Path
) -> None:
    edit(Post.objects.get(path=POST), "title", "Ours", erin)
    other = tmp_path / "other"
    put(other, "hugo.toml", (imported / "hugo.toml").read_bytes())
    put(other, POST, (imported / POST).read_bytes().replace(b"Foundation Models", b"Theirs", 1))
    assert actions(report(run, "hugo_import", other)[1])[POST] == "conflict"
    assert Post.objects.get(path=POST).conflict is None


def test_a_picture_replaced_on_both_sides_is_kept_twice_until_one_is_taken(imported: Path, run: Run) -> None:
    post = live_bundle(imported, run)
    upload(post, "a.png", b"\x89PNG\r\n\x1a\n desk")
    put(imported, "content/post/live/a.png", b"\x89PNG\r\n\x1a\n folder")
    code, found = report(run, "hugo_sync", imported)
    assert (code, actions(found)["content/post/live/a.png"]) == (1, "conflict")
    row = PostFile.objects.get(path="content/post/live/a.png")
    assert row.conflict is not None
    assert (row.blob.data[-4:], row.conflict.data[-6:], row.synced.data[-3:]) == (b"desk", b"folder", b"old")
    put(imported, "content/post/live/a.png", b"\x89PNG\r\n\x1a\n old")
    run("hugo_sync", imported)
    row.refresh_from_db()
    assert row.conflict is None


def test_a_batch_that_another_transaction_was_in_the_way_of_is_done_again(
    site_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all, tried = taking.publish_all, []

    def in_the_way(*args: Any) -> Any:
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("database is locked")
        return publish_all(*args)

    monkeypatch.setattr(taking, "publish_all", in_the_way)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    code, found = report(run, "hugo_import", site_folder)
    assert (code, found["counts"].get("refused")) == (0, None)
    assert len({row["path"] for row in found["actions"]}) == len(found["actions"])
    assert Post.objects.filter(path=POST).exists()


def test_only_a_passing_error_is_tried_again() -> None:
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = type("Deadlock", (Exception,), {"sqlstate": "40P01"})()
    assert retry.is_momentary(deadlock)
    assert not retry.is_momentary(OperationalError("disk full"))


def settle_url(post: Post) -> str:
    return f"/admin/reviews/post/{post.pk}/settle/"


def answer(post: Post, **fields: str) -> dict[str, str]:
    return {"head": str(post.head_id), "file": str(post.conflict_id), **fields}


def two_places(imported: Path, run: Run, by: User) -> Post:
    """Title and a paragraph changed on both sides, each side with a change of its own too."""
    put(imported, "content/post/two.md", "---\ntitle: 처음\ntags: [a]\n---\n\n하나\n\n둘\n\n셋\n")
    run("hugo_import", imported)
    post = Post.objects.get(path="content/post/two.md")
    mine = post.document.set("title", "Ours").with_body("\n하나\n\nzwei\n\n셋 desk\n")
    save_text(post, mine, by, based_on=post.head_id)
    put(imported, "content/post/two.md", "---\ntitle: Theirs\ntags: [a, b]\n---\n\n하나 file\n\ndeux\n\n셋\n")
    code, found = report(run, "hugo_sync", imported)
    row = next(row for row in found["actions"] if row["path"] == "content/post/two.md")
    assert (code, row["action"]) == (1, "conflict")
    assert "(title, line 8)" in row["reason"]
    return Post.objects.get(path="content/post/two.md")


def test_the_three_texts_stand_side_by_side_with_what_disagrees(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = two_places(imported, run, erin)
    client.force_login(erin)
    page = client.get(settle_url(post)).content.decode()
    for words in (
        "처음",
        "<ins>Ours</ins>",
        "<ins>Theirs</ins>",
        "<ins>zwei</ins>",
        "<ins>deux</ins>",
        "<del>둘</del>",
    ):
        assert words in page
    assert 'name="take-key:title"' in page
    assert "하나 file\n\nzwei\n\n셋 desk" in page


def test_places_are_settled_one_by_one_and_the_next_sync_is_clean(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = two_places(imported, run, erin)
    desk, folder = post.head.sha256, post.conflict.sha256
    client.force_login(erin)
    fields = {"take": "merge", "take-key:title": "theirs", "take-body:0": "own", "own-body:0": "zwei et deux"}
    client.post(settle_url(post), answer(post, **fields))
    post.refresh_from_db()
    text = "---\ntitle: Theirs\ntags: [a, b]\n---\n\n하나 file\n\nzwei et deux\n\n셋 desk\n"
    assert (bytes(post.head).decode(), post.conflict) == (text, None)
    merged = Revision.objects.filter(post=post, why=Why.MERGED).first()
    assert (merged.source_id, merged.by) == (post.head_id, erin)
    assert desk[:12] in merged.note
    assert folder[:12] in merged.note
    assert Revision.objects.filter(post=post, source__sha256=folder).exists()
    assert report(run, "hugo_sync", imported)[0] == 0
    assert actions(report(run, "hugo_sync", imported)[1])["content/post/two.md"] == "unchanged"


def test_readers_get_what_does_not_disagree_and_the_rest_when_it_is_published(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = two_places(imported, run, erin)
    client.force_login(erin)
    client.post(settle_url(post), answer(post, **{"take": "merge", "take-key:title": "mine", "take-body:0": "mine"}))
    run("hugo_sync", imported)
    assert "title: Theirs" in (imported / "content/post/two.md").read_text()
    assert Post.objects.get(pk=post.pk).has_unpublished_changes


def test_a_place_without_an_answer_leaves_everything_as_it_was(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = two_places(imported, run, erin)
    client.force_login(erin)
    page = client.post(
        settle_url(post), answer(post, **{"take": "merge", "take-body:0": "own", "own-body:0": "my words"})
    )
    assert "my words" in page.content.decode()
    assert Post.objects.get(pk=post.pk).conflict_id == post.conflict_id


def test_a_whole_text_by_hand_settles_it_and_a_broken_one_does_not(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = two_places(imported, run, erin)
    client.force_login(erin)
    page = client.post(settle_url(post), answer(post, take="whole", whole="---\ntitle: [\n---\nmy words"))
    assert "my words" in page.content.decode()
    assert Post.objects.get(pk=post.pk).head_id == post.head_id
    client.post(settle_url(post), answer(post, take="whole", whole="---\r\ntitle: Whole\r\n---\r\nboth\r\n"))
    assert bytes(Post.objects.get(pk=post.pk).head) == b"---\ntitle: Whole\n---\nboth\n"


def test_an_answer_to_texts_that_have_changed_since_writes_nothing_and_keeps_the_words(
    imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = two_places(imported, run, erin)
    old = answer(
        post, **{"take": "merge", "take-key:title": "mine", "take-body:0": "own", "own-body:0": "my own words"}
    )
    edit(post, "title", "Ours again", erin)
    head = post.head_id
    client.force_login(erin)
    page = client.post(settle_url(post), old).content.decode()
    assert "my own words" in page
    post.refresh_from_db()
    assert (post.head_id, post.conflict_id is None) == (head, False)


@pytest.mark.parametrize("who", ["bob", "charlie", "alice"])
def test_only_who_may_edit_the_post_settles_it(
    who: str, imported: Path, run: Run, erin: User, client: Client, request: pytest.FixtureRequest
) -> None:
    post = two_places(imported, run, erin)
    client.force_login(request.getfixturevalue(who))
    for method in (client.get, client.post):
        assert method(settle_url(post), answer(post, take="theirs")).status_code in (302, 403)
    assert Post.objects.get(pk=post.pk).conflict_id is not None


@pytest.mark.parametrize(("take", "kept"), [("file-ours", b"desk"), ("file-theirs", b"folder")])
def test_one_of_two_pictures_is_taken(
    take: str, kept: bytes, imported: Path, run: Run, erin: User, client: Client
) -> None:
    post = live_bundle(imported, run)
    upload(post, "a.png", b"\x89PNG\r\n\x1a\n desk")
    put(imported, "content/post/live/a.png", b"\x89PNG\r\n\x1a\n folder")
    run("hugo_sync", imported)
    row = PostFile.objects.get(path="content/post/live/a.png")
    client.force_login(erin)
    page = client.get(settle_url(post)).content.decode()
    assert f"/conflict-file/{row.pk}/" in page
    shown = client.get(f"/admin/reviews/post/{post.pk}/conflict-file/{row.pk}/")
    assert b"".join(shown).endswith(b"folder")  # type: ignore[arg-type]
    fields = {"take": take, "row": str(row.pk), "ours": str(row.blob_id), "theirs": str(row.conflict_id)}
    client.post(settle_url(post), fields)
    row.refresh_from_db()
    assert (row.blob.data.endswith(kept), row.conflict) == (True, None)
    assert report(run, "hugo_sync", imported)[0] == 0


def test_open_conflicts_are_on_the_index_and_in_the_list(imported: Path, run: Run, erin: User, client: Client) -> None:
    client.force_login(erin)
    assert "file=conflict" not in client.get("/admin/").content.decode()
    post = two_places(imported, run, erin)
    assert "file=conflict" in client.get("/admin/").content.decode()
    page = client.get("/admin/reviews/post/?file=conflict").content.decode()
    assert post.path in page
    assert POST not in page
