"""The one tokenizer: what is looked up for a text, and what must be looked up to find a piece of it.

A text's tokens are
- every two characters that stand together, of whatever script (`학습`, `c+`, `t를`): Korean is found in all its forms;
- every three and every four letters that stand together in a Latin word, which is found by any piece of it so;
- a Latin letter or digit that stands alone, and every character of other scripts.
They have no positions: a token says that a text may hold the piece, and `Piece.is_exact` whether it then does. Each is
looked up whole, so what a query costs does not grow with the number of different words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add

SPAN = 4
# Latin, Greek, Cyrillic and the like, digits and `_`: scripts with blanks between short words.
LETTER = r"0-9a-z_\u00aa-\u024f\u0370-\u058f\u05d0-\u06ff\u0900-\u0dff\u1e00-\u1fff"
WORD = re.compile(f"[{LETTER}]+")
_TAIL = re.compile(f"(?=([{LETTER}]{{3,{SPAN}}}))")
_ALONE = re.compile(f"(?<![{LETTER}])[{LETTER}](?![{LETTER}])|[^{LETTER}\0-\x7f]")
MOST_BYTES = 700_000  # of one text's tokens: PostgreSQL takes a megabyte (https://www.postgresql.org/docs/current/textsearch-limitations.html)
EVERY = ":every"  # the token of texts with too many tokens: they are candidates for everything
MOST_TOKENS = 8  # of one piece; the rest is left to the look into the text


@dataclass(frozen=True)
class Piece:
    """The tokens to look up for a folded piece of text; every text that holds the piece has all of them.

    is_exact: every text that has them holds the piece.
    """

    text: str
    tokens: tuple[str, ...]
    is_exact: bool


def tokens(folded: str) -> set[str]:
    """The tokens of a folded text."""
    runs = " ".join(set(folded.split()))
    found = {pair for pair in set(map(add, runs, runs[1:])) if " " not in pair}
    tails = set(_TAIL.findall(runs))
    found |= tails
    found.update([tail[:3] for tail in tails])
    found.update(_ALONE.findall(runs))
    return found


def index_tokens(folded: str) -> set[str]:
    """`tokens`, or EVERY where they are more than a row can hold."""
    found = tokens(folded)
    is_small = len(found) * SPAN * 4 <= MOST_BYTES
    return found if is_small or sum(len(token.encode()) for token in found) <= MOST_BYTES else {EVERY}


def piece(text: str) -> Piece:
    """How to look up a folded piece of text, which may hold blanks. One Latin letter is meant as a word of its own."""
    found = tuple(dict.fromkeys(_tellingest(token for run in text.split() for token in _of_run(run))))
    if len(text) == 1:
        found = (text,)
    return Piece(text, found, is_exact=found == (text,))


def _of_run(run: str) -> Iterator[str]:
    words = [match.span() for match in WORD.finditer(run) if match.end() - match.start() > 2]
    for start, end in words:
        yield from (run[at : min(at + SPAN, end)] for at in range(start, max(end - SPAN, start) + 1))
    for at in range(len(run) - 1):
        if not any(start <= at and at + 2 <= end for start, end in words):
            yield run[at : at + 2]
    if len(run) == 1 and _ALONE.fullmatch(run) and not WORD.fullmatch(run):
        yield run


def _tellingest(found: Iterable[str]) -> list[str]:
    """The longest tokens, and not too many of them."""
    return sorted(found, key=lambda token: -len(token.encode()))[:MOST_TOKENS]
