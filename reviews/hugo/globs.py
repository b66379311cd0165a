"""Hugo's path patterns: `*` within one part, `**` across parts, `?`, `[a-c]`, `{a,b}`.

Patterns come from front matter, so none may take long on any path: braces are bounded, and a pattern of many wildcards
is matched step by step instead of by a regular expression that could try every combination.
"""

import re
from collections.abc import Callable
from functools import lru_cache

_MOST_ALTERNATIVES = 100
_MOST_WILDCARDS = 3
_TOKEN = re.compile(r"\*+|\?|\[[^\]]+\]|\\.|.", re.DOTALL)
_Matcher = Callable[[str], bool]


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern matches the whole text."""
    return any(matcher(text) for matcher in _matchers(pattern))


@lru_cache(maxsize=1024)
def _matchers(pattern: str) -> tuple[_Matcher, ...]:
    """One matcher for every alternative that the braces of the pattern give; none where there are too many."""
    alternatives = _alternatives(pattern)
    return tuple(map(_matcher, alternatives)) if len(alternatives) <= _MOST_ALTERNATIVES else ()


def _matcher(pattern: str) -> _Matcher:
    tokens = [_regex(token) for token in _TOKEN.findall(pattern)]
    if sum(token.endswith("*") for token in tokens) > _MOST_WILDCARDS:
        return _stepwise(tokens)
    whole = re.compile("".join(tokens), re.DOTALL)
    return lambda text: whole.fullmatch(text) is not None


def _regex(piece: str) -> str:
    if piece.startswith("*"):
        return "[^/]*" if piece == "*" else ".*"
    if piece.startswith("[") and len(piece) > 1:
        inner = piece[1:-1]
        inner = "^" + inner[1:] if inner.startswith("!") else inner
        return _class("[" + inner.replace("\\", "\\\\").replace("[", "\\[") + "]", piece)
    return "[^/]" if piece == "?" else re.escape(piece[-1])


def _class(regex: str, token: str) -> str:
    try:
        re.compile(regex)
    except re.error:
        return re.escape(token)
    return regex


def _stepwise(tokens: list[str]) -> _Matcher:
    """A matcher that keeps the set of places in the pattern which the text so far can have reached."""
    steps = [(re.compile(token.removesuffix("*"), re.DOTALL), token.endswith("*")) for token in tokens]

    def reached(places: set[int]) -> set[int]:
        for place in range(len(steps)):
            if place in places and steps[place][1]:
                places.add(place + 1)
        return places

    def match(text: str) -> bool:
        places = reached({0})
        for letter in text:
            places = reached(
                {
                    place if steps[place][1] else place + 1
                    for place in places
                    if place < len(steps) and steps[place][0].fullmatch(letter)
                }
            )
        return len(steps) in places

    return match


def _alternatives(pattern: str) -> list[str]:
    """The pattern with its braces resolved, outermost first: `/{a,b/**}` gives `/a` and `/b/**`."""
    done: list[str] = []
    waiting = [pattern]
    while waiting and len(done) + len(waiting) <= _MOST_ALTERNATIVES:
        current = waiting.pop()
        found = _first_braces(current)
        if found is None:
            done.append(current)
        else:
            start, parts, end = found
            waiting += [current[:start] + part + current[end:] for part in parts]
    return [*done, *waiting]


def _first_braces(pattern: str) -> tuple[int, list[str], int] | None:
    """Where the first pair of braces begins, what stands between its commas, and where it ends."""
    start = pattern.find("{")
    depth, parts, since = 0, [], start + 1
    for position in range(max(start, 0), len(pattern)):
        letter = pattern[position]
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if (letter == "," and depth == 1) or depth == 0:
            parts.append(pattern[since:position])
            since = position + 1
        if depth == 0:
            return (start, parts, position + 1) if start >= 0 else None
    return None
