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

# What Go's strings.Title makes a capital: an apostrophe ends a word.
_GO_START = re.compile(r"(?<![0-9A-Za-z_]|[^\x00-\x7f])[^\W\d_]")


def title_case(text: str, style: str = "ap") -> str:
    """The text in one of Hugo's `titleCaseStyle`s: "ap" (the default), "chicago", "go", "firstupper", "none"."""
    style = style.lower()
    if style == "none":
        return text
    if style == "firstupper":
        return text[:1].upper() + text[1:]
    if style == "go":
        return _GO_START.sub(lambda match: match[0].upper(), text)
    words = list(_WORD.finditer(text))
    smalls = _SMALL_CHICAGO if style == "chicago" else _SMALL_AP
    small = {match.start() for match in words[1:-1] if match[0].lower() in smalls and _may_be_small(text, match)}
    return _WORD.sub(lambda match: match[0] if match.start() in small else match[0][0].upper() + match[0][1:], text)


def _may_be_small(text: str, word: re.Match[str]) -> bool:
    """Not behind a colon, and not where it is the first part of a word with hyphens."""
    before, start = text[word.start() - 1], word.start()
    if before not in " -/" or text[max(start - 2, 0)] in ":-":
        return False
    return text[word.end() : word.end() + 1] != "-" or before == "-"


def section_title(name: str, pluralise: bool = True, capitalise: bool = True, style: str = "ap") -> str:
    """The title of a section without an `_index` file: `post` gives `Posts`."""
    title = plural(name) if pluralise else name
    return title_case(title, style) if capitalise else title
