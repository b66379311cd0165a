"""Killed at any moment, or on a full disk: nothing is half, nothing is lost, and the next run makes up for it.

KILLS=50,50,20,20 asks for that many kills in an import, an export, a sync and a prune (3,3,2,3).
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
IMPORTS, EXPORTS, SYNCS, PRUNES = (int(each) for each in os.environ.get("KILLS", "3,3,2,3").split(","))
POSTS = int(os.environ.get("KILLS_POSTS", "40"))


@dataclass
class Server:
    """tests/crash_server.py, and the folders that it plays with."""

    process: "subprocess.Popen[str]"
    room: Path

    def order(self, data: Path, do: str, *args: object, **more: Any) -> dict[str, Any]:
        line = {"data": str(data), "do": do, "args": [str(each) for each in args], **more}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))

    def duplicate(self, data: Path, to: Path) -> None:
        """A data folder once more, with its database."""
        shutil.copytree(data, to)
        done = self.order(data, "duplicate", to)
        assert done["code"] == 0, done


@dataclass
class Scene:
    """A site and a desk in some state, the command that is run on them, and what it should come to."""

    server: Server
    site: Path
    data: Path
    name: str
    options: tuple[str, ...] = ()
    calls: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.before = tree(self.site)
        site, data = self.copy("whole")
        began = time.monotonic()
        done = self.server.order(data, "command", self.name, site, *self.options, fault={})
        assert done["code"] == 0, done
        self.seconds, self.calls = time.monotonic() - began, done["calls"]
        self.after, self.state = tree(site), self.server.order(data, "state")["said"]

    def copy(self, name: str) -> tuple[Path, Path]:
        room = self.server.room / "now"
        shutil.rmtree(room, ignore_errors=True)
        shutil.copytree(self.site, room / "site", symlinks=True)
        self.server.duplicate(self.data, room / "data")
        known = self.server.order(
            room / "data", "command", "shell", "-v0", "-c", MOVED % str((room / "site").resolve())
        )
        assert known["code"] == 0, known
        return room / "site", room / "data"

    def survives(self, dice: random.Random, *, at_once: bool) -> None:
        """Kill one run, look at what it left, run again, look again."""
        site, data = self.copy("now")
        if at_once:
            fault = {"at": dice.randrange(1, self.calls + 1), "how": dice.choice(["before", "after"])}
            killed = self.server.order(data, "command", self.name, site, *self.options, fault=fault)
            assert killed["code"] == -9, (fault, killed)
        else:
            fault = {"delay": dice.uniform(0, self.seconds)}
            self.server.order(data, "command", self.name, site, *self.options, **fault)
        for path, content in tree(site).items():
            assert content in (self.before.get(path), self.after.get(path)) or is_leftover(path), (fault, path)
        assert self.server.order(data, "proof")["said"] == "", fault
        self.is_whole(site, data, fault)

    def is_whole(self, site: Path, data: Path, fault: object) -> None:
        """The next run brings all to where a run that nothing befell would have brought it."""
        again = self.server.order(data, "command", self.name, site, *self.options)
        assert again["code"] == 0, (fault, again)
        assert tree(site) == self.after, fault
        assert self.server.order(data, "proof")["said"] == "", fault
        assert self.server.order(data, "state")["said"] == self.state, fault
        assert leftovers(site) == leftovers(data) == [], fault
        once_more = self.server.order(data, "command", self.name, site, *self.options, "--json")
        done = {row["action"] for row in json.loads(once_more["said"])["actions"]}
        assert done <= {"unchanged", "removed"} or self.name == "hugo_export", (fault, done)


MOVED = "from reviews.models import Site; Site.objects.exclude(home='').update(home='%s')"


def tree(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def is_leftover(path: str) -> bool:
    return Path(path).name.startswith((".editorial-desk-", ".tmp-")) or "/waiting/" in path


def leftovers(root: Path) -> list[str]:
    return [path for path in tree(root) if is_leftover(path)]


def make_site(root: Path) -> Path:
    (root / "content/post").mkdir(parents=True)
    (root / "hugo.toml").write_text('title = "Crash"\n')
    (root / "static").mkdir()
    (root / "static/a.txt").write_text("static")
    for number in range(POSTS):
        draft = "true" if number % 4 == 0 else "false"
        text = f"---\ntitle: Post {number}\ndate: 2024-01-{1 + number % 28:02}\ndraft: {draft}\ntags: [t{number % 7}]\n---\n"
        text += "\nFirst.\n" + f"\nA paragraph, {number}.\n" * 20 + "\nLast.\n"
        if number % 2:
            (root / f"content/post/p{number}").mkdir()
            (root / f"content/post/p{number}/index.md").write_text(text)
            (root / f"content/post/p{number}/a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number % 256]) * 3000)
        else:
            (root / f"content/post/p{number}.md").write_text(text)
    return root


def change_folder(root: Path) -> None:
    """Somebody has written in the folder too, beside what was edited at the desk and in it."""
    files = sorted((root / "content/post").rglob("*.md"))
    for file in files[::2]:
        file.write_text(file.read_text().replace("\nLast.\n", "\nLast, in the folder.\n"))
    for file in sorted((root / "content/post").rglob("a.png"))[::3]:
        file.write_bytes(b"\x89PNG\r\n\x1a\n another")
    for file in files[4::12]:
        file.unlink()
    for number in range(5):
        (root / f"content/post/new{number}.md").write_text(f"---\ntitle: New {number}\n---\nx\n")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    room = tmp_path_factory.mktemp("crashes")
    (room / "none").mkdir()
    environment = {**os.environ, "DATA_DIR": str(room / "none"), "SECRET_KEY": "x", "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
    command = [sys.executable, "-m", "tests.crash_server", str(room / "out.txt")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        server = Server(process, room)
        yield server
        server.order(room, "clear")
        process.terminate()


@pytest.fixture(scope="module")
def empty(server: Server) -> Path:
    data = server.room / "empty"
    server.duplicate(server.room / "none", data)
    assert server.order(data, "command", "migrate", "-v0")["code"] == 0
    return data


@pytest.fixture(scope="module")
def importing(server: Server, empty: Path) -> Scene:
    return Scene(server, make_site(server.room / "site"), empty, "hugo_import")


@pytest.fixture(scope="module")
def exporting(importing: Scene) -> Scene:
    server = importing.server
    site, data = importing.copy("worked")
    assert server.order(data, "command", "hugo_import", site)["code"] == 0
    assert server.order(data, "work_at_the_desk")["code"] == 0
    shutil.copytree(site, server.room / "worked-site")
    server.duplicate(data, server.room / "worked-data")
    return Scene(server, server.room / "worked-site", server.room / "worked-data", "hugo_export")


@pytest.fixture(scope="module")
def syncing(exporting: Scene) -> Scene:
    server = exporting.server
    site = server.room / "both-site"
    shutil.copytree(exporting.site, site)
    change_folder(site)
    return Scene(server, site, exporting.data, "hugo_sync")


@pytest.fixture(scope="module", params=["hugo_export", "hugo_sync"])
def pruning(exporting: Scene, request: pytest.FixtureRequest) -> Scene:
    server, name = exporting.server, request.param
    site, data = server.room / f"{name}-prune-site", server.room / f"{name}-prune-data"
    shutil.copytree(exporting.site, site)
    server.duplicate(exporting.data, data)
    assert server.order(data, "command", "hugo_export", site)["code"] == 0
    assert server.order(data, "delete_at_the_desk")["code"] == 0
    return Scene(server, site, data, name, ("--prune",))


@pytest.mark.parametrize("number", range(IMPORTS))
def test_an_import_may_be_killed(number: int, importing: Scene) -> None:
    importing.survives(random.Random(number), at_once=number % 4 != 3)  # noqa: S311
    site, data = importing.server.room / "now/site", importing.server.room / "now/data"
    out = importing.server.room / "now/out"
    assert importing.server.order(data, "command", "hugo_export", out)["code"] == 0
    assert tree(out) == {path: content for path, content in tree(site).items() if path != "hugo.toml"}


@pytest.mark.parametrize("number", range(EXPORTS))
def test_an_export_may_be_killed(number: int, exporting: Scene) -> None:
    exporting.survives(random.Random(number), at_once=number % 4 != 3)  # noqa: S311


@pytest.mark.parametrize("number", range(SYNCS))
def test_a_sync_may_be_killed(number: int, syncing: Scene) -> None:
    syncing.survives(random.Random(number), at_once=number % 4 != 3)  # noqa: S311


@pytest.mark.parametrize("number", range(PRUNES))
def test_a_prune_may_be_killed(number: int, pruning: Scene) -> None:
    assert len(pruning.after) < len(pruning.before)
    pruning.survives(random.Random(number), at_once=number % 4 != 3)  # noqa: S311


@pytest.mark.parametrize(
    ("name", "part"), [("importing", 0.5), ("exporting", 0.2), ("exporting", 0.7), ("syncing", 0.6)]
)
def test_a_full_disk_is_told_and_made_up_for(name: str, part: float, request: pytest.FixtureRequest) -> None:
    scene: Scene = request.getfixturevalue(name)
    site, data = scene.copy("full")
    full = scene.server.order(
        data, "command", scene.name, site, fault={"at": int(scene.calls * part) + 1, "how": "full"}
    )
    assert full["code"] in (0, 1, 2), full
    assert "TRACEBACK" not in full["said"]
    assert "No space left" in full["said"] or full["code"] == 0, full
    scene.is_whole(site, data, full)
