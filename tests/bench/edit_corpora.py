"""Twelve kinds of edit on every content file of the corpora, as it is and translated to TOML and JSON: how many are
wrong, how many lines they touch.

usage: python -m tests.bench.edit_corpora [every Nth file] [kinds, as "toml json"]
"""

import sys
from collections import Counter

from reviews.hugo.changes import same
from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from tests.hugo.site_files import as_json, as_toml, corpus_files
from tests.hugo.twelve_edits import EDITS, touched_lines


def main(step: int, kinds: str) -> None:
    counts: Counter[str] = Counter()
    lines: dict[str, Counter[int]] = {}
    for file in corpus_files()[::step]:
        original = Document.parse(file.read_bytes(), file.name)
        if original.error is not None:
            counts["refused by Hugo"] += 1
            continue
        for kind, document in (("as it is", original), ("toml", as_toml(original)), ("json", as_json(original))):
            if kind not in kinds:
                continue
            if document.error is not None:
                print("TRANSLATION", file, kind, document.error)
                continue
            for name in EDITS:
                result = edit_once(document, name)
                counts[result if result.startswith("wrong") or result == "refused" else "right"] += 1
                if result.startswith(("wrong", "refused")):
                    print(result, "|", name, "|", kind, "|", file)
                elif result.isdigit():
                    lines.setdefault(f"{kind:9} {name}", Counter())[int(result)] += 1
    print(dict(counts))
    for row, spread in sorted(lines.items()):
        print(f"{row:28}", dict(sorted(spread.items())))


def edit_once(document: Document, name: str) -> str:
    """The number of lines that an edit touched, or what was wrong with it."""
    try:
        outcome = EDITS[name](document)
    except EditRefused as error:
        return f"refused: {error}"
    if outcome is None:
        return "no case"
    new = Document.parse(bytes(outcome.document))
    if new.error is not None or not same(new.front_matter, outcome.front_matter) or new.body != outcome.body:
        return f"wrong: {new.error}"
    return str(touched_lines(bytes(outcome.old), bytes(new)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1, sys.argv[2] if len(sys.argv) > 2 else "as it is, toml, json")
