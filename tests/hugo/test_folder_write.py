"""Reading, writing and removing one file of a site: whole or not at all, and never outside."""

import fcntl
import os
import stat
import time
from pathlib import Path

import pytest

from reviews.hugo.folder import Folder, FolderError
from reviews.hugo.site import SiteConfig

TEMPORARY = ".editorial-desk-1-aa.tmp"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "site" / "content" / "a.md").write_bytes(b"old")
    return Folder.open(tmp_path / "site")


def names(place: Path) -> list[str]:
    return sorted(each.name for each in place.iterdir())


def test_a_write_replaces_the_file_and_leaves_nothing_else(folder: Folder) -> None:
    folder.write("content/a.md", b"new")
    assert folder.read("content/a.md") == b"new"
    assert names(folder.root / "content") == ["a.md"]


def test_a_write_makes_the_folders_that_are_missing(folder: Folder) -> None:
    folder.write("content/한글/b c/index.md", b"x")
    assert (folder.root / "content" / "한글" / "b c" / "index.md").read_bytes() == b"x"


def test_the_mode_of_a_file_stays(folder: Folder) -> None:
    (folder.root / "content" / "a.md").chmod(0o640)
    folder.write("content/a.md", b"new")
    assert stat.S_IMODE((folder.root / "content" / "a.md").stat().st_mode) == 0o640


def test_a_reader_of_the_old_file_keeps_the_old_bytes(folder: Folder) -> None:
    with (folder.root / "content" / "a.md").open("rb") as before:
        folder.write("content/a.md", b"new and longer")
        assert before.read() == b"old"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FolderError, match="No space left"):
        folder.write("content/a.md", b"new")
    assert folder.read("content/a.md") == b"old"
    assert names(folder.root / "content") == ["a.md"]


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../x", "content/../../x", "content//x", "content/./x", "content/x/", "content/\0x",
        "content/\udcff", ".git/hooks/x", "content/.GIT/x", "content/.git ./x", "content/.g\u200cit/x",
        "content/git~1/x", "content/.git::$I/x", f"content/{TEMPORARY}", "content",
    ],
)  # fmt: skip
def test_a_bad_path_is_refused(path: str, folder: Folder) -> None:
    with pytest.raises(FolderError):
        folder.write(path, b"x")
    with pytest.raises(FolderError):
        folder.read(path)


def test_no_link_leads_a_write_out_of_the_site(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.md").write_bytes(b"theirs")
    (folder.root / "content" / "way").symlink_to(tmp_path / "outside")
    (folder.root / "content" / "link.md").symlink_to(tmp_path / "outside" / "x.md")
    for path in ("content/way/x.md", "content/way/new/y.md", "content/link.md"):
        with pytest.raises(FolderError):
            folder.write(path, b"ours")
        with pytest.raises(FolderError):
            folder.read(path)
    with pytest.raises(FolderError):
        folder.remove("content/way/x.md")
    assert names(tmp_path / "outside") == ["x.md"]
    assert (tmp_path / "outside" / "x.md").read_bytes() == b"theirs"


def test_what_is_no_regular_file_is_neither_read_nor_replaced(folder: Folder) -> None:
    os.mkfifo(folder.root / "content" / "pipe")
    (folder.root / "content" / "folder").mkdir()
    for path in ("content/pipe", "content/folder"):
        with pytest.raises(FolderError):
            folder.read(path)
        with pytest.raises(FolderError):
            folder.write(path, b"x")
    with pytest.raises(FolderError):
        folder.write("content/a.md/below", b"x")


def test_a_missing_file_is_named(folder: Folder) -> None:
    with pytest.raises(FolderError, match=r"content/missing\.md"):
        folder.read("content/missing.md")


def test_removing_takes_the_file_and_is_content_where_there_is_none(folder: Folder) -> None:
    folder.remove("content/a.md")
    folder.remove("content/a.md")
    folder.remove("content/no/such/folder.md")
    assert names(folder.root / "content") == []


def test_what_a_crash_left_is_not_walked_and_goes_with_the_next_write(folder: Folder) -> None:
    place = folder.root / "content"
    left, being_written = place / TEMPORARY, place / ".editorial-desk-2-bb.tmp"
    left.write_bytes(b"half")
    with being_written.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert [each.path for each in folder.walk()] == ["content/a.md"]
        folder.write("content/b.md", b"x")
    assert names(place) == [being_written.name, "a.md", "b.md"]


def test_where_there_are_no_locks_leftovers_go_by_their_age(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    place = folder.root / "content"
    old, fresh = place / TEMPORARY, place / ".editorial-desk-2-bb.tmp"
    for file in (old, fresh):
        file.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    folder.write("content/b.md", b"x")
    assert names(place) == [fresh.name, "a.md", "b.md"]


@pytest.mark.parametrize("seen", [b"other", None])
def test_what_nobody_has_seen_is_not_replaced(seen: bytes | None, folder: Folder) -> None:
    with pytest.raises(FolderError, match="has changed since"):
        folder.write("content/a.md", b"new", seen=seen)
    assert folder.read("content/a.md") == b"old"
    assert names(folder.root / "content") == ["a.md"]
    folder.write("content/a.md", b"new", seen=b"old")
    folder.write("content/b.md", b"new", seen=None)
    with pytest.raises(FolderError, match="has changed since"):
        folder.write("content/gone.md", b"new", seen=b"was here")


@pytest.mark.parametrize("way", ["folder", "link"])
def test_another_folder_in_its_place_is_not_written_to(way: str, folder: Folder, tmp_path: Path) -> None:
    folder.write("content/b.md", b"x")
    other = tmp_path / "other"
    (other / "content").mkdir(parents=True)
    folder.root.rename(tmp_path / "away")
    if way == "link":
        folder.root.symlink_to(other)
    else:
        other.rename(folder.root)
    for act in (lambda: folder.write("content/c.md", b"x"), lambda: folder.read("content/a.md")):
        with pytest.raises(FolderError, match="has been replaced"):
            act()
    assert names(folder.root / "content") == []


def test_a_name_that_is_too_long_is_told(folder: Folder) -> None:
    with pytest.raises(FolderError, match="too long"):
        folder.write(f"content/{'x' * 300}.md", b"x")
    with pytest.raises(FolderError, match="too long"):
        folder.write("content/" + "/".join(["y" * 300] * 2), b"x")


def test_a_site_can_be_made_where_there_is_none(tmp_path: Path) -> None:
    folder = Folder.prepare(tmp_path / "new" / "site", SiteConfig.from_json({}))
    folder.write("content/a.md", b"x")
    assert [each.path for each in Folder.open(tmp_path / "new" / "site").walk()] == ["content/a.md"]
