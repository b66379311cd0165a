"""What a reader may have meant: titles and terms while typing, and the nearest known word where nothing was found."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Sum

from reviews.models import Edition, EditionTerm, Publication, SearchRow
from reviews.search.finding import find, searchable, strong_hits
from reviews.search.folding import fold
from reviews.search.query import Query, parse, written

MOST = 8
MOST_TERMS = 3
LOOKED_AT = 60  # the newest pages with the words in title, terms or description
VOCABULARY = 2000  # the newest titles, out of whose words corrections are taken
KEPT = 3600  # seconds for which it is kept, if nothing is published meanwhile
SHORTEST = 3  # letters of a word that is corrected, as jamo


@dataclass(frozen=True)
class Suggestion:
    """A page, or a term's page."""

    title: str
    url: str
    kind: str  # page or term
    language: str


def suggestions(text: str, language: str) -> list[Suggestion]:
    """Terms and titles of public pages in that language that hold all words of `text`."""
    query = parse(text, {"language": language})
    if not query.wanted:
        return []
    ids = strong_hits(query, LOOKED_AT)
    found = _terms(query, ids)
    for edition in _pages(ids):
        if len(found) < MOST and _holds_all(query, edition.title):
            found.append(Suggestion(edition.link_title or edition.title, edition.url, "page", edition.language))
    return found


def _terms(query: Query, ids: list[int]) -> list[Suggestion]:
    """The terms of these pages that hold the words, those of most pages first."""
    rows = EditionTerm.objects.filter(edition__in=ids).values_list("name", "url", "language")
    counted = Counter(row for row in rows if _holds_all(query, row[0]))
    return [Suggestion(name, url, "term", code) for (name, url, code), _ in counted.most_common(MOST_TERMS)]


def _pages(ids: list[int]) -> list[Edition]:
    found = searchable().only("title", "link_title", "url", "language").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _holds_all(query: Query, title: str) -> bool:
    folded = fold(title)
    return all(written(folded, each) for each in query.wanted)


def correction(query: Query) -> str:
    """The query with each word that nothing has replaced by the nearest word of public titles and terms.

    "" where there is none, or where the corrected query finds nothing either.
    """
    words = [each.text for each in query.wanted]
    known = _vocabulary()
    nearest = [word if word in known else _nearest(word, known) for word in words]
    corrected = " ".join(f'"{word}"' if " " in word else word for word in nearest if word)
    if nearest == words or not all(nearest):
        return ""
    return corrected if find(parse(corrected, query.filters), "newest").ids else ""


def _vocabulary() -> Counter[str]:
    """The words of public titles and their terms, with how often each is there; taken anew after a publication.

    What is led to by them is looked up, so a word of a page whose time is over leads nowhere.
    """
    said = Publication.objects.aggregate(token=Sum("token"))["token"]
    key = f"search.vocabulary.{said}"
    kept: Counter[str] | None = cache.get(key) if said else None
    if kept is None:
        kept = _words()
        cache.set(key, kept, KEPT)
    return kept


def _words() -> Counter[str]:
    newest_rows = SearchRow.objects.order_by("-sort_date", "-id").values("edition")[:VOCABULARY]
    titles = dict(searchable().filter(pk__in=newest_rows).values_list("pk", "title"))
    terms = EditionTerm.objects.filter(edition__in=titles).values_list("name", flat=True).distinct()
    return Counter(word for text in [*titles.values(), *terms] for word in fold(text).split())


def _nearest(word: str, known: Counter[str]) -> str:
    """The commonest known word that is one typing mistake away; "" if none is."""
    letters = jamo(word)
    if len(letters) < SHORTEST:
        return ""
    near = (other for other in known if other[:1].isalnum() and is_one_apart(letters, jamo(other)))
    return max(near, key=lambda other: (known[other], other), default="")


def jamo(word: str) -> str:
    """The letters as they are typed: a Hangul syllable is two or three of them."""
    return unicodedata.normalize("NFD", word)


def is_one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, exchanged or swapped with its neighbour makes `other` of `one`."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    if rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]:
        return True
    return rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
