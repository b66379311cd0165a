"""File and folder names made from what people type."""

import re
import unicodedata

LONGEST = 120  # bytes of UTF-8: with an extension and a number well below what file systems take


def stem_of(text: str, fallback: str) -> str:
    """A name that needs no quoting in Markdown or an address: letters (Hangul too), digits, hyphens; short."""
    plain = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", text)).strip("-_").lower()
    return plain.encode()[:LONGEST].decode("utf-8", "ignore").rstrip("-_") or fallback


def is_name(text: str) -> bool:
    """Whether people may give a folder this name: letters, digits, hyphens, dots inside; at most `LONGEST`."""
    return bool(re.fullmatch(r"[\w-]+(\.[\w-]+)*", text)) and len(text.encode()) <= LONGEST
