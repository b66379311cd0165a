"""A second opinion: tomlkit, which shares no line with our reader or editor, must read the same before and after an edit."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tomlkit

from reviews.hugo.document import Document

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "reviews/demo/site/content", ROOT.parent / "shared/corpora", ROOT.parent / "shared/seed"]

Edit = Callable[[Document], Document]
EDITS: dict[str, tuple[Edit, Callable[[dict[str, object]], None]]] = {
    "title": (lambda d: d.set("title", 'ㄱ "x" \\'), lambda v: v.update(title='ㄱ "x" \\')),
    "new key": (lambda d: d.set("zz_new", [1, "b"]), lambda v: v.update(zz_new=[1, "b"])),
    "nested key": (lambda d: d.set(("zz", "deep"), True), lambda v: v.update(zz={"deep": True})),
    "gone": (lambda d: d.remove("title"), lambda v: v.pop("title", None)),
}


def toml_documents() -> list[Document]:
    files = [file for folder in FOLDERS if folder.is_dir() for file in sorted(folder.rglob("*.md"))]
    documents = [Document.parse(file.read_bytes(), file.name) for file in files]
    return [document for document in documents if document.format == "toml" and document.error is None]


def second_reading(document: Document) -> dict[str, object]:
    return dict(tomlkit.parse(document.front_matter_text.replace("\r\n", "\n")).unwrap())


def test_there_are_toml_files_to_judge() -> None:
    assert len(toml_documents()) >= 5


@pytest.mark.parametrize("name", EDITS)
def test_tomlkit_reads_what_was_meant(name: str) -> None:
    edit, change = EDITS[name]
    for document in toml_documents():
        expected = second_reading(document)
        spelled = {key.lower(): key for key in expected}
        if "title" in spelled and spelled["title"] != "title":
            continue
        change(expected)
        assert second_reading(edit(document)) == expected, document.name
