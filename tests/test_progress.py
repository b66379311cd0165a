"""What an operator sees of a run: a plan in columns, and how far it has come."""

from pathlib import Path

import pytest

from reviews.management import progress
from reviews.management.progress import Bar
from tests.folders import Run, put


def test_a_dry_run_prints_the_plan_in_columns_and_the_counts(imported: Path, run: Run) -> None:
    put(imported, "content/about.md", "---\ntitle: New\n---\n")
    put(imported, "content/post/bad.md", "---\ntitle: [\n---\n")
    code, out = run("hugo_import", imported, "--dry-run")
    lines = out.splitlines()
    updated, refused = (next(line for line in lines if line.startswith(action)) for action in ("updated", "refused"))
    assert updated.index("content/about.md") == refused.index("content/post/bad.md")
    assert lines[-1].startswith("dry run: ") and "1 refused" in lines[-1] and "1 updated" in lines[-1]
    assert code == 1


def test_without_a_terminal_there_is_a_plain_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 4.0, 11.0, 12.0, 25.0, 30.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    said: list[str] = []
    bar = Bar(disable=True, unit="files", say=said.append)
    for done in (40, 110, 120, 250, 300):
        bar(done, 300)
    assert said == ["110 of 300 files, 10 a second, 19 seconds left", "250 of 300 files, 10 a second, 5 seconds left"]
