"""What stands in angle brackets inside a text: addresses, and raw HTML.

https://spec.commonmark.org/0.31.2/#autolinks and #raw-html
"""

import re
from typing import TYPE_CHECKING

from reviews.rendering.starts import ATTRIBUTE

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\x00-\x20]*)>")
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
MAIL = re.compile(rf"<([a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{LABEL}(?:\.{LABEL})*)>")
TAG = re.compile(rf"<[a-zA-Z][a-zA-Z0-9-]*(?:{ATTRIBUTE})*+\s*/?>|</[a-zA-Z][a-zA-Z0-9-]*\s*>")
ENDINGS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))


def read_angle(text: "Text", start: int) -> int:
    """An address or a piece of HTML at `start`; the offset behind it, or -1."""
    src = text.src
    following = src[start + 1 : start + 2]
    if following.isascii() and following.isalnum() or following in ".!#$%&'*+/=?^_`{|}~-" and following not in "!?/":
        found = ADDRESS.match(src, start)
        mail = None if found else MAIL.match(src, start)
        if found or mail:
            return _link(text, found, mail)
    end = _html_end(text, start)
    if end > 0:
        text.add("html_inline", src[start:end])
    return end


def _link(text: "Text", found: re.Match[str] | None, mail: re.Match[str] | None) -> int:
    if found:
        text.link(found[1], found[1])
        return found.end()
    assert mail is not None
    text.link(f"mailto:{mail[1]}", mail[1])
    return mail.end()


def _html_end(text: "Text", start: int) -> int:
    src = text.src
    if not src.startswith(("<!", "<?"), start):
        found = TAG.match(src, start)
        return found.end() if found else -1
    if src.startswith(("<!-->", "<!--->"), start):
        return src.index(">", start) + 1
    for opening, closing in ENDINGS:
        if src.startswith(opening, start):
            return _behind(text, closing, start + (1 if closing == "?>" else len(opening)))
    third = src[start + 2 : start + 3]
    return _behind(text, ">", start + 2) if third.isascii() and third.isupper() else -1


def _behind(text: "Text", closing: str, position: int) -> int:
    """The offset behind the next `closing`, or -1. The last one is remembered, so that many openings stay linear."""
    if closing not in text.last:
        text.last[closing] = text.src.rfind(closing)
    return text.src.find(closing, position) + len(closing) if text.last[closing] >= position else -1
