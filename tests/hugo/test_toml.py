"""TOML front matter: what Hugo reads otherwise than Python, what it refuses and where, and edits that touch one key."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from reviews.hugo import toml
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.toml_scan import Header, Pair, items, statements
from reviews.hugo.values import Value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a = 1\nA = 2", {"a": 1, "A": 2}),
        ("a.b.c = 1\n'a.b' = 2", {"a": {"b": {"c": 1}}, "a.b": 2}),
        ("[a]\nb = 1\n[[c]]\nd = 1\n[[c]]", {"a": {"b": 1}, "c": [{"d": 1}, {}]}),
        ("a = 0x7FFFFFFFFFFFFFFF\nb = -9223372036854775808", {"a": 2**63 - 1, "b": -(2**63)}),
        ("a = inf\nb = 1e308 # inf", {"a": float("inf"), "b": 1e308}),
        ("a = 2024-01-02", {"a": date(2024, 1, 2)}),
        ("a = 2024-01-02T03:04:05+09:00", {"a": datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=9)))}),
        ("a = 2024-01-02 03:04:05", {"a": datetime(2024, 1, 2, 3, 4, 5)}),
        # TOML 1.1
        ("a = {b = 1,\n c = 2 # x\n,}", {"a": {"b": 1, "c": 2}}),
        (r'a = "\e[\x41"', {"a": "\x1b[A"}),
        ('"\\x41" = 1\n[ "\\x42" ]', {"A": 1, "B": {}}),
        ("a = 07:32\nb = 2024-01-02T03:04\nc = 2024-01-02 03:04Z", {
            "a": time(7, 32), "b": datetime(2024, 1, 2, 3, 4), "c": datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
        }),
        ("a = {b = '07:32', c = 2024-01-02T03:04:05+09:00,}", {
            "a": {"b": "07:32", "c": datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=9)))}
        }),
        # line ends inside strings stay
        ('a = """x\r\ny"""\r\n', {"a": "x\r\ny"}),
        ("a = '''\r\n\r\n\"\\n\r\n'''\r\n", {"a": '\r\n"\\n\r\n'}),
        ("a = '''\r\n\n\r\nx'''\r\n", {"a": "\n\r\nx"}),
        ('a = """\r\nx \\\r\n\r\n  y"""\r\n', {"a": "x y"}),
        ('a = """x\\ \n\r\n y"""', {"a": "xy"}),
    ],
)  # fmt: skip
def test_hugo_reads_it_so(text: str, values: dict[str, Value]) -> None:
    assert toml.read(text) == values


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a = 1\na = 2", 2, 6),
        ("a = 9223372036854775808", 1, 5),
        ("b = 1\na = 0xFFFFFFFFFFFFFFFF", 2, 7),
        ("a = 1e400", 1, 5),
        ("a = 2024-02-30", 1, 5),
        ('a = "x\udcff"', 1, 7),
        ("a = 1\r", 1, 6),
        ("a = {,}", 1, 6),
        ("a = {b = 1,,}", 1, 12),
        ("a = {b = 1,}\nb = 07:32\n\nc = [1,,2]", 4, 8),
        ("a = {\n b = 1,\n c = ?\n}", 3, 6),
        ('a = "never', 1, 11),
        ("= 1", 1, 1),
        ("a = " + "[" * 101 + "]" * 101, 1, 105),
        ("a" + ".a" * 100 + " = 1", 1, 1),
        ("a = " + "1" * 5000, 1, 1),
    ],
)
def test_hugo_refuses_it_and_the_place_is_named(text: str, line: int, column: int) -> None:
    with pytest.raises(FrontMatterError) as refusal:
        toml.read(text)
    assert (refusal.value.line, refusal.value.column) == (line, column)


SPANS = """# head
title = "a # b"  # c
'single' = \'\'\'x
y\'\'\'
list = [ 1, # one
  "two]", [3, 4],
]
[table.sub]
table = { a = "}", "b c" = 1 }
[[many]]
"""


def test_the_scanner_finds_every_span() -> None:
    found = list(statements(SPANS))
    assert [each.path for each in found] == [
        ("title",), ("single",), ("list",), ("table", "sub"), ("table", "sub", "table"), ("many",),
    ]  # fmt: skip
    values = [SPANS[each.value_start : each.value_end] for each in found if isinstance(each, Pair)]
    assert values[0] == '"a # b"' and values[1] == "'''x\ny'''" and values[3] == '{ a = "}", "b c" = 1 }'
    assert [each.is_array for each in found if isinstance(each, Header)] == [False, True]
    assert "".join(SPANS[each.start : each.end] for each in found) == SPANS.removeprefix("# head\n")
    pair = found[2]
    assert isinstance(pair, Pair)
    assert [SPANS[item.start : item.end] for item in items(SPANS, pair.value_start)] == ["1", '"two]"', "[3, 4]"]


# (text, path, value, text after)
SET = [
    ('title = "a" # c\n', "title", "b", 'title = "b" # c\n'),
    ("title = 'a'\n", "title", "b", "title = 'b'\n"),
    ("title = 'a'\n", "title", "it's", 'title = "it\'s"\n'),
    ('title = "a"\n', "title", 'say "hi" \\ \x7f', 'title = "say \\"hi\\" \\\\ \\u007f"\n'),
    ('t = """\na\n"""\n', "t", "b\nc\n", 't = """\nb\nc\n"""\n'),
    ('t = """a"""\n', "t", '"""', 't = """\\"\\"\\""""\n'),
    ("t = '''\na\n'''\n", "t", "b\n", "t = '''\nb\n'''\n"),
    ("t = '''a'''\n", "t", "b'", 't = "b\'"\n'),
    ('t = """\r\na\r\n"""\r\n', "t", "b\r\nc", 't = """\r\nb\r\nc"""\r\n'),
    ('t = """\r\na\r\n"""\r\n', "t", "b\nc", 't = "b\\nc"\r\n'),
    ("a   =   1\n", "a", 2, "a   =   2\n"),
    ("a.b = 1 # x\n", "a.b", True, "a.b = true # x\n"),
    ("[a]\n  b = 1\n", "a.b", 1.5, "[a]\n  b = 1.5\n"),
    ("a = { b = 1, c = {d = 2} }\n", "a.c.d", "x", 'a = { b = 1, c = {d = "x"} }\n'),
    ("a = {b.c = 1}\n", "a.b.c", 2, "a = {b.c = 2}\n"),
    ("d = 2024-01-02 # x\n", "d", date(2025, 1, 2), "d = 2025-01-02 # x\n"),
    # new keys
    ("", "title", "x", 'title = "x"\n'),
    ("# c\n", "title", "x", '# c\ntitle = "x"\n'),
    ('date = "2024"\ntags = []\n', "lastmod", "x", 'date = "2024"\nlastmod = "x"\ntags = []\n'),
    ("tags = []\n", "categories", ["x"], 'categories = ["x"]\ntags = []\n'),
    ("draft = true\n", "title", "x", 'title = "x"\ndraft = true\n'),
    ("a = 1\n\n[t]\nb = 1\n", "c", 2, "a = 1\nc = 2\n\n[t]\nb = 1\n"),
    ("[t]\nb = 1\n", "c", 2, "c = 2\n[t]\nb = 1\n"),
    ("a='x'\nb='y'\n", "c", "z", "a='x'\nb='y'\nc='z'\n"),
    ('a       = "x"\nlonger  = "y"\n', "c", "z", 'a       = "x"\nlonger  = "y"\nc       = "z"\n'),
    ('a       = "x"\nlonger  = "y"\n', "muchlonger", "z", 'a       = "x"\nlonger  = "y"\nmuchlonger = "z"\n'),
    ("  a = 1\r\n", "b", "x", '  a = 1\r\n  b = "x"\r\n'),
    ('tags = [\n    "a",\n]\n', "keys", ["b", "c"], 'tags = [\n    "a",\n]\nkeys = [\n    "b",\n    "c",\n]\n'),
    ("[p]\na = 1\n\n[q]\n", "p.b", 2, "[p]\na = 1\nb = 2\n\n[q]\n"),
    ("[p]\n[q]\n", "p.b", 2, "[p]\nb = 2\n[q]\n"),
    ("p.a = 1\nx = 1\n", "p.b", 2, "p.a = 1\np.b = 2\nx = 1\n"),
    ("p = { a = 1 }\n", "p.b", 2, "p = { a = 1, b = 2 }\n"),
    ("p = {}\n", "p.b", 2, "p = {b = 2}\n"),
    ("a = 1\n", "p.b", "x", 'a = 1\n\n[p]\nb = "x"\n'),
    ("[p.q]\na = 1\n", "p.b", 2, "[p.q]\na = 1\n\n[p]\nb = 2\n"),
    ("a = 1", "b", 2, "a = 1\nb = 2\n"),
    ("a = 1\n", "key with blank", 2, 'a = 1\n"key with blank" = 2\n'),
    ("a = 1\n", "m", {"x": 1, "y z": [True]}, 'a = 1\nm = { x = 1, "y z" = [true] }\n'),
]


@pytest.mark.parametrize(("text", "path", "value", "after"), SET)
def test_setting_a_key_touches_its_span_only(text: str, path: str, value: Value, after: str) -> None:
    assert toml.set_value(text, tuple(path.split(".")), value) == after
    toml.read(after)


# (text, path, text after)
REMOVE = [
    ("a = 1\nb = 2 # own\nc = 3\n", "b", "a = 1\nc = 3\n"),
    ("a = 1\n# own\n# too\nb = 2\nc = 3\n", "b", "a = 1\nc = 3\n"),
    ("a = 1\n# b = 5\nb = 2\n", "b", "a = 1\n# b = 5\n"),
    ("# head\n\na = 1\nb = 2\n", "a", "# head\n\nb = 2\n"),
    ("a = 1\n# other\n\n# own\nb = 2\n", "b", "a = 1\n# other\n\n"),
    ("a = 1\n\n# own\nb = 2\n\nc = 3\n", "b", "a = 1\n\n\nc = 3\n"),
    ("a = 1\n# next\n\nb = 2\n", "b", "a = 1\n# next\n\n"),
    ("a = [\n 1, # one\n]\nb = 2\n", "a", "b = 2\n"),
    ('a = """\nx\n"""\nb = 2\n', "a", "b = 2\n"),
    ("a = 1\n[p]\nx = 1\n\n[p.q]\ny = 2\n[r]\n", "p", "a = 1\n[r]\n"),
    ("p.a = 1\nb = 2\np.c = 3\n", "p", "b = 2\n"),
    ("p = { a = 1, b = 2 }\n", "p.b", "p = { a = 1 }\n"),
    ("p = { a = 1, b = 2 }\n", "p.a", "p = { b = 2 }\n"),
    ("[[r]]\na = 1\n[[r]]\na = 2\n[s]\n", "r", "[s]\n"),
    ("[p]\n# own\na = 1\n", "p.a", "[p]\n"),
]


@pytest.mark.parametrize(("text", "path", "after"), REMOVE)
def test_a_removed_key_takes_its_own_comment_along_and_no_other(text: str, path: str, after: str) -> None:
    assert toml.remove(text, tuple(path.split("."))) == after


LINES = 'tags = [\n  "a", # one\n  # of b\n  "b",\n  "c"\n] # end\n'
# (text, what to do, text after)
ITEMS: list[tuple[str, tuple[str | int, ...], str]] = [
    ("tags = []\n", ("insert", 0, "x"), 'tags = ["x"]\n'),
    ("tags = [ ]\n", ("insert", 0, "x"), 'tags = [ "x" ]\n'),
    ("tags = [\n]\n", ("insert", 0, "x"), 'tags = [\n  "x"\n]\n'),
    ("tags = ['a']\n", ("insert", 1, "x"), "tags = ['a', 'x']\n"),
    ('tags = ["a","b"]\n', ("insert", 2, "x"), 'tags = ["a","b","x"]\n'),
    ('tags = ["a","b"]\n', ("insert", 1, "x"), 'tags = ["a","x","b"]\n'),
    ('tags = ["a", "b",]\n', ("insert", 2, "x"), 'tags = ["a", "b", "x",]\n'),
    (LINES, ("insert", 0, "x"), LINES.replace('  "a"', '  "x",\n  "a"')),
    (LINES, ("insert", 1, "x"), LINES.replace("  # of", '  "x",\n  # of')),
    (LINES, ("insert", 3, "x"), LINES.replace('"c"\n', '"c",\n  "x"\n')),
    ('tags = [\n  "a",\n  "b", # c\n]\n', ("insert", 2, "x"), 'tags = [\n  "a",\n  "b", # c\n  "x",\n]\n'),
    ('tags = [\n  "a"]\n', ("insert", 1, "x"), 'tags = [\n  "a",\n  "x"]\n'),
    ('tags = ["a",\n        "b"]\n', ("insert", 2, "x"), 'tags = ["a",\n        "b",\n        "x"]\n'),
    ('tags = [\r\n  "a",\r\n]\r\n', ("insert", 1, "x"), 'tags = [\r\n  "a",\r\n  "x",\r\n]\r\n'),
    (LINES, ("remove", 0), LINES.replace('  "a", # one\n', "")),
    (LINES, ("remove", 1), LINES.replace('  # of b\n  "b",\n', "")),
    (LINES, ("remove", 2), LINES.replace('  "c"\n', "")),
    ('tags = ["a", "b", "c"]\n', ("remove", 0), 'tags = ["b", "c"]\n'),
    ('tags = ["a", "b", "c"]\n', ("remove", 2), 'tags = ["a", "b"]\n'),
    ('tags = ["a", "b",]\n', ("remove", 1), 'tags = ["a",]\n'),
    ('tags = [ "a" ]\n', ("remove", 0), "tags = [  ]\n"),
    ('tags = ["a",\n        "b"]\n', ("remove", 0), 'tags = [\n        "b"]\n'),
    ('tags = ["a", "b", "c"]\n', ("move", 2, 0), 'tags = ["c", "a", "b"]\n'),
    (LINES, ("move", 2, 0), 'tags = [\n  "c",\n  "a", # one\n  # of b\n  "b"\n] # end\n'),
    ('tags = ["a", # one\n  "b"]\n', ("move", 0, 1), 'tags = ["b", # one\n  "a"]\n'),
    (LINES, ("move", 0, 1), 'tags = [\n  # of b\n  "b",\n  "a", # one\n  "c"\n] # end\n'),
]


@pytest.mark.parametrize(("text", "step", "after"), ITEMS)
def test_an_item_edit_touches_its_item_only(text: str, step: tuple[str | int, ...], after: str) -> None:
    edit = {"insert": toml.insert_item, "remove": toml.remove_item, "move": toml.move_item}[str(step[0])]
    assert edit(text, ("tags",), *step[1:]) == after  # type: ignore[operator]
    toml.read(after)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a = 1\n", "a", None),
        ("a = 1\n", "a", 2**63),
        ("a = 1\n", "a", "\ud800"),
        ("a = 1\n", "a.b", 2),
        ("[a]\nb = 1\n", "a", 2),
        ("[[a]]\nb = 1\n", "a.c", 2),
        ("a = [1, # one\n]\n", "a", [2]),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_reason(text: str, path: str, value: Value) -> None:
    with pytest.raises(EditRefused, match=r"\w+ \w+"):
        toml.set_value(text, tuple(path.split(".")), value)


TABLES = """# head

[[r]] # one
  src = "a" # a
  [r.p]
    x = 1

# two
[[r]]
  src = "b"

[t]
"""


@pytest.mark.parametrize(
    ("step", "after"),
    [
        (("remove", 0), TABLES.replace('[[r]] # one\n  src = "a" # a\n  [r.p]\n    x = 1\n\n', "")),
        (("remove", 1), TABLES.replace('# two\n[[r]]\n  src = "b"\n\n', "")),
        (("insert", 0, {"src": "c"}), TABLES.replace("# head\n\n", '# head\n\n[[r]]\n  src = "c"\n\n')),
        (("insert", 1, {"src": "c"}), TABLES.replace("# two", '[[r]]\n  src = "c"\n\n# two')),
        (("insert", 2, {"src": "c"}), TABLES.replace("[t]", '[[r]]\n  src = "c"\n\n[t]')),
    ],
)
def test_tables_in_a_list_are_edited_block_by_block(step: tuple[Any, ...], after: str) -> None:
    edit: Any = {"insert": toml.insert_item, "remove": toml.remove_item}[step[0]]
    assert edit(TABLES, ("r",), *step[1:]) == after
    toml.read(after)


def test_tables_change_places() -> None:
    text = "[[r]]\na = 1\n[[r]]\na = 2\n[[r]]\na = 3\n"
    assert toml.move_item(text, ("r",), 2, 0) == "[[r]]\na = 3\n[[r]]\na = 1\n[[r]]\na = 2\n"


@pytest.mark.parametrize("text", ["[[a]]\nb = 1\n[c]\n[[a]]\n", "[[x]]\n[[x.a]]\nb = 1\n"])
def test_scattered_tables_are_left_to_the_text(text: str) -> None:
    path = ("a",) if text.startswith("[[a") else ("x", "a")
    with pytest.raises(EditRefused, match="ables"):
        toml.remove_item(text, path, 0)
