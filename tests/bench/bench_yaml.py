"""Figures for reading and editing YAML front matter: files a second on one core, and the twelve kinds of edit.

Run it as `python tests/bench/bench_yaml.py FOLDER...`; every file with a YAML block below the folders is taken.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from reviews.hugo import yaml  # noqa: E402
from reviews.hugo.errors import EditRefused, FrontMatterError  # noqa: E402
from reviews.hugo.values import Value  # noqa: E402
from reviews.hugo.yaml_proof import same  # noqa: E402

BLOCK = re.compile(rb"(?:\xef\xbb\xbf)?\s*---\r?\n(.*?)^---", re.S | re.M)
Edit = tuple[str, Callable[[], str], dict[str, Value]]


def texts(folders: list[str]) -> Iterator[str]:
    """Every YAML block below `folders` that can be read."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in (".md", ".markdown", ".html") and path.is_file():
                match = BLOCK.match(path.read_bytes())
                text = match[1].decode("utf-8", "surrogateescape") if match else ""
                if text and is_readable(text):
                    yield text


def is_readable(text: str) -> bool:
    try:
        yaml.read(text)
    except FrontMatterError:
        return False
    return True


def edits(text: str) -> Iterator[Edit]:
    """The twelve kinds of edit but the one of the body: name, action, what must be read afterwards."""
    old = yaml.read(text)
    names = {name.lower(): name for name in old}
    title, draft, date, tags = (names.get(name, name) for name in ("title", "draft", "date", "tags"))
    sets: list[tuple[str, str, Value]] = [
        ("title", title, 'A "new" title: yes'),
        ("draft", draft, not old.get(draft)),
        ("date", date, "2024-05-06T07:08:09+09:00"),
        ("add key", "zz_added", "some text"),
        ("add list", "zz_list", ["a b", "c"]),
    ]
    for name, key, value in sets:
        yield name, partial(yaml.set_value, text, (key,), value), {**old, key: value}
    if old:
        last = list(old)[-1]
        yield "delete key", lambda: yaml.remove(text, (last,)), {key: old[key] for key in old if key != last}
    items = old.get(tags)
    if isinstance(items, list) and items:
        yield from list_edits(text, tags, old, items)


def list_edits(text: str, tags: str, old: dict[str, Value], items: list[Value]) -> Iterator[Edit]:
    path, end = (tags,), len(items)
    yield "tag append", lambda: yaml.insert_item(text, path, end, "New Tag"), {**old, tags: [*items, "New Tag"]}
    yield "tag insert", lambda: yaml.insert_item(text, path, 0, "New Tag"), {**old, tags: ["New Tag", *items]}
    yield "tag remove first", lambda: yaml.remove_item(text, path, 0), {**old, tags: items[1:]}
    yield "tag remove last", lambda: yaml.remove_item(text, path, end - 1), {**old, tags: items[:-1]}
    yield "tag replace", lambda: yaml.set_value(text, path, [*items[:-1], "New"]), {**old, tags: [*items[:-1], "New"]}
    yield "tag move", lambda: yaml.move_item(text, path, 0, end - 1), {**old, tags: [*items[1:], items[0]]}


def touched(before: str, after: str) -> int:
    """How many lines an edit took away or put in, whichever is more."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    changes = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    return max(sum(code[2] - code[1] for code in changes), sum(code[4] - code[3] for code in changes))


def outcome(text: str, action: Callable[[], str], expected: dict[str, Value]) -> str:
    try:
        edited = action()
    except EditRefused:
        return "refused"
    if not same(yaml.read(edited), expected):
        return "WRONG"
    lines = touched(text, edited)
    return f"{lines if lines < 2 else '2+'} lines"


def rate(blocks: list[str], action: Callable[[str], object]) -> int:
    """Files a second, the best of five rounds."""
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        for text in blocks:
            action(text)
        best = min(best, time.process_time() - begun)
    return round(len(blocks) / best)


def main(folders: list[str]) -> None:
    blocks = list(texts(folders))
    figures = [
        ("read", rate(blocks, yaml.read)),
        ("set title", rate(blocks, lambda text: yaml.set_value(text, ("title",), "A new title: yes"))),
        ("add lastmod", rate(blocks, lambda text: yaml.set_value(text, ("lastmod",), "2024-05-06"))),
        ("set draft", rate(blocks, lambda text: yaml.set_value(text, ("draft",), "x"))),
    ]
    sys.stdout.write(f"{len(blocks)} files, {sum(map(len, blocks)) // max(1, len(blocks))} characters each\n")
    sys.stdout.writelines(f"{name:16} {figure:8} files/s\n" for name, figure in figures)
    counts: dict[str, Counter[str]] = {}
    for text in blocks:
        for name, action, expected in edits(text):
            counts.setdefault(name, Counter())[outcome(text, action, expected)] += 1
    sys.stdout.writelines(f"{name:16} {dict(sorted(count.items()))}\n" for name, count in counts.items())


if __name__ == "__main__":
    main(sys.argv[1:])
