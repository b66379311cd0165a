"""How each kind of block begins: what a line must look like, by its first character."""

import re
from collections.abc import Callable

from reviews.rendering.attributes import read_attributes
from reviews.rendering.blocks import BLANKS, DEEPEST, Block, Reader, columns
from reviews.rendering.dialect import Dialect
from reviews.rendering.footnotes import label_end
from reviews.rendering.tables import find_table

HEADING = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
CLOSING_SHARPS = re.compile(r"(?:\A|[ \t]+)#+\Z")
RULE = re.compile(r"(?:(?:\*[ \t\r]*){3,}|(?:-[ \t\r]*){3,}|(?:_[ \t\r]*){3,})\Z")
FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z", re.S)
BULLET = re.compile(r"[-+*](?=[ \t]|\Z)")
NUMBER = re.compile(r"(\d{1,9})[.)](?=[ \t]|\Z)")
UNDERLINE = re.compile(r"(?:=+|-+)[ \t\r]*\Z")
NAMES = """
address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main
menu
menuitem meta nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr
track ul
"""
ATTRIBUTE = r"""\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
RAW = "script|pre|style|textarea"
HTML_BLOCKS = (
    (re.compile(rf"<(?:{RAW})(?=[\s>]|\Z)", re.I), re.compile(rf"</(?:{RAW})>", re.I)),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?(?:{'|'.join(NAMES.split())})(?=\s|/?>|\Z)", re.I), None),
)
LONE_TAG = re.compile(rf"(?:<[a-zA-Z][a-zA-Z0-9-]*(?:{ATTRIBUTE})*+\s*/?>|</[a-zA-Z][a-zA-Z0-9-]*\s*>)\s*\Z")
Start = Callable[[Reader], bool]


def starts(dialect: Dialect) -> dict[str, Start]:
    """For each character, the rule that tells whether a block begins with it; rules return False where none does."""
    found: dict[str, Start] = {
        "#": heading,
        ">": quote,
        "`": fence,
        "~": fence,
        "<": html,
        "=": underline,
        "-": dash,
        "*": star,
        "_": rule,
        "+": bullet,
        **dict.fromkeys("0123456789", number),
    }
    if dialect.footnote:
        found["["] = footnote
    if dialect.definition_list:
        found[":"] = description
    if dialect.block_attributes:
        found["{"] = attributes
    return found


def heading(reader: Reader) -> bool:
    found = HEADING.match(reader.text)
    if found is None:
        return False
    block = Block("heading", reader.number, level=len(found[1]), info="#")
    text = reader.text[found.end() :].strip(BLANKS)
    block.lines.append(CLOSING_SHARPS.sub("", text))
    block.info = "##" if text.endswith("#") else "#"
    reader.add(block)
    return True


def quote(reader: Reader) -> bool:
    if len(reader.stack) > DEEPEST:
        return False
    reader.open(Block("quote", reader.number))
    reader.pass_quote_mark(reader.depth - 1)
    return True


def fence(reader: Reader) -> bool:
    found = FENCE.match(reader.text)
    if found is None:
        return False
    block = Block("fence", reader.number, width=reader.indent, info=found[1] or found[3])
    info = found[2] if found[1] else found[4]
    block.meta["info"] = "" if len(info.encode()) == 1 and reader.number == reader.last else info.strip(BLANKS)
    reader.open(block)
    reader.is_done = True
    return True


def html(reader: Reader) -> bool:
    """https://spec.commonmark.org/0.31.2/#html-blocks"""
    text = reader.text
    for begin, ending in HTML_BLOCKS:
        if begin.match(text):
            return _html(reader, ending)
    return reader.paragraph is None and LONE_TAG.match(text) is not None and _html(reader, None)


def _html(reader: Reader, ending: re.Pattern[str] | None) -> bool:
    block = Block("html", reader.number)
    block.ending = ending
    rest = reader.rest
    reader.open(block)
    block.lines.append(rest)
    reader.is_done = True
    if ending is not None and ending.search(reader.text):
        reader.close(reader.depth - 1)
    return True


def underline(reader: Reader) -> bool:
    """The line under a heading."""
    paragraph = reader.paragraph
    if paragraph is None or not reader.interrupts or not UNDERLINE.match(reader.text):
        return False
    if paragraph.lines[0][0] == "[":
        reader.take_definitions(paragraph)
        if not paragraph.lines:
            reader.close(reader.depth - 1)
            reader.depth -= 1
            return False
    if _is_table(reader, paragraph):
        reader.close(reader.depth - 1)
        reader.depth -= 1
        return False
    paragraph.kind, paragraph.level, paragraph.info = "heading", 1 if reader.text[0] == "=" else 2, "="
    reader.stack.pop()
    reader.depth -= 1
    reader.is_done = True
    return True


def dash(reader: Reader) -> bool:
    return underline(reader) or rule(reader) or bullet(reader)


def star(reader: Reader) -> bool:
    return rule(reader) or bullet(reader)


def rule(reader: Reader) -> bool:
    if not RULE.match(reader.text):
        return False
    reader.add(Block("rule", reader.number))
    return True


def bullet(reader: Reader) -> bool:
    found = BULLET.match(reader.text)
    return found is not None and _item(reader, found[0], found[0], 1)


def number(reader: Reader) -> bool:
    found = NUMBER.match(reader.text)
    return found is not None and _item(reader, found[0], found[0][-1], int(found[1]))


def _item(reader: Reader, marker: str, kind: str, start: int) -> bool:
    behind = reader.text[len(marker) :]
    text = behind.strip(BLANKS)
    if reader.interrupts and (not text or start != 1):
        return False
    if len(reader.stack) > DEEPEST:
        return False
    column = reader.indent + len(marker)
    blanks = columns(behind[: len(behind) - len(behind.lstrip(" \t"))], column) - column
    gap = blanks if text and blanks <= 4 else 1
    block = Block("item", reader.number, width=reader.indent + len(marker) + gap, info=kind)
    around = reader.stack[reader.depth - 1]
    if around.kind == "paragraph":
        around = reader.stack[reader.depth - 2]
    if around.kind == "list" and around.info != kind:
        reader.depth = reader.stack.index(around)
    if around.kind != "list" or around.info != kind:
        reader.open(Block("list", reader.number, info=kind, level=start))
        reader.blank_from = -1
    reader.open(block)
    reader.column = 0
    reader.skip(len(marker))
    reader.advance(gap)
    return True


def footnote(reader: Reader) -> bool:
    """`[^label]: text`"""
    text = reader.text
    if not text.startswith("[^"):
        return False
    end = label_end(text, 2, len(text))
    if end < 0 or text[end + 1 : end + 2] != ":":
        return False
    reader.open(Block("footnote", reader.number, width=4, info=text[2:end]))
    reader.skip(end + 2)
    return True


def description(reader: Reader) -> bool:
    """`: text` under a paragraph (whose lines are the terms) or under another description."""
    text = reader.text
    if reader.indent or text[1:2] not in (" ", "\t"):
        return False
    around = reader.stack[reader.depth - 1]
    if around.kind == "paragraph":
        around = reader.stack[reader.depth - 2]
    if around.kind != "definitions" and not _open_definitions(reader, around):
        return False
    column = reader.column + 1
    behind = text[1:]
    width = columns(behind[: len(behind) - len(behind.lstrip(" \t"))], column) - column
    gap = 5 if width >= 8 else width
    reader.open(Block("description", reader.number, width=1 + gap))
    reader.skip(1)
    reader.advance(gap)
    return True


def _open_definitions(reader: Reader, around: Block) -> bool:
    """Makes terms of the paragraph before, in the definition list before it or in a new one."""
    before = around.children[-1] if around.children else None
    if before is not None and before.kind == "paragraph":
        if _is_table(reader, before):
            reader.close(reader.stack.index(around) + 1)
            reader.depth = len(reader.stack)
            return False
        depth = reader.stack.index(around) + 1
        reader.close(depth)
        if not around.children or around.children[-1] is not before:
            return False
        around.children.pop()
        terms = before
        last = around.children[-1] if around.children else None
        if last is None or last.kind != "definitions":
            last = Block("definitions", terms.line)
            around.children.append(last)
        reader.stack.append(last)
        reader.depth = depth + 1
        for index, line in enumerate(terms.lines):
            term = Block("term", terms.line + index)
            term.lines.append(line.strip())
            last.children.append(term)
        return True
    if before is not None and before.kind == "definitions":
        depth = reader.stack.index(around) + 1
        reader.close(depth)
        reader.stack.append(before)
        reader.depth = depth + 1
        return True
    return False


def _is_table(reader: Reader, paragraph: Block) -> bool:
    return reader.has_tables and len(paragraph.lines) > 1 and find_table(paragraph.lines) is not None


def attributes(reader: Reader) -> bool:
    """A line of attributes under a block (`markup.goldmark.parser.attribute.block`)."""
    read = read_attributes(reader.text, 0)
    if read is None:
        return False
    block = Block("attributes", reader.number)
    block.meta = read[0]
    reader.add(block)
    return True
