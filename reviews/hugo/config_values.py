"""Values of a configuration, each brought into the type that a setting needs; what does not fit counts as not set."""

from typing import Any

from reviews.hugo.casts import to_bool, to_int, to_text


def as_text(value: Any) -> str:
    return to_text(value)


def as_int(value: Any, default: int = 0) -> int:
    return default if value is None else to_int(value)


def as_bool(value: Any) -> bool:
    return to_bool(value)


def as_mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one, nothing as an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_folder(value: Any) -> str:
    """A folder's path without slashes around it."""
    return to_text(value).strip("/").removeprefix("./")
