"""`--diff` shows what a run changes, or would change, in the texts."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from reviews.editing import save_text
from reviews.models import Post
from reviews.sync import diffs
from reviews.sync.diffs import DESK, FOLDER, Diffs, Version, unified
from tests.folders import POST, Run, live_bundle, make_conflict, put, report


def diff_of(found: dict[str, Any], path: str) -> str:
    return str(next(row for row in found["actions"] if row["path"] == path).get("diff", ""))


def changed(diff: str) -> list[str]:
    return [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [["--dry-run"], []], ids=["dry", "real"])
def test_an_import_shows_the_desks_text_before_and_after(imported: Path, run: Run, dry_run: list[str]) -> None:
    put(imported, "content/about.md", "---\ntitle: About us\nmenu: main\n---\n\nWho we are.\n")
    put(imported, "content/new.md", "---\ntitle: New\n---\n")
    _code, found = report(run, "hugo_import", imported, "--diff", *dry_run)
    assert changed(diff_of(found, "content/about.md")) == ["-title: About", "+title: About us"]
    assert "--- a/content/about.md\t(desk)\n+++ b/content/about.md\t(desk)\n" in diff_of(found, "content/about.md")
    assert diff_of(found, "content/new.md").startswith("--- /dev/null\n+++ b/content/new.md\t(desk)\n@@ -0,0 +1,3 @@\n")
    assert not diff_of(found, POST)


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [["--dry-run"], []], ids=["dry", "real"])
def test_an_export_shows_the_folders_bytes_before_and_after(
    imported: Path, run: Run, erin: User, dry_run: list[str]
) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    _code, found = report(run, "hugo_export", imported, "--diff", *dry_run)
    lines = changed(diff_of(found, POST))
    assert "Ours" in lines[-1] and all(line[0] in "+-" for line in lines)
    assert f"--- a/{POST}\t(folder)\n+++ b/{POST}\t(folder)\n" in diff_of(found, POST)


@pytest.mark.django_db
def test_the_diffs_stand_between_the_plans_lines_and_its_counts(imported: Path, run: Run) -> None:
    put(imported, "content/about.md", "---\ntitle: About us\nmenu: main\n---\n\nWho we are.\n")
    _code, out = run("hugo_import", imported, "--diff", "--dry-run")
    assert out.index("updated") < out.index("\n+title: About us\n") < out.index("dry run: ")
    assert "+title" not in run("hugo_import", imported, "--dry-run")[1]


@pytest.mark.django_db
def test_a_conflict_shows_the_desks_text_against_the_files(imported: Path, run: Run, erin: User) -> None:
    make_conflict(imported, run, erin)
    for command in ("hugo_import", "hugo_export", "hugo_sync"):
        found = diff_of(report(run, command, imported, "--diff", "--dry-run")[1], POST)
        lines = changed(found)
        assert f"--- a/{POST}\t(desk)\n+++ b/{POST}\t(folder)\n" in found
        assert [line[0] for line in lines if "Ours" in line] == ["-"]
        assert [line[0] for line in lines if "title" in line and "Theirs" in line] == ["+"]


@pytest.mark.django_db
def test_a_merge_shows_what_was_taken_in_and_what_was_written(imported: Path, run: Run, erin: User) -> None:
    path = "content/draft.md"
    text = "---\ntitle: Draft\ndraft: true\n---\n\nfirst\n\nlast\n"
    put(imported, path, text)
    run("hugo_import", imported)
    post = Post.objects.get(path=path)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    put(imported, path, text.replace("last", "the last"))
    told = diff_of(report(run, "hugo_sync", imported, "--diff")[1], path)
    assert changed(told) == ["-last", "+the last", "-title: Draft", "+title: Ours"]
    assert told.index("(desk)") < told.index("(folder)")


@pytest.mark.django_db
def test_a_picture_is_said_to_differ(imported: Path, run: Run) -> None:
    live_bundle(imported, run)
    _code, found = report(run, "hugo_export", imported.parent / "out", "--diff", "--dry-run")
    assert diff_of(found, "content/post/live/a.png") == "binary files differ: /dev/null, b/content/post/live/a.png\n"


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [["--dry-run"], []], ids=["dry", "real"])
def test_an_import_shows_what_changes_in_files_beside_the_pages(imported: Path, run: Run, dry_run: list[str]) -> None:
    put(imported, "static/mark.txt", "another mark\n")
    put(imported, "static/dot.bin", b"\0")
    _code, found = report(run, "hugo_import", imported, "--diff", *dry_run)
    assert changed(diff_of(found, "static/mark.txt")) == ["-a mark", "+another mark"]
    assert diff_of(found, "static/dot.bin") == "binary files differ: /dev/null, b/static/dot.bin\n"


def unlike(before: bytes, after: bytes, *, is_page: bool = True) -> str:
    return unified(Version("p", DESK, before, is_page), Version("p", FOLDER, after, is_page))


def test_what_cannot_be_printed_is_made_visible() -> None:
    assert changed(unlike(b"a\x1b[2J\tb\xff\n", b"a\r\n")) == ["-a\\x1b[2J\tb\\udcff", "+a\\r"]


def test_a_last_line_without_an_end_is_told() -> None:
    assert unlike(b"a\n", b"a").endswith("-a\n+a\n\\ No newline at end of file\n")


def test_a_long_diff_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diffs, "LONGEST", 5)
    lines = unlike(b"", b"x\n" * 10).splitlines()
    assert (len(lines), lines[-1]) == (6, "… and 8 more lines")


@pytest.mark.parametrize("data", [b"x" * 1_000_001, b"x\n" * 10_001], ids=["size", "lines"])
def test_what_is_too_large_is_not_compared(data: bytes) -> None:
    assert "too large" in unlike(b"", data)


def test_other_files_are_text_where_they_can_be_read_as_such() -> None:
    assert unlike(b"a\n", b"\xff\n", is_page=False).startswith("binary files differ")
    assert unlike(b"a\n", b"\0\n", is_page=False).startswith("binary files differ")
    assert changed(unlike(b"a\n", "é\n".encode(), is_page=False)) == ["-a", "+é"]


def test_the_diffs_wait_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diffs, "_IN_MEMORY", 10)
    kept = Diffs()
    told = [kept.keep(Version("p", DESK, None), Version("p", DESK, f"{n}\n".encode())) for n in range(3)]
    assert [changed(str(diff)) for (diff,) in told] == [["+0"], ["+1"], ["+2"]]
    assert kept.keep(Version("p", DESK, b"a"), Version("p", DESK, b"a")) == ()
    assert changed(str(told[0][0])) == ["+0"]
    later = kept.keep(Version("p", DESK, None), Version("p", DESK, b"later\n"))
    assert [changed(str(diff)) for (diff,) in [*told, later]] == [["+0"], ["+1"], ["+2"], ["+later"]]
    kept.close()


@pytest.mark.django_db
def test_a_dry_sync_shows_both_sides_of_a_merge_as_the_real_one_does(imported: Path, run: Run, erin: User) -> None:
    post = live_bundle(imported, run)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    put(imported, post.path, (imported / post.path).read_bytes().replace(b"last", b"theirs"))
    draft = Post.objects.get(path=POST)
    save_text(draft, draft.document.set("title", "Ours"), erin, based_on=draft.head_id)
    put(imported, POST, (imported / POST).read_bytes() + b"\ntheirs\n")
    dry = report(run, "hugo_sync", imported, "--diff", "--dry-run")[1]
    real = report(run, "hugo_sync", imported, "--diff")[1]
    assert f"--- a/{POST}\t(folder)\n+++ b/{POST}\t(folder)\n" in diff_of(dry, POST)
    assert [diff_of(dry, path) for path in (POST, post.path)] == [diff_of(real, path) for path in (POST, post.path)]


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [["--dry-run"], []], ids=["dry", "real"])
def test_an_import_that_changes_the_readers_text_alone_shows_that(
    imported: Path, run: Run, erin: User, dry_run: list[str]
) -> None:
    post = live_bundle(imported, run)
    save_text(post, post.document.set("title", "Both"), erin, based_on=post.head_id)
    put(imported, post.path, bytes(Post.objects.get(pk=post.pk).head))
    found = report(run, "hugo_import", imported, "--diff", *dry_run)[1]
    assert changed(diff_of(found, post.path)) == ["-title: Live", "+title: Both"]
    assert f"+++ b/{post.path}\t(readers)" in diff_of(found, post.path)
