"""Text, line breaks, escapes and entities inside a paragraph, as goldmark reads them."""

import re
import unicodedata
from collections import defaultdict
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from reviews.rendering.characters import ASCII_PUNCTUATION, ENTITY, resolve_entity
from reviews.rendering.delimiters import marks_of
from reviews.rendering.dialect import Dialect
from reviews.rendering.linkify import MAIL_NAME

DEEPEST = 120
MOST_UNCLOSED = 3000
TRIGGERS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "footnote": "![",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "emoji": ":",
    "typographer": "'\"-.<>",
}
"""The characters at which each rule can begin."""
FAILURES = "unclosed_brackets"
STOPS = r"\n\\`*_\[\]!<>&"
BARE = r"(?<=[\s(])(?:https?:|ftp:|www\.)"
MAIL = rf"(?<=[\s(])(?={MAIL_NAME}{{1,64}}@)"
LINE_START = re.compile(r"[ \t]*")
TASK = re.compile(r"\[([ \t\n\v\f\rxX])\]\s*")


class InlineState(StateInline):
    """A piece of text while it is read; `stops` finds where plain text may end."""

    stops: re.Pattern[str]


class InlineParser(ParserInline):
    """The inline parser with goldmark's stops: which characters and places in the text can begin something."""

    def __init__(self, dialect: Dialect, extra_stops: str) -> None:
        super().__init__()
        signs = f"[{STOPS}{re.escape(extra_stops)}]"
        if dialect.typographer:
            signs = rf"[{STOPS}'\"{re.escape(extra_stops)}]|--|\.\.\."
        self.plain = re.compile(signs)
        self.with_bare = re.compile(f"{signs}|{BARE}") if dialect.linkify else self.plain
        self.with_mail = re.compile(f"{signs}|{BARE}|{MAIL}") if dialect.linkify else self.plain
        self.triggers = {**TRIGGERS, "emphasis": "".join(marks_of(dialect)), "passthrough": "\\" + extra_stops}

    @cached_property
    def rules(self) -> defaultdict[str, list[RuleFuncInlineType]]:
        """The rules that can apply at each character; asking only them halves the work. Made once all are added."""
        active = set(self.ruler.get_active_rules())
        named = [(rule.name, rule.fn) for rule in self.ruler.__rules__ if rule.name in active]
        at_text = [fn for name, fn in named if name in ("bare_address", "text")]
        rules: defaultdict[str, list[RuleFuncInlineType]] = defaultdict(lambda: at_text)
        for char in {char for name, _ in named for char in self.triggers.get(name, "")}:
            at_char = [fn for name, fn in named if char in self.triggers.get(name, "")]
            rules[char] = at_char if self.plain.match(char) else [*at_text, *at_char]
        return rules

    def tokenize(self, state: StateInline) -> None:
        while state.pos < state.posMax:
            if state.level < DEEPEST and any(rule(state, False) for rule in self.rules[state.src[state.pos]]):
                continue
            state.append_pending(state.src[state.pos])
            state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - the parser's name
        """Passes over one token without making it; remembers how long it was."""
        start = state.pos
        if start in state.cache:
            state.pos = state.cache[start]
            return
        if state.level >= DEEPEST:
            state.pos = state.posMax
        else:
            state.level += 1
            found = any(rule(state, True) for rule in self.rules[state.src[start]])
            state.level -= 1
            state.pos += not found
        state.cache[start] = state.pos

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = InlineState(src, md, env, tokens)
        has_bare = "://" in src or "www." in src
        state.stops = self.with_mail if "@" in src else self.with_bare if has_bare else self.plain
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class PatientHelpers:
    """The parser's helpers for links. Each bracket that nothing closes costs a search to the end of its paragraph, so a
    page gets a number of them; after that, brackets are text.
    """

    parseLinkDestination = staticmethod(parseLinkDestination)  # noqa: N815 - the parser's names
    parseLinkTitle = staticmethod(parseLinkTitle)  # noqa: N815

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N802, N803
        """The offset of the bracket that closes the one at `start`, or -1."""
        failures = state.env.setdefault(FAILURES, [0])
        if failures[0] >= MOST_UNCLOSED:
            return -1
        end = parseLinkLabel(state, start, disableNested)
        failures[0] += end < 0
        return end


def add_inlines(md: MarkdownIt, dialect: Dialect) -> None:
    """Replaces the parser's own rules for text, line breaks, escapes and entities."""

    def escape(state: StateInline, silent: bool) -> bool:
        return _escape(state, silent, dialect.escaped_space)

    md.inline.ruler.at("text", _text)
    md.inline.ruler.at("newline", _newline)
    md.inline.ruler.at("escape", escape)
    md.inline.ruler.at("entity", _entity)
    md.inline.ruler.at("html_inline", _tag)


def _text(state: StateInline, silent: bool) -> bool:
    assert isinstance(state, InlineState)
    start = state.pos
    found = state.stops.search(state.src, start, state.posMax)
    end = found.start() if found else state.posMax
    if end == start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _newline(state: StateInline, silent: bool) -> bool:
    """A line's end. Two blanks or one backslash (that no other precedes) before it break the line on the page too."""
    start = state.pos
    if state.src[start] != "\n":
        return False
    if not silent:
        pending = state.pending
        is_hard = pending.endswith("  ") and state.src.startswith("  ", start - 2)
        state.pending = pending.rstrip(" \t")
        state.push("hardbreak" if is_hard else "softbreak", "br", 0)
    state.pos = _line_start(state, start + 1)
    return True


def _line_start(state: StateInline, position: int) -> int:
    found = LINE_START.match(state.src, position, state.posMax)
    return found.end() if found else position


def _escape(state: StateInline, silent: bool, escaped_space: bool) -> bool:
    start = state.pos
    if state.src[start] != "\\" or start + 1 >= state.posMax:
        return False
    char = state.src[start + 1]
    if char == "\n":
        if start and state.src[start - 1] == "\\":
            return False
        if not silent:
            state.push("hardbreak", "br", 0)
        state.pos = _line_start(state, start + 2)
        return True
    if char in ASCII_PUNCTUATION:
        text = char
    elif char == " " and escaped_space:
        text = ""
    else:
        return False
    if not silent:
        state.append_pending(text)
    state.pos = start + 2
    return True


def _entity(state: StateInline, silent: bool) -> bool:
    found = ENTITY.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "&" else None
    text = resolve_entity(found[0]) if found else ""
    if found is None or text == found[0]:
        return False
    if not silent:
        state.append_pending(text)
    state.pos = found.end()
    return True


def _tag(state: StateInline, silent: bool) -> bool:
    """A declaration is one in capitals only: `<!doctype html>` is text."""
    following = state.src[state.pos + 1 : state.pos + 3]
    return not (following[:1] == "!" and following[1:].islower()) and html_inline(state, silent)


def join_wide_lines(tokens: list[Token], style: str) -> None:
    """Drops line breaks between wide characters, where the site asks for it (`cjk.eastAsianLineBreaks`)."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type == "softbreak" and before.content and after.content:
            pair = before.content[-1], after.content[0]
            wide = [unicodedata.east_asian_width(char) in "WF" and not _is_hangul(char, style) for char in pair]
            if all(wide):
                token.hidden = True


def _is_hangul(char: str, style: str) -> bool:
    """Korean puts spaces between words, so the css3draft style keeps its line breaks."""
    return style == "css3draft" and "HANGUL" in unicodedata.name(char, "")


def task_marker(content: str) -> tuple[bool, int] | None:
    """For the text of a list item: whether `[x]` ticks it, and where its text goes on. None: it is no task."""
    found = TASK.match(content)
    return (found[1] in "xX", found.end()) if found else None
