"""What Hugo's own shortcodes need of the page that calls them."""

import re
from dataclasses import dataclass, field

from reviews.rendering.dialect import Dialect
from reviews.rendering.markdown import Form, convert
from reviews.rendering.options import Problem, RenderOptions

LONE_PARAGRAPH = re.compile(r"\A<p>((?:(?!<p>).)*)</p>\n?\Z", re.S)


@dataclass
class ShortcodePage:
    """How the page's text is read, and the problems met on the way."""

    options: RenderOptions
    dialect: Dialect
    form: Form
    problems: list[Problem] = field(default_factory=list)

    def markdown(self, source: str, line: int = 0) -> str:
        """`source` (which a call in `line` holds) as HTML, as Hugo's `RenderString` has it, its paragraphs kept."""
        made = convert(source, self.dialect, self.form)
        self.problems += [Problem(line, problem.message) for problem in made.problems]
        return made.html

    def line(self, source: str, line: int = 0) -> str:
        """The same without the paragraph around a single one, as `markdownify` has it."""
        return without_paragraph(self.markdown(source, line)).strip()

    def tell(self, line: int, message: str) -> None:
        """Adds a problem, once."""
        if (problem := Problem(line, message)) not in self.problems:
            self.problems.append(problem)


def without_paragraph(html: str) -> str:
    """`html` without the paragraph around all of it."""
    return LONE_PARAGRAPH.sub(r"\1", html)
