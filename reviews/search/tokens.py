"""The one tokenizer: what is looked up for a text, and what must be looked up to find a piece of it.

A text's tokens are
- every two characters that stand together, of whatever script (`학습`, `c+`, `t를`): Korean is found in all its forms;
- the first SPAN letters of every tail of a Latin word (`model`, `odel`, `del`), so that a word is found by any piece;
- a Latin letter or digit that stands alone, and the last character of a run in other scripts.
They have no positions: a token says that a text may hold the piece, and `Piece.is_exact` whether it then does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SPAN = 6
# Latin, Greek, Cyrillic and the like, digits and `_`: scripts with blanks between short words.
WORD = re.compile(r"[0-9a-z_\u00aa-\u024f\u0370-\u058f\u05d0-\u06ff\u0900-\u0dff\u1e00-\u1fff]+")
STEP = 3
MOST_BYTES = 700_000  # of one text's tokens: PostgreSQL takes a megabyte (https://www.postgresql.org/docs/current/textsearch-limitations.html)
EVERY = ":every"  # the token of texts with too many tokens: they are candidates for everything
LONGEST_PIECES = 8


@dataclass(frozen=True)
class Lookup:
    """A token, or all tokens that begin so."""

    token: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Piece:
    """What to look up for a folded piece of text; every text that holds the piece has all of these.

    is_exact: every text that has them holds the piece.
    """

    text: str
    lookups: tuple[Lookup, ...]
    is_exact: bool


def tokens(folded: str) -> set[str]:
    """The tokens of a folded text."""
    found: set[str] = set()
    for run in set(folded.split()):
        found.update(map("".join, zip(run, run[1:], strict=False)))
        if not WORD.fullmatch(run[-1]):
            found.add(run[-1])
    for word in set(WORD.findall(folded)):
        if len(word) == 1:
            found.add(word)
        found.update(word[start : start + SPAN] for start in range(len(word) - 2))
    return found


def index_tokens(folded: str) -> set[str]:
    """`tokens`, or EVERY where they are more than a row can hold."""
    found = tokens(folded)
    is_small = len(found) * SPAN * 4 <= MOST_BYTES
    return found if is_small or sum(len(token.encode()) for token in found) <= MOST_BYTES else {EVERY}


def piece(text: str) -> Piece:
    """How to look up a folded piece of text, which may hold blanks. One Latin letter is meant as a word of its own."""
    if len(text) == 1:
        return Piece(text, (Lookup(text, is_prefix=not WORD.fullmatch(text)),), True)
    lookups = tuple(dict.fromkeys(_ranked(lookup for run in text.split() for lookup in _of_run(run))))
    return Piece(text, lookups, is_exact=len(lookups) == 1 and lookups[0].token == text)


def _of_run(run: str) -> Iterator[Lookup]:
    if len(run) == 1 and not WORD.fullmatch(run):
        yield Lookup(run, is_prefix=True)
    words = {match.span() for match in WORD.finditer(run)}
    for start, end in words:
        if end - start > SPAN:
            starts = {*range(start, end - SPAN, STEP), end - SPAN}
            yield from (Lookup(run[at : at + SPAN]) for at in sorted(starts))
        elif end - start > 2:
            yield Lookup(run[start:end], is_prefix=end - start < SPAN)
    for at in range(len(run) - 1):
        if not any(start <= at and at + 2 <= end and end - start > 2 for start, end in words):
            yield Lookup(run[at : at + 2])


def _ranked(lookups: Iterable[Lookup]) -> list[Lookup]:
    """The tellingest first and not too many of them: the rest is left to the look into the text."""
    return sorted(lookups, key=lambda lookup: (-len(lookup.token.encode()), lookup.is_prefix))[:LONGEST_PIECES]
