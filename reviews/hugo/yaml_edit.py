"""Setting and removing keys of YAML front matter: only the span of the touched key changes, and every edit is proved."""

import copy
from collections.abc import Iterable

from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.values import Value
from reviews.hugo.yaml_layout import Layout, Pair, Splice
from reviews.hugo.yaml_nodes import AliasNode, MappingNode, Node, ScalarNode, SequenceNode, compose
from reviews.hugo.yaml_place import place_of
from reviews.hugo.yaml_read import key_name, read
from reviews.hugo.yaml_write import (
    DOUBLE,
    PLAIN,
    SINGLE,
    is_ambiguous,
    plain_value,
    spell_block,
    spell_flow,
    spell_key,
    spell_scalar,
)

Path = tuple[str, ...]


def same(left: Value, right: Value) -> bool:
    """Whether two values are the same to Hugo: equal and of one type at every depth."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and (left == right or (left != left and right != right))


def prove(candidates: Iterable[str], expected: dict[str, Value]) -> str:
    """The first of `candidates` that reads as `expected`. Raises EditRefused when none does."""
    for candidate in candidates:
        try:
            if same(read(candidate), expected):
                return candidate
        except FrontMatterError:
            continue
    raise EditRefused("the change cannot be made without touching more than this key")


def readable(text: str) -> dict[str, Value]:
    try:
        return read(text)
    except FrontMatterError as error:
        raise EditRefused(f"the front matter cannot be read: {error}") from None


def set_value(text: str, path: Path, value: Value) -> str:
    """`text` with `value` at `path`: in place of the value that stands there, else as a new key beside its kin."""
    old, value = readable(text), plain_value(value)
    expected = changed(old, path, value)
    if same(old, expected):
        return text
    layout = Layout(text, compose(text))
    return prove(_with_value(layout, path, value), expected)


def remove(text: str, path: Path) -> str:
    """`text` without the key at `path` and without the comment that belongs to it. A missing key changes nothing."""
    old = readable(text)
    expected = copy.deepcopy(old)
    parent = value_at(expected, path[:-1])
    if not isinstance(parent, dict) or path[-1] not in parent:
        return text
    del parent[path[-1]]
    return prove([_without(Layout(text, compose(text)), path)], expected)


def value_at(values: Value, path: Path) -> Value:
    for name in path:
        if not isinstance(values, dict) or name not in values:
            return None
        values = values[name]
    return values


def changed(old: dict[str, Value], path: Path, value: Value) -> dict[str, Value]:
    """A copy of `old` with `value` at `path`, missing maps made. Raises EditRefused where something else is in the way."""
    if not path:
        raise EditRefused("no key is named")
    new = dict(old)
    level = new
    for name in path[:-1]:
        inner = level.get(name)
        if inner is not None and not isinstance(inner, dict):
            raise EditRefused(f"“{name}” is no map")
        level[name] = inner = dict(inner or {})
        level = inner
    level[path[-1]] = value
    return new


def _with_value(layout: Layout, path: Path, value: Value) -> Iterable[str]:
    """Texts that set `value` at `path`, the nicest first."""
    if layout.root is None or not isinstance(layout.root, MappingNode):
        yield _first_key(layout, path, value)
        return
    mapping, rest = _descend(layout, layout.root, path)
    pair = layout.find(mapping, rest[0])
    for name in reversed(rest[1:]):
        value = {name: value}
    if pair is None:
        yield from add_pair(layout, mapping, rest[0], value)
    else:
        yield from replace(layout, mapping, pair, value)


def _descend(layout: Layout, mapping: MappingNode, path: Path) -> tuple[MappingNode, Path]:
    """The innermost map on `path` that stands in the text, and the rest of the path in it."""
    while len(path) > 1:
        pair = layout.find(mapping, path[0])
        if pair is None or not isinstance(pair.value, (MappingNode, AliasNode)):
            break
        if isinstance(pair.value, AliasNode):
            raise EditRefused(f"“{path[0]}” is an alias of another value")
        assert isinstance(pair.value, MappingNode)
        mapping, path = pair.value, path[1:]
    return mapping, path


def _first_key(layout: Layout, path: Path, value: Value) -> str:
    """The text of a block without keys (empty, or comments only) with its first one at the end."""
    for name in reversed(path[1:]):
        value = {name: value}
    lines = _entry(layout, None, path[0], value, "")
    gap = "" if not layout.text or layout.text.endswith(("\n", "\r")) else layout.newline
    return layout.text + gap + layout.newline.join(lines) + layout.newline


def add_pair(layout: Layout, mapping: MappingNode, name: str, value: Value) -> Iterable[str]:
    """Texts with the new key `name` in `mapping`."""
    pairs = layout.pairs(mapping)
    place = place_of(name, [key_name(pair.key) for pair in pairs])
    for at in dict.fromkeys((place, len(pairs))):
        if mapping.in_flow:
            yield layout.apply([_flow_insertion(layout, mapping, pairs, at, name, value)])
        else:
            yield layout.apply([_block_insertion(layout, mapping, pairs, at, name, value)])


def _block_insertion(
    layout: Layout, mapping: MappingNode, pairs: list[Pair], place: int, name: str, value: Value
) -> Splice:
    column = layout.column(mapping)
    lines = _entry(layout, mapping, name, value, " " * column)
    if place < len(pairs):
        first, _ = pair_lines(layout, pairs[place])
        at = layout.comments_above(first, column)
    else:
        _, at = pair_lines(layout, pairs[-1])
    gap = "" if not at or layout.text[at - 1] in "\r\n" else layout.newline
    end = layout.newline if not gap else ""
    return at, at, gap + layout.newline.join(lines) + end


def pair_lines(layout: Layout, pair: Pair) -> tuple[int, int]:
    return layout.lines_of(pair.key.start, max(pair.value.end, pair.colon))


def _flow_insertion(
    layout: Layout, mapping: MappingNode, pairs: list[Pair], place: int, name: str, value: Value
) -> Splice:
    json_like = bool(pairs) and all(pair.key.style == DOUBLE for pair in pairs)
    quote = DOUBLE if json_like else text_quote(pair.value for pair in pairs)
    entry = f"{spell_key(name, DOUBLE if json_like else PLAIN, True)}: {spell_flow(value, quote, DOUBLE if json_like else PLAIN)}"
    spans = [(pair.key.start, pair.value.end) for pair in pairs]
    return flow_insertion(layout, mapping, spans, place, entry)


def flow_insertion(layout: Layout, collection: Node, spans: list[tuple[int, int]], place: int, entry: str) -> Splice:
    """The splice that puts `entry` into a flow list or map, behind the separator that its neighbours use."""
    if not spans:
        at = collection.end - 1
        start = layout.text.rfind("[" if isinstance(collection, SequenceNode) else "{", 0, at) + 1
        blank = not layout.text[start:at].strip(" ")
        return (start, at, entry) if blank else (at, at, entry)
    separator = ", "
    if len(spans) > 1:
        between = layout.text[spans[0][1] : spans[1][0]]
        separator = between if not between.replace(",", "", 1).strip() else separator
    if place < len(spans):
        return spans[place][0], spans[place][0], entry + separator
    return spans[-1][1], spans[-1][1], separator + entry


def text_quote(nodes: Iterable[Node]) -> str:
    """The quotes that most of the texts among `nodes` wear; plain where there are none or it is a tie."""
    counts = dict.fromkeys((PLAIN, SINGLE, DOUBLE), 0)
    for node in nodes:
        if isinstance(node, ScalarNode) and (node.style or "") in counts and _is_words(node):
            counts[node.style or ""] += 1
    return max(counts, key=lambda quote: counts[quote])


def _is_words(node: ScalarNode) -> bool:
    """Whether `node` is a text whose quotes say something about its author's habit."""
    return bool(node.style) or (bool(node.value) and not is_ambiguous(node.value))


def _entry(layout: Layout, mapping: MappingNode | None, name: str, value: Value, indent: str) -> list[str]:
    """The lines of a new key in a block map, in the style of its neighbours."""
    nodes = [node for _, node in mapping.pairs] if mapping is not None else []
    quote = text_quote(nodes)
    key = spell_key(name, PLAIN, False)
    if not isinstance(value, (dict, list)):
        return [f"{indent}{key}: {spell_new(value, quote, name, nodes)}"]
    inner = collection_indent(layout, mapping, value)
    if inner is None or not value:
        return [f"{indent}{key}: {spell_flow(value, quote)}"]
    return [f"{indent}{key}:", *spell_block(value, indent + inner, quote)]


def spell_new(value: Value, quote: str, name: str, nodes: list[Node]) -> str:
    """A new scalar; a date that is given as text stays plain as its kin does."""
    if isinstance(value, (dict, list)):
        return spell_flow(value, quote)
    if (
        isinstance(value, str)
        and quote == PLAIN
        and is_ambiguous(value)
        and not name.lower().endswith(("date", "lastmod"))
    ):
        quote = DOUBLE
    return spell_scalar(value, quote, in_flow=False)


def collection_indent(layout: Layout, mapping: MappingNode | None, value: Value) -> str | None:
    """The further indentation of a new block collection in `mapping`; None where flow style suits it."""
    if isinstance(value, dict):
        return "  "
    for _, node in mapping.pairs if mapping is not None else ():
        if mapping is not None and isinstance(node, SequenceNode) and node.items:
            return None if node.in_flow else " " * (layout.column(node) - layout.column(mapping))
    return None if not any(isinstance(item, (dict, list)) for item in value) else "  "


def replace(layout: Layout, mapping: MappingNode, pair: Pair, value: Value) -> Iterable[str]:
    """Texts with `value` in place of the value of `pair`."""
    old = pair.value
    in_flow = bool(mapping.in_flow)
    if isinstance(value, (dict, list)) and value and not in_flow and is_empty(old):
        yield from _replace_by_block(layout, mapping, pair, value)
    for spelled in spellings(old, value, in_flow):
        yield layout.apply(_scalar_splices(layout, pair, spelled))


def is_empty(node: Node) -> bool:
    """Whether nothing, `[]` or `{}` is written for `node`."""
    if isinstance(node, ScalarNode):
        return node.start == node.end
    return not (isinstance(node, SequenceNode) and node.items) and not (isinstance(node, MappingNode) and node.pairs)


def spellings(old: Node, value: Value, in_flow: bool) -> Iterable[str]:
    """Ways to write `value` where `old` stood, the most alike first."""
    style = (old.style or "") if isinstance(old, ScalarNode) else PLAIN
    quote = style if style in (PLAIN, SINGLE, DOUBLE) else DOUBLE
    if isinstance(value, (dict, list)):
        yield spell_flow(value, text_quote([old]))
        return
    was_ambiguous = isinstance(old, ScalarNode) and is_ambiguous(old.value)
    if quote == PLAIN and isinstance(value, str) and is_ambiguous(value) and not was_ambiguous:
        quote = DOUBLE
    yield spell_scalar(value, quote, in_flow)
    yield spell_scalar(value, DOUBLE, in_flow)


def _scalar_splices(layout: Layout, pair: Pair, spelled: str) -> list[Splice]:
    """The splices that put the one line `spelled` in the place of a value."""
    old = pair.value
    text = layout.text
    if not pair.colon:
        return [(old.end, old.end, f": {spelled}")]
    if old.start == old.end:
        blank = len(text[old.start :]) - len(text[old.start :].lstrip(" "))
        to_end = text[old.start + blank : old.start + blank + 1] in ("", "\r", "\n")
        return [(pair.colon, old.start + blank if to_end else pair.colon, f" {spelled}")]
    if text[pair.colon : old.start].strip(" ") or not isinstance(old, (ScalarNode, AliasNode)):
        return _collection_splices(layout, pair, spelled)
    return [(old.start, old.end, spelled)]


def _collection_splices(layout: Layout, pair: Pair, spelled: str) -> list[Splice]:
    """`spelled` behind the colon, the lines of the old value gone, a comment behind the key kept."""
    old = pair.value
    if layout.line_start(pair.colon) == layout.line_start(old.start):
        return [(old.start, old.end, spelled)]
    _, end = pair_lines(layout, pair)
    return [(pair.colon, pair.colon, f" {spelled}"), (layout.line_end(pair.colon), end, "")]


def _replace_by_block(
    layout: Layout, mapping: MappingNode, pair: Pair, value: dict[str, Value] | list[Value]
) -> Iterable[str]:
    inner = collection_indent(layout, mapping, value)
    if inner is None or not layout.ends_its_line(pair.value.end):
        return
    indent = " " * layout.column(mapping) + inner
    lines = spell_block(value, indent, text_quote(node for _, node in mapping.pairs))
    block = "".join(layout.newline + line for line in lines)
    yield layout.apply([(pair.colon, pair.value.end, block)])


def _without(layout: Layout, path: Path) -> str:
    root = layout.root
    assert isinstance(root, MappingNode)
    mapping, rest = _descend(layout, root, path)
    pair = layout.find(mapping, rest[0])
    if pair is None or len(rest) > 1:
        raise EditRefused(f"“{path[-1]}” comes from another place by a merge key")
    if mapping.in_flow:
        spans = [(key.start, value.end) for key, value in mapping.pairs]
        index = next(i for i, (key, _) in enumerate(mapping.pairs) if key is pair.key)
        return layout.apply([flow_removal(layout, mapping, spans, index)])
    if len(mapping.pairs) == 1 and len(path) > 1:
        owner = _owner(layout, root, path)
        return layout.apply(_collection_splices(layout, owner, "{}"))
    first, end = pair_lines(layout, pair)
    return layout.apply([(layout.comments_above(first, layout.column(pair.key)), end, "")])


def _owner(layout: Layout, root: MappingNode, path: Path) -> Pair:
    mapping, rest = _descend(layout, root, path[:-1])
    owner = layout.find(mapping, rest[0])
    assert owner is not None
    return owner


def flow_removal(layout: Layout, collection: Node, spans: list[tuple[int, int]], index: int) -> Splice:
    """The splice that takes one entry and one separator out of a flow list or map."""
    if len(spans) == 1:
        bracket = collection.end - 1
        start, end = spans[0][0], bracket
        opening = layout.text.rfind("[" if isinstance(collection, SequenceNode) else "{", 0, start)
        start = opening + 1
    elif index + 1 < len(spans):
        start, end = spans[index][0], spans[index + 1][0]
    else:
        start, end = spans[index - 1][1], spans[index][1]
    if "#" in layout.text[start : spans[index][0]] + layout.text[spans[index][1] : end]:
        raise EditRefused("a comment stands between the entries")
    return start, end, ""
