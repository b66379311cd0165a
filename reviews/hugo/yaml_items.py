"""Putting items into lists of YAML front matter, taking them out, moving them: only the item's own lines change."""

from reviews.hugo import yaml_flow
from reviews.hugo.errors import EditRefused
from reviews.hugo.values import Value
from reviews.hugo.yaml_edit import set_value
from reviews.hugo.yaml_layout import Layout, Splice
from reviews.hugo.yaml_lists import insertion, item_lines, removal
from reviews.hugo.yaml_nodes import MappingNode, Node, SequenceNode
from reviews.hugo.yaml_proof import Path, changed, prove, readable, value_at
from reviews.hugo.yaml_write import DOUBLE, plain_value


def insert_item(text: str, path: Path, index: int, value: Value) -> str:
    """`text` with `value` as the item number `index` of the list at `path`; a missing or empty list is made.

    Raises EditRefused.
    """
    root, old = readable(text)
    items = value_at(old, path) or []
    value, items = plain_value(value), _list(items)
    index = max(0, min(index, len(items)))
    wanted = [*items[:index], value, *items[index:]]
    layout, sequence = Layout(text, root), _written(text, root, path)
    if sequence is None or not sequence.items:
        return set_value(text, path, wanted)
    texts = (layout.apply([insertion(layout, sequence, index, [value], quote)]) for quote in (None, DOUBLE))
    return prove(texts, changed(old, path, wanted))


def remove_item(text: str, path: Path, index: int) -> str:
    """`text` without the item number `index` of the list at `path`, its comment gone with it. Raises EditRefused."""
    root, old = readable(text)
    items = _list(value_at(old, path))
    _check(index, items)
    wanted = [*items[:index], *items[index + 1 :]]
    layout, sequence = Layout(text, root), _written(text, root, path)
    if sequence is None or not wanted:
        return set_value(text, path, wanted)
    return prove([layout.apply([removal(layout, sequence, index, index + 1)])], changed(old, path, wanted))


def move_item(text: str, path: Path, old: int, new: int) -> str:
    """`text` with the item number `old` of the list at `path` standing at `new`. Raises EditRefused."""
    root, values = readable(text)
    items = list(_list(value_at(values, path)))
    _check(old, items)
    _check(new, items)
    if old == new:
        return text
    items.insert(new, items.pop(old))
    layout, sequence = Layout(text, root), _written(text, root, path)
    if sequence is None:
        return set_value(text, path, items)
    places = yaml_flow.spans(sequence) if sequence.in_flow else item_lines(layout, sequence)
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


def _written(text: str, root: Node | None, path: Path) -> SequenceNode | None:
    """The list that is written at `path`; None where it is missing, an alias, or comes from a merge key."""
    node, layout = root, Layout(text, root)
    for name in path:
        pair = layout.find(node, name) if isinstance(node, MappingNode) else None
        if pair is None:
            return None
        node = pair.value
    return node if isinstance(node, SequenceNode) else None
