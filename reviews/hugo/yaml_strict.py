"""What goccy/go-yaml, Hugo's reader, refuses and libyaml lets pass."""

import re

from reviews.hugo.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, column, refusal
from reviews.hugo.yaml_tags import STANDARD

_SUSPICIOUS = re.compile(r"[\t&!]|[|>][-+0-9#]|:\s*[,\]]")
_TAB_INDENTATION = re.compile(r"[\r\n]( *)\t")
_DIGIT = re.compile(r"[0-9]")
_BLANK_AT_THE_END = re.compile(r"[\r\n][ \t]*(?:\r\n|\r|\n)\Z")
_BLANK_LINE = re.compile(r"[ \t]*(?:[#\r\n]|\Z)")
_COMMENTS = re.compile(r"(?m)[ \t]*#.*$")
_HEADER_WITH_COMMENT = re.compile(r"[|>][-+0-9]*#")


def check(text: str, root: Node | None) -> None:
    """Raises FrontMatterError for the first thing in `text` that Hugo would not read."""
    if root is not None and _SUSPICIOUS.search(text):
        _Check(text).node(root, 0, False)


class _Check:
    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, node: Node, depth: int, in_flow: bool) -> None:
        """Check `node`, whose innermost block map stands in the column `depth`."""
        if isinstance(node, ScalarNode):
            self.scalar(node, depth, in_flow)
        elif isinstance(node, MappingNode):
            self.mapping(node, depth)
        elif isinstance(node, SequenceNode):
            for item in node.items:
                if self.is_empty(item) and item.tag and not item.tag.startswith(STANDARD) and self.has_more(item.end):
                    raise refusal(self.text, "a value is missing behind the tag", item.end)
                self.node(item, depth, node.in_flow)

    def mapping(self, node: MappingNode, depth: int) -> None:
        if not node.in_flow:
            depth = column(self.text, node.start)
        is_pair_in_list = node.in_flow and not (node.anchor or node.tag) and self.text[node.start] != "{"
        for key, value in node.pairs:
            if isinstance(key, ScalarNode):
                self.key(key)
            if is_pair_in_list and value.start == value.end:
                raise refusal(self.text, "a value is missing behind the colon", value.start)
            if value.tag and self.is_empty(value) and not node.in_flow and self.has_more(value.end):
                raise refusal(self.text, "a value is missing behind the tag", value.end)
            self.node(value, depth, node.in_flow)

    def key(self, key: ScalarNode) -> None:
        if key.style and self.text[key.end : key.end + 1] == "\t":
            raise refusal(self.text, "a tab stands behind the key", key.end)
        if key.style == '"':
            self.tabs_in_quotes(key)

    def has_more(self, index: int) -> bool:
        """Whether anything but comments follows `index`."""
        return bool(_COMMENTS.sub("", self.text[index:]).strip())

    def is_empty(self, node: Node) -> bool:
        return isinstance(node, ScalarNode) and not node.value and not node.style

    def scalar(self, node: ScalarNode, depth: int, in_flow: bool) -> None:
        raw = self.text[node.start : node.end]
        if node.style in ("'", '"'):
            tab = _TAB_INDENTATION.search(raw)
            if tab and len(tab[1]) <= depth:
                raise refusal(self.text, "a tab indents a quoted text", node.start + tab.end() - 1)
            if node.style == '"':
                self.tabs_in_quotes(node)
        elif node.style:
            self.block_header(node, raw)
        elif node.anchor and not node.value and (in_flow or not self.has_more(node.end)):
            raise refusal(self.text, f"a value is missing behind the anchor “{node.anchor}”", node.start)
        elif in_flow and node.tag and not node.value and not node.tag.startswith(STANDARD):
            raise refusal(self.text, "a value is missing behind the tag", node.end)

    def tabs_in_quotes(self, node: ScalarNode) -> None:
        """Hugo overlooks one character behind a double-quoted text for each tab in it: a line end, a comma, a colon."""
        tabs = self.text[node.start : node.end - 1].rstrip("\t").count("\t")
        overlooked = self.text[node.end : node.end + tabs]
        if overlooked.strip() or ("\n" in overlooked and not _BLANK_LINE.match(self.text, node.end + tabs)):
            raise refusal(self.text, "a tab stands in double quotes, write \\t instead", node.start)

    def block_header(self, node: ScalarNode, raw: str) -> None:
        header = re.split(r"[\r\n]", raw, maxsplit=1)[0]
        if _HEADER_WITH_COMMENT.search(header):
            raise refusal(self.text, "a comment needs a blank in front of it", node.start)
        marks = header.partition("#")[0]
        if "+" in marks and not node.value.strip() and self.has_more(node.end):
            raise refusal(self.text, "the block has no text", node.start)
        if _DIGIT.search(marks) and not self.text[node.end :].strip() and _BLANK_AT_THE_END.search(self.text):
            raise refusal(self.text, "an empty line ends a block with a number in its header", node.start)
