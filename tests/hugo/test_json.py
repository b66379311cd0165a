"""JSON front matter: Go's reading of it, and edits that keep its layout."""

import pytest

from reviews.hugo import json
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.values import Value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("{}", {}),
        ('{"a": 1, "b": 1.5, "c": true, "d": null, "e": [], "f": {}}',
         {"a": 1.0, "b": 1.5, "c": True, "d": None, "e": [], "f": {}}),
        ('{"a": 1, "A": 2, "a": 3}', {"a": 3.0, "A": 2.0}),
        ('{"a": {"x": 1}, "a": {"y": 2}}', {"a": {"y": 2.0}}),
        ('{"a": "\\ud800x\\ud83d\\ude00"}', {"a": "\ufffdx😀"}),
        ('{"a": "x\udcff"}', {"a": "x\ufffd"}),
        ('{"a": 9007199254740993}', {"a": 9007199254740992.0}),
    ],
)  # fmt: skip
def test_hugo_reads_it_so(text: str, values: dict[str, Value]) -> None:
    assert json.read(text) == values
    assert all(type(value) is not int for value in json.read(text).values())


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a" 1}', 1, 6),
        ('{\n "a": 1,\n}', 3, 1),
        ('{"a": NaN}', 1, 7),
        ('{"a": 1e400}', 1, 7),
        ('{"a": "x\ty"}', 1, 9),
        ('{"a": ' + "[" * 101 + "]" * 101 + "}", 1, 106),
    ],
)
def test_hugo_refuses_it_and_the_place_is_named(text: str, line: int, column: int) -> None:
    with pytest.raises(FrontMatterError) as refusal:
        json.read(text)
    assert (refusal.value.line, refusal.value.column) == (line, column)


PRETTY = '{\n  "title": "x",\n  "tags": [\n    "a",\n    "b"\n  ],\n  "p": { "y": 1 }\n}'
EDITS: list[tuple[str, str, tuple[object, ...], str]] = [
    ('{"title":"x"}', "set_value", (("title",), "y"), '{"title":"y"}'),
    ('{"title" : "x" }', "set_value", (("draft",), True), '{"title" : "x","draft" : true }'.replace(",", ", ")),
    ("{}", "set_value", (("a",), [1.0, "x"]), '{"a": [1, "x"]}'),
    ("{}", "set_value", (("a",), -0.0), '{"a": -0.0}'),
    ("{ }", "set_value", (("a",), 1), '{ "a": 1 }'),
    ('{"a": "\\u00e9"}', "set_value", (("b",), "é"), '{"a": "\\u00e9", "b": "\\u00e9"}'),
    ('{"a": 1, "a": 2}', "set_value", (("a",), 3), '{"a": 1, "a": 3}'),
    ('{"a": 1, "b": 0, "a": 2}', "remove", (("a",),), '{"b": 0}'),
    (PRETTY, "set_value", (("title",), "y"), PRETTY.replace('"x"', '"y"')),
    (PRETTY, "set_value", (("p", "y"), 2), PRETTY.replace("1", "2")),
    (PRETTY, "set_value", (("p", "z"), 2), PRETTY.replace('"y": 1', '"y": 1, "z": 2')),
    (PRETTY, "set_value", (("q", "z"), 2), PRETTY.replace("1 }\n", '1 },\n  "q": {\n    "z": 2\n  }\n')),
    (PRETTY, "set_value", (("categories",), ["c"]),
     PRETTY.replace('  "tags"', '  "categories": [\n    "c"\n  ],\n  "tags"')),
    (PRETTY, "insert_item", (("tags",), 2, "c"), PRETTY.replace('"b"', '"b",\n    "c"')),
    (PRETTY, "insert_item", (("tags",), 0, "c"), PRETTY.replace('"a"', '"c",\n    "a"')),
    (PRETTY, "remove_item", (("tags",), 1), PRETTY.replace(',\n    "b"', "")),
    (PRETTY, "move_item", (("tags",), 1, 0), PRETTY.replace('"a",\n    "b"', '"b",\n    "a"')),
    (PRETTY, "remove", (("p",),), PRETTY.replace(',\n  "p": { "y": 1 }', "")),
    (PRETTY, "remove", (("title",),), PRETTY.replace('  "title": "x",\n', "")),
    (PRETTY.replace("\n", "\r\n"), "insert_item", (("tags",), 1, "c"),
     PRETTY.replace('"a",', '"a",\n    "c",').replace("\n", "\r\n")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "arguments", "after"), EDITS)
def test_an_edit_keeps_the_layout(text: str, name: str, arguments: tuple[object, ...], after: str) -> None:
    assert getattr(json, name)(text, *arguments) == after
    json.read(after)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("set_value", (("a",), float("inf"))),
        ("set_value", (("a",), "\ud800")),
        ("set_value", (("a", "b"), 1)),
        ("remove", (("b",),)),
        ("remove", (("a", "b"),)),
        ("insert_item", (("a",), 0, "x")),
        ("insert_item", (("b",), 0, "x")),
    ],
)
def test_what_cannot_be_done_is_refused(name: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(EditRefused):
        getattr(json, name)('{"a": 1}', *arguments)
