"""A folder that is watched: what counts as a change, what is left alone, and how it goes on and ends."""

import io
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reviews.hugo.folder import Folder
from reviews.management.commands import hugo_import
from reviews.models import Post, PostFile, SiteFile
from reviews.sync.watch import Watch
from tests.folders import POST, put

ABOUT = "content/about.md"


@pytest.fixture
def watch(site_folder: Path) -> Watch:
    found = Watch(Folder.open(site_folder))
    found.begin()
    return found


def test_nothing_changed_is_nothing_to_do(watch: Watch) -> None:
    assert watch.look() == watch.look() == set()


def test_a_file_that_is_still_being_written_waits(watch: Watch, site_folder: Path) -> None:
    for length in (1, 2, 3):
        put(site_folder, ABOUT, "x" * length)
        assert watch.look() == set()
    assert watch.look() == watch.look() == {ABOUT}
    watch.settle({ABOUT})
    assert watch.look() == set()


def test_new_gone_and_renamed_files_and_the_configuration_are_seen(watch: Watch, site_folder: Path) -> None:
    put(site_folder, "content/새 글.md", "x")
    (site_folder / ABOUT).rename(site_folder / "content/who.md")
    put(site_folder, "hugo.toml", "title = 'x'\n")
    put(site_folder, "static/new.txt", "x")
    put(site_folder, "README.md", "no file of the site's")
    watch.look()
    assert watch.look() == {"content/새 글.md", ABOUT, "content/who.md", "hugo.toml", "static/new.txt"}


def test_an_editor_that_saves_by_renaming_is_one_change_of_one_file(watch: Watch, site_folder: Path) -> None:
    stat = (site_folder / ABOUT).stat()
    for name in (".about.md.swp", "about.md~", "4913", ".#about.md", "#about.md#", "about.md___jb_tmp___", ".git/x"):
        put(site_folder, f"content/{name}", "half")
    new = put(site_folder, "content/.about.md.new", "y" * stat.st_size)
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as careful editors do
    new.replace(site_folder / ABOUT)
    watch.look()
    assert watch.look() == {ABOUT}


def test_a_folder_that_is_away_is_not_a_folder_that_is_empty(watch: Watch, site_folder: Path) -> None:
    (site_folder / "content").rename(site_folder / "away")
    with pytest.raises(OSError, match="content is away"):
        watch.look()
    (site_folder / "away").rename(site_folder / "content")
    assert watch.look() == watch.look() == set()


def test_a_bare_folder_is_watched_under_the_desks_names(site_folder: Path) -> None:
    watch = Watch(Folder.open(site_folder / "content"))
    watch.begin()
    put(site_folder, ABOUT, "x")
    watch.look()
    assert watch.look() == {ABOUT}


Act = Callable[[Callable[[str], None]], None]


@pytest.fixture
def watched(db: None, site_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Act], str]]:
    """Run the command, and beside it somebody who writes; it ends by a signal, as a shell would end it."""
    monkeypatch.setattr(hugo_import, "close_old_connections", lambda: None)  # the test's transaction lives in it
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def run(act: Act) -> str:
        out = io.StringIO()

        def until(text: str) -> None:
            deadline = time.monotonic() + 20
            while text not in out.getvalue() and time.monotonic() < deadline:
                time.sleep(0.02)

        def beside() -> None:
            until("watching")
            act(until)
            signal.raise_signal(signal.SIGTERM)

        thread = threading.Thread(target=beside)
        thread.start()
        call_command("hugo_import", str(site_folder), "--watch", "0.05", stdout=out, stderr=out)
        thread.join()
        return out.getvalue()

    yield run
    for number, handler in before.items():
        signal.signal(number, handler)


def test_files_are_taken_in_as_they_change(watched: Callable[[Act], str], site_folder: Path) -> None:
    def act(until: Callable[[str], None]) -> None:
        put(site_folder, "content/post/foundation-models/.index.md.swp", "half")
        put(site_folder, "content/post/bad.md", "---\ntitle: [\n---\n")
        until("refused: content/post/bad.md")
        put(site_folder, ABOUT, "---\ntitle: New\n---\nx\n")
        until(f"updated: {ABOUT}")
        put(site_folder, "content/post/foundation-models/images/figure1.png", b"\x89PNG\r\n\x1a\n other")
        until("images/figure1.png")
        (site_folder / ABOUT).unlink()
        until(f"removed: {ABOUT}")
        put(site_folder, "content/post/bad.md", "---\ntitle: Mended\n---\n")
        until("created: content/post/bad.md")

    told = watched(act)
    assert told.count("refused: content/post/bad.md") == 1
    assert f"updated: {ABOUT}" in told
    assert f"removed: {ABOUT}" in told
    assert Post.objects.get(path="content/post/bad.md").title == "Mended"
    assert Post.objects.get(path=ABOUT).removed_at is not None
    assert PostFile.objects.get(name="images/figure1.png").blob.data.endswith(b"other")
    leftover = "content/post/foundation-models/.index.md.swp"
    assert not PostFile.objects.filter(path=leftover).exists()
    assert not SiteFile.objects.filter(path=leftover).exists()


def test_a_folder_that_vanishes_takes_nothing_from_the_readers_and_may_come_back(
    watched: Callable[[Act], str], site_folder: Path
) -> None:
    def act(until: Callable[[str], None]) -> None:
        shutil.move(site_folder, site_folder.with_name("away"))
        until("is away")
        shutil.move(site_folder.with_name("away"), site_folder)
        put(site_folder, ABOUT, "---\ntitle: Back\n---\n")
        until(f"updated: {ABOUT}")

    told = watched(act)
    assert told.count("is away") == 1
    assert Post.objects.get(path=ABOUT).title == "Back"
    assert Post.objects.get(path=POST).removed_at is None


def test_a_configuration_that_breaks_is_told_once_and_what_waits_is_taken_when_it_is_mended(
    watched: Callable[[Act], str], site_folder: Path
) -> None:
    def act(until: Callable[[str], None]) -> None:
        good = (site_folder / "hugo.toml").read_text()
        put(site_folder, "hugo.toml", "title = [\n")
        put(site_folder, ABOUT, "---\ntitle: Waited\n---\n")
        until("hugo.toml")
        time.sleep(0.3)
        put(site_folder, "hugo.toml", good)
        until(f"updated: {ABOUT}")

    assert watched(act).count("hugo.toml:") == 1
    assert Post.objects.get(path=ABOUT).title == "Waited"


def test_a_folder_that_is_no_site_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as error:
        call_command("hugo_import", str(tmp_path / "nowhere"), "--watch")
    assert error.value.returncode == 2
