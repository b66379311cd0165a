"""HTML as a list of lines in which only what a reader can notice differs: the common ground for comparing with Hugo."""

import re
from html.parser import HTMLParser

BLOCK_NAMES = """
address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html iframe legend li link main menu meta nav ol optgroup option p param pre section
source summary table tbody td tfoot th thead title tr track ul script style
"""
BLOCKS = frozenset(BLOCK_NAMES.split())
VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(VOID_NAMES.split())
BLANKS = re.compile(r"[ \t\r\n\f]+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, str]] = []
        self.pre = 0
        self.code = ""
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self.pre += 1
        if self.pre:
            found = re.search(r"language-(\S+)", dict(attrs).get("class") or "") if tag == "code" else None
            self.language = found[1] if found else self.language
            return
        self.pieces.append(("block" if tag in BLOCKS else "inline", f"<{tag}{_attributes(attrs)}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self.pre:
            self.pre -= 1
            if not self.pre:
                self.pieces.append(("block", f"<pre {self.language}>{self.code.rstrip(chr(10))}"))
                self.code = self.language = ""
            return
        if not self.pre and tag not in VOID:
            self.pieces.append(("block" if tag in BLOCKS else "inline", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if self.pre:
            self.code += data
        else:
            self.pieces.append(("text", data))

    def handle_comment(self, data: str) -> None:
        if not self.pre:
            self.pieces.append(("inline", f"<!--{data.strip()}-->"))


def _attributes(attrs: list[tuple[str, str | None]]) -> str:
    kept = {name: _value(name, value or "") for name, value in attrs}
    return "".join(f' {name}="{kept[name]}"' for name in sorted(kept))


def _value(name: str, value: str) -> str:
    if name == "class":
        return " ".join(sorted(value.split()))
    return re.sub(r"\s*([:;])\s*", r"\1", value).rstrip(";") if name == "style" else value


def normalised(html: str) -> list[str]:
    """`html` as tags and texts, without what the order of attributes, entities and white space between blocks change."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines: list[tuple[str, str]] = []
    text = ""
    for kind, value in [*reader.pieces, ("block", "")]:
        if kind == "text":
            text += value
            continue
        shown = BLANKS.sub(" ", text)
        if not lines or lines[-1][0] == "block":
            shown = shown.lstrip(" ")
        shown = shown.rstrip(" ") if kind == "block" else shown
        if shown:
            lines.append(("text", shown))
        lines.append((kind, value))
        text = ""
    return [value for _, value in lines if value]
