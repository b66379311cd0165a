"""Arrays of tables in TOML (`[[resources]]`), edited a block at a time.

A block is a table with all that stands under it.
"""

from collections.abc import Sequence
from itertools import pairwise

from reviews.hugo.errors import EditRefused
from reviews.hugo.toml_scan import Header, Pair, Path, Statement
from reviews.hugo.toml_write import write_key, write_value
from reviews.hugo.values import Value

Span = tuple[int, int]


def blocks(text: str, statements: Sequence[Statement], path: Path, starts: Sequence[int]) -> list[Span]:
    """The spans of the tables of the array at `path`.

    `starts` says where each statement with its own comment begins. EditRefused where other tables stand between them.
    """
    headers = [(start, each) for start, each in zip(starts, statements, strict=True) if isinstance(each, Header)]
    own = [at for at, (_, header) in enumerate(headers) if header.path[: len(path)] == path]
    if own != list(range(own[0], own[-1] + 1)):
        raise EditRefused(f"Other tables stand between the tables {'.'.join(path)}")
    opening = [headers[at][0] for at in own if headers[at][1].path == path]
    end = headers[own[-1] + 1][0] if own[-1] + 1 < len(headers) else len(text)
    return list(pairwise([*opening, end]))


def insert(text: str, found: Sequence[Span], pairs: Sequence[Pair], path: Path, index: int, value: Value) -> str:
    """The text with one more table, written like the last of them."""
    if not isinstance(value, dict):
        raise EditRefused(f"{'.'.join(path)} is a list of tables, and this is none")
    if not 0 <= index <= len(found):
        raise EditRefused(f"There is no place {index} in a list of {len(found)}")
    newline = "\r\n" if "\r\n" in text else "\n"
    own = [pair for pair in pairs if pair.path[: len(path)] == path]
    indent = text[own[-1].start : own[-1].key_start] if own else ""
    lines = [f"[[{'.'.join(map(write_key, path))}]]"]
    lines += [f"{indent}{write_key(key)} = {write_value(each)}" for key, each in value.items()]
    block = "".join(line + newline for line in lines)
    gap = newline if any(text[start:end].endswith(newline * 2) for start, end in found) else ""
    if index < len(found):
        position = found[index][0]
        return text[:position] + block + gap + text[position:]
    end = found[-1][1]
    body = text[:end]
    before = "" if body.endswith(newline * 2) or not gap else newline
    after = gap if end < len(text) else ""
    return body + ("" if body.endswith("\n") else newline) + before + block + after + text[end:]


def remove(text: str, found: Sequence[Span], index: int) -> str:
    """The text without one table."""
    start, end = _block(found, index)
    return text[:start] + text[end:]


def move(text: str, found: Sequence[Span], old: int, new: int) -> str:
    """The text with a table in another place."""
    _block(found, old)
    _block(found, new)
    pieces = [text[start:end] for start, end in found]
    if not all(piece.endswith("\n") for piece in pieces):
        raise EditRefused("The last table does not end its line")
    pieces.insert(new, pieces.pop(old))
    return text[: found[0][0]] + "".join(pieces) + text[found[-1][1] :]


def _block(found: Sequence[Span], index: int) -> Span:
    if not 0 <= index < len(found):
        raise EditRefused(f"There is no item {index} in a list of {len(found)}")
    return found[index]
