"""No id or name that an author writes hides what a script looks for."""

import re
from pathlib import Path

import pytest

from reviews.rendering import sanitise

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<p id="cookie">x</p>', "<p>x</p>"),
        ('<a name="forms" id="location">x</a>', "<a>x</a>"),
        ('<div id="_main">x</div>', "<div>x</div>"),
        ('<div id="id_title">x</div>', "<div>x</div>"),
        ('<img id="any" name="any" src="x">', '<img src="x">'),
        ('<details name="submit">x</details>', "<details>x</details>"),
        ('<h2 id="cookie">x</h2>', '<h2 id="cookie">x</h2>'),
        ('<a name="section-2">x</a>', '<a name="section-2">x</a>'),
        ('<li id="fn:1">x</li>', '<li id="fn:1">x</li>'),
        ('<p id="그림-1">x</p>', '<p id="그림-1">x</p>'),
    ],
)
def test_what_keeps_its_name(written: str, kept: str) -> None:
    assert sanitise(written) == kept


def test_a_box_to_tick_has_no_name_among_a_forms_fields() -> None:
    assert "action" not in sanitise('<input type="checkbox" disabled id="action" name="action">')


# What scripts may read without declaring it: the language, the browser, and htmx. An id cannot replace any of them.
KNOWN = """
AbortController Array Boolean CSS Date DOMParser Error EventSource FormData Headers IntersectionObserver Intl JSON Map Math
MutationObserver Node Number Object Promise Range RegExp Request ResizeObserver Set String Symbol URL URLSearchParams WeakMap
""".split()  # noqa: SIM905 - a list of words


def test_our_scripts_read_no_property_of_the_window_that_an_id_could_make() -> None:
    """`window.name` is read only for what every browser has; nothing is looked up in `window` by a computed name."""
    names = set((STATIC.parent / "reviews/rendering/property_names.txt").read_text("utf-8").split())
    for script in STATIC.glob("*/*.js"):
        text = script.read_text("utf-8")
        assert not re.search(r"\b(?:window|globalThis|self|document)\[", text), script.name
        read = set(re.findall(r"\b(?:window|globalThis)\.(\w+)", text))
        assert read <= names | set(KNOWN), (script.name, read - names)
