"""Setting and removing keys of YAML front matter: only the span of the touched key changes; every edit is proved."""

from collections.abc import Iterator
from contextlib import suppress

from reviews.hugo.errors import EditRefused
from reviews.hugo.values import Value
from reviews.hugo.yaml_keys import additions, entry, removal
from reviews.hugo.yaml_layout import Layout, Pair, Splice
from reviews.hugo.yaml_lists import list_splices
from reviews.hugo.yaml_nodes import AliasNode, MappingNode, Node, SequenceNode
from reviews.hugo.yaml_proof import Path, changed, prove, readable, same, value_at, without
from reviews.hugo.yaml_read import key_name
from reviews.hugo.yaml_values import replacements
from reviews.hugo.yaml_write import plain_value

# Beyond this many changed keys a map is written anew, not key by key.
MANY_KEYS = 40


def set_value(text: str, path: Path, value: Value) -> str:
    """`text` with `value` at `path`: in place of the value that stands there, else as a new key beside its kin.

    Lists and maps change item by item and key by key where they can. Raises EditRefused.
    """
    root, old = readable(text)
    value = plain_value(value)
    expected = changed(old, path, value)
    if same(old, expected):
        return text
    present = value_at(old, path)
    if isinstance(present, dict) and isinstance(value, dict) and value:
        with suppress(EditRefused):
            return prove([_key_by_key(text, path, present, value)], expected)
    return prove(_candidates(Layout(text, root), path, value, present), expected)


def remove(text: str, path: Path) -> str:
    """`text` without the key at `path` and the comment that belongs to it; a missing key changes nothing.

    Raises EditRefused.
    """
    root, old = readable(text)
    expected = without(old, path)
    if expected is None:
        return text
    layout = Layout(text, root)
    mapping, rest = _descend(layout, root, path)
    names = [key_name(key) for key, _ in mapping.pairs]
    if len(rest) > 1 or rest[0] not in names:
        raise EditRefused(f"“{path[-1]}” comes from another place by a merge key")
    if len(names) == 1 and len(path) > 1:
        return set_value(text, path[:-1], {})
    return prove([layout.apply([removal(layout, mapping, names.index(rest[0]))])], expected)


def _key_by_key(text: str, path: Path, old: dict[str, Value], new: dict[str, Value]) -> str:
    """`text` with the map at `path` turned from `old` into `new`, each key by itself."""
    gone = [name for name in old if name not in new]
    touched = [name for name in new if name not in old or not same(old[name], new[name])]
    if len(gone) + len(touched) > MANY_KEYS:
        raise EditRefused("too many keys change at once")
    for name in touched:
        text = set_value(text, (*path, name), new[name])
    for name in gone:
        text = remove(text, (*path, name))
    return text


def _candidates(layout: Layout, path: Path, value: Value, present: Value) -> Iterator[str]:
    """Texts that set `value` at `path`, the nicest first."""
    if not isinstance(layout.root, MappingNode):
        yield _first_key(layout, path, value)
        return
    mapping, rest = _descend(layout, layout.root, path)
    for name in reversed(rest[1:]):
        value = {name: value}
    pair = layout.find(mapping, rest[0])
    if pair is None:
        yield from (layout.apply([splice]) for splice in additions(layout, mapping, rest[0], value))
    else:
        for splices in _changes(layout, mapping, pair, value, present):
            yield layout.apply(splices)


def _changes(layout: Layout, mapping: MappingNode, pair: Pair, value: Value, present: Value) -> Iterator[list[Splice]]:
    node = pair.value
    if isinstance(node, SequenceNode) and isinstance(value, list) and isinstance(present, list) and value and present:
        with suppress(EditRefused):
            yield list_splices(layout, node, present, value)
    yield from replacements(layout, mapping, pair, value)


def _descend(layout: Layout, root: Node | None, path: Path) -> tuple[MappingNode, Path]:
    """The innermost map on `path` that stands in the text, and the rest of the path in it."""
    if not isinstance(root, MappingNode):
        raise EditRefused("the front matter is no map")
    mapping = root
    while len(path) > 1:
        pair = layout.find(mapping, path[0])
        if pair and isinstance(pair.value, AliasNode):
            raise EditRefused(f"“{path[0]}” is an alias of another value")
        if pair is None or not isinstance(pair.value, MappingNode):
            break
        mapping, path = pair.value, path[1:]
    return mapping, path


def _first_key(layout: Layout, path: Path, value: Value) -> str:
    """The text of a block without keys (empty, or comments only) with its first one at the end."""
    for name in reversed(path[1:]):
        value = {name: value}
    at = len(layout.text)
    return layout.apply([layout.line_insertion(at, entry(layout, None, path[0], value))])
