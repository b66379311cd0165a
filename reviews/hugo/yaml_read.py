"""YAML front matter as values: what Hugo makes of every node."""

from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value
from reviews.hugo.yaml_nodes import MappingNode, Node, ScalarNode, compose
from reviews.hugo.yaml_scalars import resolve


def read(text: str) -> dict[str, Value]:
    """The front matter `text` (what stands between the delimiters) as Hugo reads it, keys spelled as written.

    Raises FrontMatterError, with line and column in `text`, where Hugo refuses it.
    """
    root = compose(text)
    if root is None or (isinstance(root, ScalarNode) and not root.style and resolve(root.value) is None):
        return {}
    if not isinstance(root, MappingNode):
        raise refusal("front matter must be a map of keys and values", root)
    return mapping_value(root)


def refusal(message: str, node: Node) -> FrontMatterError:
    return FrontMatterError(message, node.start_mark.line + 1, node.start_mark.column + 1)


def key_name(node: Node) -> str:
    """The name that Hugo gives to a key."""
    if not isinstance(node, ScalarNode):
        raise refusal("a key must be a plain word", node)
    return str(node.value)


def value_of(node: Node) -> Value:
    if isinstance(node, ScalarNode):
        return node.value if node.style else resolve(node.value)
    if isinstance(node, MappingNode):
        return mapping_value(node)
    return [value_of(item) for item in node.value]


def mapping_value(node: MappingNode) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, value in node.value:
        name = key_name(key)
        if name in values:
            raise refusal(f"the key “{name}” stands here twice", key)
        values[name] = value_of(value)
    return values
