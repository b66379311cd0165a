"""What a reader asks for: words that must all be there, phrases in quotes, words that must not be there."""

import re
from dataclasses import dataclass, field

from reviews.search.folding import fold
from reviews.search.tokens import WORD, Piece, loose_piece, piece

LONGEST = 200  # characters of a query; the rest is not read
MOST_TERMS = 8
PART = re.compile(r'(-?)"([^"]*)"|(\S+)')
FILTERS = ("tags", "categories", "year", "author", "language")


@dataclass(frozen=True)
class Query:
    """A query as it is looked up. `filters`: one value for any of FILTERS; tags and categories by their keys."""

    wanted: tuple[Piece, ...] = ()
    unwanted: tuple[Piece, ...] = ()
    filters: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.filters)

    @property
    def is_loose(self) -> bool:
        """Whether some word may also stand with blanks in it."""
        return any(each.spellings for each in self.wanted)

    @property
    def is_exact(self) -> bool:
        """Whether the index alone says which texts are meant."""
        return all(each.is_exact for each in (*self.wanted, *self.unwanted))


def parse(text: str, filters: dict[str, str] | None = None) -> Query:
    """The query in `text`. Anything can be asked: what cannot be looked up (lone punctuation) is left out."""
    wanted: dict[str, Piece] = {}
    unwanted: dict[str, Piece] = {}
    for minus, phrase, word in PART.findall(fold(text[:LONGEST])):
        is_unwanted = bool(minus) or (word.startswith("-") and len(word) > 1)
        term = (phrase or word.removeprefix("-") if is_unwanted else phrase or word).strip().strip('"').strip()
        if is_telling(term) and len(wanted) + len(unwanted) < MOST_TERMS:
            (unwanted if is_unwanted else wanted)[term] = loose_piece(term) if word and not is_unwanted else piece(term)
    return Query(tuple(wanted.values()), tuple(unwanted.values()), filters or {})


def is_telling(term: str) -> bool:
    """Whether it has a letter, a digit or a sign of another script in it."""
    return any(char.isalnum() or not char.isascii() for char in term)


def holds(folded: str, wanted: Piece) -> bool:
    """Whether the folded text holds the piece; a single Latin letter only as a word of its own."""
    if len(wanted.text) == 1 and WORD.fullmatch(wanted.text):
        return wanted.text in WORD.findall(folded)
    return wanted.text in folded or bool(_with_blanks(folded, wanted))


def written(folded: str, wanted: Piece) -> list[str]:
    """How the folded text writes the piece: as it is, and with blanks in it."""
    plainly = [wanted.text] if wanted.text in folded else []
    return [*plainly, *_with_blanks(folded, wanted)]


def _with_blanks(folded: str, wanted: Piece) -> list[str]:
    """The spellings with blanks that the folded text has; most texts have none, which one look tells."""
    if not wanted.spellings or folded.replace(" ", "").count(wanted.text) == folded.count(wanted.text):
        return []
    return [each for each in wanted.spellings if _stands(folded, each)]


def _stands(folded: str, spelling: str) -> bool:
    """Whether it stands there; one character before a blank only as a word of its own: `모델과 적합` is no `과적합`."""
    if spelling[1] != " ":
        return spelling in folded
    return folded.startswith(spelling) or any(blank + spelling in folded for blank in (" ", "\n"))
