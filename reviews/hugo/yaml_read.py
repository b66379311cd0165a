"""YAML front matter as values: what Hugo 0.168 (goccy/go-yaml 1.19) makes of every node."""

from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value
from reviews.hugo.yaml_nodes import AliasNode, MappingNode, Node, ScalarNode, SequenceNode, compose, refusal
from reviews.hugo.yaml_scalars import name_of, resolve
from reviews.hugo.yaml_strict import check
from reviews.hugo.yaml_tags import tagged

_MERGE = "<<"


def read(text: str) -> dict[str, Value]:
    """The front matter `text` (what stands between the delimiters) as Hugo reads it, keys spelled as written.

    Raises FrontMatterError, with line and column in `text`, where Hugo refuses it.
    """
    return values_of(text, compose(text))


def values_of(text: str, root: Node | None) -> dict[str, Value]:
    """The values of the block `text` whose tree is `root`. Raises FrontMatterError."""
    check(text, root)
    if root is None:
        return {}
    if not isinstance(root, MappingNode) or root.tag:
        raise refusal(text, "front matter must be a map of keys and values", root.start)
    return _Reader(text).front_matter(root)


def key_name(key: Node) -> str:
    """The name that Hugo gives to a key: numbers, booleans and null lose their spelling (`1.50` is `1.5`)."""
    while isinstance(key, AliasNode) and key.target is not None:
        key = key.target
    if not isinstance(key, ScalarNode):
        return ""
    return key.value if key.style else name_of(resolve(key.value))


def is_null(key: Node) -> bool:
    return isinstance(key, ScalarNode) and not key.style and resolve(key.value) is None


class _Reader:
    """Reads nodes of one text; a value that aliases share is read once and shared."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shared: dict[int, Value] = {}

    def value(self, node: Node) -> Value:
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if isinstance(node, AliasNode):
            return self._alias(node)
        if node.tag:
            self._check_tag(node)
        if isinstance(node, MappingNode):
            return self.mapping(node)
        assert isinstance(node, SequenceNode)
        return [self.value(item) for item in node.items]

    def _alias(self, node: AliasNode) -> Value:
        target = node.target
        if target is None:
            return None
        if isinstance(target, ScalarNode):
            return target.value if target.style else resolve(target.value)
        if id(target) not in self.shared:
            self.shared[id(target)] = self.value(target)
        return self.shared[id(target)]

    def _scalar(self, node: ScalarNode) -> Value:
        if node.tag is None:
            return node.value if node.style else resolve(node.value)
        try:
            return tagged(node.tag, node.value, node.style)
        except ValueError as error:
            raise self._refused(str(error), node) from None

    def _check_tag(self, node: Node) -> None:
        kind = (node.tag or "").removeprefix("tag:yaml.org,2002:")
        wrong = ("seq", "omap") if isinstance(node, MappingNode) else ("map", "set")
        if kind in (*wrong, "str", "int", "float", "bool", "null", "binary", "timestamp"):
            raise self._refused(f"the tag !!{kind} does not fit this value", node)

    def front_matter(self, node: MappingNode) -> dict[str, Value]:
        """The outermost map, with which Hugo is stricter: names, not spellings, stand once, and null is no name."""
        names: set[str] = set()
        for key, _ in node.pairs:
            name = key_name(key)
            if name in names:
                raise self._refused(f"the key “{name}” stands here twice", key)
            names.add(name)
        values = self.mapping(node)
        if "null" in values and any(is_null(key) for key, _ in node.pairs):
            return {"" if name == "null" else name: value for name, value in values.items()}
        return values

    def mapping(self, node: MappingNode) -> dict[str, Value]:
        values: dict[str, Value] = {}
        spellings: set[str] = set()
        for key, value in node.pairs:
            if not isinstance(key, ScalarNode):
                values[self._odd_key(key)] = self.value(value)
                continue
            if key.value in spellings:
                raise self._refused(f"the key “{key.value}” stands here twice", key)
            spellings.add(key.value)
            if key.value == _MERGE and not key.style:
                self._merge(values, value)
            else:
                values[key.value if key.style else name_of(resolve(key.value))] = self.value(value)
        return values

    def _odd_key(self, key: Node) -> str:
        if isinstance(key, AliasNode) and isinstance(key.target, ScalarNode):
            return key_name(key)
        raise self._refused("a key must be a word, not a list or a map", key)

    def _merge(self, values: dict[str, Value], node: Node) -> None:
        """Put the map, or the maps, of `node` into `values`; to Hugo the later of two equal keys wins."""
        source = self.value(node)
        for part in source if isinstance(source, list) else [source]:
            if not isinstance(part, dict) or node.tag:
                raise self._refused("only a map can be merged", node)
            values.update(part)

    def _refused(self, message: str, node: Node) -> FrontMatterError:
        return refusal(self.text, message, node.start)
