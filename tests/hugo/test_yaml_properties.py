"""Any front matter, any edit: what comes out reads as the old values with the change, every other line is as it was.

`YAML_EXAMPLES` says how many examples each property tries.
"""

import os
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reviews.hugo import yaml
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.yaml_proof import same

many = settings(
    max_examples=int(os.environ.get("YAML_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

words = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["yes", "null", "1", "0755", "1e3", "2024-01-01", "12:30", "a: b", "#c", "- x", "[a]", "{b}", "*a", "&b", "!c"]
    + ["it's", 'say "hi"', "C#", "한국어", "a\\b", "x, y", "|", ">", "%", "@me", "`q`", "?", "~", "two\nlines", " x "]
)
scalars = words | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.booleans() | st.none()
keys = st.from_regex(r"[a-z]{1,6}(?:[-_][a-z]{1,3})?", fullmatch=True)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)
# One key with its lines, as people write them: (key, text).
plain = st.sampled_from(
    ["x", "two words", "1", "true", "2024-01-01", "'q'", '"d: e"', "~", "", "[]", "[a, 'b']", "{c: 1}"]
)
comments = st.sampled_from(["", "", "", " # c", "  #c"])
above = st.sampled_from(["", "", "", "# above\n", "\n", "# one\n\n# two\n"])
below = st.sampled_from(
    [
        "\n  - a\n  - b # c\n",
        "\n- a\n# c\n- 'b'\n",
        "\n  k: 1\n  # c\n  l: x\n",
        " |\n  text\n\n  more\n",
        " >-\n  text\n  more\n",
        "\n  -   k: 1\n      l: 2\n  - k: 3\n",
        " [a, # c\n  b]\n",
        ' "two\n  lines"\n',
        "\n    deep:\n        deeper: x\n",
    ]
)
chunks = st.tuples(keys, above, (st.tuples(plain, comments).map(lambda pair: f" {pair[0]}{pair[1]}\n")) | below)


@st.composite
def blocks(draw: st.DrawFn) -> list[tuple[str, str]]:
    """The keys of a block of front matter with their texts, comments above included."""
    drawn = draw(st.lists(chunks, min_size=1, max_size=6, unique_by=lambda chunk: chunk[0]))
    newline = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
    return [(key, f"{above}{key}:{rest}".replace("\n", newline)) for key, above, rest in drawn]


def text_of(block: list[tuple[str, str]]) -> str:
    return "".join(text for _, text in block)


@many
@given(blocks(), st.data(), values)
def test_a_new_value_touches_the_lines_of_its_own_key_only(
    block: list[tuple[str, str]], data: st.DataObject, value: Any
) -> None:
    number = data.draw(st.integers(0, len(block) - 1))
    text, key = text_of(block), block[number][0]
    edited = yaml.set_value(text, (key,), value)
    assert same(yaml.read(edited), {**yaml.read(text), key: value})
    assert edited.startswith(text_of(block[:number]))
    assert edited.endswith(text_of(block[number + 1 :]))


@many
@given(blocks(), keys, values)
def test_a_new_key_is_put_in_and_nothing_else_moves(block: list[tuple[str, str]], key: str, value: Any) -> None:
    text = text_of(block)
    assume(key not in yaml.read(text))
    edited = yaml.set_value(text, (key,), value)
    assert same(yaml.read(edited), {**yaml.read(text), key: value})
    added = len(edited) - len(text)
    assert any(edited[:at] + edited[at + added :] == text for at in range(len(text) + 1))


@many
@given(blocks(), st.data())
def test_removing_takes_the_lines_of_one_key(block: list[tuple[str, str]], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(block) - 1))
    text, key = text_of(block), block[number][0]
    edited = yaml.remove(text, (key,))
    assert same(yaml.read(edited), {name: value for name, value in yaml.read(text).items() if name != key})
    assert edited.startswith(text_of(block[:number]))
    assert edited.endswith(text_of(block[number + 1 :]))


@many
@given(blocks(), st.data(), scalars)
def test_lists_change_item_by_item(block: list[tuple[str, str]], data: st.DataObject, value: Any) -> None:
    text = text_of(block)
    old = yaml.read(text)
    lists = [key for key, items in old.items() if isinstance(items, list) and items]
    assume(lists)
    key = data.draw(st.sampled_from(lists))
    items: Any = old[key]
    index = data.draw(st.integers(0, len(items)))
    try:
        longer = yaml.insert_item(text, (key,), index, value)
    except EditRefused:
        assume(False)
    assert same(yaml.read(longer), {**old, key: [*items[:index], value, *items[index:]]})
    assert same(yaml.read(yaml.remove_item(longer, (key,), index)), old)
    last = len(items)
    moved = [*items[:index], *items[index:], value]
    assert same(yaml.read(yaml.move_item(longer, (key,), index, last)), {**old, key: moved})


@many
@given(st.dictionaries(keys, values, max_size=5))
def test_what_is_written_is_read_again(content: dict[str, Any]) -> None:
    text = ""
    for key, value in content.items():
        text = yaml.set_value(text, (key,), value)
    assert same(yaml.read(text), content)


@many
@given(st.text(st.sampled_from("ab:-?[]{},#&*!|>'\"%@ \t\n\r\\0\0\x85\ufeff"), max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        yaml.read(text)
    except FrontMatterError as error:
        assert error.line >= 1
        assert error.column >= 1
