"""Splices that change the items of one written list, block or flow."""

from difflib import SequenceMatcher

from reviews.hugo import yaml_flow
from reviews.hugo.errors import EditRefused
from reviews.hugo.values import Value
from reviews.hugo.yaml_layout import Layout, Splice
from reviews.hugo.yaml_nodes import AliasNode, ScalarNode, SequenceNode
from reviews.hugo.yaml_write import quote_for, spell_block, spell_flow, spell_scalar, text_quote

# Items of the one list times items of the other; more is written anew.
LARGEST_COMPARISON = 250_000


def list_splices(layout: Layout, sequence: SequenceNode, old: list[Value], new: list[Value]) -> list[Splice]:
    """What turns the written list `sequence`, which reads as `old`, into `new`: items that stay keep their bytes.

    Raises EditRefused.
    """
    if len(old) * len(new) > LARGEST_COMPARISON:
        raise EditRefused("the lists are too long to be compared")
    matcher = SequenceMatcher(None, [repr(item) for item in old], [repr(item) for item in new], autojunk=False)
    splices = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            splices += _stretch(layout, sequence, (start, end), new[new_start:new_end])
    return splices


def _stretch(layout: Layout, sequence: SequenceNode, span: tuple[int, int], values: list[Value]) -> list[Splice]:
    """Splices that put `values` in the place of the items of `span`."""
    start, end = span
    both = min(end, start + len(values))
    splices = [replacement(layout, sequence, at, values[at - start]) for at in range(start, both)]
    if both < end:
        splices.append(removal(layout, sequence, both, end))
    if both - start < len(values):
        splices.append(insertion(layout, sequence, both, values[both - start :], None))
    return splices


def replacement(layout: Layout, sequence: SequenceNode, number: int, value: Value) -> Splice:
    """The splice that puts `value` in the place of one item: of its span, else of its lines."""
    item = sequence.items[number]
    habit = text_quote(sequence.items)
    if isinstance(item, (ScalarNode, AliasNode)) and item.start < item.end and not isinstance(value, (dict, list)):
        style = item.style if isinstance(item, ScalarNode) else ""
        quote = style if style in ("'", '"') else quote_for(value, "")
        return item.start, item.end, spell_scalar(value, quote, sequence.in_flow)
    if sequence.in_flow:
        return item.start, item.end, spell_flow(value, habit)
    dash = layout.dash(sequence.items[number - 1].end if number else sequence.start)
    start, end = layout.lines_of(dash, max(item.end, dash + 1))
    lines = _item(value, " " * layout.column(sequence), _gap(layout, sequence, number), habit)
    return start, end, layout.newline.join(lines) + (layout.newline if layout.text[end - 1] in "\r\n" else "")


def removal(layout: Layout, sequence: SequenceNode, first: int, last: int) -> Splice:
    """The splice that takes out the items from number `first` up to, not with, `last`."""
    if sequence.in_flow:
        return yaml_flow.removal(layout, sequence, first, last)
    lines = item_lines(layout, sequence)
    return lines[first][0], lines[last - 1][1], ""


def insertion(layout: Layout, sequence: SequenceNode, index: int, values: list[Value], quote: str | None) -> Splice:
    """The splice that puts `values` in front of the item number `index`; `quote` None: as the other items have it."""
    habit = text_quote(sequence.items) if quote is None else quote
    if sequence.in_flow:
        return yaml_flow.insertion(layout, sequence, index, [spell_flow(value, habit) for value in values])
    lines = item_lines(layout, sequence)
    at = lines[index][0] if index < len(lines) else lines[-1][1]
    indent, gap = " " * layout.column(sequence), _gap(layout, sequence, index)
    new = [line for value in values for line in _item(value, indent, gap, habit)]
    return layout.line_insertion(at, new)


def _gap(layout: Layout, sequence: SequenceNode, index: int) -> str:
    """The blanks between dash and item that the neighbour has."""
    number = min(index, len(sequence.items) - 1)
    after = sequence.items[number - 1].end if number else sequence.start
    gap = layout.text[layout.dash(after) + 1 : sequence.items[number].start]
    return gap if gap and not gap.strip(" ") else " "


def _item(value: Value, indent: str, gap: str, quote: str) -> list[str]:
    if isinstance(value, (dict, list)):
        return list(spell_block([value], indent, quote))
    return [f"{indent}-{gap}{spell_scalar(value, quote_for(value, quote), in_flow=False)}"]


def item_lines(layout: Layout, sequence: SequenceNode) -> list[tuple[int, int]]:
    """The lines of every item of a block list, with the comments above it (but for the first item) and inside it."""
    places = []
    after, column = sequence.start, layout.column(sequence)
    for number, item in enumerate(sequence.items):
        dash = layout.dash(after)
        start, end = layout.lines_of(dash, max(item.end, dash + 1))
        places.append((layout.comments_above(start, column) if number else start, end))
        after = item.end
    return places
