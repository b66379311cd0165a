"""The piece of a text in which hits stand, escaped, with the hits marked."""

from collections.abc import Iterable, Sequence
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reviews.search.folding import fold, fold_with_places
from reviews.search.query import Query, written
from reviews.search.tokens import Piece

LENGTH = 240  # characters
LEAD = 60  # characters before the first hit
READ = 200_000  # characters of a text in which a hit is looked for
MOST_MARKS = 100
Span = tuple[int, int]


def excerpt(text: str, query: Query) -> SafeString:
    """A stretch of `text` around the first hit, else its beginning."""
    text = normalize("NFC", text[:READ])
    spans = _spans(text, query)
    start = _start(text, spans[0][0]) if spans and spans[0][1] > LENGTH else 0
    end = _end(text, start + LENGTH)
    piece = _marked(text, [span for span in spans if start <= span[0] and span[1] <= end], start, end)
    return mark_safe(f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}")


def marked(text: str, query: Query) -> SafeString:
    """The whole of `text`, a title for example."""
    text = normalize("NFC", text)
    return _marked(text, _spans(text, query), 0, len(text))


def _spans(text: str, query: Query) -> list[Span]:
    """Where hits stand in `text`, in order, none within another."""
    if not query.wanted:
        return []
    found = sorted(_found(text, query.wanted))
    spans: list[Span] = []
    for start, end in found:
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
    return spans[:MOST_MARKS]


def _found(text: str, wanted: Sequence[Piece]) -> list[Span]:
    """Where the folded words stand. Lower case alone shows them in nearly all texts, and at their places."""
    lower = text.lower()
    shown = {each: written(lower, each) if len(lower) == len(text) else [] for each in wanted}
    spans = [span for each in wanted for one in shown[each] for span in _mentions(lower, range(len(text)), one)]
    hidden = [each for each in wanted if not shown[each]]
    if hidden:
        whole = fold(text)
        hidden = [each for each in hidden if written(whole, each)]
    if hidden:
        folded, places = fold_with_places(text)
        hits = [one for each in hidden for one in written(folded, each)]
        spans += [span for one in hits for span in _mentions(folded, places, one)]
    return spans


def _mentions(folded: str, places: Sequence[int], wanted: str) -> Iterable[Span]:
    at = folded.find(wanted)
    count = 0
    while at >= 0 and count < MOST_MARKS:
        yield places[at], places[at + len(wanted) - 1] + 1
        count += 1
        at = folded.find(wanted, at + len(wanted))


def _start(text: str, hit: int) -> int:
    """A place some words before the hit, at the beginning of a word where there is one."""
    start = max(hit - LEAD, 0)
    blank = text.find(" ", start, hit)
    return blank + 1 if start and blank >= 0 else start


def _end(text: str, end: int) -> int:
    """`end`, or the end of the last whole word before it."""
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", end - LEAD, end)
    return blank if blank >= 0 else end


def _marked(text: str, spans: Iterable[Span], start: int, end: int) -> SafeString:
    parts: list[str] = []
    for first, last in spans:
        parts += [escape(text[start:first]), "<mark>", escape(text[first:last]), "</mark>"]
        start = last
    return mark_safe("".join([*parts, escape(text[start:end])]))
