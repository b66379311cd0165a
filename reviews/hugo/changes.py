"""Values before and after an edit.

Whether two are the same, what an edit must give, and the fewest steps from one list to another.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from reviews.hugo.values import Value

MAX_ITEMS = 200

Step = tuple[str, tuple[Value, ...]]


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal in kind and content, at every depth.

    1 is neither True nor 1.0, a moment keeps its offset.
    """
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, (float, datetime, time)):
        return repr(left) == repr(right)
    return left == right


def changed(values: dict[str, Value], path: tuple[str, ...], value: Value) -> dict[str, Value]:
    """The values with one more or another at a path; maps that are missing on the way come into being."""
    if len(path) == 1:
        return values | {path[0]: value}
    inner = values.get(path[0])
    return values | {path[0]: changed(inner if isinstance(inner, dict) else {}, path[1:], value)}


def removed(values: dict[str, Value], path: tuple[str, ...]) -> dict[str, Value]:
    """The values without the one at a path."""
    inner = values[path[0]]
    if len(path) > 1 and isinstance(inner, dict):
        return values | {path[0]: removed(inner, path[1:])}
    return {key: value for key, value in values.items() if key != path[0]}


def prunings(values: dict[str, Value], path: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    """The values, then without each empty map on a path, from its end: where `a.b = 1` goes, `a` may go too."""
    yield values
    while path and _at(values, path) == {}:
        values, path = removed(values, path), path[:-1]
        yield values


def _at(values: Value, path: tuple[str, ...]) -> Value:
    for name in path:
        values = values[name] if isinstance(values, dict) else None
    return values


def list_steps(old: Sequence[Value], new: Sequence[Value]) -> list[Step]:
    """Edits of single items that make one list of another.

    None where so much changes that the list is better written anew.
    """
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    work, wanted = list(old[head : len(old) - tail]), list(new[head : len(new) - tail])
    if len(work) + len(wanted) > MAX_ITEMS:
        return []
    going = _going(work, wanted)
    steps = [*_arrivals(work, going, wanted, head)]
    steps += [("remove_item", (head + at,)) for at in reversed(range(len(work))) if going[at]]
    return steps


def _common(left: Sequence[Value], right: Sequence[Value]) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if not same(one, other)), min(len(left), len(right)))


def _going(old: Sequence[Value], new: Sequence[Value]) -> list[bool]:
    """Which of the old items the new list has no place for."""
    wanted = list(new)
    going = []
    for value in old:
        found = next((at for at, each in enumerate(wanted) if same(each, value)), -1)
        going.append(found < 0)
        if found >= 0:
            del wanted[found]
    return going


def _arrivals(work: list[Value], going: list[bool], wanted: Sequence[Value], head: int) -> Iterator[Step]:
    """Puts every wanted item into its place among those that go later; works on `work` and `going`."""
    place = 0
    for value in wanted:
        while place < len(work) and going[place]:
            place += 1
        if place == len(work) or not same(work[place], value):
            source = _later(work, going, place, value)
            if source < 0:
                yield "insert_item", (head + place, value)
            else:
                yield "move_item", (head + source, head + place)
                del work[source], going[source]
            work.insert(place, value)
            going.insert(place, False)
        place += 1


def _later(work: Sequence[Value], going: Sequence[bool], place: int, wanted: Value) -> int:
    found = (at for at in range(place, len(work)) if not going[at] and same(work[at], wanted))
    return next(found, -1)
