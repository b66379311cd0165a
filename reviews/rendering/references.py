"""Where links lead: destinations, titles and labels, and the definitions `[label]: destination "title"`.

https://spec.commonmark.org/0.31.2/#link-reference-definitions
"""

import re

from reviews.rendering.characters import plain

LONGEST_LABEL = 999
MOST_PARENTHESES = 32
BRACKETED = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
STOPS = re.compile(r"[\x00-\x20\x7f()\\]")
BLANK = re.compile(r"[ \t\r]*(?:\n[ \t\r]*)?")
IN_LINE = re.compile(r"[ \t\r]*")
LINE_END = re.compile(r"[ \t\r]*(?:\n|\Z)")
SPACES = re.compile(r"[ \t\r\n]+")
TITLES = {
    '"': re.compile(r'"((?:[^"\\]|\\.)*)"', re.S),
    "'": re.compile(r"'((?:[^'\\]|\\.)*)'", re.S),
    "(": re.compile(r"\(((?:[^()\\]|\\.)*)\)", re.S),
}
LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999})\]", re.S)
Target = tuple[str, str]


class References(dict[str, Target]):
    """The destination and title for each label of a page; of several definitions the first counts."""

    def find(self, label: str) -> Target | None:
        """Labels agree where they differ in case and in runs of white space only."""
        return self.get(normal(label)) if len(label) <= LONGEST_LABEL else None


def normal(label: str) -> str:
    return SPACES.sub(" ", label.strip()).casefold()


def destination(text: str, position: int) -> tuple[str, int] | None:
    """The destination that begins at `position`, and the offset behind it."""
    if text.startswith("<", position):
        found = BRACKETED.match(text, position)
        return (plain(found[1]), found.end()) if found else None
    start, depth = position, 0
    while found := STOPS.search(text, position):
        char, position = found[0], found.start()
        if char == "\\":
            position += 1
            if position < len(text) and text[position] > " ":
                position += 1
            continue
        if char == "(":
            depth += 1
            if depth > MOST_PARENTHESES:
                return None
        elif char == ")" and depth:
            depth -= 1
        else:
            break
        position += 1
    else:
        position = len(text)
    if position == start:
        return None
    return plain(text[start:position]), position


def title(text: str, position: int) -> tuple[str, int] | None:
    """The title that begins at `position`, and the offset behind it."""
    pattern = TITLES.get(text[position : position + 1])
    found = pattern.match(text, position) if pattern else None
    return (plain(found[1]), found.end()) if found else None


def take_definitions(lines: list[str], references: References) -> list[str]:
    """Takes the definitions at the beginning of a paragraph into `references`; what is left of its lines."""
    text = "\n".join([line.lstrip(" \t") for line in lines])
    position = 0
    while text.startswith("[", position):
        end = _definition(text, position, references)
        if end < 0:
            break
        position = end
    if not position:
        return lines
    return text[position:].split("\n") if position < len(text) else []


def _definition(text: str, position: int, references: References) -> int:
    """The offset behind the definition at `position` and behind its line, or -1."""
    label = LABEL.match(text, position)
    if label is None or not label[1].strip() or not text.startswith(":", label.end()):
        return -1
    where = destination(text, _behind(BLANK, text, label.end() + 1))
    if where is None:
        return -1
    address, behind = where
    read = _title(text, behind)
    if read is None:
        return -1
    words, end = read
    references.setdefault(normal(label[1]), (address, words))
    return end


def _title(text: str, position: int) -> tuple[str, int] | None:
    """The title (or "") behind a destination, and the offset of the next line; None where other text follows."""
    start = _behind(BLANK, text, position)
    found = title(text, start) if start > position else None
    if found:
        end = LINE_END.match(text, found[1])
        if end:
            return found[0], end.end()
    end = LINE_END.match(text, position)
    return ("", end.end()) if end else None


def _behind(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
