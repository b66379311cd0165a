"""LaTeX to MathML on the server: readers need no script. Styles become classes, which a strict policy allows."""

import re
from dataclasses import dataclass

from math_core import LatexError, LatexToMathML

from reviews.rendering.characters import escape
from reviews.rendering.latex import MACROS, in_known_words

LONGEST = 20_000
NUMBERED = re.compile(r"\\(?:tag|label)\b")
CONVERTER = LatexToMathML(fancy_error=False, macros=MACROS, allow_unreliable_rendering=True)
STYLE = re.compile(r'<(m\w+)((?: [\w-]+="[^"]*")*?) style="([^"]*)"')
PLACE = re.compile(r"^(?:Error:)?\s*(?:\d+:\s*)?")
COLOUR = re.compile(r"color:\s*(#[0-9A-Fa-f]{3,8})")
CLASSES = (
    ("text-align: left", "m-left"),
    ("text-align: right", "m-right"),
    ("padding-left:1em", "m-apart"),
    ("border-right", "m-rule-right"),
    ("border-left", "m-rule-left"),
    ("border-top", "m-rule-top"),
    ("border-bottom", "m-rule-bottom"),
    ("width: 100%", "m-full"),
    ("width: 50%", "m-half"),
)
"""What math-core writes as a style, and the class for the style sheet that stands for it."""


@dataclass(frozen=True)
class Formula:
    """A formula as HTML, and why it could not be set ("" where it could)."""

    html: str
    problem: str


def set_formula(latex: str, display: bool, opening: str, closing: str) -> Formula:
    """MathML for `latex`; what cannot be set is shown as it was written, between its delimiters."""
    if len(latex) > LONGEST:
        return Formula(_source(latex, opening, closing), "the formula is too long to be set")
    try:
        mathml = _mathml(in_known_words(latex), display)
    except LatexError as error:
        return Formula(_source(latex, opening, closing), f"the formula cannot be set: {_reason(error)}")
    return Formula(STYLE.sub(_without_style, mathml), "")


def _mathml(latex: str, display: bool) -> str:
    """`\\tag` and `\\label` stand in displays; math-core wants an equation around them."""
    try:
        return CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        if not (display and NUMBERED.search(latex)):
            raise
        try:
            return CONVERTER.convert_with_local_state(f"\\begin{{equation}}{latex}\\end{{equation}}", displaystyle=True)
        except LatexError:
            raise error from None


def _without_style(found: re.Match[str]) -> str:
    tag, attributes, style = found.groups()
    colour = COLOUR.search(style)
    if colour and not style.startswith("border"):
        return f'<{tag}{attributes} mathcolor="{colour[1]}"'
    names = " ".join(name for sign, name in CLASSES if sign in style)
    return f'<{tag}{attributes} class="{names}"' if names else f"<{tag}{attributes}"


def _source(latex: str, opening: str, closing: str) -> str:
    return f'<code class="math-error">{escape(opening + latex + closing)}</code>'


def _reason(error: LatexError) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return PLACE.sub("", lines[0])[:200] if lines else "unknown reason"
