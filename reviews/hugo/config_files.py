"""Finding, reading and merging the files of a site's configuration, as Hugo does it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from reviews.hugo import json, toml, yaml
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value

ROOT_NAMES = tuple(f"{name}.{suffix}" for name in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json"))
_READERS: dict[str, Callable[[str], dict[str, Value]]] = {
    ".toml": toml.read,
    ".yaml": yaml.read,
    ".yml": yaml.read,
    ".json": json.read,
}
_MAX_BYTES = 16 * 1024 * 1024


@dataclass
class ConfigError(Exception):
    """A configuration that Hugo would refuse: which file, which line (1-based, 0 = unknown), why, and what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


def read_configuration(root: Path, environment: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Merge every configuration file of the site into one mapping with lower-cased keys.

    Order, later wins: the first of hugo.* and config.* in the root, `config/_default`, `config/<environment>`.
    Returns the mapping and the names of the files that were read. Raises ConfigError.
    """
    merged: dict[str, Any] = {}
    used: list[str] = []
    for file in _files(root, environment):
        part = _placed(file, root)
        merge(merged, part)
        used.append(file.relative_to(root).as_posix())
    return merged, tuple(used)


def _files(root: Path, environment: str) -> Iterator[Path]:
    first = next((root / name for name in ROOT_NAMES if (root / name).is_file()), None)
    if first is not None:
        yield first
    for folder in dict.fromkeys(("_default", environment)):
        yield from _folder_files(root / "config" / folder)


def _folder_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (file for file in folder.rglob("*") if file.suffix in _READERS and file.is_file())
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _placed(file: Path, root: Path) -> dict[str, Any]:
    """What the file says, hung where its name puts it: `params.toml` under params, `menus.ko.toml` under a language."""
    content = _decoded(file, root)
    if file.parent == root:
        return content
    key, _, language = file.stem.lower().partition(".")
    if key in ("hugo", "config"):
        return {"languages": {language: content}} if language else content
    key = "menus" if key == "menu" else key
    inner = content.get(key, content.get("menu")) if key == "menus" else content.get(key)
    value = inner if isinstance(inner, dict | list) and len(content) == 1 else content
    if not language:
        return {key: value}
    return {"languages": {language: value if key == "languages" else {key: value}}}


def _decoded(file: Path, root: Path) -> dict[str, Any]:
    name = file.relative_to(root).as_posix()
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ConfigError(name, 0, "the file is larger than 16 MB; is it a configuration?")
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(name, 0, f"cannot be read: {error}") from error
    return dict(lower_keys(_parse(text, file.suffix, name)))


def _parse(text: str, suffix: str, name: str) -> dict[str, Any]:
    if not text.strip() and suffix != ".json":
        return {}
    try:
        return dict(_READERS[suffix](text))
    except FrontMatterError as error:
        raise ConfigError(name, error.line, error.message) from error


def lower_keys(value: Any) -> Any:
    """The value with the keys of every mapping in lower case and every date as its ISO text (fit for JSON)."""
    if isinstance(value, Mapping):
        return {str(key).lower(): lower_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [lower_keys(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value


def merge(into: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Lay `other` over `into`: mappings merge at every depth, any other value replaces what was there."""
    for key, value in other.items():
        current = into.get(key)
        if isinstance(current, dict) and isinstance(value, Mapping):
            merge(current, value)
        else:
            into[key] = lower_keys(value)
