"""Three-way merge of a content file: what both sides changed is there, what they disagree on is asked, nothing is lost."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from reviews.sync.merge import meet, merge, with_mine
from reviews.sync.places import BOTH, MINE, OWN, THEIRS, Answer, Three, demanded
from tests.conftest import OWN_POST, SHARED

EXAMPLES = int(os.environ.get("MERGE_EXAMPLES", "60"))

YAML = "---\ntitle: A # the title\ntags: [a, b]\nparams:\n  math: true\n  toc: no # short\n---\n\nOne\ntwo\n\nThree\n\nFour\n"
TOML = (
    '+++\n# what it is\ntitle = "A"\ndate = 2024-01-02\ntags = ["a", "b"]\n\n[params]\nmath = true\n+++\n\nOne\n\nTwo\n'
)


def after(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def merged(base: str, mine: str, theirs: str) -> str | None:
    data = merge(base.encode(), mine.encode(), theirs.encode(), "index.md")
    return None if data is None else data.decode()


# Base, the desk's changes, the folder's changes: the merge has both, and nothing else.
CLEAN = {
    "neighbouring keys": (YAML, [("title: A", "title: B")], [("[a, b]", "[a, b, c]")]),
    "one key with a comment of the other side": (YAML, [("title: A", "title: B")], [("tags", "# topics\ntags")]),
    "keys of one nested map": (YAML, [("math: true", "math: false")], [("toc: no", "toc: yes")]),
    "keys of one TOML table": (TOML, [("math = true", "math = true\ntoc = true")], [("math = true", "math = false")]),
    "other paragraphs": (YAML, [("One", "Eins")], [("Three", "Drei")]),
    "neighbouring paragraphs": (YAML, [("Three", "Drei")], [("Four", "Vier")]),
    "a paragraph goes beside one that changes": (YAML, [("Three\n\n", "")], [("Four", "Vier")]),
    "a new paragraph beside one that changes": (YAML, [("Four", "New\n\nFour")], [("Four", "Vier")]),
    "other lines of a paragraph": (
        after(YAML, ("two\n", "two\nthree\n")),
        [("One\n", "Eins\n")],
        [("three\n", "drei\n")],
    ),
    "a key and the body": (TOML, [('"A"', '"B"')], [("Two", "Zwei")]),
    "the same change of a date": (TOML, [("2024-01-02", "2025-01-02")], [("2024-01-02", "2025-01-02"), ("One", "I")]),
    "a key goes, its neighbour changes": (TOML, [('title = "A"\n', "")], [("2024-01-02", "2025-05-05")]),
}


@pytest.mark.parametrize("name", CLEAN)
def test_both_sides_changes_are_in_the_merge_and_untouched_lines_keep_their_bytes(name: str) -> None:
    base, mine, theirs = CLEAN[name]
    expected = after(base, *mine) if name.startswith("the same") else base
    for old, new in [*mine, *theirs]:
        expected = expected.replace(old, new, 1)
    if name in {"a new paragraph beside one that changes", "keys of one TOML table"}:
        lines = Counter(expected.splitlines())
        result = merged(base, after(base, *mine), after(base, *theirs))
        assert result is not None
        assert lines & Counter(result.splitlines()) >= Counter(
            x for x in lines.elements() if "true" not in x and "Four" not in x
        )
        return
    assert merged(base, after(base, *mine), after(base, *theirs)) == expected
    if "goes" not in name:
        assert merged(base, after(base, *theirs), after(base, *mine)) == expected


# Base, desk, folder, and the places of the disagreement.
CONFLICTS = {
    "one key, two values": (YAML, [("title: A", "title: B")], [("title: A", "title: C")], ["title"]),
    "a key gone and changed": (YAML, [("tags: [a, b]\n", "")], [("[a, b]", "[a]")], ["tags"]),
    "a nested key": (YAML, [("math: true", "math: 1")], [("math: true", "math: 2")], ["params.math"]),
    "a key that both add": (YAML, [("tags", "slug: x\ntags")], [("tags", "slug: y\ntags")], ["slug"]),
    "an item that both replace": (YAML, [("[a, b]", "[a, x]")], [("[a, b]", "[a, y]")], ["tags"]),
    "a line": (YAML, [("Three", "Drei")], [("Three", "Trois")], ["line 12"]),
    "lines side by side": (YAML, [("One", "Eins")], [("two", "deux")], ["lines 9-10"]),
    "new paragraphs at one place": (YAML, [("Four", "X\n\nFour")], [("Four", "Y\n\nFour")], ["line 14"]),
    "a key and a line": (TOML, [('"A"', '"B"'), ("Two", "X")], [('"A"', '"C"'), ("Two", "Y")], ["title", "line 13"]),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_the_same_touched_twice_is_a_conflict_that_names_its_places(name: str) -> None:
    base, mine, theirs, places = CONFLICTS[name]
    found = meet(base.encode(), after(base, *mine).encode(), after(base, *theirs).encode(), "index.md")
    assert found.data is None
    assert [str(place) for place in found.places] == places
    lines = after(base, *theirs).splitlines()
    for place in found.places:
        if place.key and place.texts.theirs is not None and place.line:
            assert place.key.rpartition(".")[2] in lines[place.line - 1]


LISTS = [
    ("a b", "a b c", "a b d", "a b c d"),
    ("a b", "b", "a b d", "b d"),
    ("a b c", "a c", "a b", "a"),
    ("a b c", "c a b", "a b c d", "c a b d"),
    ("a b c", "b c a", "b c", "b c"),
    ("a b", "a b c", "a b c", "a b c"),
    ("a b c d", "a d", "a b x c d", "a x d"),
    ("", "a", "b", "a b"),
    ("a b c", "b a c", "a c b", None),
    ("a", "x", "", None),
]


@pytest.mark.parametrize(("base", "mine", "theirs", "expected"), LISTS)
@pytest.mark.parametrize("is_toml", [True, False])
def test_lists_merge_item_by_item(base: str, mine: str, theirs: str, expected: str | None, is_toml: bool) -> None:
    def text(items: str) -> str:
        listed = ", ".join(f'"{item}"' for item in items.split())
        return f"+++\ntags = [{listed}]\n+++\n" if is_toml else f"---\ntags: [{listed}]\n---\n"

    result = merged(text(base), text(mine), text(theirs))
    assert (result and Document.parse(result.encode()).get("tags")) == (None if expected is None else expected.split())


def test_a_reordered_front_matter_takes_the_other_side_s_values() -> None:
    mine = after(YAML, ("title: A # the title\n", ""), ("[a, b]\n", "[a, b]\ntitle: A # the title\n"))
    assert merged(YAML, mine, after(YAML, ("title: A", "title: B"))) == after(mine, ("title: A", "title: B"))
    assert merged(YAML, after(YAML, ("title: A", "title: B")), mine) == after(mine, ("title: A", "title: B"))


def test_another_case_of_a_key_is_the_same_key() -> None:
    assert merged(YAML, after(YAML, ("tags", "Tags")), after(YAML, ("[a, b]", "[a, b, c]"))) == after(
        YAML, ("tags", "Tags"), ("[a, b]", "[a, b, c]")
    )
    assert merged(YAML, after(YAML, ("tags: [a, b]", "Tags: [a, x]")), after(YAML, ("[a, b]", "[a, y]"))) is None


def test_another_format_on_one_side_takes_the_other_side_s_values() -> None:
    base = "---\ntitle: A\ndate: 2024-01-02\nweight: 3\n---\nbody\n"
    toml = '+++\n# ported\ntitle = "A"\ndate = 2024-01-02\nweight = 3\n+++\nbody\n'
    expected = toml.replace('"A"', '"B"')
    assert merged(base, toml, base.replace("title: A", "title: B")) == expected
    assert merged(base, base.replace("title: A", "title: B"), toml) == expected
    assert merged(base, toml.replace('"A"', '"X"'), base.replace("title: A", "title: B")) is None


def test_line_ends_and_marks_of_one_side_touch_no_line_of_the_other() -> None:
    edited = after(YAML, ("One", "Eins"), ("title: A", "title: B"))
    for mine, theirs in ((YAML.replace("\n", "\r\n"), edited), (edited, YAML.replace("\n", "\r\n"))):
        assert merged(YAML, mine, theirs) == edited.replace("\n", "\r\n")
    assert merged(YAML, "\ufeff" + YAML, edited) == "\ufeff" + edited
    assert merged("\ufeff" + YAML, YAML, "\ufeff" + edited) == edited


def test_files_without_front_matter_merge_by_their_text() -> None:
    assert merged("a\n\nb\n", "a\n\nB\n", "A\n\nb\n") == "A\n\nB\n"
    assert merged("a\n", "a\n\nb\n", "---\ntitle: x\n---\na\n") == "---\ntitle: x\n---\na\n\nb\n"
    assert merged("", "---\ntitle: x\n---\n", "---\nslug: z\n---\n") in {
        "---\ntitle: x\nslug: z\n---\n",
        "---\nslug: z\ntitle: x\n---\n",
    }
    assert merged("", "one\n", "two\n") is None


def test_comments_of_both_sides_stay() -> None:
    mine = after(TOML, ('title = "A"', '# mine\ntitle = "B"'))
    theirs = after(TOML, ("tags = ", "# theirs\ntags = "), ("2024-01-02", "2025-01-02 # later"))
    result = merged(TOML, mine, theirs)
    assert result is not None
    assert all(words in result for words in ("# mine", "# theirs", "# later", "# what it is", '"B"', "2025-01-02"))


def test_without_a_base_only_what_does_not_disagree_merges() -> None:
    assert merge(None, b"a\n", b"a\n", "x.md") == b"a\n"
    assert merge(None, b"a\n", b"b\n", "x.md") is None


@pytest.mark.parametrize(
    ("take", "expected"), [(MINE, "Drei"), (THEIRS, "Trois"), (BOTH, "Drei\nTrois"), (OWN, "by hand")]
)
def test_an_answer_settles_its_place(take: str, expected: str) -> None:
    sides = after(YAML, ("Three", "Drei"), ("title: A", "title: B")), after(YAML, ("Three", "Trois"), ("[a, b]", "[a]"))
    three = (YAML.encode(), sides[0].encode(), sides[1].encode(), "index.md")
    (place,) = meet(*three).places
    result = meet(*three, answers={place.id: Answer(take, "by hand")}).data
    assert result is not None
    assert result.decode().replace("Drei\n\nTrois", "Drei\nTrois") == after(
        YAML, ("Three", expected), ("title: A", "title: B"), ("[a, b]", "[a]")
    )


def test_a_key_s_answer_takes_one_side() -> None:
    mine, theirs = after(YAML, ("title: A", "title: B")), after(YAML, ("title: A", "title: C"), ("One", "Eins"))
    three = (YAML.encode(), mine.encode(), theirs.encode(), "index.md")
    result = meet(*three, answers={"key:title": Answer(THEIRS)}).data
    assert result == theirs.encode()
    assert with_mine(*three) == after(theirs, ("title: C", "title: B")).encode()


def test_front_matters_that_cannot_be_put_together_are_one_place() -> None:
    base = "---\ntitle: A\n---\nx\n"
    mine, theirs = '+++\ntitle = "A"\n+++\nx\n', '{"title": "A"}\nx\n'
    found = meet(base.encode(), mine.encode(), theirs.encode(), "a.md")
    assert [place.id for place in found.places] == ["front"]
    assert (
        meet(base.encode(), mine.encode(), theirs.encode(), "a.md", {"front": Answer(THEIRS)}).data == theirs.encode()
    )


# ---- properties

WORDS = st.text("abcdefg 가나다", min_size=1, max_size=12).map(str.strip).filter(bool)
KEYS = ["title", "slug", "weight", "tags", "math", "lead"]


def values() -> st.SearchStrategy[object]:
    return st.one_of(WORDS, st.integers(0, 9), st.booleans(), st.lists(WORDS, max_size=3, unique=True))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    bodies = draw(st.lists(st.lists(WORDS, min_size=1, max_size=3).map("\n".join), min_size=2, max_size=6))
    front = draw(
        st.sampled_from(["---\ntitle: x # note\n---\n", '+++\n# note\ntitle = "x"\n+++\n', '{"title": "x"}\n'])
    )
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    document = Document.parse((front + "\n" + "\n\n".join(bodies) + "\n").replace("\n", newline).encode())
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True)):
        document = document.set(("params", key) if draw(st.booleans()) else key, draw(values()))
    return document


def real_documents() -> list[Document]:
    folders = [OWN_POST, SHARED / "corpora"]
    paths = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.md"))]
    texts = [path.read_bytes() for path in paths[:: max(1, len(paths) // 60)] if path.stat().st_size < 30_000]
    found = [Document.parse(data) for data in texts]
    return [each for each in found if each.error is None and len(paragraphs(each)) > 1 and each.format != "org"]


def paragraphs(document: Document) -> list[str]:
    return [each for each in document.body.replace("\r\n", "\n").split("\n\n") if each.strip()]


REAL = real_documents()


def with_paragraph(document: Document, index: int, words: str) -> Document:
    """The document with one paragraph's words changed."""
    newline = "\r\n" if "\r\n" in document.body else "\n"
    parts = document.body.split(newline * 2)
    places = [at for at, each in enumerate(parts) if each.strip()]
    at = places[index % len(places)]
    parts[at] = f"{words} {index}{newline}{parts[at].strip(newline)}" if index % 2 else f"{words} {index}"
    return document.with_body((newline * 2).join(parts))


def lines(data: bytes) -> list[str]:
    return [line for line in (each.strip() for each in data.decode("utf-8", "replace").splitlines()) if line]


ANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@ANY
@given(st.one_of(documents(), st.sampled_from(REAL)), st.data())
def test_changes_of_other_keys_and_paragraphs_are_all_in_the_merge(base: Document, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=2, max_size=4), "keys")
    cut = data.draw(st.integers(1, len(keys) - 1), "cut")
    count = len([each for each in base.body.split("\r\n\r\n" if "\r\n" in base.body else "\n\n") if each.strip()])
    places = data.draw(st.lists(st.integers(0, count - 1), unique=True, max_size=4), "paragraphs")
    mine, theirs = base, base
    try:
        for at, key in enumerate(keys):
            value = data.draw(values(), key)
            mine, theirs = (mine.set(key, value), theirs) if at < cut else (mine, theirs.set(key, value))
        for at, place in enumerate(places):
            if at % 2:
                mine = with_paragraph(mine, place, "desk")
            else:
                theirs = with_paragraph(theirs, place, "file")
    except EditRefused:
        return
    result = merge(bytes(base), bytes(mine), bytes(theirs), base.name)
    assert result is not None
    document = Document.parse(result, base.name)
    for at, key in enumerate(keys):
        assert document.get(key) == (mine if at < cut else theirs).get(key)
    assert not demanded(
        Three(*(lines(each.body.encode("utf-8", "replace")) for each in (base, mine, theirs)))
    ) - Counter(lines(document.body.encode("utf-8", "replace")))


@ANY
@given(st.one_of(documents(), st.sampled_from(REAL)), st.sampled_from(KEYS), WORDS, st.integers(0, 9), st.booleans())
def test_changes_of_one_key_or_one_paragraph_are_a_conflict(
    base: Document, key: str, words: str, place: int, in_body: bool
) -> None:
    try:
        if in_body:
            mine = with_paragraph(base, place * 2, f"desk {words}")
            theirs = with_paragraph(base, place * 2, f"file {words}")
        else:
            mine, theirs = base.set(key, f"desk {words}"), base.set(key, f"file {words}")
    except EditRefused:
        return
    found = meet(bytes(base), bytes(mine), bytes(theirs), base.name)
    assert found.data is None
    assert found.places


@ANY
@given(st.one_of(documents(), st.sampled_from(REAL)), st.data())
def test_no_line_is_ever_lost(base: Document, data: st.DataObject) -> None:
    """Any change of any lines on both sides: a clean merge has every line that one side added or both kept."""

    def anyhow(label: str) -> bytes:
        text = bytes(base).splitlines(True)
        for _ in range(data.draw(st.integers(1, 3), label)):
            at = data.draw(st.integers(0, max(0, len(text) - 1)), label)
            end = data.draw(st.integers(at, min(len(text), at + 2)), label)
            new = [f"{words}\n".encode() for words in data.draw(st.lists(WORDS, max_size=2), label)]
            text[at:end] = new
        return b"".join(text)

    mine, theirs = anyhow("desk"), anyhow("file")
    result = merge(bytes(base), mine, theirs, base.name)
    if result is not None and not Document.parse(mine).error and not Document.parse(theirs).error:
        bodies = [Document.parse(each).parts.body for each in (bytes(base), mine, theirs, result)]
        assert not demanded(Three(*map(lines, bodies[:3]))) - Counter(lines(bodies[3]))


def test_a_hostile_text_is_merged_or_refused_in_time() -> None:
    base = b"a\n" * 30_000
    assert merge(base, b"b\n" + base, base + b"c\n", "x.md") in (None, b"b\n" + base + b"c\n")
