"""Ids of headings and the table of contents, as Hugo makes them."""

import unicodedata
from collections.abc import Callable, Iterable

from reviews.rendering.characters import escape
from reviews.rendering.options import Heading


class Ids:
    """Hands out ids, each once: a name that is taken gets -1, -2, ... `clean` is applied to each text first.

    Rule: https://gohugo.io/configuration/markup/#parserautoidtype
    """

    def __init__(self, kind: str = "github", clean: Callable[[str], str] = str) -> None:
        self.kind = kind
        self.clean = clean
        self.taken: dict[str, int] = {}

    def take(self, name: str) -> None:
        """Marks a name that the author chose."""
        self.taken.setdefault(name, 0)

    def make(self, text: str, fallback: str = "heading") -> str:
        """An id for a heading with this text."""
        name = anchor(self.clean(text), self.kind) or fallback
        made = name
        if name in self.taken:
            count = self.taken[name]
            while made in self.taken:
                count += 1
                made = f"{name}-{count}"
            self.taken[name] = count
        self.taken.setdefault(made, 0)
        return made


def anchor(text: str, kind: str = "github") -> str:
    """`text` as an id: letters, digits and underscores in lower case, blanks and hyphens as hyphens, nothing else."""
    if kind == "blackfriday":
        return _blackfriday(text)
    if kind == "github-ascii":
        decomposed = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))
        text = "".join(char for char in text if char.isascii())
    return "".join(_anchor_char(char) for char in text)


def _anchor_char(char: str) -> str:
    if char in "- \t":
        return "-"
    lower = char.lower()
    return (lower if len(lower) == 1 else char) if char == "_" or char.isalpha() or char.isdecimal() else ""


def _blackfriday(text: str) -> str:
    """Runs of anything else become one hyphen, none at the ends."""
    kept = "".join(char.lower() if char.isalpha() or char.isdecimal() else " " for char in text)
    return "-".join(kept.split())


def contents(headings: Iterable[Heading], start: int, end: int, ordered: bool) -> str:
    """The table of contents of a page as Hugo's `.TableOfContents` writes it."""
    tag = "ol" if ordered else "ul"
    parts: list[str] = []
    depth = 0
    for heading in _with_steps(list(headings), start, end):
        level = heading.level - start + 1
        parts += _climb(depth, level, tag)
        depth = level
        if heading.text or heading.html or heading.id:
            parts.append(f'<a href="#{escape(heading.id)}">{heading.html}</a>')
    parts.append(f"</li></{tag}>" * depth)
    return f'<nav id="TableOfContents">{"".join(parts)}</nav>'


def _climb(depth: int, level: int, tag: str) -> list[str]:
    """The tags between an entry at `depth` and the next one at `level`."""
    if level > depth:
        return [f"<{tag}><li>"] * (level - depth)
    return [f"</li></{tag}>"] * (depth - level) + ["</li><li>"]


def _with_steps(headings: list[Heading], start: int, end: int) -> list[Heading]:
    return [heading for heading in headings if start <= heading.level <= (end if end > 0 else 6)]
