"""What a reader's program finds in one of our pages: heading, main text, the links of its entries, by microformat."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
UNSEEN = frozenset(("script", "style", "annotation", "template"))


@dataclass
class _Open:
    tag: str
    classes: frozenset[str]


@dataclass
class Found:
    """The texts have their white space folded."""

    title: str = ""
    heading: str = ""
    content: str = ""
    entries: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """`inside` is the class or tag whose text is the main text."""

    def __init__(self, inside: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = inside
        self.open: list[_Open] = []
        self.headings = 0
        self.texts: dict[str, list[str]] = {"title": [], "h1": [], "content": []}
        self.found = Found()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.headings += tag == "h1"
        classes = frozenset((values.get("class") or "").split())
        if tag not in VOID:
            self.open.append(_Open(tag, classes))
        for texts in self.texts.values():
            texts.append(" ") if tag not in {"a", "em", "strong", "code", "span", "b", "i"} else None
        around = {name for each in self.open for name in each.classes}
        if tag == "a" and "u-url" in classes and "h-entry" in around:
            self.found.entries.append(values.get("href") or "")
        is_topic = "cols" in around and any(each.tag in {"h2", "h3"} for each in self.open)
        if tag == "a" and ("index" in around or "terms" in around or is_topic):
            self.found.terms.append(values.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position].tag == tag:
                del self.open[position:]
                break

    def handle_data(self, data: str) -> None:
        tags = {each.tag for each in self.open}
        if tags & UNSEEN:
            return
        if "title" in tags and "svg" not in tags:
            self.texts["title"].append(data)
        if "h1" in tags and self.headings == 1 and not self._inside():
            self.texts["h1"].append(data)
        if self._inside():
            self.texts["content"].append(data)

    def _inside(self) -> bool:
        return any(self.inside in {each.tag, *each.classes} for each in self.open)


def read(html: str, inside: str = "e-content") -> Found:
    """What stands in `html`."""
    reader = _Reader(inside)
    reader.feed(html)
    reader.close()
    found = reader.found
    found.title, found.heading = folded(reader.texts["title"]), folded(reader.texts["h1"])
    found.content = folded(reader.texts["content"])
    return found


def folded(texts: list[str] | str) -> str:
    """The text with every run of white space one blank."""
    return re.sub(r"\s+", " ", "".join(texts)).strip()
