"""A post deleted at the desk: what readers, editors and the folder have of it afterwards, and how it comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from reviews.editing import save_text
from reviews.models import Delivery, Edition, Move, Post, PostFile
from reviews.moving import move
from tests.folders import POST, Run, actions, files_of, live_bundle, put, report, status_of, upload
from tests.test_publish_hook import Commits
from tests.test_sync_git import files_in, log, own_git, sh, start

pytestmark = pytest.mark.django_db
LIVE, PICTURE = "content/post/live/index.md", "content/post/live/a.png"
__all__ = ["own_git"]


@pytest.fixture
def live(imported: Path, run: Run) -> Post:
    return live_bundle(imported, run)


@pytest.fixture
def draft(imported: Path, run: Run) -> Post:
    put(imported, "content/post/draft.md", "---\ntitle: D\ndraft: true\n---\nx\n")
    run("hugo_import", imported)
    return Post.objects.get(path="content/post/draft.md")


def reason_of(found: dict[str, Any], path: str) -> str:
    return str(next(row["reason"] for row in found["actions"] if row["path"] == path))


def test_readers_lose_it_and_the_desk_keeps_text_files_and_history(live: Post, erin: User, client: Client) -> None:
    before = (bytes(live.head), live.revisions.count(), PostFile.objects.filter(post=live).count())
    assert status_of(client, "/p/live/") == status_of(client, "/p/live/a.png") == 200
    move(live, "delete", erin, note="Twice the same")
    assert status_of(client, "/p/live/") == status_of(client, "/p/live/a.png") == 404
    assert (bytes(live.head), live.revisions.count(), PostFile.objects.filter(post=live).count()) == before
    told = Move.objects.get(post=live, step="delete")
    assert (told.by, told.note, live.is_deleted) == (erin, "Twice the same", True)


def test_a_draft_s_file_is_left_alone_until_it_is_pruned(draft: Post, imported: Path, run: Run, erin: User) -> None:
    before = files_of(imported)
    move(draft, "delete", erin)
    for command in ("hugo_export", "hugo_sync", "hugo_import"):
        code, found = report(run, command, imported)
        assert (code, actions(found)[draft.path], found["counts"]["kept"]) == (0, "kept", 1)
        assert "--prune" in reason_of(found, draft.path)
        assert files_of(imported) == before
    assert run("hugo_export", imported, "--full")[0] == 0
    code, found = report(run, "hugo_export", imported, "--prune", "--dry-run", "--diff")
    assert actions(found)[draft.path] == "removed"
    assert "-title: D" in json.dumps(found)
    assert files_of(imported) == before
    code, found = report(run, "hugo_export", imported, "--prune")
    assert (code, actions(found)[draft.path]) == (0, "removed")
    before.pop(draft.path)
    assert files_of(imported) == before
    for command in ("hugo_export", "hugo_sync", "hugo_import"):
        code, found = report(run, command, imported, "--prune")
        assert code == 0
        assert set(actions(found).values()) <= {"unchanged"}


def test_a_live_post_s_file_becomes_a_draft_so_that_hugo_takes_it_from_its_readers_too(
    live: Post, imported: Path, run: Run, erin: User
) -> None:
    before = (imported / LIVE).read_bytes()
    save_text(live, live.document.set("title", "Never exported"), erin, based_on=live.head_id)
    move(live, "delete", erin)
    code, found = report(run, "hugo_export", imported, "--dry-run", "--diff")
    assert actions(found)[LIVE] == "updated"
    assert (imported / LIVE).read_bytes() == before
    code, found = report(run, "hugo_export", imported)
    assert (code, actions(found)[LIVE]) == (0, "updated")
    assert "--prune" in reason_of(found, LIVE)
    assert (imported / LIVE).read_bytes() == before.replace(b"title: Live\n", b"title: Live\ndraft: true\n")
    for command in ("hugo_export", "hugo_import", "hugo_sync"):
        code, found = report(run, command, imported)
        assert (code, actions(found)[LIVE]) == (0, "kept")


@pytest.mark.parametrize("command", ["hugo_export", "hugo_sync"])
def test_pruning_takes_the_bundle_with_its_folder(
    command: str, live: Post, imported: Path, run: Run, erin: User
) -> None:
    move(live, "delete", erin)
    code, found = report(run, command, imported, "--prune")
    assert (code, actions(found)[LIVE], actions(found)[PICTURE]) == (0, "removed", "removed")
    assert not (imported / LIVE).parent.exists()
    assert (imported / "content/post/_index.md").exists()


@pytest.mark.parametrize("pruned", [False, True])
def test_a_restored_post_stands_in_the_folder_again_as_a_draft_with_its_files(
    pruned: bool, live: Post, imported: Path, run: Run, erin: User
) -> None:
    picture, history = (imported / PICTURE).read_bytes(), live.revisions.count()
    move(live, "delete", erin)
    run("hugo_export", imported, *(["--prune"] if pruned else []))
    move(live, "restore", erin)
    assert (live.is_deleted, live.status, live.is_live) == (False, "draft", False)
    assert run("hugo_sync", imported)[0] == 0
    assert (imported / LIVE).read_bytes().startswith(b"---\ntitle: Live\ndraft: true\n")
    assert (imported / PICTURE).read_bytes() == picture
    assert live.revisions.count() >= history
    code, found = report(run, "hugo_sync", imported)
    assert (code, set(actions(found).values())) == (0, {"unchanged"})


def test_a_file_that_changed_since_is_a_conflict_and_never_lost(
    live: Post, imported: Path, run: Run, erin: User
) -> None:
    move(live, "delete", erin)
    (imported / LIVE).write_bytes((imported / LIVE).read_bytes() + b"\nmore\n")
    changed = files_of(imported)
    for command in (["hugo_export", "--prune"], ["hugo_import"], ["hugo_sync", "--prune"], ["hugo_export", "--prune"]):
        code, found = report(run, command[0], imported, *command[1:])
        assert (code, actions(found)[LIVE]) == (1, "conflict")
        assert files_of(imported) == changed
    live.refresh_from_db()
    assert (live.is_deleted, bytes(live.conflict)) == (True, changed[LIVE])
    assert not Edition.objects.filter(post=live).exists()


def test_a_picture_that_changed_since_keeps_the_whole_bundle(live: Post, imported: Path, run: Run, erin: User) -> None:
    move(live, "delete", erin)
    (imported / PICTURE).write_bytes(b"another")
    before = files_of(imported)
    code, found = report(run, "hugo_export", imported, "--prune")
    assert (code, actions(found)[PICTURE], actions(found)[LIVE]) == (1, "conflict", "conflict")
    assert files_of(imported) == before
    assert run("hugo_sync", imported, "--prune")[0] == 0  # the picture was seen, and is at the desk
    assert not (imported / LIVE).parent.exists()


def test_a_file_that_somebody_has_put_back_is_a_question_not_a_resurrection(
    live: Post, imported: Path, run: Run, erin: User
) -> None:
    text = (imported / LIVE).read_bytes()
    move(live, "delete", erin)
    run("hugo_export", imported, "--prune")
    put(imported, LIVE, text)
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)[LIVE]) == (1, "conflict")
    assert not Edition.objects.filter(post=live).exists()


def test_a_file_that_somebody_took_away_needs_no_pruning(live: Post, imported: Path, run: Run, erin: User) -> None:
    move(live, "delete", erin)
    (imported / LIVE).unlink()
    (imported / PICTURE).unlink()
    for path, action in ((LIVE, "removed"), (LIVE, None)):
        code, found = report(run, "hugo_import", imported)
        assert (code, actions(found).get(path)) == (0, action)
    assert PostFile.objects.filter(path=PICTURE, synced=None).exists()


def test_a_deleted_post_s_file_that_was_moved_brings_nothing_back(
    live: Post, imported: Path, run: Run, erin: User
) -> None:
    move(live, "delete", erin)
    (imported / "content/post/live").rename(imported / "content/post/other")
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)["content/post/other/index.md"]) == (0, "kept")
    live.refresh_from_db()
    assert live.path == "content/post/other/index.md"
    assert run("hugo_export", imported, "--prune")[0] == 0
    assert not (imported / "content/post/other").exists()


def test_another_language_keeps_the_bundle_s_files(imported: Path, run: Run, erin: User, client: Client) -> None:
    toml = imported / "hugo.toml"
    toml.write_text(toml.read_text() + "\n[languages.ko]\nweight = 1\n[languages.en]\nweight = 2\n")
    put(imported, "content/post/live/index.en.md", "---\ntitle: English\n---\nx\n")
    live_bundle(imported, run)
    for deleted, other in (("index.en.md", "index.md"), ("index.md", "index.en.md")):
        post = Post.objects.get(path=f"content/post/live/{deleted}")
        move(post, "delete", erin)
        code, found = report(run, "hugo_export", imported, "--prune")
        assert (code, PICTURE in files_of(imported), f"content/post/live/{other}" in files_of(imported)) == (
            0,
            True,
            True,
        )
        move(post, "restore", erin)
        assert run("hugo_export", imported)[0] == 0
        assert f"content/post/live/{deleted}" in files_of(imported)


def test_a_file_that_waits_at_the_desk_goes_with_its_own_language(imported: Path, run: Run, erin: User) -> None:
    toml = imported / "hugo.toml"
    toml.write_text(toml.read_text() + "\n[languages.ko]\nweight = 1\n[languages.en]\nweight = 2\n")
    put(imported, "content/post/live/index.en.md", "---\ntitle: English\n---\nx\n")
    post = live_bundle(imported, run)
    other = Post.objects.get(path="content/post/live/index.en.md")
    upload(post, "waiting.png", b"new")
    move(post, "delete", erin)
    owners = dict(PostFile.objects.filter(folder=post.folder).values_list("name", "post"))
    assert owners == {"a.png": other.pk, "waiting.png": post.pk}


def test_a_list_s_files_stay_its_own_when_posts_beside_it_go_and_come(imported: Path, run: Run, erin: User) -> None:
    put(imported, "content/notes/_index.md", "---\ntitle: N\n---\n")
    put(imported, "content/notes/map.png", b"map")
    put(imported, "content/notes/a.md", "---\ntitle: A\n---\nx\n")
    run("hugo_import", imported)
    head, beside = (Post.objects.get(path=f"content/notes/{name}.md") for name in ("_index", "a"))
    for post, step in ((head, "delete"), (beside, "delete"), (beside, "restore")):
        move(post, step, erin)
        assert PostFile.objects.get(path="content/notes/map.png").post == head


def test_a_head_hands_nothing_down_once_it_is_deleted(imported: Path, run: Run, erin: User) -> None:
    put(imported, "content/notes/_index.md", "---\ntitle: N\ncascade:\n  description: Handed down\n---\n")
    put(imported, "content/notes/a.md", "---\ntitle: A\n---\nx\n")
    run("hugo_import", imported)
    head = Post.objects.get(path="content/notes/_index.md")
    assert Edition.objects.get(path="content/notes/a.md").description == "Handed down"
    move(head, "delete", erin)
    assert Edition.objects.get(path="content/notes/a.md").description == ""
    move(head, "restore", erin)
    assert Post.objects.get(path="content/notes/a.md").description == "Handed down"


def test_a_folder_beside_the_home_is_pruned_without_a_word_to_the_home(
    live: Post, imported: Path, tmp_path: Path, run: Run, erin: User
) -> None:
    away = tmp_path / "away"
    assert run("hugo_export", away)[0] == 0
    move(live, "delete", erin)
    assert run("hugo_export", imported, "--prune")[0] == 0
    assert (away / LIVE).exists()
    code, found = report(run, "hugo_export", away, "--prune")
    assert (code, actions(found)[LIVE]) == (0, "removed")
    assert not (away / LIVE).exists()
    assert LIVE not in actions(report(run, "hugo_export", away, "--prune")[1])


def test_a_post_that_never_stood_in_the_folder_is_not_spoken_of(
    live: Post, imported: Path, run: Run, erin: User
) -> None:
    Post.objects.filter(pk=live.pk).update(path="content/post/desk.md", folder="content/post", bundle="", synced=None)
    move(Post.objects.get(pk=live.pk), "delete", erin)
    code, found = report(run, "hugo_export", imported, "--prune")
    assert (code, "content/post/desk.md" in actions(found)) == (0, False)


def test_a_pruned_file_is_committed_as_the_deleter_s_work(live: Post, imported: Path, run: Run, erin: User) -> None:
    start(imported)
    put(imported, "content/post/strange.txt", "x")
    move(live, "delete", erin, note="Twice the same")
    code, _out = run("hugo_export", imported, "--prune", "--commit-each")
    assert code == 0
    assert log(imported, "%an|%s")[0] == "erin|Twice the same"
    assert files_in(imported) == {LIVE, PICTURE}


def test_a_removal_that_was_not_committed_is_with_the_next_run(
    live: Post, imported: Path, run: Run, erin: User
) -> None:
    start(imported)
    move(live, "delete", erin)
    assert run("hugo_export", imported, "--prune")[0] == 0
    assert run("hugo_export", imported, "--commit")[0] == 0
    assert files_in(imported) == {LIVE, PICTURE}


def test_a_staged_file_that_would_be_pruned_stops_the_run(live: Post, imported: Path, run: Run, erin: User) -> None:
    start(imported)
    move(live, "delete", erin)
    (imported / PICTURE).write_bytes(b"staged")
    sh(imported, "add", PICTURE)
    with pytest.raises(Exception, match="staged"):
        run("hugo_export", imported, "--prune", "--commit")
    assert (imported / LIVE).exists()


def test_the_hook_brings_a_deletion_to_the_folder(
    live: Post, imported: Path, erin: User, settings: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    settings.PUBLISH_HOOK = "export"
    with django_capture_on_commit_callbacks(execute=True):
        move(live, "delete", erin)
    assert b"draft: true" in (imported / LIVE).read_bytes()
    assert not Delivery.objects.exists()


def test_unexported_work_waits_with_the_tombstone(live: Post, imported: Path, run: Run, erin: User) -> None:
    upload(live, "b.png", b"\x89PNG new")
    move(live, "delete", erin)
    run("hugo_export", imported, "--prune")
    assert PostFile.objects.filter(post=live).count() == 2
    move(live, "restore", erin)
    run("hugo_export", imported)
    assert (imported / "content/post/live/b.png").read_bytes() == b"\x89PNG new"
    assert POST in files_of(imported)
