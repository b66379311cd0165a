"""`hugo_import --since REV` comes to the same as an import of everything, whatever happened to the files since."""

import os
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from reviews.models import Edition, EditionFile, EditionTerm, Post, PostFile, SiteFile
from tests.folders import Run, put, report
from tests.test_sync_git import commit_all, own_git, sh, start

pytestmark = pytest.mark.django_db
__all__ = ["own_git"]
HISTORIES = int(os.environ.get("SINCE_HISTORIES", "6"))
FOLDERS = ["content", "content/post", "content/news", "content/post/b1", "content/post/b2"]


class Undone(Exception):
    """Ends a transaction that was only looked at."""


def state() -> dict[str, Any]:
    """What the import left: everything that readers and the desk see of the folder."""
    posts = Post.objects.order_by("path")
    columns = ["path", "status", "head__sha256", "synced__sha256", "conflict__sha256", "is_draft", "title", "url"]
    return {
        "posts": [*posts.values_list(*columns)],
        "gone": [*posts.exclude(removed_at=None).values_list("path", flat=True)],
        "editions": [
            *Edition.objects.order_by("path").values_list("path", "url", "url_key", "source__sha256", "title")
        ],
        "terms": sorted(EditionTerm.objects.values_list("edition__path", "taxonomy", "key")),
        "shown": sorted(EditionFile.objects.values_list("edition__path", "path", "blob__sha256", "url_key")),
        "files": sorted(PostFile.objects.values_list("post__path", "path", "blob__sha256", "synced__sha256")),
        "site files": sorted(SiteFile.objects.values_list("path", "blob__sha256", "synced__sha256")),
    }


def after(run: Run, *arguments: Any) -> dict[str, Any]:
    """The state that an import leaves, which is undone. (Broken files that stay so are named by a whole one only.)"""
    found: dict[str, Any] = {}
    try:
        with transaction.atomic():
            run("hugo_import", *arguments)
            found = state()
            raise Undone
    except Undone:
        return found


def page(dice: random.Random) -> str:
    more = dice.choice(
        ["", "draft: true\n", "tags: [a, b]\n", f"slug: s{dice.randrange(4)}\n", "cascade: {params: {x: 1}}\n"]
    )
    return f"---\ntitle: T{dice.randrange(100)}\n{more}---\n{dice.choice(['x', '[l]({{< ref about >}})'])}\n"


def happen(root: Path, dice: random.Random) -> None:
    """One thing that somebody does to the folder."""
    files = sorted(p for top in ("content", "static") for p in (root / top).rglob("*") if p.is_file())
    one = dice.choice(files)
    match dice.randrange(9):
        case 0 | 1:
            put(root, f"{dice.choice(FOLDERS)}/{dice.choice('abcdef')}.md", page(dice))
        case 2:
            put(root, f"{dice.choice(FOLDERS[3:])}/index{dice.choice(['', '.en'])}.md", page(dice))
        case 3:
            put(root, f"{dice.choice(FOLDERS)}/_index.md", page(dice))
        case 4:
            put(root, f"{dice.choice(FOLDERS)}/{dice.choice('ab')}.png", f"\x89PNG {dice.random()}")
        case 5 if len(files) > 6:
            one.unlink()
        case 6:
            target = root / dice.choice(FOLDERS) / f"{dice.choice('xyz')}{one.suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            one.rename(target)
        case 7:
            put(root, "hugo.toml", (root / "hugo.toml").read_text().replace("/p/", f"/{dice.choice('qr')}/"))
        case _ if one.suffix == ".md":
            one.write_text(page(dice) if dice.random() < 0.7 else "---\ntitle: [broken\n---\n")


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_it_is_the_same_as_a_whole_import(seed: int, site_folder: Path, run: Run) -> None:
    dice = random.Random(seed)  # noqa: S311
    put(site_folder, "hugo.toml", (site_folder / "hugo.toml").read_text() + "\n[languages.ko]\n[languages.en]\n")
    for _ in range(12):
        happen(site_folder, dice)
    start(site_folder)
    run("hugo_import", site_folder)
    for _ in range(3):
        revision = sh(site_folder, "rev-parse", "HEAD").strip()
        for step in range(dice.randrange(1, 6)):
            happen(site_folder, dice)
            if step == 2:
                commit_all(site_folder)
        assert after(run, site_folder, "--since", revision) == after(run, site_folder)
        commit_all(site_folder)
        run("hugo_import", site_folder, "--since", revision)


def test_only_what_has_changed_is_spoken_of(imported: Path, run: Run) -> None:
    put(imported, ".gitignore", "ignored.md\n")
    start(imported)
    put(imported, "content/about.md", "---\ntitle: New\n---\n")
    put(imported, "content/ignored.md", "---\ntitle: Ignored by Git, not by Hugo\n---\n")
    code, found = report(run, "hugo_import", imported / "content", "--since", "HEAD", "--dry-run")
    assert code == 0
    code, found = report(run, "hugo_import", imported, "--since", "HEAD")
    told = {row["path"]: row["action"] for row in found["actions"] if row["action"] != "unchanged"}
    assert told == {"content/about.md": "updated", "content/ignored.md": "created"}


@pytest.mark.parametrize("revision", ["nowhere", "--all", "-n1", "HEAD:hugo.toml", ""])
def test_what_is_no_commit_is_refused(revision: str, imported: Path) -> None:
    start(imported)
    with pytest.raises(CommandError, match="no commit") as error:
        call_command("hugo_import", str(imported), f"--since={revision}")
    assert error.value.returncode == 2


def test_a_file_that_was_broken_before_is_named_again_as_by_an_import_of_everything(imported: Path, run: Run) -> None:
    start(imported)
    about = (imported / "content/about.md").read_text()
    put(imported, "content/about.md", "---\ntitle: [\n---\n")
    put(imported, "content/new.md", "---\ntitle: [\n---\n")
    commit_all(imported)
    assert report(run, "hugo_import", imported)[0] == 1
    put(imported, "content/post/other.md", "---\ntitle: O\n---\n")
    code, found = report(run, "hugo_import", imported, "--since", "HEAD")
    told = {row["path"] for row in found["actions"] if row["action"] == "refused"}
    assert (code, told) == (1, {"content/about.md", "content/new.md"})
    put(imported, "content/about.md", about)
    (imported / "content/new.md").unlink()
    commit_all(imported)
    assert report(run, "hugo_import", imported, "--since", "HEAD~1")[0] == 0
    assert report(run, "hugo_import", imported, "--since", "HEAD")[0] == 0
