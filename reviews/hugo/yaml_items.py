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
from reviews.hugo.yaml_layout import Layout, Pair, Span, Splice
from reviews.hugo.yaml_nodes import MappingNode, SequenceNode
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
    layout, pair = _located(text, path)
    quotes = dict.fromkeys((_quote_for(value, pair.value.node), DOUBLE))
    return prove(
        (layout.apply([_insertion(layout, pair.value.node, index, value, quote)]) for quote in quotes), expected
    )


def remove_item(text: str, path: Path, index: int) -> str:
    """`text` without the item number `index` of the list at `path`, its comment gone with it."""
    old = readable(text)
    items = _list(value_at(old, path))
    _check(index, items)
    expected = changed(old, path, [*items[:index], *items[index + 1 :]])
    layout, pair = _located(text, path)
    sequence = pair.value.node
    if len(items) == 1:
        return set_value(text, path, [])
    spans = layout.items(sequence)
    if sequence.flow_style:
        return prove([layout.apply([flow_removal(layout, sequence, spans, index)])], expected)
    start, end = item_lines(layout, sequence, spans)[index]
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
    layout, pair = _located(text, path)
    spans = layout.items(pair.value.node)
    places = [(span.start, span.end) for span in spans]
    if not pair.value.node.flow_style:
        places = item_lines(layout, pair.value.node, spans)
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


def _located(text: str, path: Path) -> tuple[Layout, Pair]:
    """The layout of `text` and the pair of the list at `path`. Raises EditRefused for one that stands elsewhere."""
    layout = Layout(text)
    mapping = layout.root
    pair: Pair | None = None
    for name in path:
        if not isinstance(mapping, MappingNode):
            break
        pair = layout.find(mapping, name)
        if pair is None or pair.value.is_alias:
            raise EditRefused(f"“{name}” is an alias of another value or comes from a merge key")
        mapping = pair.value.node
    if pair is None or not isinstance(pair.value.node, SequenceNode):
        raise EditRefused("this key holds no list")
    return layout, pair


def _quote_for(value: Value, sequence: SequenceNode) -> str:
    quote = text_quote(sequence.value)
    return DOUBLE if quote == PLAIN and isinstance(value, str) and is_ambiguous(value) else quote


def _insertion(layout: Layout, sequence: SequenceNode, index: int, value: Value, quote: str) -> Splice:
    spans = layout.items(sequence)
    if sequence.flow_style:
        return flow_insertion(layout, sequence, spans, index, spell_flow(value, quote))
    places = item_lines(layout, sequence, spans)
    at = places[index][0] if index < len(places) else places[-1][1]
    neighbour = spans[min(index, len(spans) - 1)]
    dash = layout.dash(spans[index - 1].end if 0 < index < len(spans) else sequence.start_mark.index)
    gap = layout.text[dash + 1 : neighbour.start] if index < len(spans) else " "
    lines = _item(value, " " * sequence.start_mark.column, gap if gap.strip(" ") == "" and gap else " ", quote)
    line_break = layout.newline
    if at and layout.text[at - 1] not in "\r\n":
        return at, at, line_break + line_break.join(lines)
    return at, at, line_break.join(lines) + line_break


def _item(value: Value, indent: str, gap: str, quote: str) -> list[str]:
    if isinstance(value, (dict, list)):
        return list(spell_block([value], indent, quote))
    return [f"{indent}-{gap}{spell_scalar(value, quote, in_flow=False)}"]


def item_lines(layout: Layout, sequence: SequenceNode, spans: list[Span]) -> list[tuple[int, int]]:
    """The lines of every item of a block list, with the comments above it (but for the first item) and inside it."""
    places = []
    after = int(sequence.start_mark.index)
    for number, span in enumerate(spans):
        dash = layout.dash(after)
        start, end = layout.lines_of(dash, max(span.end, dash + 1))
        places.append((layout.comments_above(start, sequence.start_mark.column) if number else start, end))
        after = span.end
    return places
