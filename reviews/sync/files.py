"""Bundle files and site files on their way in: by hash, three-way, never merged."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.hugo.site import SiteConfig
from reviews.hugo.walk import is_ignored
from reviews.media import media_type
from reviews.models import Blob, Edition, EditionFile, PostFile, SiteFile, sha256
from reviews.models.columns import address_key
from reviews.publishing import edition_files, shown_blobs
from reviews.sync.report import Action


def apply_files(
    folder: Folder, entries: list[Entry], owner: int | None, owner_path: str, dry_run: bool, is_home: bool
) -> list[Action]:
    """Take the files of one bundle (`owner` is its post) or of the site (no owner) into the database."""
    if not entries:
        return []
    model = PostFile if owner is not None else SiteFile
    known = {
        row.path: row
        for row in model.objects.filter(path__in=[e.path for e in entries]).select_related("blob", "synced")
    }
    return [_apply(folder, entry, known.get(entry.path), owner, owner_path, dry_run, is_home) for entry in entries]


def _apply(
    folder: Folder,
    entry: Entry,
    row: PostFile | SiteFile | None,
    owner: int | None,
    owner_path: str,
    dry_run: bool,
    is_home: bool,
) -> Action:
    try:
        data = folder.read(entry.path)
    except FolderError:
        return Action(entry.path, "refused", _("the file cannot be read; check its permissions"))
    key = sha256(data)
    action = _action(row, key)
    if action in {"created", "updated", "synced"} and not dry_run:
        row = row or _new_row(folder.config, entry, owner, owner_path)
        row.blob = Blob.objects.store(data, media_type(entry.path, data))
        if is_home:
            row.synced = row.blob
        row.save()
    if isinstance(row, PostFile) and owner is not None and row.post_id != owner and not dry_run:
        PostFile.objects.filter(pk=row.pk).update(
            post=owner
        )  # its former owner was one of the bundle's other languages
    reason = _("another file of this name was put in at the desk; rename one") if action == "conflict" else ""
    return Action(entry.path, action, reason)


def _action(row: PostFile | SiteFile | None, key: str) -> str:
    if row is None:
        return "created"
    synced = row.synced.sha256 if row.synced else None
    if key == synced:
        return "unchanged"
    if key == row.blob.sha256:
        return "synced"
    return "updated" if row.blob.sha256 == synced else "conflict"


def _new_row(config: SiteConfig, entry: Entry, owner: int | None, owner_path: str) -> PostFile | SiteFile:
    """A new row; a file has one place, so the row of its former one (its page was refused until now, say) goes."""
    (PostFile if owner is None else SiteFile).objects.filter(path=entry.path).delete()
    if owner is None:
        url = site_file_url(config, entry)
        return SiteFile(path=entry.path, url=url, url_key=address_key(url) if url else "")
    parent = PurePosixPath(owner_path).parent
    name = str(PurePosixPath(entry.path).relative_to(parent))
    return PostFile(post_id=owner, path=entry.path, folder=str(parent), name=name)


def site_file_url(config: SiteConfig, entry: Entry) -> str:
    """The address at which Hugo serves a file outside the bundles: as it stands below its static or content folder."""
    if entry.role not in {"static", "content_file"}:
        return ""
    folders = config.static_dirs if entry.role == "static" else config.content_dirs
    inside = [folder for folder in folders if entry.path.startswith(f"{folder}/")]
    if not inside or entry.role == "content_file" and is_ignored(entry.file.name):
        return ""
    return urlsplit(config.base_url).path.rstrip("/") + entry.path[len(max(inside, key=len)) :]


def refresh_edition_files(folders: set[str]) -> None:
    """Give the editions in these folders the files that stand in the folder; what waits at the desk goes on waiting."""
    editions = Edition.objects.filter(post__folder__in=folders)
    rows = edition_files(editions, shown_blobs(folders))
    EditionFile.objects.filter(edition__in=editions).delete()
    EditionFile.objects.bulk_create(rows, batch_size=500)
