"""The whole index: filled up, or written anew in the order of dates."""

from django.db import connection, transaction
from django.db.models import F

from reviews.models import EditionText, SearchRow
from reviews.search.rows import index

BATCH = 200
_GIN = "CREATE INDEX reviews_search ON reviews_searchrow USING gin (tokens) WITH (gin_pending_list_limit = 1024)"


def rebuild() -> int:
    """Write every row anew, the oldest first; how many. A batch to a transaction: editors go on working meanwhile.

    The rows get numbers behind all others, so until it is done only the order of very many hits is off.
    """
    if connection.vendor == "postgresql" and not SearchRow.objects.exists():
        return _build_on_postgresql()
    count = _index(_by_date(), anew=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO reviews_search(reviews_search) VALUES ('optimize')")
    return count


def _build_on_postgresql() -> int:
    """All rows first and the index over them then, which takes a fifth of the time; there is nothing to find yet."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS reviews_search")
        count = _index(_by_date())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index is not made while checks are put off
        cursor.execute(_GIN)
    return count


def index_missing() -> int:
    """Write the rows of texts that have none or an older one; how many."""
    return _index(_by_date(only_missing=True))


def _index(ids: list[int], anew: bool = False) -> int:
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            texts = EditionText.objects.filter(edition__in=ids[start : start + BATCH])
            index(texts.defer("html", "toc", "problems"), anew)
    return len(ids)


def _by_date(only_missing: bool = False) -> list[int]:
    """The editions with a text, the oldest first."""
    texts = EditionText.objects.order_by("edition__sort_date", "edition")
    if only_missing:
        texts = texts.exclude(edition__search_row__text_key=F("edition__text_key"))
    return list(texts.values_list("edition", flat=True))
