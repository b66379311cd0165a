"""From published texts to what search looks up. Written with the text, in its transaction; gone with its edition."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from django.db import connection

from reviews.models import Edition, EditionTerm, EditionText, SearchRow, Site, author_key
from reviews.search.folding import fold
from reviews.search.places import make_room, place
from reviews.search.tokens import EVERY, index_tokens

STRONG = "^^"  # before a token of title, terms or description; no token of a text begins with two of these and goes on
ANY = ":any"  # a token of every row
BATCH = 100


def made_rows(site: Site, texts: Iterable[EditionText]) -> list[SearchRow]:
    """What search finds of these texts of stored editions; not written yet."""
    by_edition = {text.edition_id: text for text in texts}
    editions = list(Edition.objects.filter(pk__in=by_edition).defer("params", "keyword_keys"))
    terms = _terms(editions)
    return [_row(site, edition, by_edition[edition.pk], terms.get(edition.pk, [])) for edition in editions]


def write(rows: Sequence[SearchRow]) -> None:
    """Keep these rows in place of earlier ones. The caller holds the transaction."""
    before = SearchRow.objects.filter(edition__in=[row.edition_id for row in rows])
    former = {row.edition_id: row for row in before.only("edition", "text_key", "sort_date")}
    for row in rows:
        if not row.text_key and row.edition_id in former:  # a text that is to be set again, for a page that it names
            row.text_key = former[row.edition_id].text_key
    if former:
        before.delete()
    if connection.vendor != "sqlite":
        SearchRow.objects.bulk_create(rows, batch_size=BATCH)
        return
    crowded = place(rows, former)
    # FTS5 writes out what it holds before it takes a lower number.
    placed = sorted((row for row in rows if row.pk), key=lambda row: row.pk)
    SearchRow.objects.bulk_create(placed, batch_size=BATCH)
    for group in crowded:
        make_room(group)
        SearchRow.objects.bulk_create(group, batch_size=BATCH)


def _terms(editions: Sequence[Edition]) -> dict[int, list[EditionTerm]]:
    found: dict[int, list[EditionTerm]] = {}
    for term in EditionTerm.objects.filter(edition__in=editions):
        found.setdefault(term.edition_id, []).append(term)
    return found


def _row(site: Site, edition: Edition, text: EditionText, terms: list[EditionTerm]) -> SearchRow:
    title, named = fold(edition.title), fold(" ; ".join(term.name for term in terms))
    about, authors, plain = fold(edition.description), fold(" ; ".join(edition.author_names)), fold(text.plain)
    strong = index_tokens(f"{title} {named} {about}")
    found = strong | index_tokens(f"{authors} {plain}")
    return SearchRow(
        edition_id=edition.pk,
        text_key=text.text_key,
        sort_date=edition.sort_date,
        is_cut=EVERY in found,
        body=f"{title}\n{named}\n{about} {authors}\n{plain}",
        tokens=" ".join([*found, *(STRONG + token for token in strong), *_filters(site, edition, terms), ANY]),
    )


def _filters(site: Site, edition: Edition, terms: list[EditionTerm]) -> set[str]:
    """The tokens by which a search is narrowed."""
    found = {filter_token("language", edition.language), month_token(edition.sort_date)}
    found |= {filter_token(term.taxonomy, term.key) for term in terms}
    found |= {filter_token("author", author_key(name)) for name in edition.author_names}
    if edition.date is not None:
        found.add(filter_token("year", str(edition.date.astimezone(site.zone).year)))
    return found


def month_token(moment: datetime) -> str:
    """The token of all rows of that month, which leads to the newest of very many hits without a look at the others."""
    return f":{moment.astimezone(UTC):%Y-%m}"


def filter_token(kind: str, value: str) -> str:
    """A token of its own for a value of any length and spelling."""
    return ":" + blake2b(f"{kind}\0{value}".encode(), digest_size=8).hexdigest()
