"""How many content files a second one core splits and reads, and how many edits with proof it makes.

usage: python -m tests.bench.bench_documents [rounds]

Seconds of the processor, not of the clock. The files are those of the corpora, as they are (most of them YAML) and
translated to TOML and JSON.
"""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from reviews.hugo.document import Document
from tests.hugo.site_files import as_json, as_toml, corpus_files

T = TypeVar("T")
LARGE = {
    "20 MB one-line value": b'+++\ntitle = "' + b"x" * 20_000_000 + b'"\n+++\n',
    "20 MB body": b'+++\ntitle = "x"\n+++\n' + b"x" * 20_000_000,
    "100,000 lists in each other, TOML": b"+++\na = " + b"[" * 100_000 + b"]" * 100_000 + b"\n+++\n",
    "100,000 lists in each other, YAML": b"---\na: " + b"[" * 100_000 + b"]" * 100_000 + b"\n---\n",
    "100,000 maps in each other, JSON": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "1 MB list, TOML": b"+++\ntags = [" + b'"a", ' * 200_000 + b"]\n+++\n",
    "1 MB list, JSON": b'{"tags": [' + b'"a", ' * 200_000 + b'"b"]}\n',
    "80,000 keys, TOML": b"+++\n" + b"".join(b"k%d = 1\n" % number for number in range(80_000)) + b"+++\n",
}
EDITS: dict[str, Callable[[Document], Document]] = {
    "title": lambda document: document.set("title", "Another title"),
    "new key": lambda document: document.set("reviewedby", "Bob"),
    "draft": lambda document: document.set_draft(True),
    "append tag": lambda document: document.append_item("tags", "New"),
}


def main(rounds: int) -> None:
    originals = [Document.parse(file.read_bytes(), file.name) for file in corpus_files()]
    originals = [document for document in originals if document.error is None and document.front_matter]
    sets = {
        "yaml": [document for document in originals if document.format == "yaml"],
        "toml": [as_toml(document) for document in originals],
        "json": [as_json(document) for document in originals],
    }
    for kind, documents in sets.items():
        _report(f"{kind}: split and read", rounds, (bytes(each) for each in documents), _read)
        for name, edit in EDITS.items():
            fresh = [Document.parse(bytes(each)) for each in documents]
            _report(f"{kind}: {name}, proved", rounds, fresh, edit)
    for name, data in LARGE.items():
        start = time.process_time()
        outcome = Document.parse(data).error or "read"
        print(f"{name:38} {time.process_time() - start:8.2f} s   {outcome}")


def _read(data: bytes) -> None:
    assert Document.parse(data).front_matter


def _report(label: str, rounds: int, things: Iterable[T], action: Callable[[T], object]) -> None:
    things = list(things)
    best = min(_seconds(things, action) for _ in range(rounds))
    print(f"{label:38} {len(things) / best:8,.0f} a second")


def _seconds(things: Sequence[T], action: Callable[[T], object]) -> float:
    start = time.process_time()
    for thing in things:
        action(thing)
    return time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
