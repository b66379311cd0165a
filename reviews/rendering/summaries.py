"""Summary, word count and reading time of a page, as Hugo counts them.

https://gohugo.io/content-management/summaries/
"""

import math
import re
from dataclasses import dataclass
from html import unescape

from reviews.rendering.sanitising import TAGS

WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 213, 501
CLOSING = "</p>"
WORDS = re.compile(r"\S+")
LINE_ENDS = re.compile(r"</p>|<br>|<br />|<br/>|\n")


@dataclass(frozen=True)
class Summary:
    """The beginning of a page as HTML; `truncated` says whether more follows."""

    html: str
    truncated: bool


def divided(before: str, after: str) -> Summary:
    """The summary that the author marked off with `<!--more-->`."""
    return Summary(before.strip(), bool(after.strip()))


def automatic(html: str, length: int, cjk: bool) -> Summary:
    """As many whole paragraphs as hold `length` words, with all that stands between them."""
    count = position = 0
    while length > 0 and (end := html.find(CLOSING, position)) >= 0:
        for word in WORDS.finditer(html, position, end):
            count += _weight(word[0], cjk)
            if count >= length:
                return divided(html[: end + len(CLOSING)], html[end + len(CLOSING) :])
        position = end + len(CLOSING)
    return Summary(html.strip(), False)


def _weight(word: str, cjk: bool) -> int:
    """A word counts one; where the site has `hasCJKLanguage`, each character of a word that is not ASCII does."""
    if word in (">", "<", '"') or re.fullmatch(r"</?\w+[^>]*>?", word):
        return 0
    if not cjk:
        return 1
    word = TAGS.sub("", word)
    return 1 if word.isascii() else len(word)


def plain(html: str) -> str:
    """The text of a page without its tags, as Hugo's `.Plain`."""
    text = LINE_ENDS.sub(lambda found: "\n" if found[0] != "\n" else " ", html)
    return unescape(TAGS.sub("", text))


def count_words(text: str, cjk: bool) -> int:
    """Hugo's `.WordCount`."""
    words = text.split()
    if not cjk:
        return len(words)
    return sum(1 if word.isascii() else len(word) for word in words)


def reading_minutes(words: int, cjk: bool) -> int:
    """Hugo's `.ReadingTime`."""
    return math.floor(
        (words + (CHARACTERS_A_MINUTE if cjk else WORDS_A_MINUTE) - 1)
        / (CHARACTERS_A_MINUTE if cjk else WORDS_A_MINUTE)
    )
