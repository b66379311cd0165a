"""Database -> folder: only what differs is written, each file whole, never over bytes that the desk has not seen."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.hugo.errors import EditRefused
from reviews.hugo.folder import Folder, FolderError
from reviews.hugo.site import SiteConfig
from reviews.models import Blob, Edition, EditionFile, Post, PostFile, Revision, Site, SiteFile, Source, Why, sha256
from reviews.reading import is_bundle
from reviews.sync.report import Report

BATCH = 200
DELETED = gettext_noop("deleted in the folder; hugo_import takes that over, hugo_export --restore writes it again")
Progress = Callable[[int, int], None]


def open_target(site: Site, root: Path) -> Folder:
    """The folder to export to: a Hugo site, a content folder, or an empty or not yet made one, laid out as the home is.

    Raises FolderError where it cannot be used.
    """
    if not site.home and not site.posts.exists():
        raise FolderError(_("there is nothing to export: no site was imported (hugo_import SITE)"))
    if not root.exists() and not root.parent.is_dir():
        raise FolderError(
            _("%(folder)s does not exist, nor does the folder above it; make it first") % {"folder": root}
        )
    if not root.exists() or (root.is_dir() and all(child.name.startswith(".") for child in root.iterdir())):
        return Folder(root.resolve(), site.hugo, site.is_bare)
    if root.is_dir() and (config := SiteConfig.load(root)).files:
        return Folder(root.resolve(), config, is_bare=False)
    return Folder.open(root)


def exported_text(post: Post) -> bytes:
    """What goes into the folder: the published text of a live post, else the working copy, reading as a draft to Hugo.

    Raises EditRefused where the text cannot be marked as a draft.
    """
    if post.is_live:
        return bytes(post.edition.source)
    is_as_found = post.is_draft and post.head_id == post.synced_id
    return bytes(post.head if is_as_found else post.document.set_draft(True))


@dataclass
class Export:
    """One run into one folder."""

    site: Site
    folder: Folder
    dry_run: bool = False
    working_copies: bool = False
    restore: bool = False
    progress: Progress = lambda done, total: None

    def __post_init__(self) -> None:
        self.report = Report(is_bare=self.folder.is_bare)

    def run(self) -> Report:
        """Write every post and file whose bytes differ. What cannot be written is named; the rest is done."""
        if not self.dry_run:
            self.folder.root.mkdir(exist_ok=True)
        self.is_home = self.site.is_home(self.folder.root) and not self.working_copies
        posts = Post.objects.filter(removed_at=None).order_by("path")
        total, done = posts.count(), 0
        for ids in _batches(list(posts.values_list("pk", flat=True))):
            for post in posts.filter(pk__in=ids).select_related("head", "synced", "edition__source"):
                self._post(post)
            done += len(ids)
            self.progress(done, total)
        self._bundle_files()
        self._site_files()
        return self.report

    def _bundle_files(self) -> None:
        """The published set of a live bundle, the working set of another."""
        published = dict(EditionFile.objects.values_list("path", "blob"))
        rows_of = Edition.objects.values_list("path", "post__folder")
        live = {folder for path, folder in rows_of if is_bundle(path)}
        rows = PostFile.objects.filter(post__removed_at=None).select_related("synced").order_by("path")
        for row in rows.iterator(chunk_size=BATCH):
            if self.working_copies or row.folder not in live:
                self._file(row, row.blob)
            elif row.path in published:
                self._file(row, Blob.objects.get(pk=published[row.path]))

    def _site_files(self) -> None:
        for row in SiteFile.objects.select_related("blob", "synced").order_by("path").iterator(chunk_size=BATCH):
            if not self.folder.is_bare or is_below(row.path, self.site.hugo.content_dirs):
                self._file(row, row.blob)

    def _post(self, post: Post) -> None:
        try:
            data = bytes(post.head) if self.working_copies else exported_text(post)
            standing = self._standing(post.path)
        except (EditRefused, FolderError) as error:
            self.report.add(post.path, "refused", _one_line(error))
            return
        if standing == data:
            self.report.add(post.path, "unchanged")
            self._in_step(post, data)
            return
        reason = self._objection(post, standing)
        if reason:
            self.report.add(post.path, "conflict", reason)
        elif self._write(post.path, data, standing):
            self._in_step(post, data)

    def _objection(self, post: Post, standing: bytes | None) -> str:
        """Why the file that stands there must not be replaced; "" where it may."""
        if standing is None:
            return _(DELETED) if self._was_deleted(post) else ""
        seen = Source.objects.filter(sha256=sha256(standing)).filter(Q(revisions__post=post) | Q(pk=post.synced_id))
        return "" if seen.exists() else _("the file holds a text that the desk has not seen; run hugo_sync to merge it")

    def _was_deleted(self, known: Post | PostFile | SiteFile) -> bool:
        return self.is_home and known.synced_id is not None and not self.restore

    def _in_step(self, post: Post, data: bytes) -> None:
        """The home folder's file is now `data`: the base of the next three-way merge."""
        if not self.is_home or self.dry_run or (post.synced and bytes(post.synced) == data):
            return
        source = Source.objects.store(data)
        Post.objects.filter(pk=post.pk).update(synced=source)
        if not Revision.objects.filter(post=post, source=source).exists():
            Revision.objects.create(post=post, source=source, why=Why.EXPORTED)

    def _file(self, row: PostFile | SiteFile, blob: Blob) -> None:
        try:
            standing = self._standing(row.path)
        except FolderError as error:
            self.report.add(row.path, "refused", _one_line(error))
            return
        if standing is not None and sha256(standing) == blob.sha256:
            self.report.add(row.path, "unchanged")
        elif standing is not None and (row.synced is None or sha256(standing) != row.synced.sha256):
            self.report.add(row.path, "conflict", _("the file holds bytes that the desk has not seen"))
            return
        elif standing is None and self._was_deleted(row):
            self.report.add(row.path, "conflict", _(DELETED))
            return
        elif not self._write(row.path, blob.data, standing):
            return
        if self.is_home and not self.dry_run and row.synced_id != blob.pk:
            type(row).objects.filter(pk=row.pk).update(synced=blob)

    def _standing(self, path: str) -> bytes | None:
        """The bytes that stand at `path`; None where nothing does."""
        try:
            return self.folder.read(path)
        except FolderError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise

    def _write(self, path: str, data: bytes, standing: bytes | None) -> bool:
        try:
            if not self.dry_run:
                self.folder.write(path, data)
        except FolderError as error:
            self.report.add(path, "refused", _one_line(error))
            return False
        self.report.add(path, "created" if standing is None else "updated")
        return True


def is_below(path: str, folders: Iterable[str]) -> bool:
    """Whether `path` lies in one of the folders."""
    return any(path.startswith(f"{folder}/") for folder in folders)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
