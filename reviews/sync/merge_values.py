"""Three-way merge of front matter as values: maps key by key at any depth, lists item by item, all else as a whole."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time

from reviews.hugo.changes import same
from reviews.hugo.keys import Path, spellings
from reviews.hugo.values import Value
from reviews.sync.align import align
from reviews.sync.places import BASE, THEIRS, Place, Places, Three


class Missing:
    """A key that is not there: another thing than a null."""


MISSING = Missing()
Found = Value | Missing
Map = dict[str, Value]


class Clash(Exception):
    """Both sides changed one list in a way that cannot be had together."""


def merge_maps(three: Three[Map], places: Places, above: Path = ()) -> Map:
    """Both sides' changes; where they disagree, what the answer takes, else mine. Keys as mine spells them."""
    spelled = three.map(spellings)
    names = spelled.base | spelled.theirs | spelled.mine
    result: Map = {}
    for key in [*spelled.mine, *(key for key in names if key not in spelled.mine)]:
        here = Three(*(_at(values, keys.get(key)) for values, keys in zip(three, spelled, strict=True)))
        value = _meet(here, places, (*above, names[key]))
        if not isinstance(value, Missing):
            result[names[key]] = value
    return result


def _at(values: Map, key: str | None) -> Found:
    return MISSING if key is None else values[key]


def _meet(three: Three[Found], places: Places, path: Path) -> Found:
    base, mine, theirs = three
    agreed = _one_sided(three)
    if agreed is not None:
        return agreed[0]
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
        return merge_maps(Three(base if isinstance(base, dict) else {}, mine, theirs), places, path)
    if isinstance(base, list) and isinstance(mine, list) and isinstance(theirs, list):
        try:
            return merge_lists(Three(base, mine, theirs))
        except Clash:
            pass
    key = ".".join(path)
    answer = places.ask(Place(f"key:{key}", key, three.map(as_text)))
    taken = answer.take if answer else ""
    return theirs if taken == THEIRS else base if taken == BASE else mine


def _one_sided(three: Three[Found]) -> tuple[Found] | None:
    """The value that only one side changed, or both alike; None where they differ."""
    base, mine, theirs = three
    if _same(mine, theirs) or _same(base, theirs):
        return (mine,)
    return (theirs,) if _same(base, mine) else None


def _same(left: Found, right: Found) -> bool:
    if isinstance(left, Missing) or isinstance(right, Missing):
        return left is right
    return same(left, right)


def merge_lists(three: Three[list[Value]]) -> list[Value]:
    """Both sides' additions and removals, in order.

    Raises Clash where an item that one side replaced is another or none on the other side.
    """
    base, mine, theirs = three
    keys = three.map(_keys)
    result: list[Value] = []
    for chunk in align(*keys):
        if chunk.kind == "both":
            result += _both(Three(base[chunk.base], mine[chunk.mine], theirs[chunk.theirs]))
        else:
            result += theirs[chunk.theirs] if chunk.kind == "theirs" else mine[chunk.mine]
    return _as_set(result, keys) if all(_is_unique(each) for each in keys) else result


def _both(three: Three[list[Value]]) -> list[Value]:
    """One stretch that both sides changed."""
    base, mine, theirs = three
    keys = three.map(_keys)
    if keys[1] == keys[2]:
        return mine
    if not base:
        return mine + [item for item, key in zip(theirs, keys[2], strict=True) if key not in keys[1]]
    if len(base) == len(mine) == len(theirs):
        return [_item(each) for each in map(Three, base, mine, theirs)]
    if set(keys[1]) <= set(keys[0]) and (set(keys[2]) <= set(keys[0]) or set(keys[0]) <= set(keys[2])):
        return [item for item, key in zip(theirs, keys[2], strict=True) if key not in keys[0] or key in keys[1]]
    if set(keys[2]) <= set(keys[0]) <= set(keys[1]):
        return [item for item, key in zip(mine, keys[1], strict=True) if key not in keys[0] or key in keys[2]]
    raise Clash


def _item(three: Three[Value]) -> Value:
    base, mine, theirs = three
    agreed = _one_sided(Three(base, mine, theirs))
    if agreed is not None and not isinstance(agreed[0], Missing):
        return agreed[0]
    if isinstance(base, dict) and isinstance(mine, dict) and isinstance(theirs, dict):
        places = Places()
        merged = merge_maps(Three(base, mine, theirs), places)
        if not places.met:
            return merged
    raise Clash


def _as_set(items: list[Value], keys: Three[list[str]]) -> list[Value]:
    """What one side moved and the other took away is gone; what both moved differently is no agreement."""
    gone = set(keys.base) - (set(keys.mine) & set(keys.theirs))
    kept = [item for item in items if item_key(item) not in gone]
    order = _keys(kept)
    if not _is_unique(order) or not _is_ordered(order, keys):
        raise Clash
    return kept


def _is_ordered(result: list[str], keys: Three[list[str]]) -> bool:
    """Whether the items of the base stand as the one side has them that moved some."""
    kept = set(keys.base) & set(result)
    base, mine, theirs = keys.map(lambda each: [key for key in each if key in kept])
    wanted = theirs if mine == base else mine
    return [key for key in result if key in kept] == wanted and (theirs in (base, mine) or mine == base)


def _keys(items: Sequence[Value]) -> list[str]:
    return [item_key(item) for item in items]


def _is_unique(keys: Sequence[str]) -> bool:
    return len(set(keys)) == len(keys)


def item_key(value: Value) -> str:
    """A text that two values share if they are the same."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key!r}:{item_key(each)}" for key, each in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(item_key, value)) + "]"
    return repr(value)


def as_text(value: Found) -> str | None:
    """A value as the desk shows it."""
    if isinstance(value, Missing):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def plain(value: Value) -> Value:
    """A value as every format can hold it, for texts of two formats: dates as text, whole numbers as such."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    moment = as_moment(value) if isinstance(value, str) else value
    return moment.isoformat() if isinstance(moment, datetime | date | time) else value


def as_moment(text: str) -> datetime | date | str:
    """The moment or the day that an ISO text says, else the text."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text) if "-" in text else text
        except ValueError:
            continue
    return text
