"""Folder and database: nothing lost, nothing changed that nobody edited, every refusal named."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from reviews.editing import save_text
from reviews.hugo.folder import Folder
from reviews.models import Edition, EditionFile, Post, PostFile, Revision, Site, SiteFile, Source
from reviews.sync import apply, taking
from tests.folders import POST, Run, actions, files_of, make_conflict, report

pytestmark = pytest.mark.django_db


def test_an_import_and_an_export_bring_every_byte_back(imported: Path, run: Run, tmp_path: Path) -> None:
    assert run("hugo_export", tmp_path / "out")[0] == 0
    assert files_of(tmp_path / "out") == files_of(imported)


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
    theirs = make_conflict(imported, run, erin)
    assert (imported / POST).read_bytes() == theirs
    post = Post.objects.get(path=POST)
    assert post.title == "Ours"
    assert bytes(post.conflict) == theirs


@pytest.mark.parametrize(("take", "title"), [("ours", "Ours"), ("theirs", "Theirs")])
def test_a_conflict_is_settled_at_the_desk(
    take: str, title: str, imported: Path, run: Run, erin: User, client: Client
) -> None:
    make_conflict(imported, run, erin)
    post = Post.objects.get(path=POST)
    client.force_login(erin)
    assert "Theirs" in client.get(f"/admin/reviews/post/{post.pk}/settle/").content.decode()
    client.post(
        f"/admin/reviews/post/{post.pk}/settle/", {"take": take, "head": post.head_id, "file": post.conflict_id}
    )
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

    monkeypatch.setattr(taking, "publish_all", crash)
    with pytest.raises(KeyboardInterrupt):
        apply.Import(Site.stored(), Folder.open(site_folder)).run()
    assert not Post.objects.exists()
    monkeypatch.undo()
    assert run("hugo_import", site_folder)[0] == 0
    assert Edition.objects.filter(path="content/about.md").exists()


def test_a_page_that_breaks_the_desk_is_named_and_the_others_are_done(
    site_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_all = taking.publish_all

    def fail_for_about(site: Site, manuscripts: list[Any]) -> Any:
        if any(manuscript.post.path.endswith("about.md") for manuscript in manuscripts):
            raise RuntimeError("boom")
        return publish_all(site, manuscripts)

    monkeypatch.setattr(taking, "publish_all", fail_for_about)
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
