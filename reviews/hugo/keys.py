"""Keys as Hugo compares them: in any case, at every depth."""

from collections.abc import Iterator

from reviews.hugo.values import Value

Path = tuple[str, ...]


def lower_key(key: str) -> str:
    """A key as Hugo keeps it.

    Each letter lower-cased by itself (Go's strings.ToLower), so without Greek's final sigma.
    """
    return key.lower() if key.isascii() else "".join(letter.lower()[0] for letter in key)


def lower_keys(values: dict[str, Value]) -> dict[str, Value]:
    """The same values under lower-cased keys at every depth; maps inside lists keep their spelling, as Hugo leaves
    them.

    Of two spellings of one key Hugo takes the one with capitals.
    """
    return {lowered: _lower_value(values[key]) for lowered, key in spellings(values).items()}


def _lower_value(value: Value) -> Value:
    return lower_keys(value) if isinstance(value, dict) else value


def spellings(values: dict[str, Value]) -> dict[str, str]:
    """Which of the spelled keys speaks for each lower-cased one.

    Among several with capitals Hugo's choice is chance; here the last.
    """
    chosen: dict[str, str] = {}
    for key in values:
        lowered = lower_key(key)
        if lowered not in chosen or key != lowered:
            chosen[lowered] = key
    return chosen


def count_spellings(values: Value, key: str) -> int:
    """How many keys of a map are this one in some case."""
    return sum(lower_key(each) == lower_key(key) for each in values) if isinstance(values, dict) else 0


def shadowed(values: dict[str, Value], above: Path = ()) -> Iterator[Path]:
    """The spelled paths that Hugo ignores, because the key stands there once more with other capitals."""
    chosen = spellings(values) if len(values) else {}
    for key, value in values.items():
        if chosen[lower_key(key)] != key:
            yield (*above, key)
        elif isinstance(value, dict):
            yield from shadowed(value, (*above, key))


def spelled_path(values: dict[str, Value], path: Path) -> tuple[Path, bool]:
    """A path as the file spells it, and whether its key stands there.

    What is missing keeps the spelling that it came with.
    """
    found: list[str] = []
    here: Value = values
    for depth, name in enumerate(path):
        key = spellings(here).get(lower_key(name)) if isinstance(here, dict) else None
        if key is None or not isinstance(here, dict):
            return (*found, *path[depth:]), False
        found.append(key)
        here = here[key]
    return tuple(found), True
