"""The readers' texts are set after an import, in processes of their own where there are many."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reviews import printing, workers
from reviews.models import Edition, EditionText, Site
from tests.folders import Run, put

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_an_import_sets_the_texts_and_a_second_one_none(site_folder: Path, run: Run) -> None:
    run("hugo_import", site_folder)
    assert EditionText.objects.count() == Edition.objects.count() > 0
    assert printing.set_stale(Site.load()) == 0


@pytest.mark.django_db
def test_without_rendering_the_texts_wait_for_render(site_folder: Path, run: Run) -> None:
    run("hugo_import", site_folder, "--no-render")
    assert not EditionText.objects.exists()
    code, said = run("render", "--stale")
    assert (code, said.split()[0]) == (0, str(Edition.objects.count()))
    assert EditionText.objects.count() == Edition.objects.count()


@pytest.mark.django_db
def test_a_text_that_breaks_the_renderer_holds_up_no_other(
    site_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("hugo_import", site_folder, "--no-render")
    real = printing.set_text

    def break_on_about(site: Site, edition: Edition) -> Any:
        if edition.path.endswith("about.md"):
            raise RuntimeError("boom")
        return real(site, edition)

    monkeypatch.setattr(printing, "set_text", break_on_about)
    assert printing.set_stale(Site.load()) == Edition.objects.count() - 1


def test_many_texts_are_set_by_several_processes(tmp_path: Path) -> None:
    for number in range(workers.FEW + 10):
        put(tmp_path, f"site/content/p{number}.md", f"---\ntitle: P {number}\n---\nbody {number}\n")
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": "x"}
    environment.pop("DATABASE_URL", None)
    for arguments in (["migrate", "-v0"], ["hugo_import", str(tmp_path / "site"), "--jobs", "2"]):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    with sqlite3.connect(tmp_path / "data/db.sqlite3") as database:
        rows = database.execute("SELECT count(*), count(DISTINCT html) FROM reviews_editiontext").fetchone()
    assert rows == (workers.FEW + 10, workers.FEW + 10)
