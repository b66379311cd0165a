"""A new value in the place of an old one: in its quotes, in its block or flow style, within its span."""

import re
from collections.abc import Iterator

from reviews.hugo.values import Value
from reviews.hugo.yaml_keys import block_indent, is_json_like, pair_lines
from reviews.hugo.yaml_layout import Layout, Pair, Splice
from reviews.hugo.yaml_nodes import AliasNode, MappingNode, Node, ScalarNode, SequenceNode
from reviews.hugo.yaml_write import (
    DOUBLE,
    PLAIN,
    SINGLE,
    is_ambiguous,
    quote_for,
    spell_block,
    spell_flow,
    spell_scalar,
    text_quote,
)

_HEADER = re.compile(r"([|>])([-+]?)((?:[ \t]+#[^\r\n]*)?)(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*( +)")


def replacements(layout: Layout, mapping: MappingNode, pair: Pair, value: Value) -> Iterator[list[Splice]]:
    """Ways to put `value` in the place of the value of `pair`, the most alike first."""
    old = pair.value
    if isinstance(value, (dict, list)):
        if not mapping.in_flow:
            yield from _as_block(layout, mapping, pair, value)
        quote = DOUBLE if is_json_like(mapping) else text_quote([*_inside(old)])
        yield _one_line(layout, pair, spell_flow(value, quote, DOUBLE if is_json_like(mapping) else PLAIN))
        return
    if isinstance(old, ScalarNode) and old.style in ("|", ">") and isinstance(value, str):
        yield from _as_block_text(layout, old, value)
    quote = _quote_like(old, value, is_json_like(mapping))
    for choice in dict.fromkeys((quote, DOUBLE)):
        yield _one_line(layout, pair, _anchor(old) + spell_scalar(value, choice, mapping.in_flow))


def _inside(node: Node) -> list[Node]:
    return node.items if isinstance(node, SequenceNode) else [node]


def _anchor(node: Node) -> str:
    return f"&{node.anchor} " if node.anchor else ""


def _quote_like(old: Node, value: Value, json_like: bool) -> str:
    """The quotes for `value` in the place of `old`; plain stays plain where it says the same to older readers."""
    style = old.style if isinstance(old, ScalarNode) else PLAIN
    if json_like or style in ("|", ">"):
        return DOUBLE
    if style in (SINGLE, DOUBLE) or (isinstance(old, ScalarNode) and old.value and is_ambiguous(old.value)):
        return style
    return quote_for(value, PLAIN)


def _as_block(
    layout: Layout, mapping: MappingNode, pair: Pair, value: dict[str, Value] | list[Value]
) -> Iterator[list[Splice]]:
    """`value` as lines below its key, where the old value or its neighbours are written so."""
    old = pair.value
    was_block = isinstance(old, (SequenceNode, MappingNode)) and not old.in_flow
    deeper = block_indent(layout, mapping, value)
    quote = text_quote(node for _, node in mapping.pairs)
    if was_block and value and type(old) is (MappingNode if isinstance(value, dict) else SequenceNode):
        first, end = layout.lines_of(layout.line_start(old.start) + layout.column(old), old.end)
        lines = spell_block(value, " " * layout.column(old), quote)
        yield [(first, end, "".join(line + layout.newline for line in lines))]
    elif deeper is not None and (not isinstance(old, (SequenceNode, MappingNode)) or not _entries(old)):
        lines = spell_block(value, " " * layout.column(mapping) + deeper, quote)
        block = "".join(layout.newline + line for line in lines)
        start = pair.colon if old.start == old.end else len(layout.text[: old.start].rstrip(" "))
        yield [(start, old.end, ""), _below(layout, old.end, block)]


def _below(layout: Layout, end: int, block: str) -> Splice:
    """The splice that puts `block` below the line of `end`, behind a comment that stands there."""
    at = layout.line_end(end)
    line_break = layout.text[len(layout.text[:at].rstrip("\r\n")) : at]
    return at - len(line_break), at - len(line_break), block


def _entries(node: Node) -> bool:
    return bool((isinstance(node, SequenceNode) and node.items) or (isinstance(node, MappingNode) and node.pairs))


def _as_block_text(layout: Layout, old: ScalarNode, value: str) -> Iterator[list[Splice]]:
    """`value` as the block text that the old one was: same style, comment and indentation."""
    header = _HEADER.match(layout.text, old.start)
    lines = value.removesuffix("\n").split("\n")
    if not header or not value.strip() or (header[1] == ">" and len(lines) > 1):
        return
    if any(line != line.rstrip() or line.startswith((" ", "\t")) for line in lines) or value.endswith("\n\n"):
        return
    chomp = "" if value.endswith("\n") else "-"
    block = "".join(layout.newline + (header[4] + line if line else "") for line in lines)
    yield [(old.start, old.end, f"{header[1]}{chomp}{header[3]}{block}")]


def _one_line(layout: Layout, pair: Pair, spelled: str) -> list[Splice]:
    """The splices that put `spelled` behind the colon, a comment behind the key kept."""
    old, text = pair.value, layout.text
    if not pair.colon:
        return [(old.end, old.end, f": {spelled}")]
    if old.start == old.end:
        blank = len(text[pair.colon :]) - len(text[pair.colon :].lstrip(" "))
        ends_line = text[pair.colon + blank : pair.colon + blank + 1] in ("", "\r", "\n")
        return [(pair.colon, pair.colon + blank if ends_line else pair.colon, f" {spelled}")]
    if isinstance(old, AliasNode) or layout.line_start(pair.colon) == layout.line_start(old.start):
        return [(old.start, old.end, spelled)]
    _, end = pair_lines(layout, pair)
    return [(pair.colon, pair.colon, f" {spelled}"), (layout.line_end(pair.colon), end, "")]
