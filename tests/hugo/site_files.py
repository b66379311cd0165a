"""Content files of real sites for the tests, as they are and translated into another front matter format."""

import json
from datetime import date, datetime, time
from pathlib import Path

from reviews.hugo.document import Document
from reviews.hugo.split import PAGE_EXTENSIONS
from reviews.hugo.toml_write import Style, write_key, write_value
from reviews.hugo.values import Value

SHARED = Path(__file__).resolve().parents[3] / "shared"


def corpus_files() -> list[Path]:
    """Every content file of the real sites that lie beside the project; empty where there are none."""
    roots = [SHARED / "corpora", SHARED / "seed"]
    found = (file for root in roots for file in root.rglob("*") if file.suffix.lower() in PAGE_EXTENSIONS)
    return sorted(file for file in found if file.is_file() and "/layouts/" not in str(file))


def as_toml(document: Document) -> Document:
    """The same content with TOML front matter, written as people write it.

    Keys, then tables; long lists one item a line.
    """
    lines = list(_pairs(document.front_matter))
    for key, value in document.front_matter.items():
        if isinstance(value, dict):
            lines += ["", f"[{write_key(key)}]", *("  " + line for line in _pairs(value, inline=True))]
    text = "".join(line + "\n" for line in lines)
    return Document.parse(f"+++\n{text}+++\n".encode() + document.parts.body)


def _pairs(values: dict[str, Value], inline: bool = False) -> list[str]:
    return [
        f"{write_key(key)} = {_written(value)}"
        for key, value in values.items()
        if value is not None and (inline or not isinstance(value, dict))
    ]


def _written(value: Value) -> str:
    if isinstance(value, list):
        value = [each for each in value if each is not None]
        return write_value(value, Style(indent="  ", comma_at_end=len(value) % 2 == 0) if len(value) > 2 else Style())
    if isinstance(value, dict):
        return write_value({key: each for key, each in value.items() if each is not None})
    return write_value(value)


def as_json(document: Document) -> Document:
    """The same content with JSON front matter."""
    text = json.dumps(document.front_matter, ensure_ascii=False, indent=2, default=_plain)
    return Document.parse(text.encode() + b"\n" + document.parts.body)


def _plain(value: date | datetime | time) -> str:
    return value.isoformat()
