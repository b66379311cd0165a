"""The titles that Hugo makes up for lists without a file: sections, taxonomies, terms."""

import re

from reviews.hugo.plurals import plural

# What each style leaves small inside a title; observed with Hugo 0.168.
_SMALL_AP = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or", "per", "the", "to",
     "v", "v.", "via", "vs", "vs.")
)  # fmt: skip
_SMALL_CHICAGO = _SMALL_AP | frozenset(
    ("about", "above", "across", "after", "against", "along", "among", "around", "before", "between", "beyond",
     "despite", "down", "during", "from", "into", "near", "over", "since", "through", "throughout", "under", "until",
     "upon", "with", "within", "without")
)  # fmt: skip
# A word begins with a letter or digit and ends at a blank, hyphen or slash.
_WORD = re.compile(r"[^\W_][^\s/-]*")


def title_case(text: str, style: str = "ap") -> str:
    """The text in one of Hugo's `titleCaseStyle`s: "ap" (the default), "chicago", "go", "firstupper", "none"."""
    style = style.lower()
    if style == "none":
        return text
    if style == "firstupper":
        return text[:1].upper() + text[1:]
    words = list(_WORD.finditer(text))
    smalls = {"go": frozenset[str](), "chicago": _SMALL_CHICAGO}.get(style, _SMALL_AP)
    small = {match.start() for match in words[1:-1] if match[0].lower() in smalls}
    return _WORD.sub(lambda match: match[0] if match.start() in small else match[0][0].upper() + match[0][1:], text)


def section_title(name: str, pluralise: bool = True, capitalise: bool = True, style: str = "ap") -> str:
    """The title of a section without an `_index` file: `post` gives `Posts`."""
    title = plural(name) if pluralise else name
    return title_case(title, style) if capitalise else title
