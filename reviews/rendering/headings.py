"""Ids of headings and the table of contents, as Hugo makes them."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

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
    if char in "- ":
        return "-"
    lower = char.lower()
    return (lower if len(lower) == 1 else char) if char == "_" or char.isalpha() or char.isdecimal() else ""


def _blackfriday(text: str) -> str:
    """Runs of anything else become one hyphen, none at the ends."""
    kept = "".join(char.lower() if unicodedata.category(char)[0] in "LN" else " " for char in text)
    return "-".join(kept.split())


@dataclass
class _Entry:
    """One place in the contents. Where a level is skipped, a place without a heading stands for it."""

    heading: Heading | None = None
    children: "list[_Entry]" = field(default_factory=list)


def contents(headings: Iterable[Heading], start: int, end: int, ordered: bool) -> str:
    """The table of contents of a page as Hugo's `.TableOfContents` writes it: levels `start` to `end` (-1: all)."""
    root = _Entry()
    for heading in headings:
        entry = root
        for _ in range(heading.level - 1):
            if not entry.children:
                entry.children.append(_Entry())
            entry = entry.children[-1]
        entry.children.append(_Entry(heading))
    tag = "ol" if ordered else "ul"
    return f'<nav id="TableOfContents">{_list(root.children, 1, start, end if end > 0 else 6, tag)}</nav>'


def _list(entries: list[_Entry], level: int, start: int, end: int, tag: str) -> str:
    if level < start:
        return "".join(_list(entry.children, level + 1, start, end, tag) for entry in entries)
    if level > end or not entries:
        return ""
    items = (f"<li>{_link(entry.heading)}{_list(entry.children, level + 1, start, end, tag)}</li>" for entry in entries)
    return f"<{tag}>{''.join(items)}</{tag}>"


def _link(heading: Heading | None) -> str:
    if heading is None or not heading.html:
        return ""
    return f'<a href="#{escape(heading.id)}">{heading.html}</a>'
