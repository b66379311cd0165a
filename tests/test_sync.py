"""Folder and database: nothing lost, nothing changed that nobody edited, every refusal named."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from reviews.editing import save_text
from reviews.hugo.folder import Folder
from reviews.models import Blob, Edition, EditionFile, Post, PostFile, Revision, Site, SiteFile, Source
from reviews.moving import move
from reviews.sync import apply
from tests.conftest import SHARED

Run = Callable[..., tuple[int, str]]
POST = "content/post/foundation-models/index.md"
pytestmark = pytest.mark.django_db


def files_of(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and p.name != "hugo.toml"
    }


def report(run: Run, *args: Any) -> tuple[int, dict[str, Any]]:
    code, out = run(*args, "--json")
    return code, json.loads(out)


def actions(found: dict[str, Any]) -> dict[str, str]:
    return {row["path"]: row["action"] for row in found["actions"]}


def test_an_import_and_an_export_bring_every_byte_back(imported: Path, run: Run, tmp_path: Path) -> None:
    assert run("hugo_export", tmp_path / "out")[0] == 0
    assert files_of(tmp_path / "out") == files_of(imported)


@pytest.mark.parametrize(
    "name", ["chaewonkong-ko", "docsy-example", "etcd", "grpc-io", "papermod-example", "stack-demo", "stack-starter"]
)
def test_a_real_site_comes_back_byte_for_byte_and_the_report_names_the_rest(
    name: str, run: Run, tmp_path: Path
) -> None:
    site = SHARED / "corpora" / name
    if not site.is_dir():
        pytest.skip("the corpora are not here")
    _code, found = report(run, "hugo_import", site)
    refused = {path for path, action in actions(found).items() if action == "refused"}
    run("hugo_export", tmp_path / "out")
    back = files_of(tmp_path / "out")
    for path, data in files_of(site).items():
        if path.startswith(("content/", "static/")) and path not in refused:
            assert back[path] == data, path


def test_a_second_import_finds_nothing_to_do(imported: Path, run: Run) -> None:
    before = (Source.objects.count(), Revision.objects.count())
    code, found = report(run, "hugo_import", imported)
    assert (code, set(actions(found).values())) == (0, {"unchanged"})
    assert (Source.objects.count(), Revision.objects.count()) == before


def test_a_dry_run_writes_nothing(site_folder: Path, run: Run, tmp_path: Path) -> None:
    code, found = report(run, "hugo_import", site_folder, "--dry-run")
    assert code == 0
    assert found["counts"]["created"] == len(found["actions"])
    assert not Post.objects.exists()
    run("hugo_import", site_folder)
    report(run, "hugo_export", tmp_path / "out", "--dry-run")
    assert not (tmp_path / "out").exists()


def test_a_bare_content_folder_keeps_its_shape(site_folder: Path, run: Run, tmp_path: Path) -> None:
    code, found = report(run, "hugo_import", site_folder / "content")
    assert code == 0
    assert "post/foundation-models/index.md" in actions(found)
    run("hugo_export", tmp_path / "out")
    assert files_of(tmp_path / "out") == files_of(site_folder / "content")


def test_one_broken_file_is_named_with_its_line_and_the_rest_is_done(site_folder: Path, run: Run) -> None:
    (site_folder / "content/post/broken.md").write_bytes(b'+++\ntitle = "x"\nbad = = 1\n+++\n')
    for command in ("hugo_check", "hugo_import"):
        code, found = report(run, command, site_folder)
        row = next(row for row in found["actions"] if row["path"] == "content/post/broken.md")
        assert (code, row["action"], row["line"]) == (1, "refused", 3)
    assert Post.objects.filter(path=POST).exists()
    assert not Post.objects.filter(path="content/post/broken.md").exists()


def test_an_unreadable_file_is_named_and_the_rest_is_done(
    site_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = os.open

    def deny(path: Any, *args: Any, **kwargs: Any) -> int:  # as the system does for anybody but root
        if str(path).endswith("about.md"):
            raise PermissionError(13, "Permission denied")
        return read(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", deny)
    for command in ("hugo_check", "hugo_import"):
        code, found = report(run, command, site_folder)
        assert (code, actions(found)["content/about.md"]) == (1, "refused")
    assert Post.objects.filter(path=POST).exists()


def test_links_are_refused_and_named(site_folder: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (site_folder / "content/link.md").symlink_to(tmp_path / "secret.md")
    code, found = report(run, "hugo_import", site_folder)
    assert (code, actions(found)["content/link.md"]) == (1, "refused")


@pytest.mark.parametrize("command", ["hugo_check", "hugo_import", "hugo_sync"])
@pytest.mark.parametrize("folder", ["missing", "empty", "file"])
def test_a_folder_that_is_none_is_one_clear_line_and_exit_2(command: str, folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError) as error:
        call_command(command, str(tmp_path / folder))
    assert error.value.returncode == 2
    assert str(tmp_path / folder) in str(error.value)
    assert "\n" not in str(error.value)


def test_an_edited_post_and_a_changed_file_merge(imported: Path, run: Run, erin: User) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "New"), erin, based_on=post.head_id)
    file = imported / POST
    file.write_bytes(file.read_bytes() + b"\nlast words")
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)[POST]) == (0, "merged")
    post.refresh_from_db()
    assert b'title = "New"' in bytes(post.head)
    assert bytes(post.head).endswith(b"last words")


def test_changes_in_the_same_line_conflict_and_nothing_is_lost(imported: Path, run: Run, erin: User) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    file = imported / POST
    theirs = file.read_bytes().replace(b"Foundation Models", b"Theirs", 1)
    file.write_bytes(theirs)
    code, found = report(run, "hugo_sync", imported)
    assert (code, actions(found)[POST]) == (1, "conflict")
    assert file.read_bytes() == theirs
    post.refresh_from_db()
    assert post.title == "Ours"
    assert bytes(post.conflict) == theirs


@pytest.mark.parametrize(("take", "title"), [("ours", "Ours"), ("theirs", "Theirs")])
def test_a_conflict_is_settled_at_the_desk(
    take: str, title: str, imported: Path, run: Run, erin: User, client: Client
) -> None:
    test_changes_in_the_same_line_conflict_and_nothing_is_lost(imported, run, erin)
    post = Post.objects.get(path=POST)
    client.force_login(erin)
    assert "Theirs" in client.get(f"/admin/reviews/post/{post.pk}/settle/").content.decode()
    client.post(f"/admin/reviews/post/{post.pk}/settle/", {"take": take})
    code, _found = report(run, "hugo_sync", imported)
    assert code == 0
    assert f'title = "{title}"'.encode() in (imported / POST).read_bytes()


def test_an_export_never_replaces_bytes_that_the_desk_has_not_seen(imported: Path, run: Run, erin: User) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    (imported / POST).write_bytes(b"somebody's own text")
    code, found = report(run, "hugo_export", imported)
    assert (code, actions(found)[POST]) == (1, "conflict")
    assert (imported / POST).read_bytes() == b"somebody's own text"


def test_a_post_that_was_never_published_is_exported_as_a_draft(site_folder: Path, run: Run, tmp_path: Path) -> None:
    Site.objects.create(pk=1, review_imports=True)
    run("hugo_import", site_folder)
    assert not Edition.objects.exists()
    run("hugo_export", tmp_path / "out")
    assert b"draft: true" in (tmp_path / "out/content/about.md").read_bytes()


def test_another_folder_than_the_home_changes_no_sync_state(
    imported: Path, run: Run, erin: User, tmp_path: Path
) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    synced = Post.objects.get(path=POST).synced_id
    run("hugo_export", tmp_path / "elsewhere")
    assert Post.objects.get(path=POST).synced_id == synced


def test_a_home_that_was_moved_is_the_home_still(imported: Path, run: Run) -> None:
    moved = imported.rename(imported.with_name("moved"))
    assert run("hugo_import", moved)[0] == 0
    assert Site.load().is_home(moved)


def test_a_file_that_is_gone_takes_its_page_from_the_readers_and_keeps_its_history(
    imported: Path, run: Run, client: Client
) -> None:
    assert client.get("/about/").status_code == 200
    (imported / "content/about.md").unlink()
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)["content/about.md"]) == (0, "removed")
    assert client.get("/about/").status_code == 404
    post = Post.objects.get(path="content/about.md")
    assert (post.status, post.revisions.count()) == ("withdrawn", 1)
    assert "content/about.md" not in actions(report(run, "hugo_export", imported)[1])


def test_a_file_that_comes_back_is_published_again(imported: Path, run: Run, client: Client) -> None:
    text = (imported / "content/about.md").read_bytes()
    test_a_file_that_is_gone_takes_its_page_from_the_readers_and_keeps_its_history(imported, run, client)
    (imported / "content/about.md").write_bytes(text)
    run("hugo_import", imported)
    assert client.get("/about/").status_code == 200


def test_an_almost_empty_folder_is_doubted_and_takes_nothing_away(imported: Path, run: Run) -> None:
    shutil.rmtree(imported / "content/post")
    code, found = report(run, "hugo_import", imported)
    assert code == 1
    assert set(actions(found).values()) >= {"missing"}
    assert not Post.objects.exclude(removed_at=None).exists()
    assert report(run, "hugo_import", imported, "--prune")[0] == 0
    assert Post.objects.exclude(removed_at=None).count() == 2


def test_a_crash_in_the_middle_of_a_batch_leaves_nothing_half_done(
    site_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apply, "publish_all", crash)
    with pytest.raises(KeyboardInterrupt):
        apply.Import(Site.stored(), Folder.open(site_folder)).run()
    assert not Post.objects.exists()
    monkeypatch.undo()
    assert run("hugo_import", site_folder)[0] == 0
    assert Edition.objects.filter(path="content/about.md").exists()


def test_a_page_that_breaks_the_desk_is_named_and_the_others_are_done(
    site_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all = apply.publish_all

    def fail_for_about(site: Site, manuscripts: list[Any]) -> Any:
        if any(manuscript.post.path.endswith("about.md") for manuscript in manuscripts):
            raise RuntimeError("boom")
        return publish_all(site, manuscripts)

    monkeypatch.setattr(apply, "publish_all", fail_for_about)
    code, found = report(run, "hugo_import", site_folder)
    assert (code, actions(found)["content/about.md"]) == (1, "refused")
    assert Post.objects.filter(path=POST).exists()
    assert not Post.objects.filter(path="content/about.md").exists()


def test_a_new_picture_in_the_folder_reaches_the_readers(imported: Path, run: Run, client: Client) -> None:
    page = imported / "content/post/live"
    page.mkdir()
    (page / "index.md").write_text("---\ntitle: Live\n---\n![](a.png)\n")
    run("hugo_import", imported)
    (page / "a.png").write_bytes((imported / "content/post/foundation-models/images/figure1.png").read_bytes())
    assert client.get("/p/live/a.png").status_code == 404
    run("hugo_import", imported)
    assert client.get("/p/live/a.png").getvalue().startswith(b"\x89PNG")


def test_a_picture_that_waits_at_the_desk_is_not_published_by_an_import(imported: Path, run: Run) -> None:
    post = Post.objects.get(path="content/post/_index.md")
    blob = PostFile.objects.first().blob
    PostFile.objects.create(post=post, folder=post.folder, name="new.png", path=f"{post.folder}/new.png", blob=blob)
    (imported / "content/post/other.csv").write_text("1,2")
    run("hugo_import", imported)
    assert not EditionFile.objects.filter(name="new.png").exists()


def test_static_files_are_carried_and_served(imported: Path, client: Client, run: Run, tmp_path: Path) -> None:
    assert SiteFile.objects.filter(path="static/mark.txt").exists()
    assert client.get("/mark.txt").getvalue() == b"a mark"


def test_a_new_permalink_pattern_moves_every_page(imported: Path, run: Run, client: Client) -> None:
    (imported / "content/post/live.md").write_text("---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    assert client.get("/p/live/").status_code == 200
    (imported / "hugo.toml").write_text((imported / "hugo.toml").read_text().replace("/p/", "/r/"))
    run("hugo_import", imported)
    assert client.get("/r/live/").status_code == 200
    assert client.get("/p/live/").status_code == 404


def test_a_head_that_hands_down_draft_takes_its_pages_away(imported: Path, run: Run, client: Client) -> None:
    (imported / "content/post/live.md").write_text("---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    (imported / "content/post/_index.md").write_text("---\ntitle: Posts\ncascade:\n  draft: true\n---\n")
    run("hugo_import", imported)
    assert client.get("/p/live/").status_code == 404


def test_two_pages_of_one_address_are_named(imported: Path, run: Run, client: Client) -> None:
    (imported / "content/twin.md").write_text("---\ntitle: Twin\nurl: /about/\n---\nother\n")
    code, found = report(run, "hugo_import", imported)
    rows = [row for row in found["actions"] if row["action"] == "clash"]
    assert (code, [row["path"] for row in rows]) == (1, ["content/twin.md"])
    assert "Who we are" in client.get("/about/").content.decode()


def test_without_tables_a_command_says_what_to_do(monkeypatch: pytest.MonkeyPatch, site_folder: Path) -> None:
    def fail() -> Site:
        raise OperationalError("no such table: reviews_site")

    monkeypatch.setattr(Site, "stored", staticmethod(fail))
    with pytest.raises(CommandError, match="migrate") as error:
        call_command("hugo_import", str(site_folder))
    assert error.value.returncode == 2


def put(root: Path, path: str, text: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def live_bundle(imported: Path, run: Run) -> Post:
    put(imported, "content/post/live/index.md", "---\ntitle: Live\n---\n\nfirst\n\nmiddle\n\nlast\n")
    put(imported, "content/post/live/a.png", b"\x89PNG\r\n\x1a\n old")
    run("hugo_import", imported)
    return Post.objects.get(path="content/post/live/index.md")


def upload(post: Post, name: str, data: bytes) -> None:
    blob = Blob.objects.store(data, "image/png")
    PostFile.objects.update_or_create(
        path=f"{post.folder}/{name}", defaults={"post": post, "folder": post.folder, "name": name, "blob": blob}
    )


def status_of(client: Client, url: str) -> int:
    answer = client.get(url)
    answer.getvalue()
    return answer.status_code


def test_working_copies_never_go_into_the_home_folder(imported: Path) -> None:
    with pytest.raises(CommandError, match="home") as error:
        call_command("hugo_export", str(imported), "--working-copies")
    assert error.value.returncode == 2


@pytest.mark.parametrize("cause", ["text", "configuration", "translation"])
def test_a_picture_of_an_unpublished_edit_waits_whatever_else_is_published(
    cause: str, imported: Path, run: Run, client: Client
) -> None:
    post = live_bundle(imported, run)
    upload(post, "new.png", b"\x89PNG\r\n\x1a\n new")
    upload(post, "a.png", b"\x89PNG\r\n\x1a\n replaced")
    if cause == "text":
        put(imported, "content/post/live/index.md", "---\ntitle: Live\n---\n\nfirst\n\nmiddle\n\nlast!\n")
    elif cause == "configuration":
        put(imported, "hugo.toml", (imported / "hugo.toml").read_text() + "\n[params]\nx = 1\n")
    else:
        put(imported, "content/post/live/data.csv", "1,2")
    run("hugo_import", imported)
    assert status_of(client, "/p/live/new.png") == 404
    assert client.get("/p/live/a.png").getvalue().endswith(b"old")


def test_a_new_head_that_hands_down_draft_takes_pages_away_and_its_removal_brings_them_back(
    imported: Path, run: Run, client: Client
) -> None:
    put(imported, "content/news/a.md", "---\ntitle: A\n---\nx\n")
    run("hugo_import", imported)
    assert status_of(client, "/news/a/") == 200
    head = put(imported, "content/news/_index.md", "---\ntitle: N\ncascade:\n  draft: true\n---\n")
    run("hugo_import", imported)
    assert status_of(client, "/news/a/") == 404
    head.unlink()
    run("hugo_import", imported)
    assert status_of(client, "/news/a/") == 200


def test_an_import_that_died_before_all_was_read_again_is_made_up_for(
    imported: Path, run: Run, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(imported, "content/post/live.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    put(imported, "hugo.toml", (imported / "hugo.toml").read_text().replace("/p/", "/r/"))

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apply.Import, "_batch", die)
    with pytest.raises(KeyboardInterrupt):
        run("hugo_import", imported)
    monkeypatch.undo()
    run("hugo_import", imported)
    assert status_of(client, "/r/live/") == 200


def test_a_head_that_is_published_at_the_desk_reaches_the_pages_below(
    imported: Path, run: Run, client: Client, alice: User, bob: User, erin: User
) -> None:
    put(imported, "content/post/live.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    head = Post.objects.get(path="content/post/_index.md")
    document = head.document.set(("cascade", "target", "kind"), "page").set(("cascade", "draft"), True)
    save_text(head, document, alice, based_on=head.head_id)
    for step, by in (("submit", erin), ("approve", bob), ("publish", erin)):
        move(head, step, by)
    assert status_of(client, "/p/live/") == 404
    assert Post.objects.get(path="content/post/live.md").status == "withdrawn"


def test_imports_that_go_to_review_change_nothing_for_readers(imported: Path, run: Run, client: Client) -> None:
    Site.objects.update(review_imports=True)
    put(imported, "content/about.md", "---\ntitle: About\n---\n\nSecretly new.\n")
    run("hugo_import", imported)
    assert "Secretly" not in client.get("/about/").content.decode()
    assert Post.objects.get(path="content/about.md").status == "in_review"


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_settling_a_live_conflict_holds(take: str, imported: Path, run: Run, erin: User, client: Client) -> None:
    post = live_bundle(imported, run)
    save_text(post, post.document.edit_body("\nfirst\n\nours\n\nlast\n"), erin, based_on=post.head_id)
    file = imported / "content/post/live/index.md"
    put(imported, "content/post/live/index.md", file.read_bytes().replace(b"middle", b"theirs"))
    assert run("hugo_sync", imported)[0] == 1
    client.force_login(erin)
    client.post(f"/admin/reviews/post/{post.pk}/settle/", {"take": take})
    assert run("hugo_sync", imported)[0] == 0
    shown = client.get("/p/live/").content.decode()
    assert ("theirs" in shown, b"theirs" in file.read_bytes()) == ((True, True) if take == "theirs" else (False, False))
    assert run("hugo_sync", imported)[0] == 0


def test_a_nonsense_answer_to_a_conflict_settles_nothing(imported: Path, run: Run, erin: User, client: Client) -> None:
    test_changes_in_the_same_line_conflict_and_nothing_is_lost(imported, run, erin)
    post = Post.objects.get(path=POST)
    client.force_login(erin)
    assert client.post(f"/admin/reviews/post/{post.pk}/settle/", {"take": "both"}).status_code == 200
    post.refresh_from_db()
    assert post.conflict_id is not None


def test_a_conflict_whose_file_is_put_back_is_none(imported: Path, run: Run, erin: User) -> None:
    original = (imported / POST).read_bytes()
    test_changes_in_the_same_line_conflict_and_nothing_is_lost(imported, run, erin)
    (imported / POST).write_bytes(original)
    assert run("hugo_import", imported)[0] == 0
    assert Post.objects.get(path=POST).conflict_id is None


def test_a_file_deleted_while_it_was_edited_can_be_written_again_or_let_go(
    imported: Path, run: Run, erin: User
) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    (imported / POST).unlink()
    code, found = report(run, "hugo_sync", imported)
    assert (code, actions(found)[POST]) == (1, "conflict")
    assert run("hugo_export", imported, "--restore")[0] == 0
    assert b'title = "Ours"' in (imported / POST).read_bytes()
    assert run("hugo_sync", imported)[0] == 0


def test_a_removed_file_that_comes_back_with_another_text_is_no_conflict(imported: Path, run: Run) -> None:
    (imported / "content/about.md").unlink()
    run("hugo_import", imported)
    put(imported, "content/about.md", "---\ntitle: About\n---\n\nAnother text.\n")
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)["content/about.md"]) == (0, "updated")


def test_a_deleted_picture_and_a_deleted_static_file_stay_deleted(imported: Path, run: Run, client: Client) -> None:
    live_bundle(imported, run)
    (imported / "content/post/live/a.png").unlink()
    (imported / "static/mark.txt").unlink()
    assert run("hugo_export", imported)[0] == 1
    assert run("hugo_sync", imported)[0] == 0
    assert status_of(client, "/p/live/a.png") == status_of(client, "/mark.txt") == 404
    assert not (imported / "content/post/live/a.png").exists()


def test_pictures_stay_with_the_language_that_is_left(imported: Path, run: Run, tmp_path: Path) -> None:
    put(imported, "hugo.toml", (imported / "hugo.toml").read_text() + "\n[languages.ko]\n[languages.en]\n")
    live_bundle(imported, run)
    put(imported, "content/post/live/index.en.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    (imported / "content/post/live/index.md").unlink()
    run("hugo_import", imported)
    run("hugo_export", tmp_path / "out")
    assert (tmp_path / "out/content/post/live/a.png").exists()


def test_an_export_that_died_before_it_could_say_so_makes_no_conflict(imported: Path, run: Run, erin: User) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "One"), erin, based_on=post.head_id)
    post.refresh_from_db()
    (imported / POST).write_bytes(bytes(post.head))  # written, but `synced` was not moved any more
    save_text(post, post.document.set("title", "Two"), erin, based_on=post.head_id)
    code, found = report(run, "hugo_import", imported)
    assert (code, Post.objects.get(path=POST).title) == (0, "Two"), found


def test_a_freed_address_goes_to_the_page_that_wanted_it(imported: Path, run: Run, client: Client) -> None:
    put(imported, "content/a.md", "---\ntitle: A\nurl: /x/\n---\nx\n")
    put(imported, "content/b.md", "---\ntitle: B\nurl: /x/\n---\nx\n")
    assert run("hugo_import", imported)[0] == 1
    put(imported, "content/a.md", "---\ntitle: A\nurl: /y/\n---\nx\n")
    run("hugo_import", imported)
    assert (status_of(client, "/x/"), status_of(client, "/y/")) == (200, 200)


ODD_VALUES = {
    "NUL in names": b'+++\ntitle = "T\\u0000"\nauthor = "a\\u0000b"\ntags = ["t\\u0000", "t\\ufffd"]\n+++\n',
    "long names": f"---\nauthor: {'ΐ' * 300}\ntags: [{'긴' * 900}]\n---\n".encode(),
    "a long key": f"---\ntranslationKey: {'😀' * 1000}\ntitle: x\n---\n".encode(),
    "years at the ends": b"---\ndate: 0001-01-01T00:00:00+14:00\nexpiryDate: 9999-12-31T23:59:59-12:00\n---\n",
    "an odd offset": b"---\ndate: 2024-01-01T00:00:00+23:59\n---\n",
    "a huge weight": b"---\nweight: 99999999999999999\n---\n",
    "many names": ("---\nauthors: [" + ",".join(f"a{n}" for n in range(5000)) + "]\n---\n").encode(),
    "invalid UTF-8": b"---\ntitle: x\n---\n\xff\xfe",
}


@pytest.mark.parametrize("name", ODD_VALUES)
def test_odd_values_are_carried_and_come_back(name: str, imported: Path, run: Run, tmp_path: Path) -> None:
    put(imported, "content/post/odd.md", ODD_VALUES[name])
    code, found = report(run, "hugo_import", imported)
    assert code == 0, [row for row in found["actions"] if row["reason"]]
    run("hugo_export", tmp_path / "out")
    assert (tmp_path / "out/content/post/odd.md").read_bytes() == ODD_VALUES[name]


def test_a_dry_run_of_an_import_leaves_an_empty_database_empty(site_folder: Path, run: Run) -> None:
    run("hugo_import", site_folder, "--dry-run")
    assert not Site.objects.exists()


@pytest.mark.parametrize("command", ["hugo_check", "hugo_import", "hugo_export"])
def test_a_name_that_no_system_takes_is_one_line_and_exit_2(command: str) -> None:
    with pytest.raises(CommandError) as error:
        call_command(command, "/tmp/" + "x" * 300)
    assert error.value.returncode == 2
