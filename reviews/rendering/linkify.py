"""Addresses written bare in the text, found where goldmark's linkify finds them."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from reviews.rendering.characters import ASCII_PUNCTUATION
from reviews.rendering.dialect import Dialect

HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
TAIL_SIGNS = r"-a-zA-Z0-9@:%_+.~#!?&/=();,'\">^{}\[\]`"
WWW = re.compile(rf"www\.{HOST}(?:[/#?][{TAIL_SIGNS}]*)?")
URL = re.compile(rf"(?:http|https|ftp)://{HOST}(?::\d+)?(?:[/#?][{TAIL_SIGNS}$]*)?")
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
MAIL = re.compile(rf"[!#-'*+/-9=?A-Z^-~.-]+@{LABEL}(?:\.{LABEL})*")
MAIL_NAME = r"[!#-'*+/-9=?A-Z^-~.-]"
STARTS = re.compile(r"https?:|ftp:|www\.")
TRAILING = "?!.,:*_~"
BEFORE = " \t\n("
LONGEST_MAIL_NAME = 256


def add_linkify(md: MarkdownIt, dialect: Dialect) -> None:
    """Adds the rule that makes links of bare addresses."""
    protocol = dialect.linkify_protocol or "http"

    def bare_address(state: StateInline, silent: bool) -> bool:
        if silent or state.linkLevel or not _may_start(state):
            return False
        found = _find(state.src, state.pos, state.posMax)
        if found is None:
            return False
        end, prefix = found
        _push(state, end, f"{protocol}://" if prefix == "www" else prefix)
        return True

    md.inline.ruler.before("text", "bare_address", bare_address)


def _may_start(state: StateInline) -> bool:
    """An address starts a line or follows white space, `(`, or anything that is not text."""
    position = state.pos
    return position == 0 or not state.pending or state.src[position - 1] in BEFORE


def _find(src: str, start: int, limit: int) -> tuple[int, str] | None:
    """The end of the address at `start` and what its link needs in front ("www" stands for the site's protocol)."""
    if STARTS.match(src, start, limit):
        found, prefix = URL.match(src, start, limit), ""
        if found is None and src.startswith("www.", start):
            found, prefix = WWW.match(src, start, limit), "www"
        if found is not None:
            return _without_trailing(src, start, _without_closing(src, start, found.end())), prefix
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


def _push(state: StateInline, end: int, prefix: str) -> None:
    shown = state.src[state.pos : end]
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": prefix + shown}
    opening.info = "auto"
    token = state.push("text", "", 0)
    token.content = shown
    state.push("link_close", "a", -1)
    state.pos = end
