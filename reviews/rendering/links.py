"""Links and images: brackets that open, and what the bracket that closes makes of them.

Strategy: https://spec.commonmark.org/0.31.2/#an-algorithm-for-parsing-nested-emphasis-and-links
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviews.rendering.delimiters import pair, with_elements
from reviews.rendering.references import BLANK, LABEL, Target, destination, title
from reviews.rendering.tokens import Token

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

DEEPEST_IMAGE = 50
FIRST = re.compile(r"[ \t\r]*(?:\n[ \t\r]*)?")


@dataclass(slots=True)
class Bracket:
    """An opening bracket: its token's index, the offset behind it, and how many runs stand before it."""

    token: int
    behind: int
    runs: int
    is_image: bool


def open_bracket(text: "Text", start: int) -> int:
    """`[` or `![`, which may open a link or an image."""
    is_image = text.src[start] == "!"
    if is_image and text.src[start + 1 : start + 2] != "[":
        return -1
    behind = start + 1 + is_image
    text.add("text", text.src[start:behind])
    text.brackets.append(Bracket(len(text.tokens) - 1, behind, len(text.runs), is_image))
    return behind


def close_bracket(text: "Text", start: int) -> int:
    """`]`: the offset behind the link or image that it ends, or -1 where it ends none."""
    if not text.brackets:
        return -1
    opener = text.brackets.pop()
    is_dead = not opener.is_image and len(text.brackets) < text.linked
    text.linked = min(text.linked, len(text.brackets))
    found = None if is_dead else _target(text, opener, start)
    if found is None:
        text.tokens[opener.token].markup = "+"
        return -1
    (address, words), end = found
    text.add("")
    text.tokens.pop()
    inside = text.runs[opener.runs :]
    del text.runs[opener.runs :]
    text.page.runs += len(inside)
    pair(inside)
    (_image if opener.is_image else _link)(text, opener, address, words)
    return end


def _link(text: "Text", opener: Bracket, address: str, words: str) -> None:
    token = text.tokens[opener.token]
    token.type, token.tag, token.nesting, token.content = "link_open", "a", 1, ""
    token.attrs = {"href": address, "title": words}
    text.tokens.append(Token("link_close", "a", -1))
    text.linked = len(text.brackets)


def _image(text: "Text", opener: Bracket, address: str, words: str) -> None:
    token = text.tokens[opener.token]
    inside = with_elements(text.tokens[opener.token + 1 :])
    del text.tokens[opener.token + 1 :]
    depth = 1 + max((child.level for child in inside), default=0)
    token.type, token.tag, token.content = "image", "img", ""
    token.attrs = {"src": address, "alt": "", "title": words}
    token.level = depth
    token.children = inside if depth < DEEPEST_IMAGE else []


def _target(text: "Text", opener: Bracket, start: int) -> tuple[Target, int] | None:
    """Where the link leads whose text ends at `start`, and the offset behind it."""
    src, references = text.src, text.page.references
    following = src[start + 1 : start + 2]
    if following == "(":
        found = _in_parentheses(src, start + 2)
        if found:
            return found
    if not references:
        return None
    label, end = src[opener.behind : start] if start - opener.behind < 1000 else "", start + 1
    if following == "[":
        if src.startswith("[]", end):
            end += 2
        elif other := LABEL.match(src, end):
            label, end = other[1], other.end()
    target = references.find(label)
    return (target, end) if target else None


def _in_parentheses(src: str, position: int) -> tuple[Target, int] | None:
    """`/address "title")`, all of it optional."""
    position = _skip(src, position)
    if src.startswith(")", position):
        return ("", ""), position + 1
    read = destination(src, position)
    if read is None:
        return None
    address, end = read
    position = _skip(src, end)
    words = ""
    if position > end and (named := title(src, position)):
        words, end = named
        position = _skip(src, end)
    return ((address, words), position + 1) if src.startswith(")", position) else None


def _skip(src: str, position: int) -> int:
    found = BLANK.match(src, position)
    return found.end() if found else position
