"""Which files of its bundle a published page shows, and where: what waits at the desk goes on waiting."""

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from reviews.models import Edition, EditionFile, PostFile
from reviews.models.columns import address_key
from reviews.models.insert import insert
from reviews.pictures import files_changed
from reviews.reading import is_bundle


def shown_blobs(folders: Iterable[str]) -> dict[str, int]:
    """The blobs that readers have now, by path, for the bundles in these folders."""
    return dict(EditionFile.objects.filter(edition__post__folder__in=list(folders)).values_list("path", "blob"))


def edition_files(editions: Iterable[Edition], shown: dict[str, int], fresh: Collection[int] = ()) -> list[EditionFile]:
    """The bundles' files at their addresses: below the page's own, name as it is; a bundle's languages share them."""
    by_folder: dict[str, list[Edition]] = {}
    for edition in editions:
        if is_bundle(edition.path):
            by_folder.setdefault(str(PurePosixPath(edition.path).parent), []).append(edition)
    rows = []
    for file in PostFile.objects.filter(folder__in=by_folder):
        blob = _public_blob(file, shown, file.post_id in fresh)
        rows += [_file(edition, file, blob) for edition in by_folder[file.folder] if blob is not None]
    return rows


def _public_blob(file: PostFile, shown: dict[str, int], is_fresh: bool) -> int | None:
    """What waits at the desk goes on waiting until its own post is published."""
    if is_fresh or file.blob_id == file.synced_id:
        return file.blob_id
    return shown.get(file.path, file.synced_id)


def _file(edition: Edition, file: PostFile, blob: int) -> EditionFile:
    return EditionFile(
        edition_id=edition.pk,
        blob_id=blob,
        path=file.path,
        name=file.name,
        url_key=address_key(f"{edition.files_url}{file.name}"),
    )


def share_files(editions: list[Edition], shown: dict[str, int], fresh: dict[str, int]) -> None:
    """The other languages of these bundles show the same files."""
    folders = {edition.post.folder for edition in editions if is_bundle(edition.path)}
    others = Edition.objects.filter(post__folder__in=folders).exclude(pk__in=[edition.pk for edition in editions])
    siblings = [edition for edition in others if is_bundle(edition.path)]
    EditionFile.objects.filter(edition__in=siblings).delete()
    files = edition_files(siblings, shown | fresh)
    insert(files)
    files_changed(files, shown)
