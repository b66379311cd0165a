"""Edits of YAML front matter: each row is a text, one edit, and the text that comes out, byte for byte."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from reviews.hugo import yaml
from reviews.hugo.errors import EditRefused

Edit = Callable[[str], str]


def put(key: str, value: object) -> Edit:
    return lambda text: yaml.set_value(text, tuple(key.split(".")), value)  # type: ignore[arg-type]


def drop(key: str) -> Edit:
    return lambda text: yaml.remove(text, tuple(key.split(".")))


def insert(key: str, index: int, value: object) -> Edit:
    return lambda text: yaml.insert_item(text, tuple(key.split(".")), index, value)  # type: ignore[arg-type]


def take(key: str, index: int) -> Edit:
    return lambda text: yaml.remove_item(text, tuple(key.split(".")), index)


def move(key: str, old: int, new: int) -> Edit:
    return lambda text: yaml.move_item(text, tuple(key.split(".")), old, new)


KST = timezone(timedelta(hours=9))

VALUES = [
    # A new value wears the quotes of the old one.
    ("title: old\n", put("title", "new"), "title: new\n"),
    ('title: "old"\n', put("title", "new"), 'title: "new"\n'),
    ("title: 'old'\n", put("title", "it's"), "title: 'it''s'\n"),
    ('title: "old"\n', put("title", 'say "hi" \\'), 'title: "say \\"hi\\" \\\\"\n'),
    ("title: 'old'\n", put("title", "two\nlines"), 'title: "two\\nlines"\n'),
    ("title: old\n", put("title", "a: b"), 'title: "a: b"\n'),
    ("title: old\n", put("title", "#1"), 'title: "#1"\n'),
    ("title: old\n", put("title", "한국어 제목"), "title: 한국어 제목\n"),
    ("title: old\n", put("title", ""), 'title: ""\n'),
    ("title: old\n", put("title", " x "), 'title: " x "\n'),
    ("title: old\n", put("title", "tab\there"), 'title: "tab\\there"\n'),
    # What Hugo or older readers would take for something else is quoted.
    ("title: old\n", put("title", "2024"), 'title: "2024"\n'),
    ("title: old\n", put("title", "true"), 'title: "true"\n'),
    ("title: old\n", put("title", "yes"), 'title: "yes"\n'),
    ("title: old\n", put("title", "12:30"), 'title: "12:30"\n'),
    ("title: old\n", put("title", "1e3"), 'title: "1e3"\n'),
    ("title: old\n", put("title", "2024-01-01"), 'title: "2024-01-01"\n'),
    ("date: 2023-01-01\n", put("date", "2024-01-01"), "date: 2024-01-01\n"),
    ("draft: yes\n", put("draft", "no"), "draft: no\n"),
    # Kinds.
    ("draft: false\n", put("draft", True), "draft: true\n"),
    ("weight: 1\n", put("weight", 10), "weight: 10\n"),
    ("ratio: 1.5\n", put("ratio", 2.0), "ratio: 2.0\n"),
    ("ratio: 1.5\n", put("ratio", 1e20), "ratio: 1.0e+20\n"),
    ("a: 1\n", put("a", None), "a: null\n"),
    ("date: 2023-01-01\n", put("date", datetime(2024, 1, 2, 3, 4, 5, tzinfo=KST)), "date: 2024-01-02T03:04:05+09:00\n"),
    ("date: 2023-01-01\n", put("date", datetime(2024, 1, 2, tzinfo=UTC)), "date: 2024-01-02T00:00:00Z\n"),
    ('date: "2023-01-01"\n', put("date", date(2024, 1, 2)), 'date: "2024-01-02"\n'),
    # Everything around the value stays.
    ("title:   old   # why\nb: 1\n", put("title", "new"), "title:   new   # why\nb: 1\n"),
    ("title : old\n", put("title", "new"), "title : new\n"),
    ("title:\told\n", put("title", "new"), "title:\tnew\n"),
    ('"title": old\n', put("title", "new"), '"title": new\n'),
    ("a: 1\r\ntitle: old\r\nb: 2\r\n", put("title", "new"), "a: 1\r\ntitle: new\r\nb: 2\r\n"),
    ("a: 1\rtitle: old\rb: 2\r", put("title", "new"), "a: 1\rtitle: new\rb: 2\r"),
    ("title: old", put("title", "new"), "title: new"),
    (" # c\ntitle: old\n", put("title", "new"), " # c\ntitle: new\n"),
    ("title: old\n  goes on\nb: 1\n", put("title", "new"), "title: new\nb: 1\n"),
    ("title: &t old\nb: 1\n", put("title", "new"), "title: &t new\nb: 1\n"),
    ("a: &t x\nb: *t\n", put("b", "w"), "a: &t x\nb: w\n"),
    # Nothing is there yet.
    ("title:\nb: 1\n", put("title", "new"), "title: new\nb: 1\n"),
    ("title: \nb: 1\n", put("title", "new"), "title: new\nb: 1\n"),
    ("title: # why\n", put("title", "new"), "title: new # why\n"),
    ("tags:\nb:\n  - x\n", put("tags", ["a"]), "tags:\n  - a\nb:\n  - x\n"),
    ("tags:\n", put("tags", ["a", "b"]), "tags: [a, b]\n"),
    # Block texts stay block texts.
    ("a: |\n  one\n  two\nb: 1\n", put("a", "three\n\nfour\n"), "a: |\n  three\n\n  four\nb: 1\n"),
    ("a: >-\n  one\n  two\nb: 1\n", put("a", "three"), "a: >-\n  three\nb: 1\n"),
    ("a: | # c\n    one\n\nb: 1\n", put("a", "two"), "a: |- # c\n    two\n\nb: 1\n"),
    ("a: |\n  one\nb: 1\n", put("a", " two"), 'a: " two"\nb: 1\n'),
    ("a: |\n  one\nb: 1\n", put("a", 2), "a: 2\nb: 1\n"),
    # One kind of collection or none in the place of another.
    ("tags:\n  - a # c\n  - b\nb: 1\n", put("tags", "x"), "tags: x\nb: 1\n"),
    ("tags: # c\n  - a\nb: 1\n", put("tags", []), "tags: [] # c\nb: 1\n"),
    ("tags: a\n", put("tags", ["a", "b"]), "tags: [a, b]\n"),
    ("p:\n  a: 1\n", put("p", {}), "p: {}\n"),
    ("p: {a: 1}\n", put("p.a", "x, y"), 'p: {a: "x, y"}\n'),
    ("p: {a}\n", put("p.a", 1), "p: {a: 1}\n"),
    ('{"a": "x", "b": 1}\n', put("b", "w"), '{"a": "x", "b": "w"}\n'),
    ("p:\n  a: 1\n  b: 2 # c\n", put("p", {"b": 2, "c": 3}), "p:\n  b: 2 # c\n  c: 3\n"),
]

NEW_KEYS = [
    ("", put("title", "x"), "title: x\n"),
    ("\n", put("title", "x"), "\ntitle: x\n"),
    ("# only a comment\n", put("title", "x"), "# only a comment\ntitle: x\n"),
    ("title: x\n", put("new", "w"), "title: x\nnew: w\n"),
    ("title: x", put("new", "w"), "title: x\nnew: w"),
    ("title: x\n\n# tail\n", put("new", "w"), "title: x\nnew: w\n\n# tail\n"),
    ("title: x\r\ntags: [a]\r\n", put("new", "w"), "title: x\r\ntags: [a]\r\nnew: w\r\n"),
    # Beside its kin.
    (
        "title: x\ndate: 2024-01-01\ntags: [a]\n",
        put("lastmod", "2024-02-02"),
        "title: x\ndate: 2024-01-01\nlastmod: 2024-02-02\ntags: [a]\n",
    ),
    ('date: "2024-01-01"\nb: x\n', put("lastmod", "2024-02-02"), 'date: "2024-01-01"\nlastmod: "2024-02-02"\nb: x\n'),
    ("date: 2024-01-01 # c\nb: 1\n", put("draft", True), "date: 2024-01-01 # c\ndraft: true\nb: 1\n"),
    (
        "# about the draft\ndraft: true\n",
        put("date", "2024-01-01"),
        "date: 2024-01-01\n# about the draft\ndraft: true\n",
    ),
    ("categories:\n  - a\n  # - b\nb: 1\n", put("tags", ["x"]), "categories:\n  - a\n  # - b\ntags:\n  - x\nb: 1\n"),
    ("date: 2024-01-01\n", put("title", "x"), "title: x\ndate: 2024-01-01\n"),
    # In the style of its neighbours.
    ('title: "x"\nauthor: "y"\n', put("new", "z"), 'title: "x"\nauthor: "y"\nnew: "z"\n'),
    ("title: 'x'\n", put("new", "z"), "title: 'x'\nnew: 'z'\n"),
    ("a:\n- x\n", put("b", ["w"]), "a:\n- x\nb:\n- w\n"),
    ("a: [x]\n", put("b", ["w", "z: w"]), 'a: [x]\nb: [w, "z: w"]\n'),
    ("a: 1\n", put("b", [{"c": 1, "d": [2]}]), "a: 1\nb:\n  - c: 1\n    d:\n      - 2\n"),
    ("p:\n    a: 1\n", put("q", {"b": 2}), "p:\n    a: 1\nq:\n    b: 2\n"),
    # Nested, flow.
    ("title: x\n", put("params.deep.a", 1), "title: x\nparams:\n  deep:\n    a: 1\n"),
    ("p:\n  a: 1\nb: 2\n", put("p.c", 3), "p:\n  a: 1\n  c: 3\nb: 2\n"),
    ("p:\nb: 2\n", put("p.c", 3), "p:\n  c: 3\nb: 2\n"),
    ("p: {}\n", put("p.c", 3), "p: {c: 3}\n"),
    ("{title: x}\n", put("lastmod", "w"), "{title: x, lastmod: w}\n"),
    ('{"title": "x"}\n', put("tags", ["w"]), '{"title": "x", "tags": ["w"]}\n'),
    ('{\n  "title": "x",\n  "a": 1\n}\n', put("b", True), '{\n  "title": "x",\n  "a": 1,\n  "b": true\n}\n'),
    ("a: 1\n", put("1.5", "x"), 'a: 1\n"1":\n  "5": x\n'),
    # An open list would take the key for its own.
    ("tags:\n- x\n-\n", put("new", 1), "new: 1\ntags:\n- x\n-\n"),
]

REMOVED = [
    ("title: x\nb: 1\n", drop("title"), "b: 1\n"),
    ("title: x\n", drop("title"), ""),
    ("title: x\n", drop("nothing"), "title: x\n"),
    ("# mine\ntitle: x # mine too\n# yours\nb: 1\n", drop("title"), "# yours\nb: 1\n"),
    ("# head\n\n# mine\ntitle: x\n", drop("title"), "# head\n\n"),
    ("a: 1\n  # deeper\ntitle: x\n", drop("title"), "a: 1\n  # deeper\n"),
    ("tags:\n  - a\n  # - b\nb: 1\n", drop("tags"), "b: 1\n"),
    ("tags:\n- a\n# of b\nb: 1\n", drop("tags"), "# of b\nb: 1\n"),
    ("a: |\n  x\n\n  y\nb: 1\n", drop("a"), "b: 1\n"),
    ("a: 1\r\n# c\r\nb: 2\r\nd: 3\r\n", drop("b"), "a: 1\r\nd: 3\r\n"),
    ("p:\n  a: 1\n  b: 2\n", drop("p.a"), "p:\n  b: 2\n"),
    ("p:\n  a: 1\nb: 2\n", drop("p.a"), "p: {}\nb: 2\n"),
    ("{a: 1, b: 2, c: 3}\n", drop("b"), "{a: 1, c: 3}\n"),
    ("{a: 1, b: 2}\n", drop("b"), "{a: 1}\n"),
    ("{a: 1}\n", drop("a"), "{}\n"),
]

ITEMS = [
    ("tags: [a, b]\n", insert("tags", 2, "c d"), "tags: [a, b, c d]\n"),
    ("tags: [a, b]\n", insert("tags", 0, "c"), "tags: [c, a, b]\n"),
    ('tags: ["a","b"]\n', insert("tags", 1, "c"), 'tags: ["a","c","b"]\n'),
    ("tags: [a, b,]\n", insert("tags", 2, "c"), "tags: [a, b, c,]\n"),
    ("tags: [\n  a,\n  b\n]\n", insert("tags", 2, "c"), "tags: [\n  a,\n  b,\n  c\n]\n"),
    ("tags: []\n", insert("tags", 0, "c"), "tags: [c]\n"),
    ("tags:\nb: 1\n", insert("tags", 0, "c"), "tags: [c]\nb: 1\n"),
    ("b: 1\n", insert("tags", 0, "c"), "b: 1\ntags: [c]\n"),
    ("tags:\n  - a # c\nb: 1\n", insert("tags", 1, "x"), "tags:\n  - a # c\n  - x\nb: 1\n"),
    ("tags:\n- 'a'\n", insert("tags", 0, "x"), "tags:\n- 'x'\n- 'a'\n"),
    ("tags:\n  -   a\n", insert("tags", 1, "no"), 'tags:\n  -   a\n  -   "no"\n'),
    ("tags:\n  - a", insert("tags", 1, "x"), "tags:\n  - a\n  - x"),
    ("a: &t [x]\ntags: *t\n", insert("tags", 1, "w"), "a: &t [x]\ntags: [x, w]\n"),
    ("tags: [a, b, c]\n", take("tags", 0), "tags: [b, c]\n"),
    ("tags: [a, b, c]\n", take("tags", 2), "tags: [a, b]\n"),
    ("tags: [a]\n", take("tags", 0), "tags: []\n"),
    ("tags:\n  - a\n  # of b\n  - b # c\n  - d\n", take("tags", 1), "tags:\n  - a\n  - d\n"),
    ("tags:\n  # of the list\n  - a\n  - b\n", take("tags", 0), "tags:\n  # of the list\n  - b\n"),
    ("tags:\n- a\nb: 1\n", take("tags", 0), "tags: []\nb: 1\n"),
    ("tags: [\n  a, # of a\n  b, # of b\n]\n", take("tags", 0), "tags: [\n  b, # of b\n]\n"),
    ("tags: [\n  a, # of a\n  b # of b\n]\n", take("tags", 1), "tags: [\n  a, # of a\n]\n"),
    ("tags: [\n  a, # of a\n  b, # of b\n  c]\n", take("tags", 1), "tags: [\n  a, # of a\n  c]\n"),
    ("tags: [a, 'b', c]\n", move("tags", 0, 2), "tags: ['b', c, a]\n"),
    ("tags:\n  - a # first\n  - b\n  - c\n", move("tags", 0, 1), "tags:\n  - b\n  - a # first\n  - c\n"),
    ("l:\n  - k: 1\n    m: 2\n  - k: 3\n", move("l", 1, 0), "l:\n  - k: 3\n  - k: 1\n    m: 2\n"),
    ("tags:\n  - a # keeps\n  - b\n  - c\n", put("tags", ["a", "x", "c"]), "tags:\n  - a # keeps\n  - x\n  - c\n"),
    ("tags:\n  - a # keeps\n  - b\n", put("tags", ["new", "a"]), "tags:\n  - new\n  - a # keeps\n"),
    (
        "l:\n- k: 1 # keeps\n# of the second\n- k: 2\n  m: 3\n",
        put("l", [{"k": 1}, {"k": 5}]),
        "l:\n- k: 1 # keeps\n# of the second\n- k: 5\n",
    ),
    ("l: [{k: 1}, {k: 2}]\n", put("l", [{"k": 1}, {"k": 5}]), "l: [{k: 1}, {k: 5}]\n"),
    ("tags: [a, 'b']\n", put("tags", ["a", "c"]), "tags: [a, 'c']\n"),
]


@pytest.mark.parametrize(("text", "edit", "expected"), VALUES)
def test_a_value_changes_in_its_place_and_in_its_style(text: str, edit: Edit, expected: str) -> None:
    assert edit(text) == expected


@pytest.mark.parametrize(("text", "edit", "expected"), NEW_KEYS)
def test_a_new_key_goes_where_people_would_put_it(text: str, edit: Edit, expected: str) -> None:
    assert edit(text) == expected


@pytest.mark.parametrize(("text", "edit", "expected"), REMOVED)
def test_a_removed_key_takes_its_own_comment_along_and_no_other(text: str, edit: Edit, expected: str) -> None:
    assert edit(text) == expected


@pytest.mark.parametrize(("text", "edit", "expected"), ITEMS)
def test_list_items_come_and_go_on_their_own_lines(text: str, edit: Edit, expected: str) -> None:
    assert edit(text) == expected


@pytest.mark.parametrize(
    "text",
    ["title: x\n", "title:  'x' # c\n", "tags:\n-   a\n", "tags: [ a,b ]\n", "{a : 1}\n", "a: 0x10\n", "a: ~\n"],
)
def test_setting_what_stands_there_changes_no_byte(text: str) -> None:
    for key, value in yaml.read(text).items():
        assert yaml.set_value(text, (key,), value) == text


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("title: x\ntitle: y\n", put("title", "z")),
        ("a: &t x\nb: *t\n", drop("a")),
        ("a: &t {b: 1}\nc: *t\n", put("c.b", 2)),
        ("a: &t {b: 1}\nc:\n  <<: *t\n", drop("c.b")),
        ("a: &t x\nb: *t\n", put("a", "w")),
        ("a: x\n", put("a.b", 1)),
        ("a: x\n", insert("a", 0, "w")),
        ("a: [x]\n", take("a", 3)),
        ("a: [x]\n", move("a", 0, 3)),
        ("a: 1\n", lambda text: yaml.set_value(text, (), 1)),
        ("p: {a: 1, # of a\n  b: 2}\n", drop("p.a")),
        ("a: 1\n", put("b", "\ud800")),
    ],
)
def test_what_cannot_be_done_cleanly_is_refused_with_a_reason(text: str, edit: Edit) -> None:
    with pytest.raises(EditRefused) as refused:
        edit(text)
    assert str(refused.value)
