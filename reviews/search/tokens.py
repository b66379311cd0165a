"""The one tokenizer: what is looked up for a text, and what must be looked up to find a piece of it.

A text's tokens are
- every two characters that stand together, of whatever script (`학습`, `c+`, `t를`): Korean is found in all its forms;
- every three and every four letters that stand together in a Latin word, which is found by any piece of it so;
- a Latin letter or digit that stands alone, and every character of other scripts;
- the two characters around a blank, one of them Hangul, behind `~`: Koreans write `강화 학습` and `강화학습` alike.
They have no positions: a token says that a text may hold the piece, and `Piece.is_exact` whether it then does. Each is
looked up whole, so what a query costs does not grow with the number of different words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import add, itemgetter

SPAN = 4
# Latin, Greek, Cyrillic and the like, digits and `_`: scripts with blanks between short words.
LETTER = r"0-9a-z_\u00aa-\u024f\u0370-\u058f\u05d0-\u06ff\u0900-\u0dff\u1e00-\u1fff"
WORD = re.compile(f"[{LETTER}]+")
_TAIL = re.compile(f"(?=([{LETTER}]{{3,{SPAN}}}))")
SPACED = "~"  # before two characters that have a blank between them
_SPACED = re.compile(f"[가-힣][가-힣{LETTER}]|[{LETTER}][가-힣]")
_ALONE = re.compile(f"(?<![{LETTER}])[{LETTER}](?![{LETTER}])|[^{LETTER}\0-\x7f]")
MOST_BYTES = 700_000  # of one text's tokens: PostgreSQL takes a megabyte (https://www.postgresql.org/docs/current/textsearch-limitations.html)
EVERY = ":every"  # the token of texts with too many tokens: they are candidates for everything
MOST_TOKENS = 8  # of one piece; the rest is left to the look into the text
LONGEST_LOOSE = 12  # characters of a word that is looked for with blanks in it too


@dataclass(frozen=True)
class Piece:
    """The tokens to look up for a folded piece of text; every text that holds the piece has all of them.

    is_exact: every text that has them holds the piece. spellings: the other ways to write it, where blanks do not
    matter; those of `tokens` that are in `loose` may then stand in a text with SPACED before them.
    """

    text: str
    tokens: tuple[str, ...]
    is_exact: bool
    spellings: tuple[str, ...] = ()
    loose: frozenset[str] = frozenset()


def tokens(folded: str) -> set[str]:
    """The tokens of a folded text."""
    words = folded.split()
    runs = " ".join(set(words))
    found = {pair for pair in set(map(add, runs, runs[1:])) if " " not in pair}
    tails = set(_TAIL.findall(runs))
    found |= tails
    found.update([tail[:3] for tail in tails])
    found.update(_ALONE.findall(runs))
    around = set(map(add, map(itemgetter(-1), words), map(itemgetter(0), words[1:])))
    found.update([SPACED + pair for pair in around if _SPACED.fullmatch(pair)])
    return found


def index_tokens(folded: str) -> set[str]:
    """`tokens`, or EVERY where they are more than a row can hold."""
    found = tokens(folded)
    is_small = len(found) * SPAN * 4 <= MOST_BYTES
    return found if is_small or sum(len(token.encode()) for token in found) <= MOST_BYTES else {EVERY}


def piece(text: str) -> Piece:
    """How to look up a folded piece of text, which may hold blanks. One Latin letter is meant as a word of its own."""
    runs = text.split()
    around = (one[-1] + other[0] for one, other in pairwise(runs))
    spaced = [SPACED + pair for pair in around if _SPACED.fullmatch(pair)]
    found = tuple(dict.fromkeys(_tellingest([*spaced, *(token for run in runs for token in _of_run(run))])))
    if len(text) == 1:
        found = (text,)
    return Piece(text, found, is_exact=found == (text,))


def loose_piece(word: str) -> Piece:
    """The same for a word without blanks that may stand in a text with blanks in it: `강화학습` as `강화 학습`."""
    found, cuts = piece(word), _cuts(word)
    if not cuts:
        return found
    loose = {word[at - 1 : at + 1] for at in cuts}
    tight = {word[at - 1 : at + 1] for at in range(1, len(word)) if at not in cuts}
    return replace(found, spellings=tuple(_spellings(word, cuts)), loose=frozenset(loose - tight))


def _cuts(word: str) -> list[int]:
    """Where a blank may stand: beside Hangul, and never before the last character, which is mostly a particle."""
    inner = range(1, len(word) - 1) if len(word) <= LONGEST_LOOSE else ()
    return [at for at in inner if _SPACED.fullmatch(word[at - 1 : at + 1])]


def _spellings(word: str, cuts: Sequence[int]) -> Iterator[str]:
    """The word with one or two blanks: one character may stand before the first, no less than two elsewhere."""
    for one in cuts:
        yield f"{word[:one]} {word[one:]}"
        yield from (f"{word[:one]} {word[one:two]} {word[two:]}" for two in cuts if two > one + 1)


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
