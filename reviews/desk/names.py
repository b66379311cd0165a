"""File and folder names made from what people type."""

import re
import unicodedata


def stem_of(text: str, fallback: str) -> str:
    """A name that needs no quoting in Markdown or an address: letters (Hangul too), digits, hyphens; 80 characters."""
    plain = unicodedata.normalize("NFC", text)
    return re.sub(r"[^\w-]+", "-", plain).strip("-_").lower()[:80].rstrip("-_") or fallback
