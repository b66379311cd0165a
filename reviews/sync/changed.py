"""Which of a folder's files an import must read, where somebody knows which of them have changed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from reviews.models import Post, PostFile, SiteFile
from reviews.models.stamps import REFUSED
from reviews.sync.inventory import Inventory


@dataclass(frozen=True)
class Changes:
    """What somebody knows of a folder's changes. `leaves_out`: files that are not to be taken in as new ones."""

    paths: Collection[str]
    leaves_out: Callable[[str], bool] = lambda path: False


def narrowed(inventory: Inventory, changes: Changes) -> Inventory:
    """The part of the inventory that has changed or that the desk does not hold as it stands in the folder.

    A page is read where one of its bundle's files is. The home folder's inventory is meant: elsewhere nothing is known.
    """
    read, pages, owners = frozenset(changes.paths), _pages_in_step(), _owners_in_step()
    files = {}
    for owner, entries in inventory.files.items():
        kept = [e for e in entries if e.path in read or owners.get(e.path) != owner and not changes.leaves_out(e.path)]
        if kept:
            files[owner] = kept
    kept_pages = [e for e in inventory.pages if e.path in files or e.path in read or e.path not in pages]
    return Inventory(kept_pages, files, inventory.refused)


def _pages_in_step() -> set[str]:
    posts = Post.objects.standing().filter(conflict=None).exclude(synced=None).exclude(stamp=REFUSED)
    return set(posts.values_list("path", flat=True))


def _owners_in_step() -> dict[str, str]:
    """The page that each file belongs to; "" for a file of the site."""
    owners = dict.fromkeys(SiteFile.objects.exclude(synced=None).values_list("path", flat=True), "")
    owners.update(PostFile.objects.exclude(synced=None).values_list("path", "post__path"))
    return owners
