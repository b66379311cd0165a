"""Code blocks in the markup and with the classes of Hugo's highlighter, Chroma (`noClasses = false`)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES, Token, _TokenType  # type: ignore[import-untyped]

from reviews.rendering.attributes import shown
from reviews.rendering.characters import escape
from reviews.rendering.dialect import Dialect
from reviews.rendering.languages import lexer_of

LARGEST = 60_000
LONGEST_LINE = 5_000
RANGE = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
MOST_LINES = 100_000


def code_options(written: Mapping[str, str], dialect: Dialect) -> dict[str, str]:
    """What the author wrote beside the language, over what the site's configuration says, by names in lower case."""
    options = dict(dialect.code_defaults) | {name.lower(): value for name, value in written.items()}
    if options.get("linenos") == "true":
        options["linenos"] = "table" if dialect.line_numbers_in_table else "inline"
    return options


def code_block(code: str, language: str, options: Mapping[str, str]) -> str:
    """`code` as a block. An unknown language is plain.

    options: as `code_options` gives them: hl_lines, linenos ("table" gives the numbers a column of their own, "inline"
    puts them into the lines), linenostart, anchorlinenos and lineanchors (a link on each number), class, id.
    """
    lexer = lexer_of(language) if language else None
    label = f' class="language-{escape(language)}" data-lang="{escape(language)}"' if language else ""
    if lexer is None:
        return f'<pre tabindex="0"><code{label}>{escape(code)}</code></pre>'
    lines, numbers = _lines(_with_marks(code, lexer), options)
    block = f'<pre tabindex="0" class="chroma"><code{label}>{lines}</code></pre>'
    return f"<div{_frame_attributes(options)}>{_beside(numbers, block) if numbers else block}</div>"


def _frame_attributes(options: Mapping[str, str]) -> str:
    attributes = {"class": "highlight", **{name: value for name, value in shown(options).items() if name != "class"}}
    if "class" in options:
        attributes["class"] += f" {options['class']}"
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _beside(numbers: str, block: str) -> str:
    """A table of two cells: the numbers, and the code."""
    column = f'<td class="lntd">\n<pre tabindex="0" class="chroma"><code>{numbers}</code></pre></td>'
    row = f'<tr>{column}\n<td class="lntd">\n{block}</td></tr>'
    return f'<div class="chroma">\n<table class="lntable">{row}</table>\n</div>\n'


def inline_code(code: str, language: str) -> str:
    """Code inside a line (`hl_inline=true`)."""
    lexer = lexer_of(language)
    inside = _with_marks(code, lexer) if lexer else escape(code)
    return f'<code class="code-inline language-{escape(language)}">{inside}</code>'


@lru_cache(maxsize=256)
def _with_marks(code: str, lexer: Lexer) -> str:
    """`code` with each token in a span; a span never holds a line's end. Kept, for previews repeat it."""
    if len(code) > LARGEST or any(len(line) > LONGEST_LINE for line in code.split("\n")):
        return escape(code)
    parts: list[str] = []
    for kind, text in lexer.get_tokens(code):
        name = _class(kind)
        if not name:
            parts.append(escape(text))
            continue
        pieces = text.split("\n")
        parts.append("\n".join(f'<span class="{name}">{escape(piece)}</span>' if piece else "" for piece in pieces))
    return "".join(parts)


@lru_cache(maxsize=1024)
def _class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind.parent is not None:
        kind = kind.parent
    return "" if kind in (Token, Token.Text) else STANDARD_TYPES.get(kind, "")


def _lines(marked: str, options: Mapping[str, str]) -> tuple[str, str]:
    """Each line in its spans, and the column of numbers ("" where they stand in the lines, or nowhere)."""
    lines = marked.split("\n")
    ends = [*["\n"] * (len(lines) - 1), ""]
    if lines[-1] == "":
        lines.pop()
    numbers = _numbers(len(lines), options)
    style = options.get("linenos", "false")
    chosen = _chosen(options.get("hl_lines", ""))
    made, column = [], []
    for index, (line, end) in enumerate(zip(lines, ends, strict=False)):
        place, number = numbers[index]
        beside = f'<span class="ln"{place}>{number}</span>' if style == "inline" else ""
        is_chosen = index + 1 in chosen
        made.append(f'<span class="line{" hl" * is_chosen}">{beside}<span class="cl">{line}{end}</span></span>')
        above = f'<span class="lnt"{place}>{number}\n</span>'
        column.append(f'<span class="hl">{above}</span>' if is_chosen else above)
    return "".join(made), "".join(column) if style == "table" else ""


def _numbers(count: int, options: Mapping[str, str]) -> list[tuple[str, str]]:
    """For each line its id (as an attribute, with `anchorlinenos`) and its number, all of one width."""
    start = options.get("linenostart", "1")
    first = int(start) if start.isdecimal() and len(start) < 7 else 1
    width = len(str(first + count - 1))
    shown = [f"{number:{width}}" for number in range(first, first + count)]
    if options.get("anchorlinenos") != "true":
        return [("", number) for number in shown]
    before = f"{options['lineanchors']}-" if options.get("lineanchors") else ""
    names = [escape(before + number.strip()) for number in shown]
    return [
        (f' id="{name}"', f'<a class="lnlinks" href="#{name}">{number}</a>')
        for name, number in zip(names, shown, strict=True)
    ]


def _chosen(text: str) -> set[int]:
    """The lines of `hl_lines`: "[1,3-4]", "1 3-4"."""
    chosen: set[int] = set()
    for found in RANGE.finditer(text[:1000]):
        first = int(found[1][:6])
        last = int((found[2] or found[1])[:6])
        chosen.update(range(first, min(last, first + MOST_LINES) + 1))
    return chosen
