"""Pages that get in each other's way: which one Hugo takes, and which it loses without a word.

Observed with Hugo 0.168: a bundle wins over a single file, `index` over `_index`, a name with its language over one
without, then the extension that comes later in the alphabet (`.md` over `.html`), then the name that comes first.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from reviews.hugo.page import Page

_RANK = {"leaf": 0, "branch": 1, "": 2}


@dataclass(frozen=True)
class Clash:
    """A page that readers of Hugo's site never see, the page that they see in its place, and why."""

    loser_path: str
    winner_path: str
    reason: str


def find_clashes(pages: Iterable[Page]) -> list[Clash]:
    """Every clash among the pages of one site, in the order of the losers' paths."""
    known = list(pages)
    found = {clash.loser_path: clash for clash in (*_same_place(known), *_inside_leaf(known))}
    seen = [page for page in known if page.path not in found]
    return sorted((*found.values(), *_same_url(seen)), key=lambda clash: clash.loser_path)


def _groups(pages: Iterable[Page], key: Callable[[Page], Hashable]) -> Iterator[list[Page]]:
    grouped: dict[Hashable, list[Page]] = defaultdict(list)
    for page in pages:
        grouped[key(page)].append(page)
    return (group for group in grouped.values() if len(group) > 1)


def _same_place(pages: list[Page]) -> Iterator[Clash]:
    for group in _groups(pages, lambda page: (page.logical_path, page.language)):
        winner, *losers = sorted(group, key=_precedence)
        for loser in losers:
            yield Clash(
                loser.path, winner.path, f"both are the page {winner.logical_path}; Hugo takes {_why(winner, loser)}"
            )


def _inside_leaf(pages: list[Page]) -> Iterator[Clash]:
    """An `_index` file beside an `index` file is only a resource of that bundle, in whichever language either is."""
    leaves = {page.path.rpartition("/")[0]: page for page in pages if page.bundle == "leaf"}
    for page in pages:
        leaf = leaves.get(page.path.rpartition("/")[0]) if page.bundle == "branch" else None
        if leaf is not None:
            yield Clash(
                page.path, leaf.path, "index makes the folder a leaf bundle, in which _index is only a resource"
            )


def _same_url(pages: list[Page]) -> Iterator[Clash]:
    rendered = (page for page in pages if page.url and page.build_render == "always")
    for group in _groups(rendered, lambda page: (page.language, page.url)):
        winner, *losers = sorted(group, key=lambda page: page.path)
        for loser in losers:
            yield Clash(loser.path, winner.path, f"both have the address {winner.url}; which one Hugo keeps is chance")


def _precedence(page: Page) -> tuple[int, bool, list[int], str]:
    name = page.path.rpartition("/")[2]
    _, *language, extension = name.lower().split(".")
    return _RANK[page.bundle], page.language not in language, [-ord(letter) for letter in extension] + [1], page.path


def _why(winner: Page, loser: Page) -> str:
    if winner.bundle != loser.bundle:
        return {"leaf": "the bundle", "branch": "the section"}[winner.bundle]
    if _precedence(winner)[1] != _precedence(loser)[1]:
        return "the one with its language in the name"
    return "this file type" if _precedence(winner)[2] != _precedence(loser)[2] else "the name that comes first"
