"""YAML text to a tree of nodes that know their place in it: libyaml's events, grouped as Hugo groups them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from yaml import (
    AliasEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from yaml._yaml import CParser  # libyaml; typed there

from reviews.hugo.errors import FrontMatterError
from reviews.hugo.yaml_errors import explained
from reviews.hugo.yaml_lens import Lens, line_start, repaired, splits_key
from reviews.hugo.yaml_tags import STANDARD

# Real front matter is 5 deep at most; the limit keeps every later walk over the values within Python's own stack.
MAX_DEPTH = 100
MAX_EXPANDED = 5_000
_END_OF_DOCUMENT = re.compile(r"(?m)^\.\.\.(?:\s|$)")
REPAIRED_CHARACTERS = 3_000_000


@dataclass(slots=True)
class Node:
    """A value as written: where its text begins and ends (anchor and tag included), its tag and its anchor."""

    start: int
    end: int
    tag: str | None = None
    anchor: str | None = None


@dataclass(slots=True)
class ScalarNode(Node):
    value: str = ""
    style: str = ""


@dataclass(slots=True)
class SequenceNode(Node):
    in_flow: bool = False
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode(Node):
    in_flow: bool = False
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


@dataclass(slots=True)
class AliasNode(Node):
    """Stands for `target`; None where it stands inside its own target, which Hugo reads as null."""

    target: Node | None = None


def compose(text: str) -> Node | None:
    """The first document of `text`, None for an empty one. Raises FrontMatterError with line and column in `text`."""
    lens = Lens.over(text)
    for _ in range(min(2_000, 32 + REPAIRED_CHARACTERS // (len(text) + 1))):
        try:
            return _Builder(lens).build()
        except MarkedYAMLError as error:
            better = repaired(lens, error)
            if better is None:
                raise _refused(lens, error) from None
            lens = better
        except _OtherLensError as other:
            lens = other.lens
        except YAMLError as error:
            raise FrontMatterError(str(error)) from None
    raise FrontMatterError("the front matter is too unusual to be read", 1, 1)


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column of `index`, both counted from 1."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def column(text: str, index: int) -> int:
    """How many characters stand before `index` on its line."""
    return index - line_start(text, index)


def refusal(text: str, message: str, index: int) -> FrontMatterError:
    return FrontMatterError(message, *position(text, index))


def _refused(lens: Lens, error: MarkedYAMLError) -> FrontMatterError:
    message, index = explained(lens.text, error)
    return refusal(lens.original, message, min(lens.place(index), len(lens.original)))


class _OtherLensError(Exception):
    """Hugo reads a key of a flow map in another way than libyaml; through `lens` both read the same."""

    def __init__(self, lens: Lens) -> None:
        self.lens = lens


def _next(parser: CParser, is_past_first: bool) -> Event | None:
    """The next event; None at the end. To Hugo, what follows `...` need be no document."""
    try:
        return parser.get_event()
    except MarkedYAMLError as error:
        if is_past_first and error.problem == "did not find expected <document start>":
            return None
        raise


class _Builder:
    """Turns libyaml's events into nodes, without recursion, within bounds of depth and of what aliases expand to."""

    def __init__(self, lens: Lens) -> None:
        self.lens = lens
        self.anchors: dict[str, Node] = {}
        self.aliases = False
        self.count = 0
        self.open: list[tuple[SequenceNode | MappingNode, list[Node]]] = []
        self.root: list[Node] = []
        self.children = self.root

    def build(self) -> Node | None:
        parser = CParser(self.lens.text)
        root: list[Node] | None = None
        while (event := _next(parser, root is not None and bool(_END_OF_DOCUMENT.search(self.lens.text)))) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentEndEvent and root is None:
                root, self.children = self.root, []
        if self.aliases and root:
            _check_expansion(self.lens.original, root[0], MAX_EXPANDED + self.count)
        return root[0] if root else None

    def _place(self, index: int) -> int:
        return self.lens.place(index) if self.lens.inserted else index

    def _add(self, node: Node, event: Any) -> None:
        if event.anchor:
            node.anchor = event.anchor
            self.anchors[event.anchor] = node
        self.children.append(node)

    def _scalar(self, event: Any) -> None:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        if style == "" and self.open and self.open[-1][0].in_flow and self._is_flow_key():
            self._check_flow_key(start, end)
        if style in ("|", ">"):
            end = start + len(self.lens.text[start:end].rstrip(" \t\r\n"))
        tag = event.tag
        if tag is None and not event.implicit[0] and style == "":
            tag = "!"
        value = self.lens.value(event.value, style, start, end)
        self._add(ScalarNode(self._place(start), self._place(end), tag, None, value, style), event)

    def _check_flow_key(self, start: int, end: int) -> None:
        text = self.lens.text
        if text[start - 1] == "?":
            raise _OtherLensError(self.lens.with_letters(start - 1, start))
        if split := splits_key(text, start, end):
            raise _OtherLensError(self.lens.with_space(split))

    def _is_flow_key(self) -> bool:
        node = self.open[-1][0] if self.open else None
        return isinstance(node, MappingNode) and node.in_flow and len(self.children) % 2 == 0

    def _open(self, event: Any) -> None:
        start = self._place(event.start_mark.index)
        if len(self.open) >= MAX_DEPTH:
            raise refusal(self.lens.original, f"values are nested deeper than {MAX_DEPTH} levels", start)
        kind = MappingNode if event.__class__ is MappingStartEvent else SequenceNode
        node = kind(start, start, event.tag, None, bool(event.flow_style))
        self._add(node, event)
        self.open.append((node, self.children))
        self.children = []

    def _close(self, event: Any) -> None:
        node, outer = self.open.pop()
        children = self.children
        self.count += len(children)
        if isinstance(node, MappingNode):
            pairs = list(zip(children[::2], children[1::2], strict=True))
            node.pairs = pairs if node.in_flow else self._with_swallowed(node, pairs)
            children = [part for pair in node.pairs for part in pair]
        else:
            node.items = children
        node.end = self._place(event.end_mark.index)
        if not node.in_flow and children:
            node.end = children[-1].end
        self.children = outer

    def _with_swallowed(self, node: MappingNode, pairs: list[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
        """The pairs of a block map as Hugo groups them.

        Where a value is missing behind a tag, or behind the last dash of a list that stands as deep as its key, the
        keys that follow are taken for that value.
        """
        for number, (key, value) in enumerate(pairs[:-1], 1):
            if self._is_open(node, value):
                rest = self._with_swallowed(node, pairs[number:])
                tag, anchor = (None, None) if isinstance(value, ScalarNode) else _labels(value)
                taken = MappingNode(rest[0][0].start, rest[-1][1].end, tag, anchor, False, rest)
                if not isinstance(value, SequenceNode):
                    return [*pairs[: number - 1], (key, taken)]
                value.items[-1], value.end = taken, taken.end
                return pairs[:number]
        return pairs

    def _is_open(self, node: MappingNode, value: Node) -> bool:
        """Whether the keys that follow `value` in `node` belong to it."""
        if isinstance(value, SequenceNode) and not value.in_flow and value.items:
            return _is_empty(value.items[-1]) and self._stand_level(node, value)
        return _is_empty(value) and value.tag is not None and not value.tag.startswith(STANDARD)

    def _stand_level(self, one: Node, other: Node) -> bool:
        return column(self.lens.original, one.start) == column(self.lens.original, other.start)

    def _alias(self, event: Any) -> None:
        start, end = self._place(event.start_mark.index), self._place(event.end_mark.index)
        self.aliases = True
        target = self.anchors.get(event.anchor)
        if target is None:
            raise refusal(self.lens.original, f"the alias “{event.anchor}” names nothing above it", start)
        if any(node is target for node, _ in self.open):
            target = None
        self.children.append(AliasNode(start, end, target=target))


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value == node.style == ""


def _labels(sequence: Node) -> tuple[str | None, str | None]:
    """Tag and anchor of the last item."""
    last = sequence.items[-1] if isinstance(sequence, SequenceNode) else sequence
    return last.tag, last.anchor


def _check_expansion(text: str, root: Node, limit: int) -> None:
    """Refuse aliases of aliases of aliases that would fill the memory, or the stack, of whoever walks the values."""
    known: dict[int, tuple[int, int]] = {}

    def measure(node: Node | None) -> tuple[int, int]:
        """How many values `node` stands for and how deep they nest; a target is always measured before its aliases."""
        if node is None or isinstance(node, ScalarNode):
            return 1, 0
        if isinstance(node, AliasNode):
            return measure(node.target)
        if id(node) not in known:
            sizes = [measure(part) for part in _inside(node)]
            known[id(node)] = 1 + sum(size for size, _ in sizes), 1 + max((depth for _, depth in sizes), default=0)
        return known[id(node)]

    size, depth = measure(root)
    if size > limit:
        raise refusal(text, "aliases of aliases make too many values of this", root.start)
    if depth > MAX_DEPTH:
        raise refusal(text, f"aliases nest values deeper than {MAX_DEPTH} levels", root.start)


def _inside(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [part for pair in node.pairs for part in pair]
    return node.items if isinstance(node, SequenceNode) else []
