"""Entries of flow lists and flow maps, `[a, b]` and `{a: 1}`: put in and taken out with one separator each."""

from reviews.hugo.errors import EditRefused
from reviews.hugo.yaml_layout import Layout, Splice
from reviews.hugo.yaml_nodes import MappingNode, SequenceNode

Flow = SequenceNode | MappingNode


def spans(collection: Flow) -> list[tuple[int, int]]:
    """Where the entries of `collection` begin and end."""
    if isinstance(collection, SequenceNode):
        return [(item.start, item.end) for item in collection.items]
    return [(key.start, value.end) for key, value in collection.pairs]


def insertion(layout: Layout, collection: Flow, place: int, entries: list[str]) -> Splice:
    """The splice that puts `entries` in front of the entry number `place`, separated as its neighbours are."""
    present = spans(collection)
    if not present:
        start, end = _inside(layout, collection)
        return (end if layout.text[start:end].strip(" ") else start), end, ", ".join(entries)
    separator = _separator(layout, present)
    if place < len(present):
        at = present[place][0]
        return at, at, "".join(entry + separator for entry in entries)
    at = present[-1][1]
    return at, at, "".join(separator + entry for entry in entries)


def _separator(layout: Layout, present: list[tuple[int, int]]) -> str:
    between = layout.text[present[0][1] : present[1][0]] if len(present) > 1 else ", "
    return ", " if between.replace(",", "", 1).strip() else between


def _inside(layout: Layout, collection: Flow) -> tuple[int, int]:
    """From behind the opening bracket to the closing one of an empty or one-entry collection."""
    bracket = "[" if isinstance(collection, SequenceNode) else "{"
    return layout.text.index(bracket, collection.start) + 1, collection.end - 1


def removal(layout: Layout, collection: Flow, first: int, last: int) -> Splice:
    """The splice that takes out the entries from number `first` up to, not with, `last`. Raises EditRefused."""
    present = spans(collection)
    if last < len(present):
        start, end = present[first][0], present[last][0]
    elif first:
        start, end = present[first - 1][1], present[-1][1]
    else:
        start, end = _inside(layout, collection)
    inner = layout.text[start : present[first][0]] + layout.text[present[last - 1][1] : end]
    if "#" in inner:
        return _own_lines(layout, present[first][0], present[last - 1][1])
    return start, end, ""


def _own_lines(layout: Layout, start: int, end: int) -> Splice:
    """The splice that takes out the lines of entries that share them with their own comments alone."""
    first, last = layout.line_start(start), layout.line_end(end)
    after = layout.text[end:last].strip().removeprefix(",").lstrip()
    if layout.text[first:start].strip() or after[:1] not in {"", "#"}:
        raise EditRefused("a comment stands between the entries")
    return first, last, ""
