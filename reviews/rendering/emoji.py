"""Emoji written by name, `:smile:`, where the site has `enableEmoji`.

emoji.txt holds the names that Hugo 0.168 replaces, which are GitHub's, each with what it is replaced by.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

NAME = re.compile(r":([a-z0-9_+-]{1,64}):")


@lru_cache(maxsize=1)
def emoji_names() -> dict[str, str]:
    """Each name with its emoji."""
    lines = (Path(__file__).parent / "emoji.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


def read_emoji(text: "Text", start: int) -> int:
    """`:name:` at `start`, where it names one; the offset behind it, or -1."""
    found = NAME.match(text.src, start)
    emoji = emoji_names().get(found[1]) if found else None
    if found is None or emoji is None:
        return -1
    token = text.add("emoji")
    token.content, token.markup = emoji, found[0]
    return found.end()
