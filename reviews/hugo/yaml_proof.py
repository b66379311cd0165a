"""The proof that every edit of YAML front matter must pass: read again, it says the old values with the change."""

from collections.abc import Iterable

from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.values import Value
from reviews.hugo.yaml_nodes import Node, compose
from reviews.hugo.yaml_read import read, values_of

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


def readable(text: str) -> tuple[Node | None, dict[str, Value]]:
    """The tree and the values of `text`. Raises EditRefused for a text that Hugo refuses."""
    try:
        root = compose(text)
        return root, values_of(text, root)
    except FrontMatterError as error:
        raise EditRefused(f"the front matter cannot be read: {error}") from None


def value_at(values: Value, path: Path) -> Value:
    """The value at `path`, None where there is none."""
    for name in path:
        if not isinstance(values, dict) or name not in values:
            return None
        values = values[name]
    return values


def changed(old: dict[str, Value], path: Path, value: Value) -> dict[str, Value]:
    """A copy of `old` with `value` at `path`, missing maps made. Raises EditRefused where a value is in the way."""
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


def without(old: dict[str, Value], path: Path) -> dict[str, Value] | None:
    """A copy of `old` without the key at `path`; None where there is no such key."""
    parent = value_at(old, path[:-1])
    if not path or not isinstance(parent, dict) or path[-1] not in parent:
        return None
    rest = {name: value for name, value in parent.items() if name != path[-1]}
    return changed(old, path[:-1], rest) if len(path) > 1 else rest
