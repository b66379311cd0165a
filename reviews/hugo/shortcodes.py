"""Hugo's shortcode grammar: where a body calls shortcodes, with which parameters, around which text.

The grammar is what Hugo 0.168 accepts and refuses, found by asking it (tests/hugo/shortcode_answers.json).
The documentation describes a part of it: https://gohugo.io/content-management/shortcodes/
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from reviews.hugo.shortcode_tags import Param, Tag, TagReader, TagRefused

DEEPEST = 64
MOST_ERRORS = 100
LONGEST_INDENTATION = 100

BUILT_IN: Mapping[str, bool] = {
    "comment": True,
    "details": True,
    "figure": False,
    "gist": False,
    "highlight": True,
    "instagram": False,
    "instagram_simple": False,
    "param": False,
    "qr": True,
    "ref": False,
    "relref": False,
    "tweet": False,
    "twitter": False,
    "twitter_simple": False,
    "vimeo": False,
    "vimeo_simple": False,
    "x": False,
    "x_simple": False,
    "youtube": False,
}
"""Hugo's own shortcodes: name -> whether its template takes inner text."""


@dataclass(frozen=True)
class ShortcodeError:
    """Why Hugo refuses a body. `line` and `column` count from 1 in the body; columns are bytes, as Hugo counts them."""

    message: str
    line: int
    column: int


@dataclass(frozen=True)
class Shortcode:
    """One call. `params` are the positional ones, `named` the named ones; never both are filled.

    `inner` is None where nothing was closed, else what stands between the tags (() for `{{< name />}}`). The whole
    call is `body[start:end]`; `line` counts from 1. `is_markdown` tells `{{% %}}` from `{{< >}}`; `indentation` is the
    white space before it, where nothing else stands there on its line.
    """

    name: str
    is_markdown: bool
    params: tuple[Param, ...]
    named: Mapping[str, Param]
    inner: "tuple[str | Shortcode, ...] | None"
    start: int
    end: int
    line: int
    is_inline: bool = False
    indentation: str = ""

    def get(self, name: str, position: int = -1) -> Param | None:
        """The parameter called `name`, or the one at `position` where the call is positional, or None."""
        if self.params:
            return self.params[position] if 0 <= position < len(self.params) else None
        return self.named.get(name)


Part = str | Shortcode


@dataclass(frozen=True)
class ShortcodeText:
    """A body cut at its shortcodes: text and calls in order, and why Hugo would refuse it (first reason first)."""

    parts: tuple[Part, ...]
    errors: tuple[ShortcodeError, ...]


def parse(body: str, templates: Mapping[str, bool] | None = None) -> ShortcodeText:
    """`body` cut at its shortcodes. Never raises; time is linear in the length of `body`.

    templates: name -> takes inner text, for each shortcode of the site besides Hugo's own; any other name is an error.
    None: the site's templates are not known, each name is taken, and what has a closing tag takes inner text.
    What is refused stays in `parts` as the text that it is. At most 100 errors are told.
    """
    if "{{<" not in body and "{{%" not in body:
        return ShortcodeText((body,) if body else (), ())
    known = {} if templates is None else {**BUILT_IN, **templates}
    return _Parser(body, known, is_strict=templates is not None).run()


@dataclass
class _Parser:
    """The parts found so far, flat; `open` holds the tags that may still be closed and their places among the parts."""

    body: str
    known: Mapping[str, bool]
    is_strict: bool
    parts: list[Part] = field(default_factory=list)
    open: list[tuple[Tag, int]] = field(default_factory=list)
    open_names: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unclosed: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", self.body))]

    def run(self) -> ShortcodeText:
        reader = TagReader(self.body)
        position = 0
        while (start := reader.find(position)) >= 0:
            self._text(position, start)
            position = self._call(reader, start)
        self._text(position, len(self.body))
        self._refuse_unclosed()
        return ShortcodeText(tuple(_joined(self.parts)), tuple(self._errors()))

    def _call(self, reader: TagReader, start: int) -> int:
        """Keeps what stands at `start` and gives the offset behind it. A refused tag is text up to where it went wrong;
        reading goes on from there, so that no part of the body is read more than a few times."""
        try:
            if reader.is_comment(start):
                return self._literal(reader, start)
            self._refuse_nesting_in_inline(start)
            tag = reader.read(start)
            return self._close(tag) if tag.is_closing else self._add(tag)
        except TagRefused as refused:
            self.refused.append((refused.offset, refused.message))
            resume = max(start + 3, refused.offset)
            self._text(start, resume)
            return resume

    def _text(self, start: int, end: int) -> None:
        if end > start:
            self.parts.append(self.body[start:end])

    def _literal(self, reader: TagReader, start: int) -> int:
        """`{{</* x */>}}`: the call as text, without the comment marks."""
        inside, end = reader.comment(start)
        self.parts.append(self.body[start : start + 3] + inside + self.body[end - 3 : end])
        return end

    def _refuse_nesting_in_inline(self, start: int) -> None:
        if self.open and self.open[-1][0].is_inline:
            rest = self.body[start + 3 : start + 300].lstrip()
            if not rest.startswith("/") or not rest[1:].lstrip().startswith(self.open[-1][0].name + " "):
                raise TagRefused("inline shortcodes do not support nesting", start)

    def _add(self, tag: Tag) -> int:
        takes_inner = tag.is_inline or self._takes_inner(tag)
        if takes_inner and not tag.is_self_closed:
            if len(self.open) >= DEEPEST:
                raise TagRefused(f"shortcodes are nested more than {DEEPEST} deep", tag.start)
            self.open.append((tag, len(self.parts)))
            self.open_names[tag.name] = self.open_names.get(tag.name, 0) + 1
        self.parts.append(self._shortcode(tag, () if tag.is_self_closed else None, tag.end))
        return tag.end

    def _takes_inner(self, tag: Tag) -> bool:
        if not self.is_strict:
            return True
        takes_inner = self.known.get(tag.name)
        if takes_inner is None:
            raise TagRefused(f'failed to extract shortcode: template for shortcode "{tag.name}" not found', tag.start)
        if tag.is_self_closed and not takes_inner:
            raise TagRefused(_no_inner(tag.name), tag.start)
        return takes_inner

    def _close(self, tag: Tag) -> int:
        """A closing tag. Hugo lets any name that was opened before close the innermost shortcode."""
        if self.is_strict or not tag.name:
            if not self.open:
                raise TagRefused(_no_inner(tag.name), tag.start)
        elif not self.open_names.get(tag.name):
            raise TagRefused(f"closing tag for shortcode '{tag.name}' does not match start tag", tag.start)
        while True:
            opened, index = self.open.pop()
            self.open_names[opened.name] -= 1
            if self.is_strict or tag.name in ("", opened.name):
                break
        inner = tuple(_joined(self.parts[index + 1 :]))
        self.parts[index:] = [self._shortcode(opened, inner, tag.end)]
        return tag.end

    def _refuse_unclosed(self) -> None:
        """With the site's templates known, what takes inner text must be closed. Hugo tells it after all else."""
        for tag, _ in self.open if self.is_strict else ():
            message = f'failed to extract shortcode: shortcode "{tag.name}" must be closed or self-closed'
            self.unclosed.append((tag.start, message))

    def _shortcode(self, tag: Tag, inner: tuple[Part, ...] | None, end: int) -> Shortcode:
        line = bisect_right(self.line_starts, tag.start)
        line_start = self.line_starts[line - 1]
        before = self.body[line_start : tag.start] if tag.start - line_start <= LONGEST_INDENTATION else "text"
        indentation = "" if before.strip(" \t") else before
        return Shortcode(
            tag.name, tag.is_markdown, tag.params, tag.named, inner, tag.start, end, line, tag.is_inline, indentation
        )

    def _errors(self) -> Iterator[ShortcodeError]:
        for offset, message in (sorted(self.refused) + self.unclosed)[:MOST_ERRORS]:
            line = bisect_right(self.line_starts, offset)
            before = self.body[self.line_starts[line - 1] : offset]
            yield ShortcodeError(message, line, len(before.encode("utf-8", "surrogatepass")) + 1)


def _no_inner(name: str) -> str:
    return (
        f'failed to extract shortcode: shortcode "{name}" does not evaluate .Inner or .InnerDeindent, '
        "yet a closing tag was provided"
    )


def _joined(parts: list[Part]) -> Iterator[Part]:
    """`parts` with each run of texts made one."""
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(part for part in run if isinstance(part, str))
        else:
            yield from run
