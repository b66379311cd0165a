"""attacks.json, a list of what is tried on sites like ours: two parsers find nothing that runs in what readers get."""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reviews.rendering import NO_HOOKS, Rendered, RenderOptions, render
from tests.rendering.generated import body
from tests.rendering.test_safety import OPEN, PLACES, dangers, filled

ATTACKS: list[str] = json.loads((Path(__file__).parent / "attacks.json").read_text("utf-8"))
MANY = int(os.environ.get("FUZZ_BODIES", "0"))
OPTIONS = RenderOptions(markup=OPEN, math="always", base_url="https://example.org", image_size=lambda _: (4, 3))
SINKS = frozenset(
    [
        "script",
        "iframe",
        "object",
        "embed",
        "base",
        "meta",
        "link",
        "style",
        "form",
        "button",
        "select",
        "textarea",
        "svg",
        "template",
        "frame",
        "frameset",
        "applet",
        "noscript",
        "title",
        "xmp",
        "plaintext",
        "dialog",
        "portal",
        "foreignobject",
        "annotation-xml",
        "mglyph",
        "malignmark",
        "maction",
    ]
)
ADDRESSES = frozenset(
    [
        "href",
        "src",
        "srcset",
        "poster",
        "cite",
        "action",
        "formaction",
        "data",
        "background",
        "ping",
        "xlink:href",
        "usemap",
    ]
)
RUNS = ("javascript:", "vbscript:", "data:text", "data:application", "data:image/svg", "blob:", "file:")


def found_by_lexbor(html: str) -> list[str]:
    """What must not be there, as the parser of another maker reads the page."""
    found = []
    for node in LexborHTMLParser(f"<!doctype html><body><main>{html}</main>").css("main, main *"):
        tag = str(node.tag)
        if tag in SINKS:
            found.append(f"<{tag}>")
        for name, value in node.attributes.items():
            told = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "xlink:href", "contenteditable"):
                found.append(f"{tag} {name}")
            if name in ADDRESSES and any(part.strip("\0").startswith(RUNS) for part in told.split(",")):
                found.append(f"{tag} {name}={value}")
    return found


def parts(page: Rendered) -> Iterator[str]:
    yield from (page.html, page.toc, page.summary, *(heading.html for heading in page.headings))


def sinks(text: str, options: RenderOptions) -> list[str]:
    return [danger for part in parts(render(text, options)) for danger in dangers(part) + found_by_lexbor(part)]


def test_the_list_is_long() -> None:
    assert len(set(ATTACKS)) >= 300


def test_the_judges_see_what_runs() -> None:
    """A judge that never convicts proves nothing: most of the list must convict when nobody cleans it."""
    convicted = [attack for attack in ATTACKS if found_by_lexbor(attack)]
    assert len(convicted) > 200


@pytest.mark.parametrize("hooks", [True, False])
def test_no_attack_in_a_body_leaves_anything_that_runs(hooks: bool) -> None:
    options = OPTIONS if hooks else replace(OPTIONS, hooks=NO_HOOKS)
    for attack in ATTACKS:
        assert sinks(attack, options) == [], attack
        assert sinks(f"text {attack} text\n\n> {attack}\n\n- {attack}", options) == [], attack


def test_no_attack_in_any_place_leaves_anything_that_runs() -> None:
    """Each attack in one of the places, another one for each; all of them with FUZZ_BODIES."""
    for number, attack in enumerate(ATTACKS):
        for place in PLACES if MANY else [PLACES[number % len(PLACES)], PLACES[(number * 7 + 3) % len(PLACES)]]:
            assert sinks(filled(place, attack), OPTIONS) == [], (place, attack)


def test_no_attack_in_the_front_matters_summary_or_parameters_leaves_anything_that_runs() -> None:
    for attack in ATTACKS:
        options = replace(OPTIONS, front_matter_summary=attack, page_params={"x": attack})
        text = "{{< param x >}}\n\n[a]({{< param x >}})\n\n{{% param x %}}"
        assert sinks(text, options) == [], attack


def test_generated_bodies_leave_nothing_that_runs() -> None:
    for seed in range(MANY or 400):
        chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        text = body(seed)
        for attack in chance.choices(ATTACKS, k=3):
            place = chance.randint(0, len(text))
            text = text[:place] + attack + text[place:]
        assert sinks(text, OPTIONS) == [], seed
