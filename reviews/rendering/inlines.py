"""The text of a paragraph as tokens: one scan from sign to sign, as goldmark reads it."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from reviews.rendering.characters import ASCII_PUNCTUATION, ENTITY, resolve_entity
from reviews.rendering.delimiters import Run, marks_of, pair, read_run, with_elements
from reviews.rendering.dialect import Dialect
from reviews.rendering.emoji import read_emoji
from reviews.rendering.footnotes import Footnotes, read_reference
from reviews.rendering.line_breaks import joins
from reviews.rendering.linkify import MAIL_NAME, STARTS, read_bare
from reviews.rendering.links import Bracket, close_bracket, open_bracket
from reviews.rendering.passthrough import openers, read_formula
from reviews.rendering.references import References
from reviews.rendering.tags import read_angle
from reviews.rendering.tokens import Token
from reviews.rendering.typographer import Typographer

MANY_RUNS = 100
STOPS = r"\n\\`*_\[\]!<&"
BARE = r"(?<=[ (~])(?<!\\[(~])(?:https?:|ftp:|www\.)"
MAIL = rf"(?<=[ (~])(?<!\\[(~])(?={MAIL_NAME}{{1,64}}@)"
LINE_START = re.compile(r"[ \t]*")
BACKTICKS = re.compile("`+")
TASK = re.compile(r"\[([ \t\n\v\f\rxX])\]\s*")
Rule = Callable[["Text", int], int]


@dataclass
class Page:
    """What the paragraphs of one page share. runs: how many runs of `*` and the like it has."""

    references: References
    notes: Footnotes
    quotes: dict[str, int] = field(default_factory=lambda: {"'": 0, '"': 0})
    runs: int = 0


class Text:
    """One paragraph while it is read: its tokens so far, and the text that is not yet one (`pending`)."""

    __slots__ = ("brackets", "has_runs", "last", "linked", "page", "pending", "runs", "src", "ticks", "tokens")

    def __init__(self, src: str, page: Page) -> None:
        self.src = src
        self.page = page
        self.tokens: list[Token] = []
        self.pending: list[str] = []
        self.runs: list[Run] = []
        self.brackets: list[Bracket] = []
        self.linked = 0
        self.has_runs = False
        self.ticks: dict[int, list[int]] | None = None
        self.last: dict[str, int] = {}

    def add(self, kind: str, content: str = "") -> Token:
        """A new token behind the text so far."""
        if self.pending:
            self.tokens.append(Token("text", content="".join(self.pending)))
            self.pending.clear()
        token = Token(kind, content=content)
        self.tokens.append(token)
        return token

    def link(self, address: str, shown: str) -> None:
        """A link that shows its own address."""
        opening = self.add("link_open")
        opening.tag, opening.nesting, opening.attrs, opening.info = "a", 1, {"href": address}, "auto"
        self.tokens += [Token("text", content=shown), Token("link_close", "a", -1)]

    def finish(self) -> list[Token]:
        """The tokens, with the emphasis in its place."""
        if self.pending:
            self.tokens.append(Token("text", content="".join(self.pending)))
        if not self.has_runs:
            return self.tokens
        self.page.runs += len(self.runs)
        pair(self.runs)
        return with_elements(self.tokens)


class Inlines:
    """The reader of paragraphs for one dialect: which signs and places in a text can begin something."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.texts: set[Rule] = set()
        self.rules = self._rules(dialect)
        signs = STOPS + re.escape("".join(char for char in self.rules if char not in "-.<>"))
        pattern = rf"[{signs}]|--|\.\.\.|>>" if dialect.typographer else f"[{signs}]"
        self.plain = re.compile(pattern).search
        self.with_bare = re.compile(f"{pattern}|{BARE}").search
        self.with_mail = re.compile(f"{pattern}|{BARE}|{MAIL}").search

    def read(self, src: str, page: Page) -> list[Token]:
        """`src` as tokens."""
        has_mail = self.dialect.linkify and "@" in src
        has_bare = has_mail or (self.dialect.linkify and ("://" in src or "www." in src))
        search = self.with_mail if has_mail else self.with_bare if has_bare else self.plain
        text = Text(src, page)
        position, end, rules = 0, len(src), self.rules
        is_fresh = has_bare
        while position < end:
            if is_fresh and src[position] not in ASCII_PUNCTUATION and (found := self._bare(text, position)) > 0:
                position = found
                continue
            is_fresh = False
            stop = search(src, position)
            start = stop.start() if stop else end
            if start > position:
                text.pending.append(src[position:start])
            if stop is None:
                break
            position = start
            for rule in rules.get(src[start], ()) if stop[0] else ():
                behind = rule(text, start)
                if behind >= 0:
                    position, is_fresh = behind, has_bare and not (rule in self.texts and src[behind - 1] != "\n")
                    break
            else:
                if not has_bare or (behind := self._bare(text, start)) < 0:
                    text.pending.append(src[start])
                    behind = start + 1
                position = behind
        return text.finish()

    def _bare(self, text: Text, start: int) -> int:
        src = text.src
        if src[start] in ASCII_PUNCTUATION or not (STARTS.match(src, start) or src.find("@", start, start + 257) > 0):
            return -1
        return read_bare(text, start, self.dialect.linkify_protocol or "http")

    def _rules(self, dialect: Dialect) -> dict[str, tuple[Rule, ...]]:
        """The rules that can apply at each character, in their order. `texts` are those that only make text."""
        rules: dict[str, list[Rule]] = {}

        def add(chars: str, rule: Rule) -> Rule:
            for char in chars:
                rules.setdefault(char, []).append(rule)
            return rule

        if dialect.passthrough:
            add("\\" + openers(dialect).replace("\\", ""), lambda text, start: read_formula(text, start, dialect))
        add("\n", lambda text, start: _line_end(text, start, dialect))
        self.texts.add(add("\\", lambda text, start: _escape(text, start, dialect.escaped_space)))
        self.texts.add(add("&", _entity))
        add("`", _code)
        if dialect.footnote:
            add("![", read_reference)
        add("![", open_bracket)
        add("]", close_bracket)
        add("<", read_angle)
        for mark in marks_of(dialect).values():
            add(mark.char, lambda text, start, mark=mark: read_run(text, start, mark))  # type: ignore[misc]
        if dialect.emoji:
            add(":", read_emoji)
        if dialect.typographer:
            typographer = Typographer(dict(dialect.quotes))
            add("-.<>", typographer.read_sign)
            add("'\"", typographer.read_quote)
        return {char: tuple(many) for char, many in rules.items()}


def _line_end(text: Text, start: int, dialect: Dialect) -> int:
    """A line's end. Two blanks before it break the line on the page too; of more than three, goldmark shows the rest
    where it looks for addresses at each blank.
    """
    src = text.src
    behind = _line_start(src, start + 1)
    line = "".join(text.pending)
    blanks = len(line) - len(line.rstrip(" "))
    is_hard = blanks > 1 and src.startswith("  ", start - 2)
    shown = line[: len(line) - min(blanks, 3)] if is_hard and dialect.linkify else line.rstrip(" \t")
    text.pending[:] = [shown] if shown else []
    style = dialect.east_asian_line_breaks
    if style and line and not is_hard and joins(src[start - 1], src[behind : behind + 1], style):
        return behind
    text.add("hardbreak" if is_hard else "softbreak").tag = "br"
    return behind


def _line_start(src: str, position: int) -> int:
    found = LINE_START.match(src, position)
    return found.end() if found else position


def _escape(text: Text, start: int, escaped_space: bool) -> int:
    src = text.src
    char = src[start + 1 : start + 2]
    if char == "\n":
        if start and src[start - 1] == "\\":
            return -1
        text.add("hardbreak").tag = "br"
        return _line_start(src, start + 2)
    if char == " " and escaped_space:
        return start + 2
    if not char or char not in ASCII_PUNCTUATION:
        return -1
    text.pending.append(char)
    return start + 2


def _entity(text: Text, start: int) -> int:
    found = ENTITY.match(text.src, start)
    shown = resolve_entity(found[0]) if found else ""
    if found is None or shown == found[0]:
        return -1
    if found[0][1] == "#":
        text.add("text", shown).info = found[0]
    else:
        text.pending.append(shown)
    return found.end()


def _code(text: Text, start: int) -> int:
    """Code between two runs of backticks of one length; a run that no other closes is text."""
    src = text.src
    end = BACKTICKS.match(src, start).end()  # type: ignore[union-attr]
    width = end - start
    if text.ticks is None:
        text.ticks = {}
        for run in BACKTICKS.finditer(src):
            text.ticks.setdefault(len(run[0]), []).append(run.start())
    places = text.ticks.get(width, [])
    index = bisect_left(places, end)
    if index == len(places):
        text.pending.append(src[start:end])
        return end
    content = src[end : places[index]].replace("\n", " ")
    if content[0] == content[-1] == " " and content.strip(" "):
        content = content[1:-1]
    token = text.add("code_inline", content)
    token.info = src[end : places[index]] if "\n" in src[end : places[index]] else ""
    return places[index] + width


def task_marker(content: str) -> tuple[bool, int] | None:
    """For the text of a list item: whether `[x]` ticks it, and where its text goes on. None: it is no task."""
    found = TASK.match(content)
    return (found[1] in "xX", found.end()) if found else None
