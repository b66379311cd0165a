"""Org front matter (`#+title.

…` lines) as Hugo reads it. It is read only: Hugo offers no way to say more than text and lists of words.
"""

import re

from reviews.hugo.values import Value

_KEYWORD = re.compile(r"[ \t]*#\+([^:\n]+):(?:[ \t]+([^\n]*))?[ \t]*\Z")
_DAY = re.compile(r"[<\[](\d{4}-\d{2}-\d{2}) .*[>\]]")
_DATES = frozenset({"date", "lastmod", "publishdate", "expirydate"})


def read(text: str) -> dict[str, Value]:
    """The keywords of an Org file's head. https://gohugo.io/content-management/formats/#org-mode"""
    settings: dict[str, str] = {}
    for line in text.split("\n"):
        match = _KEYWORD.match(line.rstrip("\r"))
        if match:
            name, value = match[1].lower(), (match[2] or "").strip()
            settings[name] = f"{settings[name]}\n{value}" if name in settings else value
    return {name.removesuffix("[]"): _value(name, value) for name, value in settings.items()}


def _value(name: str, value: str) -> Value:
    if name.endswith("[]"):
        return list(value.split())
    if "\n" in value:
        return list(value.split("\n"))
    if name == "filetags":
        return list(value.removeprefix(":").removesuffix(":").split(":"))
    day = _DAY.search(value) if name in _DATES else None
    return day[1] if day else value
