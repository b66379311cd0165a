"""Addresses written bare in the text, found where goldmark's linkify finds them."""

import re
from typing import TYPE_CHECKING

from reviews.rendering.characters import ASCII_PUNCTUATION

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
TAIL_SIGNS = r"-a-zA-Z0-9@:%_+.~#!?&/=();,'\">^{}\[\]`"
WWW = re.compile(rf"www\.{HOST}(?:[/#?][{TAIL_SIGNS}]*)?")
URL = re.compile(rf"(?:http|https|ftp)://{HOST}(?::\d+)?(?:[/#?][{TAIL_SIGNS}$]*)?")
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
MAIL = re.compile(rf"[!#-'*+/-9=?A-Z^-~.-]+@{LABEL}(?:\.{LABEL})*")
MAIL_NAME = r"[!#-'*+/-9=?A-Z^-~.-]"
STARTS = re.compile(r"https?:|ftp:|www\.")
TRAILING = "?!.,:*_~"
LONGEST_MAIL_NAME = 256


def read_bare(text: "Text", start: int, protocol: str) -> int:
    """Makes a link of the address that begins at `start`; the offset behind it, or -1 where none does."""
    if text.brackets:
        return -1
    found = _find(text.src, start, len(text.src))
    if found is None:
        return -1
    end, prefix = found
    shown = text.src[start:end]
    text.link(f"{protocol}://{shown}" if prefix == "www" else prefix + shown, shown)
    return end


def _find(src: str, start: int, limit: int) -> tuple[int, str] | None:
    """The end of the address at `start` and what its link needs in front ("www" stands for the site's protocol)."""
    if STARTS.match(src, start, limit):
        found, prefix = URL.match(src, start, limit), ""
        if found is None and src.startswith("www.", start):
            found, prefix = WWW.match(src, start, limit), "www"
        if found is not None:
            return _without_closing(src, start, _without_trailing(src, start, found.end())), prefix
    end = _mail_end(src, start, limit)
    return None if end < 0 else (_without_trailing(src, start, end), "mailto:")


def _mail_end(src: str, start: int, limit: int) -> int:
    if src[start] in ASCII_PUNCTUATION:
        return -1
    at = src.find("@", start, min(limit, start + LONGEST_MAIL_NAME))
    found = MAIL.match(src, start, limit) if at > start else None
    if found is None or "." not in src[src.index("@", start) : found.end() - 1]:
        return -1
    end = found.end()
    return -1 if end < limit and src[end] in "-_" else end


def _without_closing(src: str, start: int, end: int) -> int:
    """Drops a last dot, closing parentheses that nothing opened, and an entity at the end."""
    last = src[end - 1]
    if last == ".":
        return end - 1
    if last == ")":
        return end - max(0, src.count(")", start, end) - src.count("(", start, end))
    if last == ";":
        name = end - 2
        while name >= start and src[name].isascii() and src[name].isalnum():
            name -= 1
        return name if name != end - 2 and src[name] == "&" else end
    return end


def _without_trailing(src: str, start: int, end: int) -> int:
    while end > start + 1 and src[end - 1] in TRAILING:
        end -= 1
    return end
