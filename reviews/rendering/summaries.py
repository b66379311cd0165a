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
LINE_ENDS = re.compile(r"</p>|<br>|<br />|<br/>|\n")
VOID = frozenset("br col hr img input source track wbr".split())  # noqa: SIM905


SIGNS = str.maketrans(dict.fromkeys("‘’“”–—…«»", "-"))
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3041-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7fb\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)


@dataclass(frozen=True)
class Summary:
    """The beginning of a page as HTML; `truncated` says whether more follows."""

    html: str
    truncated: bool


def divided(before: str, after: str) -> Summary:
    """The summary that the author marked off with `<!--more-->`."""
    return Summary(before.strip(), bool(after.strip()))


def automatic(html: str, length: int, cjk: bool) -> Summary:
    """The beginning of a page with more than `length` words, cut behind a paragraph or behind the block around it."""
    count = position = 0
    while length > 0 and (end := html.find(CLOSING, position)) >= 0:
        end += len(CLOSING)
        count += count_words(TAGS.sub("", html[position:end]), cjk)
        if count > length:
            cut = _block_end(html, end)
            return divided(html[:cut], html[cut:])
        position = end
    return Summary(html.strip(), False)


def _block_end(html: str, position: int) -> int:
    """The end of the outermost element that is open at `position`, or `position`. `html` is well-formed."""
    depth = 0
    for tag in TAGS.finditer(html):
        if tag.start() >= position and depth <= 0:
            return position
        name = tag[0].strip("</>").split(" ", 1)[0]
        if name not in VOID:
            depth += -1 if tag[0].startswith("</") else 1
        if tag.start() >= position and depth <= 0:
            return tag.end()
    return position


def plain(html: str) -> str:
    """The text of a page without its tags, as Hugo's `.Plain`."""
    text = LINE_ENDS.sub(lambda found: "\n" if found[0] != "\n" else " ", html)
    return unescape(TAGS.sub("", text))


def is_cjk(body: str) -> bool:
    """Whether a body holds Chinese, Japanese or Korean: only then does `hasCJKLanguage` change how it is counted."""
    return CJK.search(body) is not None


def count_words(text: str, cjk: bool) -> int:
    """Hugo's `.WordCount`. It counts typographic signs as the entities that they are in its HTML: as ASCII."""
    words = text.translate(SIGNS).split() if cjk else text.split()
    if not cjk:
        return len(words)
    return sum(1 if word.isascii() else len(word) for word in words)


def reading_minutes(words: int, cjk: bool) -> int:
    """Hugo's `.ReadingTime`."""
    return math.ceil(words / (CHARACTERS_A_MINUTE if cjk else WORDS_A_MINUTE))
