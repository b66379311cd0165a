"""Typographic quotation marks, dashes and dots, as goldmark's typographer sets them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviews.rendering.characters import ASCII_PUNCTUATION, is_only_punctuation, is_space
from reviews.rendering.delimiters import flanking

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

SIGNS = (("---", "emdash"), ("...", "ellipsis"), ("--", "endash"), ("<<", "leftanglequote"), (">>", "rightanglequote"))
ELISIONS = "tenl"
SHORT_ENDINGS = "smtd"
LONGEST_RUN = 64
RUNS = {char: re.compile(f"{char}+") for char in "'\""}
LONG_ENDINGS = ("ve", "ll", "re")


@dataclass(frozen=True)
class _Quote:
    """A quotation mark in its line: the character before it, the rest of the line after it, and what it may do."""

    before: str
    rest: str
    can_open: bool
    can_close: bool

    @property
    def only_opens(self) -> bool:
        return self.can_open and not self.can_close

    @property
    def closes(self) -> bool:
        """It closes for sure, or it stands between two signs (`"x".)`) and then closes too."""
        if not self.can_close or not self.can_open:
            return self.can_close
        after, second = self.rest[:1], self.rest[1:2]
        return bool(after) and is_only_punctuation(after) and (not second or _is_ascii_end(second))


class Typographer:
    """Sets the signs of one site. Counts of open quotation marks are kept over the whole page, as Hugo's are."""

    def __init__(self, signs: dict[str, str]) -> None:
        self.signs = signs

    def read_sign(self, text: "Text", start: int) -> int:
        """Dashes, dots and angle quotes; the offset behind what was replaced, or -1."""
        for sign, name in SIGNS:
            if text.src.startswith(sign, start):
                text.add("sign").content = self.signs[name]
                return start + len(sign)
        return -1

    def read_quote(self, text: "Text", start: int) -> int:
        """A quotation mark or an apostrophe."""
        src, limit, char = text.src, len(text.src), text.src[start]
        run = RUNS[char].match(src, start, start + LONGEST_RUN)
        can_open, can_close = flanking(src, start, run.end() if run else start + 1, limit)
        line_end = src.find("\n", start, start + 8)
        rest = src[start + 1 : start + 8 if line_end < 0 else line_end + 1]
        quote = _Quote(src[start - 1] if start else "\n", rest, can_open, can_close)
        counts = text.page.quotes
        name = self._single(quote, counts) if char == "'" else self._double(quote, counts)
        if not name:
            return -1
        text.add("sign").content = self.signs[name]
        return start + 1

    def _single(self, quote: _Quote, counts: dict[str, int]) -> str:
        if _is_apostrophe(quote):
            return "apostrophe"
        if quote.only_opens:
            if _is_ending(quote.rest):
                return "rightsinglequote"
            counts["'"] += 1
            return "leftsinglequote"
        if len(quote.rest.encode()) > 1 and not quote.rest[0].isdecimal():
            return "rightsinglequote"
        if counts["'"] > 0 and quote.closes:
            counts["'"] -= 1
            return "rightsinglequote"
        return ""

    def _double(self, quote: _Quote, counts: dict[str, int]) -> str:
        if quote.only_opens:
            counts['"'] += 1
            return "leftdoublequote"
        if counts['"'] > 0 and quote.closes:
            if quote.rest[:1] == '"' and quote.before.isdecimal():
                return ""
            counts['"'] -= 1
            return "rightdoublequote"
        return ""


def _is_ascii_end(char: str) -> bool:
    return char in ASCII_PUNCTUATION or char in " \t\n\v\f\r"


def _is_apostrophe(quote: _Quote) -> bool:
    """'90s, 'twas and 'em, it's."""
    before, rest = quote.before, quote.rest
    if quote.only_opens and rest[:2].isdecimal() and rest[2:3] == "s" and _ends(rest[3:4]):
        return True
    if rest and (is_only_punctuation(before) or is_space(before)) and rest[0] in ELISIONS:
        return True
    return bool(rest) and (before.isdecimal() or before.isalpha()) and rest[0].isalpha()


def _ends(char: str) -> bool:
    return not char or is_space(char) or char in ASCII_PUNCTUATION or is_only_punctuation(char)


def _is_ending(rest: str) -> bool:
    """'s, 'm, 't, 'd and 've, 'll, 're with an end after them."""
    if rest[:1] and rest[0] in SHORT_ENDINGS and (len(rest) < 2 or _is_ascii_end(rest[1])):
        return True
    return rest[:2] in LONG_ENDINGS and (len(rest) < 3 or _is_ascii_end(rest[2]))
