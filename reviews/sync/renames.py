"""A file that is gone and a new one with its bytes are one post at another place: history, notes and edition follow."""

from pathlib import PurePosixPath

from reviews.hugo.folder import Entry, FolderError
from reviews.hugo.reader import Reader
from reviews.models import Post, PostFile, sha256
from reviews.reading import is_bundle
from reviews.sync.inventory import Inventory

Gone = dict[str, list[tuple[str, int]]]  # by hash: path and id of the posts whose files are gone


def find_renames(reader: Reader, inventory: Inventory, pages: list[Entry]) -> dict[str, int]:
    """The posts that moved, by their new paths; `pages` are the candidates. The home folder's inventory is meant."""
    gone = _gone(inventory)
    if not gone:
        return {}
    known = set(Post.objects.values_list("path", flat=True))
    renames = {}
    for entry in pages:
        if entry.path not in known and (digest := _digest(reader, entry.path)) in gone:
            path, pk = _likest(gone[digest], entry.path)
            gone[digest].remove((path, pk))
            renames[entry.path] = pk
            if not gone[digest]:
                del gone[digest]
    return renames


def _gone(inventory: Inventory) -> Gone:
    """Empty texts are nobody's."""
    here = {entry.path for entry in (*inventory.pages, *inventory.refused)}
    posts = Post.objects.filter(removed_at=None, conflict=None).exclude(synced=None)
    ids = [pk for pk, path in posts.values_list("pk", "path").iterator(chunk_size=2000) if path not in here]
    found: Gone = {}
    for start in range(0, len(ids), 500):
        rows = posts.filter(pk__in=ids[start : start + 500], synced__size__gt=0)
        for path, pk, digest in rows.order_by("path").values_list("path", "pk", "synced__sha256"):
            found.setdefault(digest, []).append((path, pk))
    return found


def _digest(reader: Reader, path: str) -> str:
    try:
        return sha256(reader.read(path)[0])
    except (OSError, FolderError):
        return ""


def _likest(gone: list[tuple[str, int]], path: str) -> tuple[str, int]:
    """Of several equal texts the one that stood in a folder, or had a name, like the new one's."""
    parts = set(PurePosixPath(path).parts)
    return max(gone, key=lambda each: (len(parts & set(PurePosixPath(each[0]).parts)), -each[1]))


def move_files(old: str, new: str, inventory: Inventory) -> None:
    """The files of the bundle at `old` that stand beside `new` now; the rest is left to be found gone."""
    if not (is_bundle(old) and is_bundle(new)):
        return
    old_folder, new_folder = old.rpartition("/")[0], new.rpartition("/")[0]
    here = {entry.path for entry in inventory.files.get(new, [])}
    for row in PostFile.objects.filter(folder=old_folder):
        path = f"{new_folder}/{row.name}"
        if path in here and not PostFile.objects.filter(path=path).exists():
            PostFile.objects.filter(pk=row.pk).update(path=path, folder=new_folder)
