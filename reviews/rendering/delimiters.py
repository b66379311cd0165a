"""Runs of `*`, `_`, `~` and their like, and which of them open and close emphasis, as goldmark pairs them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviews.rendering.characters import is_punctuation, is_space
from reviews.rendering.dialect import Dialect
from reviews.rendering.tokens import Token

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

TagOf = Callable[[int], str]


@dataclass(slots=True, eq=False)
class Run:
    """One run of a delimiter character, and what it has opened and closed so far."""

    char: str
    length: int
    can_open: bool
    can_close: bool
    original: int
    tag_of: TagOf
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    def agrees_with(self, closer: "Run") -> int:
        """How many characters this opener and `closer` use together; 0 where the rule of three forbids it.

        https://spec.commonmark.org/0.31.2/#can-open-emphasis rules 9 and 10
        """
        if (
            (self.can_close or closer.can_open)
            and (self.original + closer.original) % 3 == 0
            and closer.original % 3 != 0
        ):
            return 0
        return 2 if self.length >= 2 and closer.length >= 2 else 1


def _emphasis_tag(width: int) -> str:
    return "strong" if width == 2 else "em"


def _always(tag: str) -> TagOf:
    return lambda width: tag


@dataclass(frozen=True)
class Mark:
    """A delimiter character: the shortest and longest run that counts, and the element that it makes."""

    char: str
    shortest: int
    longest: int
    tag_of: TagOf


def marks_of(dialect: Dialect) -> dict[str, Mark]:
    """The delimiter characters that are on in `dialect`."""
    marks = {"*": Mark("*", 1, 1 << 30, _emphasis_tag), "_": Mark("_", 1, 1 << 30, _emphasis_tag)}
    if "superscript" in dialect.extras:
        marks["^"] = Mark("^", 1, 1, _always("sup"))
    if "mark" in dialect.extras:
        marks["="] = Mark("=", 2, 2, _always("mark"))
    if "insert" in dialect.extras:
        marks["+"] = Mark("+", 2, 2, _always("ins"))
    marks.update(_tilde(dialect))
    return marks


def _tilde(dialect: Dialect) -> dict[str, Mark]:
    """`~x~` is a subscript where that is on, else struck out; `~~x~~` is struck out by either extension."""
    deletes = dialect.strikethrough or "delete" in dialect.extras
    if "subscript" in dialect.extras:
        if not deletes:
            return {"~": Mark("~", 1, 1, _always("sub"))}
        return {"~": Mark("~", 1, 2, lambda width: "del" if width == 2 else "sub")}
    if dialect.strikethrough:
        return {"~": Mark("~", 1, 2, _always("del"))}
    return {"~": Mark("~", 2, 2, _always("del"))} if deletes else {}


def read_run(text: "Text", start: int, mark: Mark) -> int:
    """Keeps the run at `start` as text that may become an element; the offset behind it."""
    src, end = text.src, start + 1
    limit = len(src)
    while end < limit and src[end] == mark.char:
        end += 1
    if mark.shortest <= end - start <= mark.longest:
        _push(text, mark, start, end)
    else:
        text.pending.append(src[start:end])
    return end


def _push(text: "Text", mark: Mark, start: int, end: int) -> None:
    can_open, can_close = flanking(text.src, start, end, len(text.src), mark.char == "_")
    token = text.add("run")
    token.meta = run = Run(mark.char, end - start, can_open, can_close, end - start, mark.tag_of)
    text.runs.append(run)
    text.has_runs = True


def flanking(src: str, start: int, end: int, limit: int, is_underscore: bool = False) -> tuple[bool, bool]:
    """Whether the run src[start:end] can open and can close.

    https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
    """
    before = src[start - 1] if start else "\n"
    after = src[end] if end < limit else "\n"
    space_before, space_after = is_space(before), is_space(after)
    sign_before, sign_after = is_punctuation(before), is_punctuation(after)
    left = not space_after and (not sign_after or space_before or sign_before)
    right = not space_before and (not sign_before or space_after or sign_after)
    if is_underscore:
        return left and (not right or sign_before), right and (not left or sign_after)
    return left, right


def pair(runs: list[Run]) -> None:
    """Matches closers with openers, nearest first. A stack keeps it near linear.

    `bottom` remembers, for each kind of closer, the place below which no opener fits it.
    """
    stack: list[Run] = []
    bottom: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        if closer.can_close:
            _close(closer, stack, bottom)
        if closer.length and closer.can_open:
            stack.append(closer)


def _close(closer: Run, stack: list[Run], bottom: dict[tuple[str, bool, int], int]) -> None:
    key = (closer.char, closer.can_open, closer.original % 3)
    while closer.length:
        lowest = min(bottom.get(key, 0), len(stack))
        index = next((i for i in range(len(stack) - 1, lowest - 1, -1) if _fits(stack[i], closer)), -1)
        if index < 0:
            bottom[key] = len(stack)
            return
        opener = stack[index]
        width = opener.agrees_with(closer)
        tag = opener.tag_of(opener.length if opener.char == "~" else width)
        opener.opens.append(tag)
        closer.closes.append(tag)
        opener.length -= width
        closer.length -= width
        del stack[index + (opener.length > 0) :]
        for kind in bottom:
            bottom[kind] = min(bottom[kind], len(stack))


def _fits(opener: Run, closer: Run) -> bool:
    return opener.char == closer.char and opener.agrees_with(closer) > 0


def with_elements(tokens: list[Token]) -> list[Token]:
    """The tokens with each run replaced by what it closes, its unused characters, and what it opens."""
    made: list[Token] = []
    for token in tokens:
        if token.type != "run":
            made.append(token)
            continue
        run: Run = token.meta
        made += [Token(f"{tag}_close", tag, -1) for tag in run.closes]
        if run.length:
            made.append(Token("text", content=run.char * run.length, markup="+"))
        made += [Token(f"{tag}_open", tag, 1) for tag in reversed(run.opens)]
    return made
