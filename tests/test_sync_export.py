"""An export looks before it writes, and again at the moment of writing; what it wrote is known to the next run."""

import fcntl
import os
import resource
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from reviews.editing import save_text
from reviews.hugo import reader, stamps, writer
from reviews.hugo.walk import TEMPORARY
from reviews.models import Post, Revision
from reviews.models.resources import blob_storage
from reviews.publishing import withdraw
from tests.conftest import SHARED
from tests.folders import POST, Run, actions, files_of, put, report

pytestmark = pytest.mark.django_db
FIGURE = "content/post/foundation-models/images/figure1.png"


@pytest.fixture
def edited(imported: Path, erin: User) -> Path:
    """A home folder to which one edit is to be exported."""
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    return imported


def temporaries(root: Path) -> list[str]:
    return [str(path) for path in root.rglob(f"{TEMPORARY}*")]


def test_an_export_after_an_export_reads_and_writes_nothing(
    edited: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_FINE", 0)
    run("hugo_import", edited)
    assert actions(report(run, "hugo_export", edited)[1])[POST] == "updated"
    opened: list[str] = []
    real = os.open

    def spy(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        opened.extend([str(path)] if flags in (reader.READ, writer._CREATE) else [])
        return real(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", spy)
    assert set(actions(report(run, "hugo_export", edited)[1]).values()) == {"unchanged"}
    assert opened == []
    run("hugo_export", edited, "--full")
    assert "index.md" in opened


def test_a_file_that_changes_between_the_look_and_the_writing_is_left_as_it_is(
    edited: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync

    def write_into_it(descriptor: int) -> None:
        (edited / POST).write_bytes(b"somebody's own text")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", write_into_it)
    code, found = report(run, "hugo_export", edited)
    assert (code, actions(found)[POST]) == (1, "conflict")
    assert (edited / POST).read_bytes() == b"somebody's own text"
    assert temporaries(edited) == []


def test_a_file_that_appears_meanwhile_is_not_replaced(
    imported: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    put(out, "content/x.md", "x")
    monkeypatch.setattr(writer, "_FEW", 0)
    monkeypatch.setattr(writer, "sync_file_system", lambda descriptor: put(out, "content/about.md", "theirs"))
    code, found = report(run, "hugo_export", out)
    assert (code, actions(found)["content/about.md"]) == (1, "conflict")
    assert (out / "content/about.md").read_text() == "theirs"
    assert actions(found)[POST] == "created"


def test_a_disk_that_fills_leaves_no_half_file_and_a_later_run_makes_up_for_it(
    imported: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "_write", fail)
    code, found = report(run, "hugo_export", tmp_path / "out")
    assert (code, set(actions(found).values())) == (1, {"refused"})
    monkeypatch.undo()
    assert run("hugo_export", tmp_path / "out")[0] == 0
    assert files_of(tmp_path / "out") == files_of(imported)
    assert temporaries(tmp_path) == []


def test_an_interrupt_leaves_no_temporary_file(
    imported: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer.Writer, "_place", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run("hugo_export", tmp_path / "out")
    assert temporaries(tmp_path) == []


def test_what_a_killed_run_left_is_swept_by_the_next(edited: Path, run: Run) -> None:
    put(edited, f"content/post/foundation-models/{TEMPORARY}1-ab.tmp", "half")
    theirs = put(edited, f"content/post/foundation-models/{TEMPORARY}2-ab.tmp", "half")
    with theirs.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)  # somebody is writing it
        run("hugo_export", edited)
    assert temporaries(edited) == [str(theirs)]


def test_a_text_is_known_to_the_desk_before_it_stands_in_the_folder(
    imported: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw([Post.objects.get(path="content/about.md")])  # exported as a draft: a text that no one has saved
    place = writer.Writer._place

    def die_after(self: Any, each: Any) -> Any:
        place(self, each)
        raise KeyboardInterrupt

    monkeypatch.setattr(writer.Writer, "_place", die_after)
    with pytest.raises(KeyboardInterrupt):
        run("hugo_export", imported)
    written = (imported / "content/about.md").read_bytes()
    assert b"draft: true" in written
    assert Revision.objects.filter(post__path="content/about.md", source__data=written).exists()


def test_a_blob_that_is_missing_is_named_and_the_rest_is_done(imported: Path, run: Run, tmp_path: Path) -> None:
    for folder in Path(blob_storage().location).iterdir():  # type: ignore[attr-defined]
        for file in folder.iterdir():
            file.unlink()
    code, found = report(run, "hugo_export", tmp_path / "out")
    assert (code, actions(found)[FIGURE], actions(found)[POST]) == (1, "refused", "created")
    assert "storage" in next(row["reason"] for row in found["actions"] if row["path"] == FIGURE)


def test_a_large_file_goes_both_ways_in_pieces(imported: Path, run: Run, tmp_path: Path) -> None:
    large = imported / "static/large.bin"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run("hugo_import", imported)[0] == 0
    assert run("hugo_export", tmp_path / "out")[0] == 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert (tmp_path / "out/static/large.bin").stat().st_size == 200 * 1024 * 1024


def corpora() -> list[Path]:
    folder = SHARED / "corpora"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


@pytest.mark.parametrize("site", corpora(), ids=lambda site: site.name)
def test_a_real_site_comes_back_and_a_second_run_does_nothing(site: Path, run: Run, tmp_path: Path) -> None:
    _code, first = report(run, "hugo_import", site, "--wait", 300, "--no-render")
    _code, again = report(run, "hugo_import", site, "--wait", 300, "--no-render")
    assert set(actions(again).values()) <= {"unchanged", "refused", "clash"}
    refused = {path for path, action in actions(first).items() if action == "refused"}
    run("hugo_export", tmp_path / "out")
    back = files_of(tmp_path / "out")
    want = {path: data for path, data in files_of(site).items() if path.startswith(("content/", "static/"))}
    assert {path for path, data in want.items() if back.get(path) != data} <= refused
    assert set(actions(report(run, "hugo_export", tmp_path / "out")[1]).values()) <= {"unchanged"}
