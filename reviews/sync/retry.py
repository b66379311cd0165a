"""Work that another transaction was in the way of, done again: the two would have waited for each other for ever."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

Result = TypeVar("Result")
WAITS = (0.05, 0.2, 0.8, 2.0)  # seconds before each further attempt
_LOCKED = re.compile(r"database (?:table )?is locked")
_MOMENTARY = {
    "40001",
    "40P01",
}  # serialization_failure, deadlock_detected: https://www.postgresql.org/docs/current/errcodes-appendix.html


def is_momentary(error: BaseException) -> bool:
    """Whether the same work may well succeed a moment later."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in _MOMENTARY or _LOCKED.search(str(error)) is not None


def repeated(work: Callable[[], Result], undo: Callable[[], None]) -> Result:
    """Do `work`, a whole transaction; where another was in its way, `undo` what it told and do it again."""
    for wait in WAITS:
        try:
            return work()
        except OperationalError as error:
            if not is_momentary(error):
                raise
        undo()
        time.sleep(wait)
    return work()
