"""YAML front matter is read as Hugo reads it; the rows in golden_yaml/ are Hugo's own answers."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviews.hugo import yaml
from reviews.hugo.errors import FrontMatterError
from tests.hugo.test_yaml_hugo import encoded, rows, same

SHARED = Path(__file__).parents[3] / "shared"


def read(text: str) -> Any:
    """Our value in the spelling of the golden rows, None where we refuse."""
    try:
        return encoded(yaml.read(text))
    except FrontMatterError:
        return None


@pytest.mark.parametrize("row", rows("accepted"), ids=lambda row: repr(row["text"])[:60])
def test_what_hugo_reads_has_hugos_values_and_types(row: dict[str, Any]) -> None:
    assert same(read(row["text"]), row["value"])


@pytest.mark.parametrize("row", rows("refused"), ids=lambda row: repr(row["text"])[:60])
def test_what_hugo_refuses_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(FrontMatterError) as refused:
        yaml.read(row["text"])
    assert refused.value.line >= 1
    assert refused.value.column >= 1
    assert refused.value.message


def test_the_line_of_nearly_every_refusal_is_hugos() -> None:
    lines = []
    for row in rows("refused"):
        with pytest.raises(FrontMatterError) as refused:
            yaml.read(row["text"])
        lines.append(refused.value.line == row["at"][0])
    assert sum(lines) >= 0.93 * len(lines)


@pytest.mark.parametrize("row", rows("different"), ids=lambda row: repr(row["text"])[:60])
def test_the_known_differences_are_still_there_or_the_row_must_move(row: dict[str, Any]) -> None:
    assert not same(read(row["text"]), row.get("value"))


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("title: x\ntitle: y\n", 2, 1, "twice"),
        ("title: Foo: Bar\n", 1, 8, "quotes"),
        ("title: x\n\ttags: y\n", 2, 1, "tab"),
        ('title: "x\ndraft: true\n', 1, 8, "never closed"),
        ("tags: [a, b\n", 1, 7, "not closed"),
        ("a: 1\r\nb: @x\r\n", 2, 4, "quotes"),
        ("- a\n- b\n", 1, 1, "map of keys"),
        ("한국: 1\nb: *nope\n", 2, 4, "alias"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_where(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(FrontMatterError) as refused:
        yaml.read(text)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert words in refused.value.message


def test_invalid_utf_8_reads_as_the_replacement_character() -> None:
    assert yaml.read(b'title: "caf\xe9"\n'.decode("utf-8", "surrogateescape")) == {"title": "caf\ufffd"}


def test_a_nul_is_a_letter() -> None:
    assert yaml.read('title: "N\0UL"\n') == {"title": "N\0UL"}


def bomb(levels: int) -> str:
    lines = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, levels))
    return f"a0: &a0 [x]\n{lines}"


PAYLOADS = {
    "aliases of aliases": bomb(12),
    "a chain of aliases": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 5_000)),
    "nested lists": "a: " + "[" * 100_000 + "]" * 100_000,
    "lists never closed": "a: " + "[" * 100_000,
    "nested maps": "{a: " * 100_000,
    "dashes": "a:\n" + "- " * 100_000,
    "question marks": "? " * 100_000,
    "one long line": "a: " + "word " * 400_000,
    "many keys": "".join(f"k{i}: v\n" for i in range(20_000)),
    "control characters": "a: " + "\0" * 200_000,
    "flow keys to be split": "a: {" + "b:c," * 3_000 + "}",
    "tabs": "a:\n" + "-\tx\n" * 5_000,
    "digits": "a: " + "1" * 1_000_000,
    "stars": "a: " + "*" * 200_000,
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_hostile_front_matter_is_read_or_refused_in_bounded_time(payload: str) -> None:
    begun = time.process_time()
    try:
        yaml.read(payload)
    except FrontMatterError as error:
        assert error.message
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("aliases of aliases", "aliases"),
        ("a chain of aliases", "aliases"),
        ("nested lists", "nested"),
        ("nested maps", "nested"),
        ("dashes", "nested"),
    ],
)
def test_what_would_fill_memory_or_stack_is_refused_with_its_reason(name: str, words: str) -> None:
    with pytest.raises(FrontMatterError, match=words):
        yaml.read(PAYLOADS[name])


def test_many_aliases_of_a_word_are_no_bomb() -> None:
    assert len(yaml.read(f"a: &x y\nb: [{', '.join(['*x'] * 9_000)}]\n")["b"]) == 9_000  # type: ignore[arg-type]


def test_what_aliases_share_is_shared_in_memory_too() -> None:
    values = yaml.read("a: &x {b: 1}\nc: *x\n")
    assert values["a"] == values["c"] == {"b": 1}


def trap_pages() -> Iterator[tuple[str, str, Any]]:
    """Path, YAML block and Hugo's params (None: not known) of every page of the site of traps in values."""
    for site in (SHARED / "cases" / "traps" / "site1",):
        answers = json.loads((site.parent / f"{site.name}.hugo.json").read_text())
        params = {page.get("file"): page.get("params") for page in answers["pages"]}
        for path in sorted((site / "content").rglob("*.md")):
            match = re.match(rb"---\n(.*?)^---", path.read_bytes(), re.S | re.M)
            if match:
                name = str(path.relative_to(site / "content"))
                yield name, match[1].decode("utf-8", "surrogateescape"), params.get(name)


@pytest.mark.skipif(not SHARED.exists(), reason="the sites of traps are not here")
def test_the_values_of_every_trap_are_hugos() -> None:
    pages = list(trap_pages())
    assert len(pages) > 50
    for name, text, params in pages:
        for key, value in (read(text) if params is not None else {}).items():
            is_date = key.lower().endswith(("date", "lastmod", "published", "modified"))
            if type(params.get(key.lower())) is type(value) and not is_date:
                assert params[key.lower()] == value, (name, key)
