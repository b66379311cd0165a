"""How Hugo turns names into parts of addresses, and when two names of a taxonomy are one term.

The rules are Hugo 0.168's own behaviour (tests/hugo/test_terms.py holds its answers); in Hugo's words they
are the template function `urlize` and the logical path of a term page.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

_KEPT = frozenset("./\\_#+~-@")
_ALL_KEPT = re.compile(r"[A-Za-z0-9._~/\\#+@\uac00-\ud7a3-]*\Z")
_LONGEST_REMEMBERED = 200
_HEX = frozenset("0123456789abcdefABCDEF")
_SAFE_IN_PATH = "/$&+,:;=@-_.~!*'()%"


def lower(text: str) -> str:
    """Lower case as Go does it: letter by letter, so no final sigma and one letter for a dotted capital I."""
    if text.isascii():
        return text.lower()
    return "".join(map(_lower_letter, text))


def _lower_letter(letter: str) -> str:
    lowered = letter.lower()
    return lowered if len(lowered) == 1 else lowered[0]


def path_key(path: str) -> str:
    """A logical path as Hugo compares it: lower case, each blank a hyphen, everything else as it is."""
    return lower(path).replace(" ", "-")


def term_key(name: str) -> str:
    """What makes two names of one taxonomy the same term: `Paper Review` and `paper-review` are one.

    Hugo does not normalise Unicode; here NFC goes first, so that the same word typed on two machines is one term.
    """
    return path_key(unicodedata.normalize("NFC", name))


def remove_accents(text: str) -> str:
    """Drop the combining marks of decomposed letters, as `removePathAccents = true` does."""
    decomposed = unicodedata.normalize("NFD", text)
    kept = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", kept)


def sanitise(text: str, lower_case: bool = True, without_accents: bool = False) -> str:
    """The characters of a path that Hugo keeps in an address, unescaped.

    Letters, digits, marks and `./\\_#+~-@` stay, white space between them becomes one hyphen, the rest goes.
    """
    clean = _sanitised if len(text) > _LONGEST_REMEMBERED else _remembered
    return clean(text, lower_case, without_accents)


def _sanitised(text: str, lower_case: bool, without_accents: bool) -> str:
    if without_accents:
        text = remove_accents(text)
    kept = text if _ALL_KEPT.match(text) else _kept_characters(text)
    return lower(kept) if lower_case else kept


_remembered = lru_cache(maxsize=65536)(_sanitised)


def _kept_characters(text: str) -> str:
    kept: list[str] = []
    blank_pending = after_hyphen = False
    for position, letter in enumerate(text):
        if _is_kept(letter) or (letter == "%" and _starts_escape(text, position)):
            after_hyphen = letter == "-"
            if blank_pending and not after_hyphen:
                kept.append("-")
            blank_pending = False
            kept.append(letter)
        elif kept and not after_hyphen and letter.isspace():
            blank_pending = True
    return "".join(kept)


def _is_kept(letter: str) -> bool:
    return letter in _KEPT or letter.isalpha() or unicodedata.category(letter)[0] == "M" or letter.isdecimal()


def _starts_escape(text: str, position: int) -> bool:
    digits = text[position + 1 : position + 3]
    return len(digits) == 2 and digits[0] in _HEX and digits[1] in _HEX


def escape_path(path: str) -> str:
    """Percent-encode an address path as Hugo's RelPermalink does; an escape that is already there stays."""
    return quote(path.encode("utf-8", "surrogateescape"), safe=_SAFE_IN_PATH)


def urlize(text: str, *, lower_case: bool = True, without_accents: bool = False) -> str:
    """Hugo's `urlize`: the text as a part of an address, percent-encoded. `C#` gives `c%23`, `Q&A` gives `qa`."""
    return escape_path(sanitise(text, lower_case, without_accents))
