"""Sites as people, tools and accidents leave them: what is accepted comes back byte for byte, the rest is named."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from tests.folders import Run, actions, report
from tests.hugo.twelve_edits import touched_lines
from tests.odd_files import odd_files
from tests.odd_names import make_odd_names

FILES = dict(odd_files())
SMALL = {name: data for name, data in FILES.items() if len(data) < 5000}
CONTROLS = set(map(chr, range(32))) - {"\n"}


def ending(name: str) -> str:
    return "org" if name.startswith("org") else "md"


def carried(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def come_back(site: Path, run: Run, out: Path, expected: dict[str, bytes]) -> dict[str, Any]:
    """Import twice, export elsewhere: what was not refused is there and nothing else; the refused, by path."""
    assert run("hugo_check", site)[0] in (0, 1)
    code, found = report(run, "hugo_import", site)
    refused = {row["path"]: row for row in found["actions"] if row["action"] == "refused"}
    assert code == 1
    _code, again = report(run, "hugo_import", site)
    assert set(actions(again).values()) == {"unchanged", "refused"}
    assert run("hugo_export", out)[0] == 0
    assert carried(out) == {path: data for path, data in expected.items() if path not in refused}
    assert set(actions(report(run, "hugo_sync", site)[1]).values()) == {"unchanged", "refused"}
    assert run("hugo_export", site)[0] == 0
    return refused


@pytest.mark.django_db
def test_odd_files_come_back_or_are_refused_by_file_line_and_remedy(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "hugo.toml").write_text('title = "x"\n')
    expected = {f"content/{name}.{ending(name)}": data for name, data in FILES.items()}
    for path, data in expected.items():
        (site / path).write_bytes(data)
    refused = come_back(site, run, tmp_path / "out", expected)
    assert 40 < len(refused) < 80
    for row in refused.values():
        assert row["line"] > 0, row
        assert len(row["reason"]) > 5, row
        assert "desk itself" not in row["reason"], row
        assert not CONTROLS & set(row["reason"]), row


@pytest.mark.django_db
def test_odd_names_come_back_or_are_refused(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    paths = make_odd_names(site)
    refused = come_back(site, run, tmp_path / "out", {path: (site / path).read_bytes() for path in paths})
    assert not paths & set(refused)
    assert len(refused) == 20
    assert all("; " in row["reason"] or "too long" in row["reason"] for row in refused.values()), refused


MOMENT = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
Edit = Callable[[Document], Document]
EDITS: dict[str, Edit] = {
    "title": lambda document: document.set("title", 'A "new": title # of it'),
    "a tag more": lambda document: document.append_item("tags", "added"),
    "a tag less": lambda document: document.remove_item("tags", 0),
    "date": lambda document: document.set_date("date", MOMENT, UTC),
    "draft": lambda document: document.set_draft(True),
    "a word": lambda document: document.edit_body(
        document.body.replace("\r\n", "\n").replace("\r", "\n").replace("A body", "The body")
    ),
}


def edited(data: bytes, name: str, edit: str) -> bytes | None:
    """The file after an edit at the desk; None where the edit is refused. Whatever comes out can be read again."""
    document = Document.parse(data, name)
    assert bytes(document) == data
    if document.error is not None:
        return None
    try:
        new = bytes(EDITS[edit](document))
    except EditRefused as error:
        assert str(error)
        return None
    assert Document.parse(new, name).error is None
    return new


# A value of several lines becomes one of one; a key that is missing in a file without front matter needs delimiters.
SEVERAL = {"yaml-of-double-quoted", "yaml-of-plain-multiline", "toml-of-multiline", "yaml-of-cascade"}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_touches_one_line_in_every_style(edit: str) -> None:
    for name, data in FILES.items():
        if Document.parse(data, f"{name}.md").format and name not in SEVERAL:
            new = edited(data, f"{name}.md", edit)
            assert new is None or touched_lines(data, new) <= 1 + (name == "whole-empty-front-cr"), name


@pytest.mark.parametrize("kind", ["toml", "yaml", "json"])
@pytest.mark.parametrize("edit", EDITS)
def test_no_edit_is_refused_in_a_plain_file(kind: str, edit: str) -> None:
    for name in (kind + "-" + end for end in ("plain", "crlf", "mixed", "unfinished", "bom", "nul", "trailing")):
        assert edited(FILES[name], f"{name}.md", edit) not in (None, FILES[name]), name


PIECES = st.sampled_from(
    [
        b"---", b"+++", b"\n", b"\r", b"\r\n", b'"', b"'", b"#", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a",
        b"|", b">", b"\\", b"\t", b"  ", b"\0", b"=", b".", b"!!str ", b'"""', b"'''", b"<<: ", b"title", b"Tags", b"~",
        b",", b"\xff", b"\xef\xbb\xbf", "\u2028".encode(), "\x85".encode(),
    ]
)  # fmt: skip
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), PIECES), min_size=1, max_size=4)


@given(st.sampled_from(sorted(SMALL)), CHANGES, st.sampled_from(sorted(EDITS)))
def test_a_damaged_file_is_read_edited_or_refused_and_nothing_else(
    name: str, changes: list[tuple[float, int, bytes]], edit: str
) -> None:
    data = SMALL[name]
    for where, gone, put in changes:
        at = int(where * len(data))
        data = data[:at] + put + data[at + gone :]
    edited(data, f"{name}.{ending(name)}", edit)


def test_the_odd_files_cover_what_they_say() -> None:
    formats = {Document.parse(data, f"x.{ending(name)}").format for name, data in FILES.items()}
    assert formats == {"", "toml", "yaml", "json", "org"}
    assert os.path.commonprefix(sorted(FILES)) == ""
    assert len(FILES) > 200
