"""Much work on stored things, batch by batch: in processes of their own, which only read; the caller writes."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

import django
from django.db import connection

FEW = 200  # so many are done sooner than other processes have started

Made = TypeVar("Made")
Work = Callable[[list[int]], Made]
Progress = Callable[[int, int], None]


def in_batches(work: Work[Made], ids: list[int], size: int, jobs: int | None = None) -> Iterator[tuple[Made, int]]:
    """What `work` makes of each batch of so many ids, in the order of the ids, and how many they were.

    jobs: so many processes; None: as many as the machine has cores. Few ids are worked on here.
    """
    jobs = jobs or os.cpu_count() or 1
    batches = [ids[start : start + size] for start in range(0, len(ids), size)]
    if jobs == 1 or len(ids) <= FEW or connection.in_atomic_block:  # others would see nothing of this transaction
        for batch in batches:
            yield work(batch), len(batch)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=django.setup) as pool:
        yield from _in_flight(pool, work, iter(batches), 3 * jobs)


def _in_flight(
    pool: ProcessPoolExecutor, work: Work[Made], batches: Iterator[list[int]], most: int
) -> Iterator[tuple[Made, int]]:
    """So many batches on their way that nobody waits, and no more, so that memory does not grow."""
    running: deque[tuple[Future[Made], int]] = deque()
    running.extend((pool.submit(work, batch), len(batch)) for batch in islice(batches, most))
    try:
        while running:
            ready, count = running.popleft()
            yield ready.result(), count
            running.extend((pool.submit(work, batch), len(batch)) for batch in islice(batches, 1))
    finally:
        for each, _count in running:
            each.cancel()
