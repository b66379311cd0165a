"""Hugo's order of pages in a list as one text: weight, then newest date, then title, then path.

https://gohugo.io/quick-reference/page-collections/#sort : a page without weight stands behind all that have one, a page
without date behind all that have one; titles are compared as Go's collate package does it, nearly: letter by letter
without case and accents, then accents, then small before capital letters. Chinese characters stand in the order of the
language: by Pinyin in Chinese (pinyin.txt, as Hugo sorts them), by JIS X 0208 in Japanese, else by their code points.
"""

import unicodedata
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST_MOMENT = (1 << 64) - 1
_ZERO_WEIGHT = (1 << 32) - 1
_TITLE, _PATH = 32, 24  # bytes; a longer text is cut
LONGEST_RANK = 8 + 16 + 2 * (_TITLE + _PATH)
_BY_STROKES = frozenset(("hant", "tw", "hk", "mo"))
# The order of the collation's root for what is no letter.
_MARKS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"


def rank(weight: int, date: datetime | None, title: str, path: str, language: str = "") -> str:
    """A text of hexadecimal digits: pages sorted by it stand as in Hugo's lists, in every database's collation."""
    heavy = min(weight + (1 << 31), _ZERO_WEIGHT - 1) if weight else _ZERO_WEIGHT
    passed = int((date - _FIRST).total_seconds() * 1_000_000) if date else 0
    named = _padded(title_key(title, language), _TITLE) + _padded(path.encode("utf-8", "replace"), _PATH)
    return f"{max(heavy, 0):08x}{_LAST_MOMENT - max(passed, 0):016x}{named.hex()}"


def term_rank(weight: int, page_rank: str) -> str:
    """The same for the list of a term: the page's weight in that taxonomy comes first, and none is 0."""
    return f"{max(0, min(weight + (1 << 31), _ZERO_WEIGHT)):08x}{page_rank}"


def title_key(title: str, language: str = "") -> bytes:
    """What titles are compared by on pages of that language, as far as a rank has room for it."""
    name, *more = language.lower().split("-")
    by_strokes = name == "zh" and _BY_STROKES.intersection(more)  # nearly the order of the code points
    han = name if name in {"zh", "ja"} and not by_strokes else ""
    letters = unicodedata.normalize("NFC", "".join(map(_plain, title)))
    compared = b"".join(_weight(letter, han) for letter in letters)
    if len(compared) >= _TITLE:
        return compared
    accents = "".join(letter for letter in unicodedata.normalize("NFD", title) if unicodedata.combining(letter))
    cases = "".join("1" if letter.isupper() else "0" for letter in title)
    return compared + b"\0" + accents.encode("utf-8", "replace") + b"\0" + cases.encode()


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """The letter without case and accents; a Hangul syllable stays whole."""
    if "\uac00" <= letter <= "\ud7a3":
        return letter
    return "".join(each for each in unicodedata.normalize("NFKD", letter.casefold()) if not unicodedata.combining(each))


@lru_cache(maxsize=4096)
def _weight(letter: str, language: str = "") -> bytes:
    if letter in _MARKS:
        return bytes((1 + _MARKS.index(letter),))
    if letter.isspace():
        return b"\x01"
    kind = unicodedata.category(letter)[0]
    if kind in "PSCMZ":
        return b"\x40" + letter.encode("utf-8", "replace")
    if kind == "N":
        return b"\x50" + bytes((int(unicodedata.digit(letter, 0)),))
    if "a" <= letter <= "z":
        return letter.encode()
    place = _han(letter, language) if "\u4e00" <= letter <= "\u9fa5" else b""
    return _script(letter) + (place or letter.encode("utf-8", "replace"))


def _han(letter: str, language: str) -> bytes:
    """The place of a Chinese character among the others in that language; empty where its code point tells."""
    if language == "zh":
        return _pinyin()[letter].to_bytes(2, "big")
    if language == "ja":
        try:
            return letter.encode("euc_jp")[:2]
        except UnicodeEncodeError:
            return b"\0" + letter.encode("utf-8")
    return b""


@cache
def _pinyin() -> dict[str, int]:
    text = (Path(__file__).parent / "pinyin.txt").read_text(encoding="utf-8")
    return {letter: place for place, letter in enumerate(text.replace("\n", ""))}


def _script(letter: str) -> bytes:
    """Scripts in the collation's order: Latin and its neighbours, then Hangul, kana, Han."""
    if "\uac00" <= letter <= "\ud7a3" or "\u1100" <= letter <= "\u11ff":
        return b"\xf8"
    if "\u3040" <= letter <= "\u30ff":
        return b"\xf9"
    return b"\xfa" if "\u3400" <= letter <= "\u9fff" else b"\xf0"


def _padded(text: bytes, length: int) -> bytes:
    return text[:length].ljust(length, b"\0")
