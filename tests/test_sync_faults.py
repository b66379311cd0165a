"""What may go wrong with files while a run is at work: each is named, costs nothing but itself, and is made up for."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from reviews.editing import save_text
from reviews.models import Post
from reviews.sync import apply
from tests.folders import POST, Run, actions, put, report

pytestmark = pytest.mark.django_db
ABOUT = "content/about.md"
DRAFT = "content/post/waits.md"


def edit(path: str, by: User, title: str = "At the desk") -> Post:
    post = Post.objects.get(path=path)
    save_text(post, post.document.set("title", title), by, based_on=post.head_id)
    return post


@pytest.fixture
def waiting(imported: Path, run: Run, erin: User) -> Path:
    """Two files wait for an export."""
    put(imported, DRAFT, "---\ntitle: Waits\ndraft: true\n---\n\nx\n")
    run("hugo_import", imported)
    edit(DRAFT, erin)
    edit(POST, erin)
    return imported


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_folder_that_takes_no_file_is_named_and_the_others_are_written(
    number: int, waiting: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuses(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if flags & os.O_CREAT and dir_fd is not None and Path(f"/proc/self/fd/{dir_fd}").readlink().name == "post":
            raise OSError(number, os.strerror(number))
        return real(path, flags, mode, dir_fd=dir_fd)

    before = (waiting / DRAFT).read_bytes()
    monkeypatch.setattr(os, "open", refuses)
    code, found = report(run, "hugo_export", waiting)
    told = {row["path"]: row["reason"] for row in found["actions"] if row["action"] == "refused"}
    assert (code, set(told), actions(found)[POST]) == (1, {DRAFT}, "updated")
    assert os.strerror(number) in told[DRAFT]
    assert (waiting / DRAFT).read_bytes() == before
    monkeypatch.undo()
    assert run("hugo_export", waiting)[0] == 0
    assert b"At the desk" in (waiting / DRAFT).read_bytes()


def test_a_file_that_cannot_be_read_is_named_and_stays_with_the_readers(
    imported: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(imported, ABOUT, "---\ntitle: New\n---\n")
    put(imported, "content/b.md", "---\ntitle: B\n---\n")
    real = os.open

    def refuses(path: Any, *args: Any, **options: Any) -> int:
        if str(path).endswith("about.md"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **options)

    monkeypatch.setattr(os, "open", refuses)
    code, found = report(run, "hugo_sync", imported)
    told = actions(found)
    assert (code, told[ABOUT], told["content/b.md"]) == (1, "refused", "created")
    post = Post.objects.get(path=ABOUT)
    assert (post.removed_at, post.is_live) == (None, True)
    monkeypatch.undo()
    assert run("hugo_sync", imported)[0] == 0
    assert Post.objects.get(path=ABOUT).title == "New"


def once(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, act: Callable[[], Any], *, after: bool = False
) -> None:
    """At the first call of `owner.name`, something happens to the folder."""
    real, happened = getattr(owner, name), []

    def call(*args: Any, **options: Any) -> Any:
        result = real(*args, **options) if after else None
        if not happened:
            happened.append(True)
            act()
        return result if after else real(*args, **options)

    monkeypatch.setattr(owner, name, call)


def test_a_file_that_goes_after_it_was_seen_is_named_and_gone_at_the_next_run(
    imported: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(imported, ABOUT, "---\ntitle: New\n---\n")
    once(monkeypatch, apply, "take_inventory", (imported / ABOUT).unlink, after=True)
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)[ABOUT]) == (1, "refused")
    assert Post.objects.get(path=ABOUT).removed_at is None
    code, found = report(run, "hugo_import", imported)
    assert (code, actions(found)[ABOUT]) == (0, "removed")


def test_what_a_person_saves_while_the_export_is_at_work_is_not_overwritten(
    waiting: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save() -> None:
        for path in (DRAFT, POST):
            text = (waiting / path).read_bytes()
            put(waiting, path, text.rstrip() + b"\n\nWritten in between.\n")

    once(monkeypatch, os, "fsync", save)
    code, found = report(run, "hugo_export", waiting)
    assert code == 1
    assert {actions(found)[DRAFT], actions(found)[POST]} <= {"refused", "conflict"}
    assert all(b"Written in between" in (waiting / path).read_bytes() for path in (DRAFT, POST))
    monkeypatch.undo()
    assert run("hugo_sync", waiting)[0] == 0
    for path in (DRAFT, POST):
        text = (waiting / path).read_bytes()
        assert b"Written in between" in text
        assert b"At the desk" in text


def test_a_link_put_in_a_folders_place_leads_no_write_out(
    waiting: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    put(outside, "waits.md", "theirs")

    def swap() -> None:
        (waiting / "content/post").rename(waiting / "content/was")
        (waiting / "content/post").symlink_to(outside)

    once(monkeypatch, os, "fsync", swap, after=True)
    report(run, "hugo_export", waiting)
    assert [each.name for each in outside.iterdir()] == ["waits.md"]
    assert (outside / "waits.md").read_bytes() == b"theirs"
    monkeypatch.undo()
    (waiting / "content/post").unlink()
    (waiting / "content/was").rename(waiting / "content/post")
    assert run("hugo_export", waiting)[0] == 0
    assert all(b"At the desk" in (waiting / path).read_bytes() for path in (DRAFT, POST))


def test_a_site_whose_folder_goes_during_the_export_loses_nothing(
    waiting: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    once(monkeypatch, os, "fsync", lambda: waiting.rename(waiting.with_name("away")), after=True)
    try:
        report(run, "hugo_export", waiting)  # into the folder that was opened, wherever it lies now, or not at all
    except CommandError as error:
        assert error.returncode == 2
    monkeypatch.undo()
    waiting.with_name("away").rename(waiting)
    assert run("hugo_export", waiting)[0] == 0
    assert all(b"At the desk" in (waiting / path).read_bytes() for path in (DRAFT, POST))


def test_a_name_that_is_no_utf8_is_named_and_left_alone(imported: Path, run: Run) -> None:
    odd = os.fsencode(imported) + b"/content/\xff\xfe.md"
    with open(odd, "wb") as stream:  # noqa: PTH123
        stream.write(b"---\ntitle: x\n---\n")
    code, found = report(run, "hugo_sync", imported)
    assert code == 1
    assert any("UTF-8" in row["reason"] for row in found["actions"] if row["action"] == "refused")
    assert os.path.exists(odd)  # noqa: PTH110


def test_a_folder_that_cannot_be_opened_is_exit_2(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    with pytest.raises(CommandError, match="permission denied") as error:
        call_command("hugo_import", str(imported))
    assert error.value.returncode == 2
