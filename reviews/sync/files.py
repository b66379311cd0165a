"""Bundle files and site files on their way in: by hash, in pieces of any size, three-way, never merged."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from reviews.edition_files import edition_files, shown_blobs
from reviews.hugo.folder import Entry, FolderError
from reviews.hugo.reader import Reader, Unsteady
from reviews.hugo.site import SiteConfig
from reviews.hugo.walk import is_adapter, is_ignored
from reviews.media import media_type
from reviews.models import Blob, Edition, EditionFile, PostFile, Publication, SiteFile
from reviews.models.columns import address_key
from reviews.models.insert import insert
from reviews.models.stamps import stamp_column
from reviews.models.storage import OtherBytes
from reviews.pictures import files_changed
from reviews.sync.diffs import Diff
from reviews.sync.report import Action


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was read: its hash and size, what kind it is, and whose it is (a page's path; "" = the site's)."""

    entry: Entry
    owner: str
    digest: str = ""
    size: int = 0
    kind: str = ""
    stamp: str = ""
    problem: str = ""


def look_at_files(reader: Reader, entries: Iterable[tuple[str, Entry]], dry_run: bool) -> list[Held]:
    """Read files (each with its owner), and put the bytes that are new into the storage. Nobody waits for it."""
    held = [_look(reader, owner, entry) for owner, entry in entries]
    return held if dry_run else _kept(reader, held)


def _look(reader: Reader, owner: str, entry: Entry) -> Held:
    try:
        found = reader.fingerprint(entry.path)
    except Unsteady as error:
        return Held(entry, owner, problem=_(str(error.strerror)))
    except (OSError, FolderError):
        return Held(entry, owner, problem=_("the file cannot be read; check its permissions"))
    return Held(entry, owner, found.digest, found.size, media_type(entry.path, found.head), found.kept)


def _kept(reader: Reader, held: list[Held]) -> list[Held]:
    """The same, with the bytes that the desk does not have put into the storage; a file that changes is refused."""
    in_step = _in_step([each.entry.path for each in held])
    fresh = {each.digest: each for each in held if each.digest and in_step.get(each.entry.path) != each.digest}
    wanted = [fresh[digest] for digest in Blob.objects.missing(fresh)]
    try:
        Blob.objects.keep((each.digest, reader.chunks(each.entry.path)) for each in wanted)
    except (OtherBytes, Unsteady):
        return [_kept_alone(reader, each) if each in wanted else each for each in held]
    return held


def _kept_alone(reader: Reader, held: Held) -> Held:
    try:
        Blob.objects.keep([(held.digest, reader.chunks(held.entry.path))])
    except (OtherBytes, Unsteady):
        return Held(held.entry, held.owner, problem=_("it is being written; run again when it is done"))
    return held


def _in_step(paths: list[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for model in (PostFile, SiteFile):
        known.update(model.objects.filter(path__in=paths).values_list("path", "synced__sha256"))
    return known


@dataclass
class Files:
    """What is done with the files of one batch, in its transaction."""

    config: SiteConfig
    held: list[Held]
    owners: Mapping[str, int]  # the posts' ids by path
    dry_run: bool
    is_home: bool
    diffs: Callable[[Held, PostFile | SiteFile | None, str], tuple[Diff, ...]] = lambda held, row, action: ()

    def apply(self) -> list[Action]:
        """Bring the rows in step with the files that were read."""
        self.posts, self.sites = self._rows(PostFile), self._rows(SiteFile)
        told = [(each, self._action(each)) for each in self.held]
        if not self.dry_run:
            self._write([(each, action.action) for each, action in told])
        return [action for _each, action in told]

    def _rows(self, model: type[PostFile] | type[SiteFile]) -> dict[str, PostFile | SiteFile]:
        rows = model.objects.filter(path__in=[each.entry.path for each in self.held])
        return {row.path: row for row in rows.select_related("blob", "synced")}

    def _row(self, held: Held) -> PostFile | SiteFile | None:
        return (self.posts if held.owner in self.owners else self.sites).get(held.entry.path)

    def _action(self, held: Held) -> Action:
        if held.problem:
            return Action(held.entry.path, "refused", held.problem)
        row = self._row(held)
        action = action_of(row, held.digest)
        reason = _("another file of this name was put in at the desk; take one of the two there")
        return Action(
            held.entry.path, action, reason if action == "conflict" else "", diffs=self.diffs(held, row, action)
        )

    def _write(self, told: list[tuple[Held, str]]) -> None:
        taken = [each for each, action in told if action in {"created", "updated", "synced", "conflict"}]
        ids = Blob.objects.rows({each.digest: (each.size, each.kind) for each in taken})
        self._forget_other_places([each for each in taken if self._row(each) is None])
        new: list[PostFile | SiteFile] = []
        for held, action in told:
            row = self._row(held)
            if action == "created":
                new.append(self._take(self._new_row(held), held, ids[held.digest]))
            elif row is not None and action in {"updated", "synced"}:
                self._take(row, held, ids[held.digest]).save()
            elif row is not None:
                self._keep(row, held, action == "unchanged" and self.is_home)
                self._keep_conflict(row, ids[held.digest] if action == "conflict" else None)
        insert([row for row in new if isinstance(row, PostFile)])
        insert([row for row in new if isinstance(row, SiteFile)])
        if any(each.owner not in self.owners for each in taken):
            Publication.announce()

    def _forget_other_places(self, new: list[Held]) -> None:
        """A file has one place, so the row of its former one (its page was refused until now, say) goes."""
        loose = [each.entry.path for each in new if each.owner in self.owners and each.entry.path in self.sites]
        owned = [each.entry.path for each in new if each.owner not in self.owners and each.entry.path in self.posts]
        SiteFile.objects.filter(path__in=loose).delete()
        PostFile.objects.filter(path__in=owned).delete()

    def _new_row(self, held: Held) -> PostFile | SiteFile:
        path, owner = held.entry.path, self.owners.get(held.owner)
        if owner is None:
            url = site_file_url(self.config, held.entry)
            return SiteFile(path=path, url=url, url_key=address_key(url) if url else "")
        folder = held.owner.rpartition("/")[0]
        return PostFile(post_id=owner, path=path, folder=folder, name=path.removeprefix(f"{folder}/"))

    def _take(self, row: PostFile | SiteFile, held: Held, blob: int) -> PostFile | SiteFile:
        row.blob_id = blob
        if self.is_home:
            row.synced_id, row.stamp = blob, stamp_column(held.stamp, blob)
        if isinstance(row, PostFile):
            row.conflict = None
            row.post_id = self.owners[held.owner]  # its former owner may have been another language of the bundle
        return row

    def _keep_conflict(self, row: PostFile | SiteFile, blob: int | None) -> None:
        """The home folder's bytes wait beside the desk's until somebody takes one of the two."""
        if isinstance(row, PostFile) and self.is_home and row.conflict_id != blob:
            PostFile.objects.filter(pk=row.pk).update(conflict=blob)

    def _keep(self, row: PostFile | SiteFile, held: Held, is_seen: bool) -> None:
        stamp = stamp_column(held.stamp, row.synced_id) if is_seen else row.stamp
        if row.stamp != stamp:
            type(row).objects.filter(pk=row.pk).update(stamp=stamp)
        owner = self.owners.get(held.owner)
        if isinstance(row, PostFile) and owner is not None and row.post_id != owner:
            PostFile.objects.filter(pk=row.pk).update(post=owner)


def action_of(row: PostFile | SiteFile | None, key: str) -> str:
    """What becomes of a file with the hash `key`."""
    if row is None:
        return "created"
    synced = row.synced.sha256 if row.synced else None
    if key == synced:
        return "unchanged"
    if key == row.blob.sha256:
        return "synced"
    return "updated" if row.blob.sha256 == synced else "conflict"


def site_file_url(config: SiteConfig, entry: Entry) -> str:
    """The address at which Hugo serves a file outside the bundles: as it stands below its static or content folder."""
    if entry.role not in {"static", "content_file"}:
        return ""
    mounts = config.static_mounts if entry.role == "static" else config.content_mounts
    inside = [mount for mount in mounts if entry.path.startswith(f"{mount.source}/")]
    name = entry.path.rpartition("/")[2]
    if not inside or entry.role == "content_file" and (is_ignored(name) or is_adapter(name)):
        return ""
    mount = max(inside, key=lambda each: len(each.source))
    path = entry.path[len(mount.source) + 1 :]
    target = f"/{mount.target}" if mount.target else ""
    return f"{urlsplit(config.base_url).path.rstrip('/')}{target}/{path}" if mount.takes(path) else ""


def refresh_edition_files(folders: set[str], published: Iterable[Edition] = ()) -> None:
    """Give the editions in these folders the files that stand in the folder; what waits at the desk goes on waiting.

    `published`: those that have just been made, with their files.
    """
    if not folders:
        return
    done = [edition.pk for edition in published if edition.path.rpartition("/")[0] in folders]
    editions = Edition.objects.filter(post__folder__in=folders).exclude(pk__in=done)
    shown = shown_blobs(folders)
    rows = edition_files(editions, shown)
    EditionFile.objects.filter(edition__in=editions).delete()
    insert(rows)
    files_changed(rows, shown)
    if rows or shown:
        Publication.announce()
