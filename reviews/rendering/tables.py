"""Tables, found inside paragraphs as goldmark finds them: a header line, a line of dashes, rows to the end."""

import re
from dataclasses import dataclass

from reviews.rendering.tokens import Token

DASHES = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*\Z")
ONLY_DASHES = re.compile(r" {0,3}[-|:][-|: \t]*\Z")
UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
ALIGNMENTS = {(":", ""): "left", ("", ":"): "right", (":", ":"): "center", ("", ""): ""}
MOST_CELLS = 200_000
BLANKS = " \t\n\v\f\r"  # not the no-break space, which authors pad cells with


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
    line = line.strip(BLANKS)
    line = line.removeprefix("|")
    ends = line.endswith("|")
    line = line[:-1] if ends else line
    return [cell.strip(BLANKS) for cell in UNESCAPED_BAR.split(line)] if line else []


def table_tokens(table: Table, lines: list[str], start: int) -> list[Token]:
    """The tokens of `table`; `start` is the line of the page at which the paragraph begins."""
    first = start + table.header
    made = [Token("table_open", "table", 1, line=first), Token("thead_open", "thead", 1)]
    _add_row(made, "th", cells(lines[table.header]), table.alignments, first)
    made += [Token("thead_close", "thead", -1), Token("tbody_open", "tbody", 1)]
    room = MOST_CELLS // max(1, len(table.alignments))
    for index, line in enumerate(lines[table.header + 2 :][:room]):
        _add_row(made, "td", cells(line), table.alignments, first + 2 + index)
    made += [Token("tbody_close", "tbody", -1), Token("table_close", "table", -1)]
    return made


def _add_row(made: list[Token], cell: str, texts: list[str], alignments: tuple[str, ...], line: int) -> None:
    made.append(Token("tr_open", "tr", 1))
    for index, alignment in enumerate(alignments):
        text = texts[index] if index < len(texts) else ""
        made.append(Token(f"{cell}_open", cell, 1, info=alignment if index < len(texts) else ""))
        made.append(Token("inline", content=text.replace("\\|", "|") if "`" in text else text, line=line))
        made.append(Token(f"{cell}_close", cell, -1))
    made.append(Token("tr_close", "tr", -1))
