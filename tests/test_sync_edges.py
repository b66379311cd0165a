"""Folder and database where it is hard: waiting pictures, heads that hand down, crashes, conflicts, deletions, odd values."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.editing import save_text
from reviews.models import EditionFile, Post, Site, SiteFile
from reviews.moving import move
from reviews.sync import apply
from tests.folders import POST, Run, actions, live_bundle, make_conflict, put, report, status_of, upload

pytestmark = pytest.mark.django_db


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


def publish_draft_cascade(alice: User, bob: User, erin: User) -> None:
    """At the desk: the section's pages are drafts from now on."""
    head = Post.objects.get(path="content/post/_index.md")
    document = head.document.set(("cascade", "target", "kind"), "page").set(("cascade", "draft"), True)
    save_text(head, document, alice, based_on=head.head_id)
    for step, by in (("submit", erin), ("approve", bob), ("publish", erin)):
        move(head, step, by)


def test_a_head_that_is_published_at_the_desk_reaches_the_pages_below(
    imported: Path, run: Run, client: Client, alice: User, bob: User, erin: User
) -> None:
    put(imported, "content/post/live.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    publish_draft_cascade(alice, bob, erin)
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
    post.refresh_from_db()
    client.force_login(erin)
    client.post(
        f"/admin/reviews/post/{post.pk}/settle/", {"take": take, "head": post.head_id, "file": post.conflict_id}
    )
    assert run("hugo_sync", imported)[0] == 0
    shown = client.get("/p/live/").content.decode()
    assert ("theirs" in shown, b"theirs" in file.read_bytes()) == ((True, True) if take == "theirs" else (False, False))
    assert run("hugo_sync", imported)[0] == 0


def test_a_nonsense_answer_to_a_conflict_settles_nothing(imported: Path, run: Run, erin: User, client: Client) -> None:
    make_conflict(imported, run, erin)
    post = Post.objects.get(path=POST)
    client.force_login(erin)
    assert client.post(f"/admin/reviews/post/{post.pk}/settle/", {"take": "both"}).status_code == 200
    post.refresh_from_db()
    assert post.conflict_id is not None


def test_a_conflict_whose_file_is_put_back_is_none(imported: Path, run: Run, erin: User) -> None:
    original = (imported / POST).read_bytes()
    make_conflict(imported, run, erin)
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


DRAFTS_BELOW = "---\ntitle: N\ncascade:\n  - draft: true\n    target:\n      kind: page\n---\n"


def hidden_section(imported: Path, run: Run) -> Path:
    head = put(imported, "content/news/_index.md", DRAFTS_BELOW)
    put(imported, "content/news/a.md", "---\ntitle: A\n---\nsecret\n")
    run("hugo_import", imported)
    return head


def test_a_head_that_breaks_opens_nothing(imported: Path, run: Run, client: Client) -> None:
    head = hidden_section(imported, run)
    head.write_text("---\ntitle: [broken\n---\n")
    assert run("hugo_import", imported)[0] == 1
    assert status_of(client, "/news/a/") == 404


def test_a_draft_by_its_section_is_exported_as_a_draft_once_it_was_edited(imported: Path, run: Run, erin: User) -> None:
    hidden_section(imported, run)
    post = Post.objects.get(path="content/news/a.md")
    before = (imported / "content/news/a.md").read_bytes()
    run("hugo_export", imported)
    assert (imported / "content/news/a.md").read_bytes() == before
    save_text(post, post.document.edit_body("SECRET\n"), erin, based_on=post.head_id)
    run("hugo_export", imported)
    assert b"draft: true" in (imported / "content/news/a.md").read_bytes()


def test_a_head_that_the_desk_has_published_counts_before_its_export(
    imported: Path, run: Run, client: Client, alice: User, bob: User, erin: User
) -> None:
    put(imported, "content/post/live.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    publish_draft_cascade(alice, bob, erin)
    put(imported, "content/post/live.md", "---\ntitle: Live\n---\nchanged\n")
    run("hugo_import", imported)
    assert status_of(client, "/p/live/") == 404


def test_unscheduling_keeps_what_has_come_from_the_folder_since(
    imported: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    post = Post.objects.get(path=POST)
    move(post, "submit", erin)
    move(post, "approve", bob)
    move(post, "schedule", erin, at=timezone.now() + timedelta(days=9))
    run("hugo_export", imported)
    file = imported / POST
    file.write_bytes(file.read_bytes() + b"\nfrom the folder\n")
    run("hugo_import", imported)
    post.refresh_from_db()
    move(post, "unschedule", erin)
    assert b"from the folder" in bytes(post.head)


def test_imports_to_review_move_live_pages_with_the_configuration(imported: Path, run: Run, client: Client) -> None:
    put(imported, "content/post/live.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    Site.objects.update(review_imports=True)
    put(imported, "hugo.toml", (imported / "hugo.toml").read_text().replace("/p/", "/r/"))
    run("hugo_import", imported)
    assert status_of(client, "/r/live/") == 200


def test_an_emptied_file_is_an_empty_text(imported: Path, run: Run) -> None:
    put(imported, "content/about.md", "")
    run("hugo_import", imported)
    assert bytes(Post.objects.get(path="content/about.md").head) == b""
    assert run("hugo_sync", imported)[0] == 0
    assert (imported / "content/about.md").read_bytes() == b""


def test_files_of_a_draft_section_are_exported_beside_live_pages(imported: Path, run: Run, tmp_path: Path) -> None:
    put(imported, "content/news/_index.md", "---\ntitle: N\ndraft: true\n---\n")
    put(imported, "content/news/a.md", "---\ntitle: A\n---\nx\n")
    put(imported, "content/news/chart.png", b"\x89PNG\r\n\x1a\n")
    run("hugo_import", imported)
    run("hugo_export", tmp_path / "out")
    assert (tmp_path / "out/content/news/chart.png").exists()


def test_a_missing_static_folder_is_doubted(imported: Path, run: Run) -> None:
    put(imported, "static/b.txt", "b")
    run("hugo_import", imported)
    shutil.rmtree(imported / "static")
    assert run("hugo_import", imported)[0] == 1
    assert SiteFile.objects.filter(path="static/b.txt").exists()


def test_another_site_is_not_taken_for_a_home_that_was_moved(imported: Path, run: Run, tmp_path: Path) -> None:
    imported.rename(imported.with_name("away"))
    put(tmp_path / "other", "content/x.md", "---\ntitle: X\n---\n")
    run("hugo_import", tmp_path / "other")
    assert not Site.load().is_home(tmp_path / "other")


def test_a_picture_published_with_one_language_is_there_for_the_other(
    imported: Path, run: Run, client: Client, alice: User, bob: User, erin: User
) -> None:
    put(imported, "hugo.toml", (imported / "hugo.toml").read_text() + "\n[languages.ko]\n[languages.en]\n")
    post = live_bundle(imported, run)
    put(imported, "content/post/live/index.en.md", "---\ntitle: Live\n---\nx\n")
    run("hugo_import", imported)
    upload(post, "new.png", b"\x89PNG\r\n\x1a\n new")
    save_text(post, post.document.set("title", "L"), alice, based_on=post.head_id)
    for step, by in (("submit", erin), ("approve", bob), ("publish", erin)):
        move(post, step, by)
    assert status_of(client, "/p/live/new.png") == status_of(client, "/en/p/live/new.png") == 200


def test_a_head_that_is_only_saved_changes_no_live_page_that_refers_to_another(
    imported: Path, run: Run, client: Client, alice: User
) -> None:
    put(imported, "content/post/live.md", '---\ntitle: Live\n---\n[x]({{< relref "about" >}})\n')
    run("hugo_import", imported)
    head = Post.objects.get(path="content/post/_index.md")
    waiting = head.document.set(("cascade", "build", "render"), "never")
    save_text(head, waiting, alice, based_on=head.head_id)
    put(imported, "content/post/live.md", '---\ntitle: Live\n---\n\n[y]({{< relref "about" >}})\n')
    run("hugo_import", imported)
    assert status_of(client, "/p/live/") == 200


def test_files_reach_a_bundle_s_other_language_that_the_same_import_did_not_publish(imported: Path, run: Run) -> None:
    put(imported, "hugo.toml", (imported / "hugo.toml").read_text() + "\n[languages.ko]\n[languages.en]\n")
    live_bundle(imported, run)
    put(imported, "content/post/live/index.en.md", "---\ntitle: Live\n---\n")
    put(imported, "content/post/live/b.png", b"\x89PNG\r\n\x1a\n new")
    run("hugo_import", imported)
    rows = EditionFile.objects.filter(edition__path__startswith="content/post/live/")
    assert sorted(rows.values_list("edition__language", "name")) == [
        ("en", "a.png"), ("en", "b.png"), ("ko", "a.png"), ("ko", "b.png"),
    ]  # fmt: skip


def test_changed_files_are_taken_in_by_the_same_number_of_queries_however_many(imported: Path, run: Run) -> None:
    asked = []
    for count in (2, 12):
        for text in ("old", "new"):
            for number in range(count):
                put(imported, f"content/many/{number}.md", f"---\ntitle: {text} {number}\ntags: [a]\n---\n{count}\n")
            with CaptureQueriesContext(connection) as captured:
                run("hugo_import", imported, "--no-render")
        asked.append(len(captured))
    assert asked[1] - asked[0] < 10  # none for each of ten more; files too young to be trusted cost a few at either
