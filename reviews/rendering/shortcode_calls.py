"""One call of a shortcode as what shows it sees it: Hugo's own ones, and what a site adds by `shortcode_templates`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reviews.hugo.shortcode_tags import Param


class ShortcodeRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A call that cannot be shown; the message says why. Readers see the call's name in a box."""


@dataclass(frozen=True)
class ShortcodeCall:
    """A call with its inner text made ready: shortcodes in it are shown already, Markdown is not.

    `params` are the positional ones, `named` the named ones; never both are filled. `inner` is "" where nothing stands
    between the tags. `ordinal` counts the calls beside this one from 0; `parent` is the call around. `markdown` makes
    safe-to-place HTML of Markdown, as Hugo's `markdownify` does. `is_markdown` tells `{{% %}}` from `{{< >}}`.
    """

    name: str
    params: tuple[Param, ...]
    named: Mapping[str, Param]
    inner: str
    is_markdown: bool
    line: int
    ordinal: int
    markdown: Callable[[str], str] = field(repr=False, compare=False)
    parent: "ShortcodeCall | None" = None
    indentation: str = ""

    def get(self, name: str, position: int = -1) -> Param | None:
        """The parameter called `name`, or the one at `position` where the call is positional, or None."""
        if self.params:
            return self.params[position] if 0 <= position < len(self.params) else None
        return self.named.get(name)

    def text(self, name: str, position: int = -1) -> str:
        """The same as text, as Hugo's templates print it; "" where it is missing."""
        return as_text(self.get(name, position))

    @property
    def inner_deindent(self) -> str:
        """`inner` without the indentation that the call itself has."""
        return re.sub(rf"(?m)^{re.escape(self.indentation)}", "", self.inner) if self.indentation else self.inner


ShortcodeTemplate = Callable[[ShortcodeCall], str]
"""What a call shows: HTML for `{{< >}}`, Markdown for `{{% %}}`. It is sanitised with the page. May raise
ShortcodeRefused."""


def as_text(value: object) -> str:
    """A value as Go's templates print it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return f"map[{' '.join(f'{key}:{as_text(value[key])}' for key in sorted(value, key=str))}]"
    if isinstance(value, list | tuple):
        return f"[{' '.join(as_text(item) for item in value)}]"
    return "" if value is None else str(value)
