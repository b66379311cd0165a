"""Documents: reading in any case, edits that touch one thing, and what is refused rather than guessed."""

import os
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.hugo.changes import same
from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from reviews.hugo.split import MAX_FRONT_MATTER
from reviews.hugo.values import Value

EXAMPLES = int(os.environ.get("HUGO_EXAMPLES", "300"))
SEOUL = ZoneInfo("Asia/Seoul")


def toml(text: str, body: str = "Body.\n") -> Document:
    return Document.parse(f"+++\n{text}+++\n{body}".encode())


def yaml(text: str, body: str = "Body.\n") -> Document:
    return Document.parse(f"---\n{text}---\n{body}".encode())


def json(text: str, body: str = "Body.\n") -> Document:
    return Document.parse(f"{text}\n{body}".encode())


def test_keys_are_found_in_any_case_at_every_depth_but_in_lists() -> None:
    document = toml('Title = "x"\n[Params.Sub]\nKEY = [{Inner = 1}]\n')
    assert document.front_matter == {"title": "x", "params": {"sub": {"key": [{"Inner": 1}]}}}
    assert document.get("TITLE") == "x"
    assert document.get("params", "sub", "Key") == [{"Inner": 1}]
    assert document.get("params", "none", default=3) == 3
    assert document.set("TITLE", "y").front_matter_text.startswith('Title = "y"\n')
    assert "KEY = 2\n" in document.set("params.sub.key", 2).front_matter_text


@pytest.mark.parametrize("text", ["tags = ['a']\nTags = ['b']\n", "Tags = ['b']\ntags = ['a']\n"])
def test_of_two_spellings_hugo_takes_the_one_with_capitals(text: str) -> None:
    document = toml(text)
    assert document.get("tags") == ["b"]
    assert document.shadowed == (("tags",),)
    assert document.append_item("tags", "c").get("tags") == ["b", "c"]
    assert document.remove("tags").front_matter == {}


def test_letters_beyond_ascii_are_lowered_one_by_one() -> None:
    assert set(toml('"İx" = 1\n"ẞ" = 2\n"ΣΑΣ" = 3\n').front_matter) == {"ix", "ß", "σασ"}


def test_org_is_read_and_not_edited() -> None:
    document = Document.parse(
        b"#+TITLE: A b\n#+tags[]: x y\n#+filetags: :p:q:\n#+date: <2024-01-02 Tue>\n#+a: 1\n#+a: 2\n#+no:x\n\nText"
    )
    assert document.front_matter == {
        "title": "A b", "tags": ["x", "y"], "filetags": ["p", "q"], "date": "2024-01-02", "a": ["1", "2"],
    }  # fmt: skip
    with pytest.raises(EditRefused, match="Org"):
        document.set("title", "y")
    assert document.with_body("New").body == "New"


@pytest.mark.parametrize("document", [toml('title = "x"\n'), yaml("title: x\n"), json('{"title": "x"}')])
def test_what_changes_nothing_returns_the_document_itself(document: Document) -> None:
    assert document.set("title", "x") is document
    assert document.remove("tags") is document
    assert document.set_draft(False) is document
    assert document.set_list("tags", []) is document
    assert document.set_list("title", ["x"]) is document
    assert document.with_body(document.body) is document
    assert document.edit_body("Body.\r\n") is document
    with pytest.raises(FrozenInstanceError):
        document.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("document", "after"),
    [
        (toml('tags = "a"\n'), 'tags = ["a", "b"]\n'),
        (yaml("tags: a\n"), "tags: [a, b]\n"),
        (json('{"tags": "a"}'), '{"tags": ["a", "b"]}'),
        (toml('tags = ""\n'), 'tags = ["b"]\n'),
        (toml("Tags = []\n"), 'Tags = ["b"]\n'),
    ],
)
def test_a_single_value_becomes_a_list(document: Document, after: str) -> None:
    assert document.append_item("tags", "b").front_matter_text == after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("abc", "abcd"), ("abc", "bc"), ("abc", "ab"), ("abc", "axc"), ("abc", "cab"), ("abc", "bca"), ("abc", ""),
        ("abc", "cxa"), ("aab", "aba"), ("abcdef", "fbxda"), ("", "ab"), ("a", "b"), ("ab", "cd"),
    ],
)  # fmt: skip
def test_a_list_is_edited_item_by_item(old: str, new: str) -> None:
    lines = "".join(f'  "{each}", # about {each}\n' for each in old)
    document = toml(f"# head\ntags = [\n{lines}] # end\nx = 1\n").set_list("tags", list(new))
    assert document.get("tags") == list(new)
    kept = [line for line in lines.splitlines() if f"{line}\n" in document.front_matter_text]
    assert len(kept) == len(set(old) & set(new)) if len(set(old)) == len(old) else len(kept) >= 2
    assert (
        document.front_matter_text.startswith("# head\ntags = [") and "] # end\nx = 1\n" in document.front_matter_text
    )


@pytest.mark.parametrize(
    ("document", "draft", "after"),
    [
        (toml("a = 1\n"), True, "a = 1\ndraft = true\n"),
        (toml("draft = true # why\n"), False, "draft = false # why\n"),
        (toml('draft = "true"\n'), False, 'draft = "false"\n'),
        (yaml('draft: "yes"\n'), True, 'draft: "true"\n'),
        (yaml("Draft: 1\n"), False, "Draft: false\n"),
        (json('{"draft":true}'), False, '{"draft":false}'),
    ],
)
def test_a_draft_is_set_in_its_own_kind(document: Document, draft: bool, after: str) -> None:
    assert document.set_draft(draft).front_matter_text == after


def test_a_draft_by_cascade_needs_a_word_of_its_own() -> None:
    document = toml("a = 1\n")
    assert document.set_draft(True, inherited=True) is document
    assert document.set_draft(False, inherited=True).get("draft") is False


@pytest.mark.parametrize(("old", "new"), [("1", True), ("true", 1), ("1", 1.0), ("0.0", -0.0), ("[1]", [True])])
def test_a_value_of_another_kind_is_a_change(old: str, new: Value) -> None:
    changed = toml(f"a = {old}\n").set("a", new)
    assert repr(changed.get("a")) == repr(new)


MOMENT = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document", "after"),
    [
        (toml('date = "2024-01-02" # day\n'), 'date = "2031-05-06T16:08:09" # day\n'),
        (toml("date = 2024-01-02T03:04:05Z\n"), "date = 2031-05-06T07:08:09Z\n"),
        (toml("Date = 2024-01-02 03:04:05\n"), "Date = 2031-05-06 16:08:09\n"),
        (toml('lastmod = "2024-01-02T03:04:05+02:00"\n'),
         'date = "2031-05-06T09:08:09+02:00"\nlastmod = "2024-01-02T03:04:05+02:00"\n'),
        (toml('title = "x"\n'), 'title = "x"\ndate = 2031-05-06T07:08:09Z\n'),
        (yaml("date: 2024-01-02 03:04:05\n"), "date: 2031-05-06 16:08:09\n"),
        (json('{"date": "2024-01-02T03:04:05Z"}'), '{"date": "2031-05-06T07:08:09Z"}'),
    ],
)  # fmt: skip
def test_a_date_keeps_its_manner(document: Document, after: str) -> None:
    changed = document.set_date("date", MOMENT, SEOUL)
    assert changed.front_matter_text == after
    assert changed.set_date("date", MOMENT.astimezone(SEOUL), SEOUL) is changed


def test_a_table_may_go_with_its_last_key() -> None:
    assert toml("a.b.c = 1\nd = 1\n").remove("a.b.c").front_matter == {"d": 1}
    assert toml("[a]\nb.c = 1\n").remove("a.b.c").front_matter == {"a": {}}
    assert toml("[a.b]\nc = 1\n").remove("a.b.c").front_matter == {"a": {"b": {}}}


def test_a_map_is_changed_key_by_key() -> None:
    document = toml("[params] # p\n  a = 1 # a\n  b = 2 # b\n")
    changed = document.set("params", {"A": 1, "c": 3})
    assert changed.front_matter_text == "[params] # p\n  a = 1 # a\n  c = 3\n"


@pytest.mark.parametrize(
    ("data", "after"),
    [
        (b"Body", b'+++\ntitle = "x"\n+++\nBody'),
        (b"\xef\xbb\xbfa\r\nb\r\n", b'\xef\xbb\xbf+++\r\ntitle = "x"\r\n+++\r\na\r\nb\r\n'),
        (b"", b'+++\ntitle = "x"\n+++\n'),
        (b"+++\n+++", b'+++\ntitle = "x"\n+++'),
        (b"---\n---\nb", b"---\ntitle: x\n---\nb"),
        (b"--- # c\n---\nb", b"--- # c\ntitle: x\n---\nb"),
    ],
)
def test_a_file_without_front_matter_gets_some(data: bytes, after: bytes) -> None:
    changed = Document.parse(data).set("title", "x")
    assert bytes(changed) == after
    assert changed.body == Document.parse(data).body


@pytest.mark.parametrize("data", [b"+++\na = \n+++\n", b"---\na: [\n---\n", b'{"a" 1}', b"+++\nunclosed", b"- item"])
def test_a_file_that_hugo_refuses_is_not_edited(data: bytes) -> None:
    document = Document.parse(data)
    with pytest.raises(EditRefused, match="Hugo refuses this file"):
        document.set("title", "x")
    with pytest.raises(EditRefused, match="Hugo refuses this file"):
        document.append_item("tags", "x")


def test_the_body_of_a_broken_file_can_be_edited() -> None:
    document = Document.parse(b"+++\na = \n+++\nb")
    assert bytes(document.with_body("c")) == b"+++\na = \n+++\nc"


@pytest.mark.parametrize(
    ("data", "body", "after"),
    [
        (b"+++\n+++\na", "+++\n", b"+++\n+++\n+++\n"),
        (b"+++\n+++", "a", b"+++\n+++\na"),
        (b"+++\n+++", "\na", b"+++\n+++\n\na"),
        (b'{"a":1}', "b", b'{"a":1}\nb'),
        (b'{"a":1}b', "\nc", b'{"a":1}\n\nc'),
        (b"---\r---\rb", "\nc", b"---\r---\r\n\nc"),
        (b"\xef\xbb\xbfa", "b", b"\xef\xbb\xbfb"),
        (b"a", "\udcff", b"\xff"),
    ],
)
def test_a_body_is_replaced_exactly(data: bytes, body: str, after: bytes) -> None:
    document = Document.parse(data).with_body(body)
    assert (bytes(document), document.body) == (after, body)


@pytest.mark.parametrize("body", ["+++\n+++\n", "{", "- item", "\ufeffx", "#+title: x\n"])
def test_a_body_that_hugo_would_take_for_front_matter_is_refused(body: str) -> None:
    with pytest.raises(EditRefused):
        Document.parse(b"text").with_body(body)


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        ("a\r\nb\r\n", "a\nc\n", "a\r\nc\r\n"),
        ("a\nb\r\nc\r", "a\r\nb\r\nx\r\nc\r\n", "a\nb\r\nx\nc\r"),
        ("a\r\nkeep\nb\r\n", "x\nkeep\ny\n", "x\r\nkeep\ny\r\n"),
        ("a\nb", "a\r\nb\r\n", "a\nb\n"),
        ("a\x00\udcff\nb\n", "a\ufffd\ufffd\r\nc\r\n", "a\x00\udcff\nc\n"),
        ("a\u2028b\x0c\n", "a\u2028b\x0c\r\nc", "a\u2028b\x0c\nc"),
        ("", "a\r\n", "a\n"),
        ("a\n", "", ""),
    ],
)
def test_lines_that_a_browser_gives_back_unchanged_keep_their_ends(old: str, text: str, new: str) -> None:
    front = b"+++\n+++\n"
    document = Document.parse(front + old.encode("utf-8", "surrogateescape")).edit_body(text)
    assert document.body == new


def test_a_comment_on_the_opening_line_stays_there() -> None:
    document = Document.parse(b"+++ # c\ndate = 1\n+++\n")
    assert bytes(document.set("title", "x")) == b'+++ # c\ntitle = "x"\ndate = 1\n+++\n'
    assert bytes(document.remove("date")) == b"+++ # c\n+++\n"
    assert bytes(Document.parse(b"+++ a = 1\n+++\n").set("a", 2)) == b"+++ a = 2\n+++\n"
    assert bytes(Document.parse(b"--- # c\ntitle: x\n---\n").remove("title")) == b"--- # c\n---\n"


def test_half_a_letter_is_refused() -> None:
    for document in (toml("a = 1\n"), yaml("a: 1\n"), json('{"a": 1}')):
        with pytest.raises(EditRefused):
            document.set("title", "\ud83d")
        with pytest.raises(EditRefused):
            document.with_body("\ud83d")


def test_a_text_of_another_class_is_written_as_text() -> None:
    class Safe(str):
        def __str__(self) -> str:
            return self

    for document in (toml("a = 1\n"), yaml("a: 1\n"), json('{"a": 1}')):
        assert document.set("title", Safe("x")).set_list("tags", [Safe("y")]).get("tags") == ["y"]


def test_bytes_that_are_no_utf8_survive_edits_beside_them() -> None:
    document = Document.parse(b"---\na: \xff\xfe\ntitle: x\n---\n\xff")
    assert document.get("a") == "\ufffd\ufffd"
    assert bytes(document.set("title", "new")) == b"---\na: \xff\xfe\ntitle: new\n---\n\xff"
    assert bytes(Document.parse(b'{"a": "\xff", "b": 1}').set("b", 2)) == b'{"a": "\xff", "b": 2}'


@pytest.mark.parametrize(
    "data",
    [
        b'+++\ntitle = "' + b"x" * 20_000_000 + b'"\n+++\n',
        b"+++\na = " + b"[" * 100_000 + b"]" * 100_000 + b"\n+++\n",
        b"+++\na" + b".a" * 100_000 + b" = 1\n+++\n",
        b"---\na: " + b"[" * 100_000 + b"]" * 100_000 + b"\n---\n",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"{" * 20_000_000,
        b'+++\na = "' + b'\\"' * (MAX_FRONT_MATTER // 2 - 50) + b"\n+++\n",
        b"#+a: b\n" * 1_000_000,
    ],
    ids=["20 MB line", "TOML lists", "TOML keys", "YAML lists", "JSON objects", "braces", "quotes", "org"],
)
def test_malicious_files_get_a_clear_error(data: bytes) -> None:
    document = Document.parse(data)
    assert document.error is not None and document.error.line >= 1
    assert bytes(document) == data


SCALARS: st.SearchStrategy[Value] = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.integers(-(2**53), 2**53),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
)
KEYS = st.sampled_from(["title", "Tags", "date", "params", "x y", "a.b", "é", "draft", "weight"])
STARTS = ["+++\n# c\n+++\nB", "---\n# c\n---\nB", "{}\nB", "B"]
MAPS = st.dictionaries(KEYS, st.one_of(SCALARS, st.lists(SCALARS, max_size=4)), max_size=5)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(STARTS), MAPS, KEYS, SCALARS, st.lists(SCALARS, max_size=4))
def test_any_values_can_be_written_changed_and_taken_away_again(
    start: str, values: dict[str, Value], key: str, value: Value, wanted: list[Value]
) -> None:
    document = Document.parse(start.encode())
    for name, each in values.items():
        document = document.set((name,), each)
    changed = document.set((key,), value)
    assert same(changed.get(key), float(value) if document.format == "json" and type(value) is int else value)
    assert changed.set_list((key,), wanted).remove((key,)).front_matter == document.remove((key,)).front_matter
    assert changed.body == "B"


PIECES = [
    *("title = 'x' # c\n", "# c\n", "\n", "tags = ['a', 'b'] # t\n"),
    *("list = [\n  1, # one\n  2\n]\r\n", "[p]\n", "k = 1\n"),
]
PATHS = ["title", "tags", "list", "k", "p", "p.k", "new"]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(PATHS), SCALARS)
def test_other_lines_stay_whatever_the_toml_looks_like(pieces: list[str], path: str, value: Value) -> None:
    document = toml("".join(pieces))
    if document.error is not None or isinstance(document.get(*path.split(".")), dict):
        return
    changed = document.set(path, value)
    assert same(changed.get(*path.split(".")), value)
    own = path.split(".")[-1]
    others = [line for line in document.front_matter_text.splitlines() if not line.startswith((own, "  ", "]"))]
    assert [line for line in others if line not in changed.front_matter_text.splitlines()] == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('# one\ntitle = "new"\nother = 2 # two\n', "other keys"),
        ('title = "new"\nother = 1 # two\n', "comments"),
        ('# one\ntitle = "new"\nother = 1\n', "other keys"),
        ('# one\ntitle = "wrong"\nother = 1 # two\n', "would not read as the old one"),
        ('# one\ntitle = "new"\nother = 1 # two\nmore = 1\n', "other keys"),
        ('# one\ntitle = """\n+++\n"""\nother = 1 # two\n', "end in another place"),
        ("# one\ntitle = new\nother = 1 # two\n", "would refuse"),
    ],
)
def test_an_edit_that_goes_wrong_never_comes_out(monkeypatch: pytest.MonkeyPatch, wrong: str, reason: str) -> None:
    monkeypatch.setattr("reviews.hugo.toml_edit.set_value", lambda *_: wrong)
    with pytest.raises(EditRefused, match=reason):
        toml('# one\ntitle = "old"\nother = 1 # two\n').set("title", "new")


@pytest.mark.parametrize(
    "document",
    [
        json("{" + ", ".join(['"k": 1'] * 20_000) + "}"),
        toml("".join(f"{format(number, '012b').replace('0', 'a').replace('1', 'A')} = 1\n" for number in range(4096))),
    ],
    ids=["the same name", "spellings"],
)
def test_a_key_that_stands_there_thousands_of_times_is_not_removed(document: Document) -> None:
    with pytest.raises(EditRefused, match="more than 20"):
        document.remove(next(iter(document.front_matter)))
