"""With Hugo's extensions off, every example of the CommonMark specification comes out as the specification has it."""

import json
from pathlib import Path

from reviews.rendering.dialect import read_dialect
from reviews.rendering.markdown import convert
from tests.rendering.normalised import normalised

EXAMPLES = json.loads((Path(__file__).parent / "commonmark_spec.json").read_text("utf-8"))["examples"]
OFF = dict.fromkeys(
    ("footnote", "definitionlist", "table", "strikethrough", "linkify", "tasklist", "typographer"), False
)
COMMONMARK = read_dialect(
    {
        "goldmark": {
            "extensions": OFF,
            "renderer": {"unsafe": True},
            "parser": {"autoheadingid": False, "attribute": {"title": False}},
        },
        "highlight": {"codefences": False},
    }
)


def test_the_examples_of_the_specification_come_out_as_it_says() -> None:
    different = [
        example["number"]
        for example in EXAMPLES
        if normalised(convert(example["markdown"], COMMONMARK).html) != normalised(example["html"])
    ]
    assert different == []
    assert len(EXAMPLES) == 652
