"""One sync at a time per folder and database; who holds it is told; a killed one holds nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reviews.sync import lock
from reviews.sync.lock import Busy, one_at_a_time
from tests.folders import Run

pytestmark = pytest.mark.django_db
HOLDER = """
import sys, time, django
from pathlib import Path
django.setup()
from django.conf import settings
from reviews.sync.lock import one_at_a_time
settings.DATA_DIR = Path(sys.argv[2])
with one_at_a_time(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def hold(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Another process that holds a folder's lock; in a data folder of its own where one is named."""
    started = []

    def start(folder: Path, data: Path | None = None) -> "subprocess.Popen[str]":
        data = data or settings.DATA_DIR
        environment = {**os.environ, "DATA_DIR": str(tmp_path / "other"), "SECRET_KEY": "x"}
        environment["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-c", HOLDER, str(folder), str(data)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_second_sync_is_refused_and_told_who_holds_the_folder(imported: Path, hold: Any, run: Run) -> None:
    other = hold(imported)
    for command in ("hugo_import", "hugo_export", "hugo_sync"):
        with pytest.raises(CommandError, match=rf"process {other.pid} on .+, since 20") as error:
            call_command(command, str(imported))
        assert error.value.returncode == 2
    assert run("hugo_import", imported, "--dry-run")[0] == run("hugo_check", imported)[0] == 0


def test_a_killed_sync_holds_nothing(imported: Path, hold: Any, run: Run) -> None:
    other = hold(imported)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert run("hugo_sync", imported)[0] == 0


def test_one_that_waits_gets_its_turn(imported: Path, hold: Any, run: Run) -> None:
    other = hold(imported)
    started = time.monotonic()
    with pytest.raises(CommandError):
        call_command("hugo_sync", str(imported), "--wait", "0.3")
    assert time.monotonic() - started >= 0.3
    threading.Timer(0.3, other.kill).start()
    assert run("hugo_sync", imported, "--wait", "20")[0] == 0


def test_another_folder_of_the_same_desk_waits_too(imported: Path, hold: Any, tmp_path: Path) -> None:
    hold(imported)
    with pytest.raises(CommandError, match="another sync"):
        call_command("hugo_export", str(tmp_path / "out"))


def test_another_desk_on_the_same_folder_is_refused(site_folder: Path, hold: Any, tmp_path: Path) -> None:
    hold(site_folder, tmp_path / "elsewhere")
    with pytest.raises(Busy, match="holds"), one_at_a_time(site_folder):
        pass


def test_another_name_of_the_folder_is_the_same_folder(site_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(site_folder)
    with one_at_a_time(site_folder), pytest.raises(Busy), one_at_a_time(tmp_path / "way"):
        pass
    with one_at_a_time(tmp_path / "way"):
        pass


def test_the_lock_puts_nothing_into_the_folder(site_folder: Path) -> None:
    before = sorted(site_folder.rglob("*"))
    with one_at_a_time(site_folder):
        assert sorted(site_folder.rglob("*")) == before


def test_a_file_system_without_locks_on_folders_is_no_hindrance(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lock.fcntl.flock

    def fails_on_folders(descriptor: int, operation: int) -> None:
        if not str(Path(f"/proc/self/fd/{descriptor}").readlink()).endswith(".lock"):
            raise OSError(9, "Bad file descriptor")
        real(descriptor, operation)

    monkeypatch.setattr(lock.fcntl, "flock", fails_on_folders)
    with one_at_a_time(site_folder), pytest.raises(Busy), one_at_a_time(site_folder):
        pass


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
def test_a_desk_on_another_machine_is_refused_by_the_server(site_folder: Path, settings: Any, tmp_path: Path) -> None:
    with one_at_a_time(site_folder):
        settings.DATA_DIR = tmp_path / "another machine"
        with pytest.raises(Busy, match=rf"{os.getpid()}@"), one_at_a_time(tmp_path):
            pass
