"""What an author would want to know about a file that Hugo takes, and on which line things stand."""

import re
from collections.abc import Iterable

from reviews.hugo.casts import to_text
from reviews.hugo.document import Document
from reviews.hugo.page import Problem
from reviews.hugo.values import Value

# Hugo 0.168 refuses these unless security.allowContent allows them; older releases and most sites do not.
_GUARDED = {"html": "text/html", "htm": "text/html", "org": "text/org"}


def line_of(document: Document, key: str) -> int:
    """The line of the file on which a top-level key stands; 0 where it is not found."""
    text = document.front_matter_text.replace("\r\n", "\n").replace("\r", "\n")
    name = rf"""["']?{re.escape(key)}(?:\[\])?["']?[ \t]*[:=]"""
    places = (rf"(?im)^(?:[ \t{{]*|#\+){name}", rf"(?i)[{{,][ \t]*{name}")  # else behind another key on its line
    match = next(filter(None, (re.search(place, text) for place in places)), None)
    if match is None:
        return 0
    opening = document.parts.opening.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return 1 + opening.count(b"\n") + text.count("\n", 0, match.start())


def find_problems(
    document: Document, extension: str, values: dict[str, Value], spoilt: Iterable[str], allowed: Iterable[str]
) -> tuple[Problem, ...]:
    """Keys that hide each other, lists of terms that Hugo drops, content that its security policy guards.

    `spoilt` names the taxonomies whose lists Hugo drops; `allowed` is `security.allowContent`.
    """
    found = [
        Problem(line_of(document, path[-1]), f"{'.'.join(path)} stands here twice in different capitals; Hugo uses one")
        for path in document.shadowed
    ]
    found += [
        Problem(line_of(document, key), f"{key} holds a list or table among its names, so Hugo drops all of them")
        for key in spoilt
    ]
    media = _GUARDED.get(to_text(values.get("markup")).lower() or extension)
    if media and not any(re.search(each, media) for each in allowed if not each.startswith("!") and _is_pattern(each)):
        found.append(Problem(1, f"Hugo 0.168 takes {media} only where security.allowContent names it"))
    return tuple(found)


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
