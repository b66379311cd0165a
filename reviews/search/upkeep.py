"""The whole index: filled up, or written anew; the oldest texts first, their rows made in several processes."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F

from reviews.models import EditionText, SearchRow, Site
from reviews.search.rows import made_rows, write
from reviews.workers import Progress, in_batches

BATCH = 200
MANY = 1000  # rows after which the database is told to put its index in order


def rebuild(jobs: int | None = None, progress: Progress = lambda done, total: None) -> int:
    """Write every row anew; how many. A batch to a transaction: editors go on working meanwhile."""
    return _index(_by_date(), jobs, progress)


def index_missing(jobs: int | None = None, progress: Progress = lambda done, total: None) -> int:
    """Write the rows of texts that have none or an older one; how many. One that was stopped is gone on with so."""
    return _index(_by_date(only_missing=True), jobs, progress)


def rows_for(ids: list[int]) -> list[SearchRow]:
    """The rows of these editions' texts as they stand now; not written yet."""
    texts = EditionText.objects.filter(edition__in=ids).defer("html", "toc", "summary", "problems")
    return made_rows(Site.load(), texts)


def _index(ids: list[int], jobs: int | None, progress: Progress) -> int:
    done = 0
    for rows, count in in_batches(rows_for, ids, BATCH, jobs):
        with transaction.atomic():
            write(_current(rows))
        done += count
        progress(done, len(ids))
    if len(ids) >= MANY:
        _put_in_order()
    return len(ids)


def _current(rows: Sequence[SearchRow]) -> list[SearchRow]:
    """The rows whose texts have not been set anew since they were made, and do not change until they are written."""
    texts = EditionText.objects.select_for_update().filter(edition__in=[row.edition_id for row in rows])
    keys = dict(texts.values_list("edition", "text_key"))
    return [row for row in rows if keys.get(row.edition_id) == row.text_key]


def _put_in_order() -> None:
    """One list for each token, and what the planner knows of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list('reviews_search')")
            cursor.execute("ANALYZE reviews_searchrow, reviews_edition, reviews_editionterm, reviews_editiontext")
        else:
            cursor.execute("INSERT INTO reviews_search(reviews_search) VALUES ('optimize')")


def _by_date(only_missing: bool = False) -> list[int]:
    """The editions with a text, the oldest first."""
    texts = EditionText.objects.order_by("edition__sort_date", "edition")
    if only_missing:
        texts = texts.exclude(edition__search_row__text_key=F("edition__text_key"))
    return list(texts.values_list("edition", flat=True))
