"""Whether a page is listed and rendered: `build` and `headless` in the front matter.

Rules: https://gohugo.io/content-management/build-options/
"""

from dataclasses import dataclass

from reviews.hugo.casts import to_text
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value

_NEVER = frozenset(("never", "false", "0"))


@dataclass(frozen=True)
class BuildOptions:
    """`list` is "always", "local" (its own section's list only) or "never"; `render` is "always", "link" or "never"."""

    list: str = "always"
    render: str = "always"
    headless: bool = False


NOT_MADE = BuildOptions("never", "never")


def read_build(value: Value, headless: bool) -> BuildOptions:
    """The options of a page; an unknown word is "always". Raises FrontMatterError where `build` is no table."""
    if headless:
        return BuildOptions("never", "never", True)
    if value is None:
        return BuildOptions()
    if not isinstance(value, dict):
        raise FrontMatterError("build must be a table (list, render, publishResources)")
    return BuildOptions(_word(value.get("list"), "local"), _word(value.get("render"), "link"))


def _word(value: Value, special: str) -> str:
    if isinstance(value, list | dict):
        raise FrontMatterError("build: list and render are words")
    text = to_text(value).lower()
    if text in _NEVER:
        return "never"
    return special if text == special else "always"
