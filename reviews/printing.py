"""Many texts set at once: in processes of their own, which only read; this one writes what they have made.

What is left undone, because somebody stopped it or a text broke the renderer, is set by the next run or for the first
reader who asks.
"""

import logging
from typing import Any

from reviews.models import Edition, EditionText, SearchRow, Site
from reviews.search.rows import made_rows
from reviews.typesetting import set_text, stale, store
from reviews.workers import Progress, in_batches

logger = logging.getLogger(__name__)
BATCH = 40
TOGETHER = 5  # batches that are kept at once: the index takes many rows sooner than few

Columns = dict[str, Any]
Made = tuple[list[Columns], list[SearchRow]]


def set_stale(site: Site, jobs: int | None = None, progress: Progress = lambda done, total: None) -> int:
    """Set every text that is missing or stale, the newest pages first; how many were kept."""
    ids = list(stale(site).order_by("-sort_date", "-pk").values_list("pk", flat=True))
    done = kept = 0
    waiting: list[Made] = []
    for made, count in in_batches(set_texts, ids, BATCH, jobs):
        waiting.append(made)
        done += count
        if len(waiting) == TOGETHER or done == len(ids):
            kept += _keep(waiting)
            waiting = []
            progress(done, len(ids))
    return kept


def set_texts(ids: list[int]) -> Made:
    """The columns of these editions' texts, and their rows for search.

    A text that breaks the renderer is told to the log and left out.
    """
    site = Site.load()
    made = []
    for edition in Edition.objects.filter(pk__in=ids).select_related("source"):
        try:
            made.append(set_text(site, edition))
        except Exception:  # the others are not to wait for it
            logger.exception("the text of %s", edition.path)
    columns = [{field.attname: getattr(text, field.attname) for field in _FIELDS} for text in made]
    return columns, made_rows(site, made)


_FIELDS = [field for field in EditionText._meta.concrete_fields if field.attname != "id"]


def _keep(made: list[Made]) -> int:
    """Store what still belongs to an edition."""
    texts = [text for columns, _rows in made for text in columns]
    editions = Edition.objects.in_bulk([text["edition_id"] for text in texts])
    kept = [
        EditionText(edition=editions[text.pop("edition_id")], **text)
        for text in texts
        if text["edition_id"] in editions
    ]
    store(kept, [row for _columns, rows in made for row in rows if row.edition_id in editions])
    return len(kept)
