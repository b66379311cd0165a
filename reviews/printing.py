"""Many texts set at once: in processes of their own, which only read; this one writes what they have made.

What is left undone, because somebody stopped it or a text broke the renderer, is set by the next run or for the first
reader who asks.
"""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import islice
from multiprocessing import get_context
from typing import Any

import django
from django.db import connection

from reviews.models import Edition, EditionText, Site
from reviews.typesetting import set_text, stale, store

logger = logging.getLogger(__name__)
BATCH = 40
FEW = 200  # so many are set sooner than other processes have started

Columns = dict[str, Any]
Progress = Callable[[int, int], None]


def set_stale(site: Site, jobs: int | None = None, progress: Progress = lambda done, total: None) -> int:
    """Set every text that is missing or stale, the newest pages first; how many were kept."""
    ids = list(stale(site).order_by("-sort_date", "-pk").values_list("pk", flat=True))
    done = kept = 0
    for texts, count in _made(ids, jobs or os.cpu_count() or 1):
        kept += _keep(texts)
        done += count
        progress(done, len(ids))
    return kept


def _made(ids: list[int], jobs: int) -> Iterator[tuple[list[Columns], int]]:
    """The texts' columns, batch by batch, and how many editions each batch was made for."""
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    if jobs == 1 or len(ids) <= FEW or connection.in_atomic_block:  # others would see nothing of this transaction
        for batch in batches:
            yield set_texts(batch), len(batch)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=django.setup) as pool:
        yield from _in_flight(pool, iter(batches), 3 * jobs)


def _in_flight(
    pool: ProcessPoolExecutor, batches: Iterator[list[int]], most: int
) -> Iterator[tuple[list[Columns], int]]:
    """So many batches on their way that nobody waits, and no more, so that memory does not grow."""
    running = {pool.submit(set_texts, batch): len(batch) for batch in islice(batches, most)}
    try:
        while running:
            ready = next(as_completed(running))
            yield ready.result(), running.pop(ready)
            for batch in islice(batches, 1):
                running[pool.submit(set_texts, batch)] = len(batch)
    finally:
        for each in running:
            each.cancel()


def set_texts(ids: list[int]) -> list[Columns]:
    """The columns of these editions' texts. One that breaks the renderer is told to the log and left out."""
    site = Site.load()
    made = []
    for edition in Edition.objects.filter(pk__in=ids).select_related("source"):
        try:
            text = set_text(site, edition)
        except Exception:  # the others are not to wait for it
            logger.exception("the text of %s", edition.path)
            continue
        made.append({field.attname: getattr(text, field.attname) for field in _FIELDS})
    return made


_FIELDS = [field for field in EditionText._meta.concrete_fields if field.attname != "id"]


def _keep(texts: list[Columns]) -> int:
    """Store what still belongs to an edition."""
    editions = Edition.objects.in_bulk([text["edition_id"] for text in texts])
    known = [text for text in texts if text["edition_id"] in editions]
    kept = [EditionText(edition=editions[text.pop("edition_id")], **text) for text in known]
    store(kept)
    return len(kept)
