"""Measure reading pages, walking a folder and finding clashes. Prints figures; asserts nothing.

python -m tests.bench.bench_pages [PAGES] [FILES]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from reviews.hugo.document import Document
from reviews.hugo.folder import Folder
from reviews.hugo.pages import Page, find_clashes, read_page
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_lists import complete_pages
from reviews.hugo.site_rules import Ancestors

_POST = """\
---
title: "Paper number {number}: 한국어 제목"
date: 2024-03-{day:02d}T10:00:00+09:00
lastmod: 2024-04-01
slug: paper-{number}
tags: [Vision, "Large Language Models", 리뷰]
categories: [Paper Review]
authors: [Kim]
math: true
weight: {number}
---
Body of the post.
"""
_SECTION = "---\ntitle: Posts\ncascade:\n  params:\n    toc: true\n---\n"
_CONFIGS = {
    "plain": {},
    "permalinks, cascade, two languages": {
        "permalinks": {"post": "/p/:year/:month/:slug/"},
        "cascade": {"target": {"path": "/post/**"}, "params": {"x": 1}},
        "languages": {"en": {"weight": 1}, "ko": {"weight": 2}},
        "timezone": "Asia/Seoul",
    },
}


def _timed(label: str, count: int, work: Callable[[], object], rounds: int = 3) -> None:
    """The best of some rounds, in seconds of a core: what others do on the machine counts as little as can be."""
    best = min(_seconds(work) for _ in range(rounds))
    sys.stdout.write(f"{label}: {count} in {best:.2f} s of a core, {count / best:,.0f}/s\n")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _documents(count: int) -> list[tuple[str, Document]]:
    found = []
    for number in range(count):
        document = Document.parse(_POST.format(number=number, day=number % 28 + 1).encode())
        document.front_matter  # noqa: B018 - parsing is measured elsewhere
        found.append((f"content/post/topic-{number % 50}/paper {number}/index.md", document))
    return found


def measure_pages(count: int) -> None:
    documents = _documents(count)
    home, section = Document.parse(b"---\ntitle: Home\n---\n"), Document.parse(_SECTION.encode())
    for label, raw in _CONFIGS.items():
        sys.stdout.write(f"{label}\n")
        _measure_site(
            SiteConfig.from_json({"raw": raw}),
            documents,
            (("content/_index.md", home), ("content/post/_index.md", section)),
        )


def _measure_site(config: SiteConfig, documents: list[tuple[str, Document]], ancestors: Ancestors) -> None:
    def read() -> list[Page]:
        return [read_page(config, path, document, ancestors) for path, document in documents]

    _timed("  read_page", len(documents), read)
    pages = read()
    _timed("  find_clashes", len(documents), lambda: find_clashes(pages))
    _timed("  complete_pages", len(documents), lambda: complete_pages(config, pages, datetime.now(UTC)))


def measure_walk(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-walk-") as name:
        root = Path(name)
        for number in range(count // 4):
            bundle = root / "content" / "post" / f"topic-{number % 100}" / f"paper-{number}"
            bundle.mkdir(parents=True)
            for file in ("index.md", "index.ko.md", "figure.png", "table.csv"):
                (bundle / file).write_bytes(b"x")
        folder = Folder.open(root)
        _timed("walk", count, lambda: sum(1 for _ in folder.walk()))
        _timed("write", 500, lambda: _write(folder, 500), rounds=1)


def _write(folder: Folder, count: int) -> None:
    for number in range(count):
        folder.write(f"content/new/{number}.md", b"x" * 2000)


if __name__ == "__main__":
    measure_pages(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    measure_walk(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
