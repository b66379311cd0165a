"""The proof that an edit of TOML text left everything else in place.

Every other statement, and every comment but the key's own.
"""

from itertools import pairwise

from reviews.hugo.errors import EditRefused
from reviews.hugo.toml_scan import Path, Statement, statements


def proved(old: str, new: str, path: Path, is_removal: bool = False) -> str:
    """The new text, if only the statements of `path` differ from the old one; else EditRefused.

    Every comment line between the statements must be there still; a removal may cut one run of them.
    """
    before, after = list(statements(old)), list(statements(new))
    if _others(old, before, path) != _others(new, after, path):
        raise EditRefused("The edit would change other keys")
    lines, kept = _loose_lines(old, before), _loose_lines(new, after)
    if kept != lines and not (is_removal and _is_cut_from(kept, lines)):
        raise EditRefused("The edit would change comments that belong to other keys")
    return new


def _others(text: str, found: list[Statement], path: Path) -> list[str]:
    return [_lines(text, each) for each in found if not _touches(each, path)]


def _touches(statement: Statement, path: Path) -> bool:
    shared = min(len(statement.path), len(path))
    return statement.path[:shared] == path[:shared]


def _lines(text: str, statement: Statement) -> str:
    return text[statement.start : statement.end].rstrip("\r\n")


def _loose_lines(text: str, found: list[Statement]) -> list[str]:
    """The comment lines between the statements."""
    edges = [0, *(edge for each in found for edge in (each.start, each.end)), len(text)]
    gaps = [text[start:end] for start, end in pairwise(edges)][::2]
    return [line.strip() for gap in gaps for line in gap.split("\n") if line.strip()]


def _is_cut_from(kept: list[str], lines: list[str]) -> bool:
    """Whether `lines` without one run of lines is `kept`."""
    head = next((at for at, pair in enumerate(zip(kept, lines, strict=False)) if pair[0] != pair[1]), len(kept))
    return len(kept) <= len(lines) and kept[head:] == lines[len(lines) - len(kept) + head :]
