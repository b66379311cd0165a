"""What the editor sees is what Hugo renders: each row of hugo_answers.json is Markdown and what Hugo 0.168 made of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from reviews.rendering.dialect import Dialect, read_dialect
from reviews.rendering.markdown import convert
from tests.rendering.normalised import normalised

ANSWERS = json.loads((Path(__file__).parent / "hugo_answers.json").read_text("utf-8"))
SHARED_PROBES = Path(__file__).parents[3] / "shared" / "cases" / "probes_hugo.json"
DOCS_LIKE = {
    "goldmark": {
        "extensions": {
            "passthrough": {
                "enable": True,
                "delimiters": {"block": [["\\[", "\\]"], ["$$", "$$"]], "inline": [["\\(", "\\)"]]},
            }
        },
        "parser": {
            "autodefinitiontermid": True,
            "attribute": {"block": True},
            "wrapstandaloneimagewithinparagraph": False,
        },
    },
    "highlight": {"noclasses": False, "linenumbersintable": False},
}


def lowered(value: Any) -> Any:
    return {key.lower(): lowered(item) for key, item in value.items()} if isinstance(value, dict) else value


def dialect(configuration: str) -> Dialect:
    return read_dialect(lowered(ANSWERS["configurations"][configuration]), configuration in ANSWERS["emoji"])


@pytest.mark.parametrize("configuration", list(ANSWERS["configurations"]))
def test_markdown_comes_out_as_hugo_renders_it(configuration: str) -> None:
    rows = [row for row in ANSWERS["rows"] if row["configuration"] == configuration]
    different = [
        row["markdown"]
        for row in rows
        if normalised(convert(row["markdown"], dialect(configuration)).html) != normalised(row["html"])
    ]
    assert different == []


@pytest.mark.parametrize(
    ("name", "markup", "emoji"),
    [("default", {"highlight": {"codefences": False}}, False), ("docs_like", DOCS_LIKE, True)],
)
def test_the_probes_collected_for_the_project_agree_with_hugo(name: str, markup: dict[str, Any], emoji: bool) -> None:
    if not SHARED_PROBES.exists():
        pytest.skip("the collected probes are not beside this checkout")
    probes = json.loads(SHARED_PROBES.read_text("utf-8"))
    different = [
        key
        for key, source in probes["inputs"].items()
        if normalised(convert(source.replace("<!--more-->", ""), read_dialect(markup, emoji)).html)
        != normalised(probes[name][key])
    ]
    assert different == []
