"""LaTeX that authors write, said in the words that the converter knows: same meaning, other names."""

import re
from collections.abc import Callable

# Names that packages, MathJax or KaTeX define; the author's own definitions win.
MACROS = {
    "KL": r"D_{\mathrm{KL}}\left(#1\,\middle\|\,#2\right)",
    "abs": r"\left|#1\right|",
    "ceil": r"\left\lceil#1\right\rceil",
    "colorbox": r"\boxed{\text{#2}}",
    "dotsb": r"\cdots",
    "dotsc": r"\ldots",
    "dotsi": r"\cdots",
    "dotsm": r"\cdots",
    "floor": r"\left\lfloor#1\right\rfloor",
    "hfill": r"\quad",
    "href": r"{#2}",
    "injlim": r"\operatorname*{inj\,lim}",
    "mathds": r"\mathbb{#1}",
    "mathnormal": r"{#1}",
    "mathstrut": r"\vphantom{(}",
    "norm": r"\left\|#1\right\|",
    "pmb": r"\boldsymbol{#1}",
    "projlim": r"\operatorname*{proj\,lim}",
    "scr": r"\mathscr{#1}",
    "smash": r"{#1}",
    "strut": r"\vphantom{(}",
    "textnormal": r"\text{#1}",
    "textup": r"\text{#1}",
    "varinjlim": r"\mathop{\underrightarrow{\mathrm{lim}}}",
    "varliminf": r"\mathop{\underline{\mathrm{lim}}}",
    "varlimsup": r"\mathop{\overline{\mathrm{lim}}}",
    "varprojlim": r"\mathop{\underleftarrow{\mathrm{lim}}}",
}
DEFINITION = re.compile(
    r"\\(?:new|renew|provide)command\*?\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))\s*(?:\[([1-9])\])?"
)
OPERATOR = re.compile(r"\\DeclareMathOperator(\*?)\s*\{?\s*(\\[A-Za-z]+)\s*\}?\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{(split|alignedat|alignat\*?|smallmatrix|eqnarray\*?)\}(?:\s*\{\d+\})?")
SAME = {"split": "aligned", "alignedat": "aligned", "alignat": "align", "alignat*": "align*", "eqnarray": "align"}
NAMED = re.compile(
    r"\\mathop\s*\{\s*\\(?:rm|mathrm|text|textrm|operatorname)\b\s*\{?\s*([A-Za-z ,!~\\]+?)\s*\}?\s*\}(?:\s*\\limits)?"
)
LEFT_OUT = re.compile(r"\\require\s*\{[^{}]*\}|\\(?:allowbreak|nobreak|displaybreak)\b")
SIGN = re.compile(r"\\unicode\s*\{\s*(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}")
TEXT = re.compile(r"\\(text|textrm|textbf|textit|mbox)\s*\{([^{}$]*\$[^{}]*)\}")
SUBSTACK = re.compile(r"\\substack\s*\{")
WORTH_READING = re.compile(
    r"\\(?:newc|renewc|prov|Decl|mathop|req|allowb|nobr|displayb|unic|subst|mbox|hbox)"
    r"|\\(?:begin|end)\s*\{(?:spl|aligna|alignedat|small|eqn)|\$"
)


def in_known_words(latex: str) -> str:
    """`latex` with the same meaning, in what the converter knows. Linear in its length."""
    if not WORTH_READING.search(latex):
        return latex
    for pattern, replacement in REWRITINGS:
        latex = pattern.sub(replacement, latex)
    return _without_substack(latex)


def _definition(found: re.Match[str]) -> str:
    """A definition that may come again, as each formula may bring its own."""
    arguments = "".join(f"#{number}" for number in range(1, int(found[3] or 0) + 1))
    return f"\\def{found[1] or found[2]}{arguments}"


def _environment(found: re.Match[str]) -> str:
    end, name = found[1], found[2]
    if name == "smallmatrix":
        return r"{\scriptstyle\begin{matrix}" if end == "begin" else r"\end{matrix}}"
    return f"\\{end}{{{SAME.get(name, 'align*')}}}"


def _sign(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return f"\\text{{{chr(code)}}}" if 0x20 < code < 0xD800 and chr(code) not in "\\{}$%#&~^_" else ""


def _text(found: re.Match[str]) -> str:
    """Formulae in a text (`\\text{if $x$}`) step out of it."""
    pieces = found[2].split("$")
    return "".join(
        f"{{{piece}}}" if index % 2 else f"\\{found[1]}{{{piece}}}" for index, piece in enumerate(pieces) if piece
    )


def _without_substack(latex: str) -> str:
    """`\\substack{a \\\\ b}` as the environment that it is short for."""
    parts: list[str] = []
    position = 0
    for found in SUBSTACK.finditer(latex):
        end = _closing(latex, found.end())
        if found.start() < position or end < 0:
            continue
        parts += [latex[position : found.start()], r"\begin{subarray}{c}", latex[found.end() : end], r"\end{subarray}"]
        position = end + 1
    return "".join(parts) + latex[position:]


def _closing(latex: str, position: int) -> int:
    """The offset of the brace that closes the one before `position`, or -1."""
    depth = 1
    for found in re.compile(r"\\.|[{}]", re.S).finditer(latex, position, position + 2_000):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return -1


Replacement = str | Callable[[re.Match[str]], str]
REWRITINGS: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    (DEFINITION, _definition),
    (OPERATOR, lambda found: f"\\def{found[2]}{{\\operatorname{found[1]}{{{found[3]}}}}}"),
    (ENVIRONMENT, _environment),
    (NAMED, lambda found: f"\\operatorname*{{{found[1]}}}"),
    (LEFT_OUT, ""),
    (SIGN, _sign),
    (re.compile(r"\\[mh]box\b"), r"\\text"),
    (TEXT, _text),
)
