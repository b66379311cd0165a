"""`{#id .class key="value"}` behind headings and under blocks."""

import re
from collections.abc import Mapping

from reviews.rendering.tokens import Token

ITEM = re.compile(
    r"""[ \t\n,]*(?:
        ([#.])(?P<short>(?:[^\s!-/:-@\[-`{-~]|[_:.-])*)
      | (?P<name>[A-Za-z_:][\w:.-]*)\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<list>\[[^\]\n]*\])
            |(?P<bare>[^\s,}"'\[]+))
    )""",
    re.VERBOSE,
)
END = re.compile(r"[ \t\n,]*\}")
CLOSING_SHARPS = re.compile(r"(?:^|[ \t])#+[ \t]*$")
NEVER_SHOWN = frozenset(
    {"linenos", "hl_lines", "linenostart", "linenotablestart", "anchorlinenos", "lineanchors", "style"}
)
MOST_BRACES = 32
# https://html.spec.whatwg.org/multipage/dom.html#global-attributes: of headings and tables Hugo takes others as well.
GLOBAL_NAMES = """
accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint hidden id inert inputmode is itemid
itemprop itemref itemscope itemtype lang part role slot spellcheck style tabindex title translate
"""
GLOBAL = re.compile(rf"data-.*|{'|'.join(GLOBAL_NAMES.split())}")


def read_attributes(text: str, position: int) -> tuple[dict[str, str], int] | None:
    """The attributes in the braces that open at `position`, and the offset behind them; None where they are none."""
    if not text.startswith("{", position):
        return None
    position += 1
    found: dict[str, str] = {}
    while (end := END.match(text, position)) is None:
        item = ITEM.match(text, position)
        if item is None:
            return None
        _keep(found, item)
        position = item.end()
    return found, end.end()


def _keep(found: dict[str, str], item: re.Match[str]) -> None:
    if item["short"] is None:
        value = next(item[kind] for kind in ("quoted", "bare", "list") if item[kind] is not None)
        found[item["name"]] = re.sub(r"\\(.)", r"\1", value)
    elif item[1] == "#":
        found["id"] = item["short"]
    else:
        found["class"] = f"{found['class']} {item['short']}" if "class" in found else item["short"]


def shown(attributes: Mapping[str, str]) -> dict[str, str]:
    """What of `attributes` reaches the page: no event handlers, nothing that only speaks to the highlighter."""
    return {name: value for name, value in attributes.items() if _is_shown(name.lower())}


def _is_shown(name: str) -> bool:
    return not name.startswith("on") and name not in NEVER_SHOWN


def take_heading_attributes(tokens: list[Token]) -> None:
    """Moves the attributes at the end of each heading's last line from its text to its tag."""
    for opening, inline in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open" and opening.markup != "##" and inline.content.endswith("}"):
            taken = _at_end(inline.content)
            if taken:
                inline.content = CLOSING_SHARPS.sub("", taken[0]).rstrip() if opening.markup[0] == "#" else taken[0]
                opening.attrs = dict(shown(taken[1]))


def _at_end(text: str) -> tuple[str, dict[str, str]] | None:
    line = text.rfind("\n") + 1
    braces = [found.start() for found in re.finditer(r"(?<!\\)\{", text[line:])]
    for brace in braces[-MOST_BRACES:]:
        read = read_attributes(text, line + brace)
        if read and not text[read[1] :].strip():
            return text[: line + brace].rstrip(" \t"), read[0]
    return None


def apply_block_attributes(tokens: list[Token]) -> list[Token]:
    """Gives each line of attributes to the block before it, and takes the line away."""
    for index, token in enumerate(tokens):
        if token.type == "attributes" and index and not token.hidden:
            block = _block_before(tokens, index)
            if block is not None and block.type != "fence":
                found = shown(token.attrs)
                if block.type != "table_open":
                    found = {name: value for name, value in found.items() if GLOBAL.fullmatch(name)}
                block.attrs = {**found, **block.attrs}
    return [token for token in tokens if token.type != "attributes"]


def _block_before(tokens: list[Token], index: int) -> Token | None:
    level = tokens[index].level
    for position in range(index - 1, -1, -1):
        token = tokens[position]
        if token.level == level and token.nesting >= 0:
            return token
        if token.level < level:
            return None
    return None
