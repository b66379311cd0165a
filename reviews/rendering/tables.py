"""Tables, found inside paragraphs as goldmark finds them: a header line, a line of dashes, rows to the end."""

import re
from dataclasses import dataclass

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

DASHES = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*\Z")
ONLY_DASHES = re.compile(r"[ \t]{0,3}(?=.*[|:])[-|: \t]+\Z")
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
ALIGNMENTS = {(":", ""): "left", ("", ":"): "right", (":", ":"): "center", ("", ""): ""}
MOST_CELLS = 200_000


@dataclass(frozen=True)
class Table:
    """A table among the lines of a paragraph: the index of its header line, and the alignment of each column."""

    header: int
    alignments: tuple[str, ...]


def find_table(lines: list[str]) -> Table | None:
    """The table that begins in `lines` (of one paragraph), or None."""
    for index in range(1, len(lines)):
        alignments = _alignments(lines[index])
        if alignments is not None:
            return Table(index - 1, alignments) if len(cells(lines[index - 1])) <= len(alignments) else None
    return None


def _alignments(line: str) -> tuple[str, ...] | None:
    if "-" not in line or not ONLY_DASHES.match(line):
        return None
    columns = line.split("|")
    if not columns[0].strip():
        columns = columns[1:]
    if columns and not columns[-1].strip():
        columns = columns[:-1]
    found = [DASHES.match(column) for column in columns]
    if not found or None in found:
        return None
    return tuple(ALIGNMENTS[column[1], column[2]] for column in found if column)


def cells(line: str) -> list[str]:
    """The cells of a row, without the bars at its ends."""
    line = line.strip(" \t\n\v\f\r")
    line = line.removeprefix("|")
    ends = line.endswith("|")
    line = line[:-1] if ends else line
    return [cell.strip() for cell in UNESCAPED_BAR.split(line)] if line else []


def push_table(state: StateBlock, table: Table, lines: list[str], start: int) -> None:
    """Pushes the tokens of `table`; `start` is the line of the page at which the paragraph begins."""
    first = start + table.header
    opening = state.push("table_open", "table", 1)
    opening.map = [first, start + len(lines)]
    _push_row(state, "thead", "th", cells(lines[table.header]), table.alignments, first)
    rows = lines[table.header + 2 :]
    room = MOST_CELLS // max(1, len(table.alignments))
    state.tokens += _group(state, "tbody", 1, True)
    for index, line in enumerate(rows[:room]):
        _push_row(state, "", "td", cells(line), table.alignments, first + 2 + index)
    state.tokens += _group(state, "tbody", -1, True)
    state.push("table_close", "table", -1)


def _group(state: StateBlock, tag: str, nesting: int, wanted: bool) -> list[Token]:
    name = f"{tag}_open" if nesting > 0 else f"{tag}_close"
    return [Token(name, tag, nesting, level=state.level)] if wanted else []  # type: ignore[arg-type]


def _push_row(
    state: StateBlock, group: str, cell: str, texts: list[str], alignments: tuple[str, ...], line: int
) -> None:
    state.tokens += _group(state, group, 1, bool(group))
    state.push("tr_open", "tr", 1)
    for index, alignment in enumerate(alignments):
        opening = state.push(f"{cell}_open", cell, 1)
        if alignment and index < len(texts):
            opening.info = alignment
        inline = state.push("inline", "", 0)
        text = texts[index] if index < len(texts) else ""
        inline.content = text.replace("\\|", "|") if "`" in text else text
        inline.map, inline.children = [line, line + 1], []
        state.push(f"{cell}_close", cell, -1)
    state.push("tr_close", "tr", -1)
    state.tokens += _group(state, group, -1, bool(group))
