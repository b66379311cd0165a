"""Three-way merge of the texts of one content file."""

from merge3 import Merge3

from reviews.hugo.document import Document


def merge(base: bytes | None, mine: bytes, theirs: bytes, name: str) -> bytes | None:
    """Both sides' changes since `base` in one text; None where they touch the same lines or the result is no Hugo file.

    Without a base (both sides made a file of this name) only equal texts merge.
    """
    if mine == theirs or base == theirs:
        return mine
    if base == mine:
        return theirs
    if base is None:
        return None
    merged = Merge3(base.splitlines(True), mine.splitlines(True), theirs.splitlines(True), is_cherrypick=False)
    if any(group[0] == "conflict" for group in merged.merge_groups()):
        return None
    result = b"".join(merged.merge_lines())
    return None if Document.parse(result, name).error else result
