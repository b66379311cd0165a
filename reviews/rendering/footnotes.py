"""Footnotes: definitions taken out of the text, references numbered in reading order, one list at the end."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

KEY = "footnotes"
LONGEST_LABEL = 1000


@dataclass
class Footnotes:
    """The footnotes of one page: the tokens of each definition by label, and how often each is referred to."""

    definitions: dict[str, list[Token]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    references: dict[str, int] = field(default_factory=dict)


def add_footnotes(md: MarkdownIt) -> None:
    """Adds the rules for `[^label]: text` and `[^label]`."""
    md.block.ruler.before(
        "reference", "footnote", _definition, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("link", "footnote", _reference)
    md.core.ruler.after("block", "footnotes_out", _take_out)
    md.core.ruler.after("inline", "footnotes_away", _take_away)


def _label(src: str, start: int, limit: int) -> int:
    """The offset of the bracket that closes the label beginning at `start`, or -1."""
    position = start
    while position < min(limit, start + LONGEST_LABEL):
        if src[position] == "\\":
            position += 1
        elif src[position] == "]":
            return position if src[start:position].strip() else -1
        elif src[position] == "[" or src[position] == "\n":
            return -1
        position += 1
    return -1


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    position, limit = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not state.src.startswith("[^", position):
        return False
    closing = _label(state.src, position + 2, limit)
    if closing < 0 or not state.src.startswith(":", closing + 1):
        return False
    if not silent:
        opening = state.push("footnote_open", "", 1)
        opening.meta = {"label": state.src[position + 2 : closing]}
        _content(state, start, end, closing + 2)
        state.push("footnote_close", "", -1)
    return True


def _content(state: StateBlock, start: int, end: int, position: int) -> None:
    """The blocks of a definition: the rest of its line, and the lines indented by four."""
    saved = state.blkIndent, state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType
    first = position
    while position < state.eMarks[start] and state.src[position] in " \t":
        position += 1
    state.blkIndent += 4
    state.bMarks[start], state.tShift[start] = first, position - first
    state.sCount[start] = state.blkIndent
    state.parentType = "footnote"
    if position >= state.eMarks[start]:
        state.line = start + 1
        state.md.block.tokenize(state, start + 1, end)
        state.line = max(state.line, start + 1)
    else:
        state.md.block.tokenize(state, start, end)
    state.blkIndent, state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = saved


def _reference(state: StateInline, silent: bool) -> bool:
    start = state.pos
    is_after_mark = state.src.startswith("![^", start)
    if not is_after_mark and not state.src.startswith("[^", start):
        return False
    first = start + 2 + is_after_mark
    closing = _label(state.src, first, state.posMax)
    notes = state.env.get(KEY)
    label = state.src[first:closing]
    if closing < 0 or notes is None or label not in notes.definitions:
        return False
    if not silent:
        if is_after_mark:
            state.append_pending("!")
        _push_reference(state, notes, label)
    state.pos = closing + 1
    return True


def _push_reference(state: StateInline, notes: Footnotes, label: str) -> None:
    number = notes.numbers.setdefault(label, len(notes.numbers) + 1)
    token = state.push("footnote_reference", "", 0)
    token.meta = {"number": number, "count": notes.references.get(label, 0)}
    notes.references[label] = notes.references.get(label, 0) + 1


def _take_out(state: StateCore) -> None:
    """Gathers all definitions where the first one stood, which is where Hugo reads them."""
    notes = Footnotes()
    kept: list[list[Token]] = [[]]
    first = -1
    labels: list[str] = []
    for token in state.tokens:
        if token.type == "footnote_open":
            first = len(kept[0]) if first < 0 else first
            kept.append([])
            labels.append(token.meta["label"])
        elif token.type == "footnote_close":
            notes.definitions.setdefault(labels.pop(), kept.pop())
        else:
            kept[-1].append(token)
    if notes.definitions:
        state.env[KEY] = notes
        gathered = [token for tokens in notes.definitions.values() for token in tokens]
        marks = [Token("footnotes_begin", "", 0), *gathered, Token("footnotes_end", "", 0)]
        state.tokens[:] = [*kept[0][:first], *marks, *kept[0][first:]]


def _take_away(state: StateCore) -> None:
    """With the references numbered, the definitions leave the text; the page writes them at its end."""
    if KEY in state.env:
        types = [token.type for token in state.tokens]
        del state.tokens[types.index("footnotes_begin") : types.index("footnotes_end") + 1]
