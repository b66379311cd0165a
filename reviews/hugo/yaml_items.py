"""Putting items into lists of YAML front matter, taking them out, moving them: only the item's own lines change."""

from reviews.hugo.errors import EditRefused
from reviews.hugo.values import Value
from reviews.hugo.yaml_edit import (
    Path,
    changed,
    flow_insertion,
    flow_removal,
    prove,
    readable,
    set_value,
    text_quote,
    value_at,
)
from reviews.hugo.yaml_layout import Layout, Splice
from reviews.hugo.yaml_nodes import AliasNode, MappingNode, Node, SequenceNode, compose
from reviews.hugo.yaml_write import DOUBLE, PLAIN, is_ambiguous, plain_value, spell_block, spell_flow, spell_scalar


def insert_item(text: str, path: Path, index: int, value: Value) -> str:
    """`text` with `value` as the item number `index` of the list at `path`; a missing or empty list is made."""
    old = readable(text)
    items = value_at(old, path)
    if items is None or items == []:
        return set_value(text, path, [value])
    value, items = plain_value(value), _list(items)
    index = max(0, min(index, len(items)))
    expected = changed(old, path, [*items[:index], value, *items[index:]])
    layout, sequence = _located(text, path)
    quotes = dict.fromkeys((_quote_for(value, sequence), DOUBLE))
    return prove((layout.apply([_insertion(layout, sequence, index, value, quote)]) for quote in quotes), expected)


def remove_item(text: str, path: Path, index: int) -> str:
    """`text` without the item number `index` of the list at `path`, its comment gone with it."""
    old = readable(text)
    items = _list(value_at(old, path))
    _check(index, items)
    expected = changed(old, path, [*items[:index], *items[index + 1 :]])
    layout, sequence = _located(text, path)
    if len(items) == 1:
        return set_value(text, path, [])
    if sequence.in_flow:
        return prove([layout.apply([flow_removal(layout, sequence, _spans(sequence), index)])], expected)
    start, end = item_lines(layout, sequence)[index]
    return prove([layout.apply([(start, end, "")])], expected)


def move_item(text: str, path: Path, old: int, new: int) -> str:
    """`text` with the item number `old` of the list at `path` standing at `new`."""
    values = readable(text)
    items = list(_list(value_at(values, path)))
    _check(old, items)
    _check(new, items)
    if old == new:
        return text
    items.insert(new, items.pop(old))
    layout, sequence = _located(text, path)
    places = _spans(sequence) if sequence.in_flow else item_lines(layout, sequence)
    return prove([layout.apply(_moved(layout, places, old, new))], changed(values, path, items))


def _moved(layout: Layout, places: list[tuple[int, int]], old: int, new: int) -> list[Splice]:
    """Splices that put the texts of `places` into their new order."""
    texts = [layout.text[start:end] for start, end in places]
    texts.insert(new, texts.pop(old))
    return [(start, end, text) for (start, end), text in zip(places, texts, strict=True)]


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise EditRefused("this key holds no list")
    return value


def _check(index: int, items: list[Value]) -> None:
    if not 0 <= index < len(items):
        raise EditRefused(f"the list has no item number {index}")


def _located(text: str, path: Path) -> tuple[Layout, SequenceNode]:
    """The layout of `text` and the list at `path`. Raises EditRefused for one that stands elsewhere."""
    layout = Layout(text, compose(text))
    node = layout.root
    for name in path:
        pair = layout.find(node, name) if isinstance(node, MappingNode) else None
        if pair is None or isinstance(pair.value, AliasNode):
            raise EditRefused(f"“{name}” is an alias of another value or comes from a merge key")
        node = pair.value
    if not isinstance(node, SequenceNode):
        raise EditRefused("this key holds no list")
    return layout, node


def _quote_for(value: Value, sequence: SequenceNode) -> str:
    quote = text_quote(sequence.items)
    return DOUBLE if quote == PLAIN and isinstance(value, str) and is_ambiguous(value) else quote


def _insertion(layout: Layout, sequence: SequenceNode, index: int, value: Value, quote: str) -> Splice:
    spans = _spans(sequence)
    if sequence.in_flow:
        return flow_insertion(layout, sequence, spans, index, spell_flow(value, quote))
    places = item_lines(layout, sequence)
    at = places[index][0] if index < len(places) else places[-1][1]
    neighbour = spans[min(index, len(spans) - 1)]
    dash = layout.dash(spans[index - 1][1] if 0 < index < len(spans) else sequence.start)
    gap = layout.text[dash + 1 : neighbour[0]] if index < len(spans) else " "
    lines = _item(value, " " * layout.column(sequence), gap if gap.strip(" ") == "" and gap else " ", quote)
    line_break = layout.newline
    if at and layout.text[at - 1] not in "\r\n":
        return at, at, line_break + line_break.join(lines)
    return at, at, line_break.join(lines) + line_break


def _item(value: Value, indent: str, gap: str, quote: str) -> list[str]:
    if isinstance(value, (dict, list)):
        return list(spell_block([value], indent, quote))
    return [f"{indent}-{gap}{spell_scalar(value, quote, in_flow=False)}"]


def _spans(sequence: SequenceNode) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in sequence.items]


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
