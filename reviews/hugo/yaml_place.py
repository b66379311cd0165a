"""Where a new key goes: beside its kin, as people write front matter."""

from collections.abc import Sequence

# Keys that people keep together, in the order in which they are usually written.
KIN = (
    ("title", "linktitle", "subtitle"),
    ("description", "summary"),
    ("slug", "url", "aliases"),
    ("date", "publishdate", "lastmod", "expirydate", "draft"),
    ("author", "authors"),
    ("categories", "tags", "keywords", "series"),
)


_DATE_KEYS = frozenset(("date", "publishdate", "pubdate", "published", "lastmod", "modified", "expirydate"))


def is_date_key(name: str) -> bool:
    """Whether Hugo reads a date from the key `name`."""
    return name.lower() in _DATE_KEYS


def place_of(name: str, present: Sequence[str]) -> int:
    """The index among the keys `present` before which the new key `name` goes; their number is the end."""
    name, lowered = name.lower(), [key.lower() for key in present]
    group = next((group for group in KIN if name in group), ())
    rank = group.index(name) if group else 0
    earlier = [lowered.index(key) for key in group[:rank] if key in lowered]
    later = [lowered.index(key) for key in group[rank + 1 :] if key in lowered]
    if earlier:
        return max(earlier) + 1
    if later:
        return min(later)
    return 0 if name == "title" else len(present)
