"""How fast pages render, sanitising and highlighting included: posts a second of one core, on real pages.

    python tests/bench/bench_rendering.py [--minimum BYTES] [--maximum BYTES]

Prints, for each corpus and for all: pages, their mean size, posts/s, MB/s, the same of Python-Markdown with its extensions
for tables, footnotes, definition lists, fences and code (neither sanitised nor with math), and a Python loop as a yardstick
for the machine (0.25 s where it is idle and recent).
"""

import argparse
import sys
import time
from pathlib import Path

import markdown

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from reviews.rendering import RenderOptions, render  # noqa: E402
from reviews.rendering.highlighting import _with_marks  # noqa: E402
from tests.bench.render_compare import CORPORA, bodies  # noqa: E402

UNSAFE = {"goldmark": {"renderer": {"unsafe": True}}}


def measure(texts: list[str]) -> tuple[float, int]:
    """Seconds of processor time, and bytes. Code is highlighted anew each time."""
    for text in texts[:20]:
        render(text, RenderOptions(markup=UNSAFE))
    _with_marks.cache_clear()
    start = time.process_time()
    for text in texts:
        render(text, RenderOptions(markup=UNSAFE, math="always"))
    return time.process_time() - start, sum(len(text.encode()) for text in texts)


def measure_python_markdown(texts: list[str]) -> float:
    """Seconds of processor time that Python-Markdown takes for the same."""
    extensions = ["extra", "codehilite", "toc", "sane_lists", "smarty"]
    start = time.process_time()
    for text in texts:
        markdown.markdown(text, extensions=extensions)
    return time.process_time() - start


def yardstick() -> float:
    start = time.process_time()
    total = 0
    for number in range(5_000_000):
        total += number
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minimum", type=int, default=2_000)
    parser.add_argument("--maximum", type=int, default=60_000)
    options = parser.parse_args()
    every: list[str] = []
    print(f"yardstick {yardstick():.2f} s")  # noqa: T201
    seed = ROOT.parent / "shared" / "seed"
    roots = {path.parent.name: path.parent for path in sorted(CORPORA.glob("*/content"))}
    corpora = {name: list(bodies(root).values()) for name, root in roots.items()}
    corpora["seed"] = [path.read_text("utf-8") for path in seed.rglob("*.md")] * 20
    for name, texts in corpora.items():
        chosen = [text for text in texts if options.minimum <= len(text.encode()) <= options.maximum]
        if chosen:
            report(name, chosen)
            every += chosen
    report("all", every)


def report(name: str, texts: list[str]) -> None:
    seconds, size = measure(texts)
    rate = len(texts) / seconds
    other = size / measure_python_markdown(texts) / 1e6
    sizes = f"{name:18s} {len(texts):5d} pages, {size // len(texts):6d} bytes"
    print(f"{sizes}: {rate:6.1f}/s, {size / seconds / 1e6:5.2f} MB/s; Python-Markdown {other:5.2f} MB/s")  # noqa: T201


if __name__ == "__main__":
    main()
