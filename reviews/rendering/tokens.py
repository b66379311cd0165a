"""What a page is made of between the source and the HTML: a flat list of openings, closings and contents."""

from typing import Any

Attributes = dict[str, str]


class Token:
    """One opening (`nesting` 1), closing (-1), or thing that stands by itself (0); a paragraph's text has `children`.

    line: the line of the body at which it begins, from 0; -1 where it has none of its own.
    markup: the delimiters as written; "+" on a text that goes on with the one before it.
    """

    __slots__ = (
        *("type", "tag", "nesting", "content", "attrs", "line", "level", "markup", "info", "meta"),
        *("children", "block", "hidden"),
    )

    def __init__(
        self,
        type: str,
        tag: str = "",
        nesting: int = 0,
        content: str = "",
        attrs: Attributes | None = None,
        line: int = -1,
        level: int = 0,
        markup: str = "",
        info: str = "",
        meta: Any = None,
    ) -> None:
        self.type = type
        self.tag = tag
        self.nesting = nesting
        self.content = content
        self.attrs: Attributes = {} if attrs is None else attrs
        self.line = line
        self.level = level
        self.markup = markup
        self.info = info
        self.meta = meta
        self.children: list[Token] = []
        self.block = False
        self.hidden = False

    def __repr__(self) -> str:
        return f"Token({self.type}, {self.content!r}, {self.attrs})"
