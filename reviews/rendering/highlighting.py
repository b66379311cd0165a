"""Code blocks in the markup and with the classes of Hugo's highlighter, Chroma (`noClasses = false`)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES, Token, _TokenType  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from reviews.rendering.attributes import shown
from reviews.rendering.characters import escape

# Languages that Chroma knows by a name of its own.
ALIASES = {
    "csv": "text",
    "go-html-template": "html+django",
    "go-text-template": "django",
    "go-template": "django",
    "jsonc": "json",
    "hugo": "html+django",
    "plain": "text",
    "plaintext": "text",
    "no-highlight": "text",
    "txt": "text",
}
LARGEST = 60_000
LONGEST_LINE = 5_000
RANGE = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
MOST_LINES = 100_000


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    try:
        name = language.lower()
        return get_lexer_by_name(ALIASES.get(name, name), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def code_block(code: str, language: str, options: Mapping[str, str]) -> str:
    """`code` as a block. An unknown language is plain.

    options: what the author wrote beside the language: hl_lines, linenos ("true" and "table" give the numbers a column
    of their own, "inline" puts them into the lines), linenostart, class, id.
    """
    lexer = _lexer(language) if language else None
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
    lexer = _lexer(language)
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
    start = options.get("linenostart", "1")
    first = int(start) if start.isdecimal() and len(start) < 7 else 1
    style = options.get("linenos", "false")
    chosen = _chosen(options.get("hl_lines", ""))
    width = len(str(first + len(lines) - 1))
    made = []
    for index, (line, end) in enumerate(zip(lines, ends, strict=False)):
        number = f'<span class="ln">{first + index:{width}}</span>' if style == "inline" else ""
        name = "line hl" if index + 1 in chosen else "line"
        made.append(f'<span class="{name}">{number}<span class="cl">{line}{end}</span></span>')
    numbers = "".join(f'<span class="lnt">{first + i:{width}}\n</span>' for i in range(len(lines)))
    return "".join(made), numbers if style in ("true", "table") else ""


def _chosen(text: str) -> set[int]:
    """The lines of `hl_lines`: "[1,3-4]", "1 3-4"."""
    chosen: set[int] = set()
    for found in RANGE.finditer(text[:1000]):
        first = int(found[1][:6])
        last = int((found[2] or found[1])[:6])
        chosen.update(range(first, min(last, first + MOST_LINES) + 1))
    return chosen
