"""Hugo's path patterns: `*` within one part, `**` across parts, `?`, `[a-c]`, `{a,b}`."""

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression that must match the whole text. A broken pattern matches only itself."""
    try:
        return re.compile(f"(?:{_translate(pattern)})\\Z", re.DOTALL)
    except re.error:
        return re.compile(re.escape(pattern) + r"\Z")


def matches(pattern: str, text: str) -> bool:
    return compiled(pattern).match(text) is not None


def _translate(pattern: str) -> str:
    parts: list[str] = []
    depth = position = 0
    while position < len(pattern):
        token, used = _token(pattern, position, depth)
        depth += {"(?:": 1, ")": -1}.get(token, 0)
        parts.append(token)
        position += used
    return "".join(parts)


def _token(pattern: str, position: int, depth: int) -> tuple[str, int]:
    """The regular expression of what stands at `position`, and how many characters it took."""
    letter = pattern[position]
    if pattern.startswith("**", position):
        return ".*", 2
    if letter == "[" and (end := pattern.find("]", position + 2)) > 0:
        inner = pattern[position + 1 : end]
        negated = inner.startswith(("!", "^"))
        return f"[{'^' if negated else ''}{_escaped_class(inner[negated:])}]", end - position + 1
    if letter == "\\" and position + 1 < len(pattern):
        return re.escape(pattern[position + 1]), 2
    if letter == "," and depth:
        return "|", 1
    if letter == "}" and depth:
        return ")", 1
    return {"*": "[^/]*", "?": "[^/]", "{": "(?:"}.get(letter, re.escape(letter)), 1


def _escaped_class(inner: str) -> str:
    return inner.replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
