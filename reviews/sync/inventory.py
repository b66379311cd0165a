"""What lies in the folder, and how much of it must be read: not what the file system says is as it was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.db.models import QuerySet

from reviews.hugo.document import Document
from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.models import Post, PostFile, SiteFile
from reviews.models.resources import LONGEST_PATH
from reviews.models.stamps import is_steady
from reviews.reading import Heads, is_bundle, is_head


@dataclass
class Inventory:
    """The folder's files by their part in the site."""

    pages: list[Entry] = field(default_factory=list)
    files: dict[str, list[Entry]] = field(default_factory=dict)  # by the path of the page that owns them; "" = the site
    refused: list[Entry] = field(default_factory=list)

    def paths(self) -> set[str]:
        """Every path of the folder."""
        found = {entry.path for entry in self.pages} | {entry.path for entry in self.refused}
        return found.union(*({entry.path for entry in entries} for entries in self.files.values()))


def take_inventory(folder: Folder) -> Inventory:
    """Walk the folder once: bundles before single files, as Hugo prefers them; owners of files before translations."""
    inventory = Inventory()
    for entry in folder.walk():
        if entry.role == "page" and len(entry.path) <= LONGEST_PATH:
            inventory.pages.append(entry)
        elif entry.role == "refused" or len(entry.path) > LONGEST_PATH:
            inventory.refused.append(entry)
        else:
            owner = entry.bundle if entry.role == "resource" and entry.bundle else ""
            inventory.files.setdefault(owner, []).append(entry)
    inventory.pages.sort(
        key=lambda e: (not is_bundle(e.path), e.path.rpartition("/")[0], e.path not in inventory.files, e.path)
    )
    return inventory


def read_heads(folder: Folder, pages: list[Entry]) -> Heads:
    """The heads of lists in the folder, for what their `cascade` hands down. Unreadable ones hand down nothing."""
    heads: dict[tuple[str, str], tuple[str, Document]] = {}
    for entry in pages:
        if is_head(entry.path):
            data = _read(folder, entry)
            document = Document.parse(data, entry.path) if data is not None else None
            if document is not None and document.error is None:
                heads[str(PurePosixPath(entry.path).parent), entry.language] = (entry.path, document)
    return heads


def _read(folder: Folder, entry: Entry) -> bytes | None:
    try:
        return folder.read(entry.path)
    except FolderError:
        return None


def steady_paths(inventory: Inventory, *, pages: bool) -> set[str]:
    """The paths whose files are as the desk knows them, by their stamps; the home folder's inventory is meant.

    `pages`: the content files too, not only what lies beside them.
    """
    stamps = {entry.path: (entry.stamp, owner) for owner, entries in inventory.files.items() for entry in entries}
    owned = PostFile.objects.values_list("path", "stamp", "synced", "post__path")
    loose = SiteFile.objects.values_list("path", "stamp", "synced")
    steady = {path for path, *kept, owner in _each(owned) if _is_same(kept, stamps.get(path), owner)}
    steady |= {path for path, *kept in _each(loose) if _is_same(kept, stamps.get(path), "")}
    if pages:
        here = {entry.path: entry.stamp for entry in inventory.pages}
        posts = Post.objects.standing().filter(conflict=None).values_list("path", "stamp", "synced")
        steady |= {path for path, stamp, synced in _each(posts) if is_steady(stamp, here.get(path, ""), synced)}
    return steady


def _each(rows: "QuerySet[Any, Any]") -> Iterable[tuple[Any, ...]]:
    return rows.exclude(stamp="").iterator(chunk_size=2000)


def _is_same(kept: list[Any], found: tuple[str, str] | None, owner: str) -> bool:
    return found is not None and found[1] == owner and is_steady(kept[0], found[0], kept[1])


def without(inventory: Inventory, steady: Collection[str]) -> Inventory:
    """What of the inventory is to be read: what is not steady, and the pages that such files belong to."""
    files = {owner: left for owner, entries in inventory.files.items() if (left := _left(entries, steady))}
    pages = [entry for entry in inventory.pages if entry.path not in steady or entry.path in files]
    return Inventory(pages, files, inventory.refused)


def _left(entries: list[Entry], steady: Collection[str]) -> list[Entry]:
    return [entry for entry in entries if entry.path not in steady]
