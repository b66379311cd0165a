"""A file that the file system says is the known one is not read again; every other one is."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.editing import save_text
from reviews.hugo import reader, stamps
from reviews.hugo.stamps import is_settled, stamp_of
from reviews.models import Post, PostFile
from tests.folders import Run, actions, put, report

pytestmark = pytest.mark.django_db
ABOUT = "content/about.md"


@pytest.fixture
def settled(imported: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The imported site, its stamps kept as if the files had been written long ago."""
    monkeypatch.setattr(stamps, "_FINE", 0)
    monkeypatch.setattr(stamps, "_COARSE", 0)
    run("hugo_import", imported)
    return imported


@pytest.fixture
def was_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened from here on."""
    names: list[str] = []
    opened = os.open

    def spy(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags == reader.READ:
            names.append(str(path))
        return opened(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", spy)
    return names


def test_a_second_import_reads_nothing_but_the_heads_of_lists(settled: Path, run: Run, was_read: list[str]) -> None:
    code, found = report(run, "hugo_import", settled)
    assert (code, set(actions(found).values())) == (0, {"unchanged"})
    assert len(found["actions"]) == len({row["path"] for row in found["actions"]}) == 5
    assert set(was_read) <= {"_index.md"}


def test_full_reads_every_file(settled: Path, run: Run, was_read: list[str]) -> None:
    run("hugo_import", settled, "--full")
    assert {"index.md", "about.md", "figure1.png", "mark.txt"} <= set(was_read)


@pytest.mark.parametrize("path", [ABOUT, "content/post/foundation-models/images/figure1.png", "static/mark.txt"])
def test_a_file_of_the_same_size_and_time_that_was_written_anew_is_read(settled: Path, run: Run, path: str) -> None:
    file = settled / path
    found = file.stat()
    file.write_bytes(file.read_bytes()[:-1] + b"#")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert actions(report(run, "hugo_import", settled)[1])[path] == "updated"


def test_a_file_that_was_only_touched_is_read_once(settled: Path, run: Run, was_read: list[str]) -> None:
    os.utime(settled / ABOUT)
    assert actions(report(run, "hugo_import", settled)[1])[ABOUT] == "unchanged"
    was_read.clear()
    run("hugo_import", settled)
    assert "about.md" not in was_read


def test_a_file_written_within_the_tick_of_the_clock_is_read_again(
    imported: Path, run: Run, monkeypatch: pytest.MonkeyPatch, was_read: list[str]
) -> None:
    monkeypatch.setattr(stamps, "_FINE", 3600 * 10**9)
    put(imported, "content/new.md", "---\ntitle: New\n---\n")
    run("hugo_import", imported)
    assert Post.objects.get(path="content/new.md").stamp == ""
    was_read.clear()
    run("hugo_import", imported)
    assert "new.md" in was_read


def test_a_stamp_says_nothing_once_the_desk_knows_other_bytes(settled: Path, run: Run, erin: User) -> None:
    post = Post.objects.get(path=ABOUT)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    post.refresh_from_db()
    Post.objects.filter(pk=post.pk).update(synced=post.head)
    assert actions(report(run, "hugo_import", settled)[1])[ABOUT] != "unchanged"


def test_stamps_of_bundle_files_are_kept(settled: Path) -> None:
    assert all(PostFile.objects.values_list("stamp", flat=True))


def test_a_stamp_is_settled_when_the_clock_has_moved_on(tmp_path: Path) -> None:
    file = put(tmp_path, "x", "x")
    stamp, changed = stamp_of(file.stat()), file.stat().st_ctime_ns
    assert not is_settled(stamp, changed + 10**6)
    assert is_settled(stamp, changed + 3 * 10**9)
    assert not is_settled("1 0 1000000000 1", 10**9 + 2 * 10**9)  # a file system without fractions of seconds


def test_full_writes_no_stamp_that_is_as_it_was(settled: Path, run: Run) -> None:
    before = dict(Post.objects.values_list("path", "stamp"))
    assert all(before.values())
    with CaptureQueriesContext(connection) as captured:
        run("hugo_import", settled, "--full")
    assert not [query["sql"] for query in captured if "UPDATE reviews_post SET stamp" in query["sql"]]
    os.utime(settled / ABOUT)
    run("hugo_import", settled, "--full")
    changed = {path for path, stamp in Post.objects.values_list("path", "stamp") if stamp != before[path]}
    assert changed == {ABOUT}
