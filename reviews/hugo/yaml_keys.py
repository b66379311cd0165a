"""New keys in a written map, block or flow, in the style of their neighbours, and old ones taken out."""

from collections.abc import Iterable, Iterator

from reviews.hugo import yaml_flow
from reviews.hugo.values import Value
from reviews.hugo.yaml_layout import Layout, Pair, Splice
from reviews.hugo.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from reviews.hugo.yaml_place import is_date_key, place_of
from reviews.hugo.yaml_read import key_name
from reviews.hugo.yaml_write import (
    DOUBLE,
    PLAIN,
    quote_for,
    spell_block,
    spell_flow,
    spell_key,
    spell_scalar,
    text_quote,
)


def additions(layout: Layout, mapping: MappingNode, name: str, value: Value) -> Iterator[Splice]:
    """Splices that add the key `name` to `mapping`: beside its kin, else last, else first (a last list may be open)."""
    place = place_of(name, [key_name(key) for key, _ in mapping.pairs])
    for at in dict.fromkeys((place, len(mapping.pairs), 0)):
        if mapping.in_flow:
            yield yaml_flow.insertion(layout, mapping, at, [_flow_entry(mapping, name, value)])
        else:
            yield _block_addition(layout, mapping, at, name, value)


def _flow_entry(mapping: MappingNode, name: str, value: Value) -> str:
    key_quote = DOUBLE if is_json_like(mapping) else PLAIN
    quote = key_quote or text_quote(node for _, node in mapping.pairs)
    return f"{spell_key(name, key_quote, True)}: {spell_flow(value, quote, key_quote)}"


def is_json_like(mapping: MappingNode) -> bool:
    """Whether all keys of a flow map wear double quotes."""
    keys = [key for key, _ in mapping.pairs]
    return mapping.in_flow and bool(keys) and all(isinstance(key, ScalarNode) and key.style == DOUBLE for key in keys)


def _block_addition(layout: Layout, mapping: MappingNode, place: int, name: str, value: Value) -> Splice:
    column = layout.column(mapping)
    lines = entry(layout, mapping, name, value)
    if place < len(mapping.pairs):
        first, _ = pair_lines(layout, layout.pair(*mapping.pairs[place]))
        return layout.line_insertion(layout.comments_above(first, column), lines)
    _, end = pair_lines(layout, layout.pair(*mapping.pairs[-1]))
    return layout.line_insertion(end, lines)


def pair_lines(layout: Layout, pair: Pair) -> tuple[int, int]:
    """The lines that a key and its value take. Raises EditRefused where they share one with something else."""
    return layout.lines_of(pair.key.start, max(pair.value.end, pair.colon))


def entry(layout: Layout, mapping: MappingNode | None, name: str, value: Value) -> list[str]:
    """The lines of a new key of the block map `mapping`, None for the first key of a block of front matter."""
    nodes = [node for _, node in mapping.pairs] if mapping else []
    indent = " " * layout.column(mapping) if mapping else ""
    quote = text_quote(nodes)
    start = f"{indent}{spell_key(name, PLAIN, False)}:"
    if not isinstance(value, (dict, list)):
        quote = _date_quote(mapping) if is_date_key(name) else quote_for(value, quote)
        return [f"{start} {spell_scalar(value, quote, in_flow=False)}"]
    deeper = block_indent(layout, mapping, value)
    if deeper is None:
        return [f"{start} {spell_flow(value, quote)}"]
    return [start, *spell_block(value, indent + deeper, quote)]


def _date_quote(mapping: MappingNode | None) -> str:
    """The quotes of the other dates; without one a date is as plain as people write dates."""
    return text_quote(node for key, node in (mapping.pairs if mapping else ()) if is_date_key(key_name(key)))


def block_indent(layout: Layout, mapping: MappingNode | None, value: dict[str, Value] | list[Value]) -> str | None:
    """The further indentation of a new block collection in `mapping`, as its neighbours have it; None: flow style."""
    if not value:
        return None
    neighbours: Iterable[tuple[Node, Node]] = mapping.pairs if mapping else ()
    for _, node in neighbours:
        if mapping and isinstance(value, dict) and isinstance(node, MappingNode) and node.pairs and not node.in_flow:
            return " " * max(1, layout.column(node) - layout.column(mapping))
        if mapping and isinstance(value, list) and isinstance(node, SequenceNode) and node.items:
            return None if node.in_flow else " " * max(0, layout.column(node) - layout.column(mapping))
    nested = isinstance(value, dict) or any(isinstance(item, (dict, list)) for item in value)
    return "  " if nested else None


def removal(layout: Layout, mapping: MappingNode, index: int) -> Splice:
    """The splice that takes out the pair number `index` with its own comment."""
    if mapping.in_flow:
        return yaml_flow.removal(layout, mapping, index, index + 1)
    pair = layout.pair(*mapping.pairs[index])
    first, end = pair_lines(layout, pair)
    return layout.comments_above(first, layout.column(pair.key)), end, ""
