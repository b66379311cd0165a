"""The language that a page asks for itself: `sites.matrix.languages` in its front matter.

Rules: https://gohugo.io/content-management/front-matter/#sites . Hugo makes the page once in every language that it
names; here it is one page, in the language of its file where that is among them, else in the first.
"""

from collections.abc import Sequence

from reviews.hugo.casts import to_text
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.globs import matches
from reviews.hugo.values import Value


def page_language(value: Value, own: str, codes: Sequence[str]) -> str:
    """The page's language, from what stands under `sites`. Raises FrontMatterError where that is no table."""
    if value is None:
        return own
    matrix = value.get("matrix", {}) if isinstance(value, dict) else None
    if not isinstance(matrix, dict):
        raise FrontMatterError("sites must be a table (matrix, complements)")
    named = matrix.get("languages")
    patterns = [to_text(each).lower() for each in (named if isinstance(named, list) else [named]) if each]
    taken = [code for code in codes if any(matches(pattern, code) for pattern in patterns)]
    return taken[0] if taken and own not in taken else own
