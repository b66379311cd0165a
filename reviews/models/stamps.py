"""Which bytes a file of the home folder held when it was last looked at, so that it is not read again without need.

`stamp` on a post or file is what the file system said of the file (reviews.hugo.stamps) and the id of the bytes that it
held. Where `synced` is other bytes by now, the stamp says nothing; so nobody who moves `synced` needs to think of it.
"""

LONGEST_STAMP = 120
REFUSED = "refused"  # in place of a stamp: what stands there could not be read, and is looked at by every import


def stamp_column(stamp: str, synced_id: int | None) -> str:
    """What to keep of a file that held the bytes of `synced_id`; nothing where it has no stamp that can be trusted."""
    return f"{stamp} {synced_id}" if stamp and synced_id is not None else ""


def is_steady(kept: str, stamp: str, synced_id: int | None) -> bool:
    """Whether the file, of which the file system says `stamp` now, holds the bytes of `synced_id`."""
    return bool(kept) and kept == f"{stamp} {synced_id}"
