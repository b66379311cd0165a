"""What goccy/go-yaml, Hugo's reader, refuses and libyaml lets pass."""

import re

from reviews.hugo.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, refusal

_SUSPICIOUS = re.compile(r"[\t&!]|[|>][-0-9]*[#+]|:\s*[,\]]")
_TAB_INDENTATION = re.compile(r"[\r\n]( *)\t")
_HEADER_WITH_COMMENT = re.compile(r"[|>][-+0-9]*#")


def check(text: str, root: Node | None) -> None:
    """Raises FrontMatterError for the first thing in `text` that Hugo would not read."""
    if root is not None and _SUSPICIOUS.search(text):
        _Check(text).node(root, 0, False)


class _Check:
    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, node: Node, column: int, in_flow: bool) -> None:
        """Check `node`, whose innermost block map stands in `column`."""
        if isinstance(node, ScalarNode):
            self.scalar(node, column, in_flow)
        elif isinstance(node, MappingNode):
            self.mapping(node, column)
        elif isinstance(node, SequenceNode):
            for item in node.items:
                self.node(item, column, node.in_flow)

    def mapping(self, node: MappingNode, column: int) -> None:
        if not node.in_flow:
            column = node.start - max(self.text.rfind("\n", 0, node.start), self.text.rfind("\r", 0, node.start)) - 1
        is_pair_in_list = node.in_flow and not (node.anchor or node.tag) and self.text[node.start] != "{"
        for key, value in node.pairs:
            if isinstance(key, ScalarNode):
                self.key(key)
            if is_pair_in_list and value.start == value.end:
                raise refusal(self.text, "a value is missing behind the colon", value.start)
            if value.tag and self.is_empty(value) and not node.in_flow and self.text[value.end :].strip():
                raise refusal(self.text, "a value is missing behind the tag", value.end)
            self.node(value, column, node.in_flow)

    def key(self, key: ScalarNode) -> None:
        after = self.text[key.end : key.end + 1]
        if key.style and after == "\t":
            raise refusal(self.text, "a tab stands behind the key", key.end)
        if key.style == '"' and after == ":" and "\t" in self.text[key.start : key.end]:
            raise refusal(self.text, "a tab stands in the key", key.start)

    def is_empty(self, node: Node) -> bool:
        return isinstance(node, ScalarNode) and not node.value and not node.style

    def scalar(self, node: ScalarNode, column: int, in_flow: bool) -> None:
        raw = self.text[node.start : node.end]
        if node.style in ("'", '"'):
            tab = _TAB_INDENTATION.search(raw)
            if tab and len(tab[1]) <= column:
                raise refusal(self.text, "a tab indents a quoted text", node.start + tab.end() - 1)
        elif node.style:
            self.block_header(node, raw)
        elif node.anchor and not node.value and (in_flow or not self.text[node.end :].strip()):
            raise refusal(self.text, f"a value is missing behind the anchor “{node.anchor}”", node.start)

    def block_header(self, node: ScalarNode, raw: str) -> None:
        header = re.split(r"[\r\n]", raw, maxsplit=1)[0]
        if _HEADER_WITH_COMMENT.search(header):
            raise refusal(self.text, "a comment needs a blank in front of it", node.start)
        if "+" in header.partition("#")[0] and not node.value.strip():
            raise refusal(self.text, "the block has no text", node.start)
