"""Emoji written by name, `:smile:`, where the site has `enableEmoji`.

emoji.txt holds the names that Hugo 0.168 replaces, which are GitHub's, each with what it is replaced by.
"""

import re
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

NAME = re.compile(r":([a-z0-9_+-]{1,64}):")


@lru_cache(maxsize=1)
def emoji_names() -> dict[str, str]:
    """Each name with its emoji."""
    lines = (Path(__file__).parent / "emoji.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


def add_emoji(md: MarkdownIt) -> None:
    """Adds the rule for `:name:`; unknown names stay text."""
    md.inline.ruler.before("link", "emoji", _emoji)


def _emoji(state: StateInline, silent: bool) -> bool:
    found = NAME.match(state.src, state.pos, state.posMax) if state.src[state.pos] == ":" else None
    emoji = emoji_names().get(found[1]) if found else None
    if found is None or emoji is None:
        return False
    if not silent:
        token = state.push("emoji", "", 0)
        token.content, token.markup = emoji, found[0]
    state.pos = found.end()
    return True
