"""What the file system says of a file: while that stays the same, the file need not be read again.

A stamp is the size, the times of the last change to bytes and to the inode (nanoseconds), and the inode's number. No
program can set the second of the times, so a file that was written anew never has its old stamp, with one exception:
a second change within one tick of the file system's clock. So, as Git has it, a stamp taken within the tick is not
kept (https://git-scm.com/docs/racy-git).
"""

import os
import time

_FINE, _COARSE = 50_000_000, 2_500_000_000  # nanoseconds: more than a tick where times have fractions, and where not
_SECOND = 1_000_000_000


def stamp_of(found: os.stat_result) -> str:
    """The stamp of a file: at most 84 characters."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def is_settled(stamp: str, at: int | None = None) -> bool:
    """Whether a change after `at` (nanoseconds since 1970; now) would have given the file another stamp."""
    if not stamp:
        return False
    changed = int(stamp.split(" ")[2])
    tick = _FINE if changed % _SECOND else _COARSE
    return changed + tick < (time.time_ns() if at is None else at)
