"""Front matter that a section hands down to its pages (`cascade`), and what of it reaches one page.

Rules: https://gohugo.io/content-management/front-matter/#cascade , https://gohugo.io/configuration/cascade/ .
The page's own values win, then its own cascade, then the nearest section's, then the outer ones', then the site's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviews.hugo.errors import FrontMatterError
from reviews.hugo.globs import matches
from reviews.hugo.values import Value


@dataclass(frozen=True)
class Receiver:
    """The page that a cascade may reach."""

    path: str
    kind: str
    language: str
    environment: str


@dataclass(frozen=True)
class Cascade:
    """One block: the values that it hands down, and to whom (empty patterns mean everybody)."""

    values: Mapping[str, Value]
    path: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()
    environment: str = ""

    def reaches(self, page: Receiver) -> bool:
        return (
            (not self.path or matches(self.path, page.path))
            and (not self.kind or matches(self.kind, page.kind))
            and (not self.languages or any(matches(each, page.language) for each in self.languages))
            and (not self.environment or matches(self.environment, page.environment))
        )


def read_cascades(value: Value) -> tuple[Cascade, ...]:
    """The blocks of a `cascade` value (a map, or a list of maps). Raises FrontMatterError for anything else."""
    if value is None:
        return ()
    blocks = value if isinstance(value, list) else [value]
    if not all(isinstance(block, dict) for block in blocks):
        raise FrontMatterError("cascade must be a table or a list of tables")
    return tuple(_block(block) for block in blocks if isinstance(block, dict))


def _block(block: dict[str, Value]) -> Cascade:
    target: Any = block.get("target") or block.get("_target") or {}
    if not isinstance(target, dict):
        raise FrontMatterError("the target of a cascade must be a table")
    params = block.get("params")
    values = {key: value for key, value in block.items() if key not in ("target", "_target", "params")}
    if isinstance(params, dict):
        values.update({key.lower(): value for key, value in params.items()})
    fields = {key: str(target.get(key) or "").lower() for key in ("path", "kind", "environment")}
    return Cascade(values, fields["path"], fields["kind"], _languages(target), fields["environment"])


def _languages(target: dict[str, Any]) -> tuple[str, ...]:
    """The languages of a target: `sites.matrix.languages`, or `lang` as before Hugo 0.150."""
    sites = target.get("sites")
    matrix = sites.get("matrix") if isinstance(sites, dict) else None
    named = matrix.get("languages") if isinstance(matrix, dict) else target.get("lang")
    if named is None or named == "":
        return ()
    return tuple(str(each).lower() for each in (named if isinstance(named, list) else [named]))


def hand_down(values: dict[str, Value], cascades: Iterable[Cascade], page: Receiver) -> None:
    """Put into `values` what reaches the page and is not set there; the first of the cascades has it."""
    for cascade in cascades:
        if cascade.reaches(page):
            for key, value in cascade.values.items():
                values.setdefault(key, value)
