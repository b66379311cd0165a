"""What is gone from the home folder: pages leave the readers, files leave their bundles; histories and bytes stay."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.editing import lock, record_move
from reviews.models import EditionFile, Post, PostFile, Publication, SiteFile
from reviews.publishing import withdraw
from reviews.sync.export import exported_text
from reviews.sync.files import refresh_edition_files
from reviews.sync.inventory import Inventory
from reviews.sync.report import Report
from reviews.sync.tombstones import GONE, forget
from reviews.workflow import Status

IN_DOUBT = 0.5  # where more of the known files are gone than this share, the folder is doubted, not the posts


@dataclass
class Removals:
    """One look at what the last import knew and this one did not find."""

    report: Report
    inventory: Inventory
    dry_run: bool
    prune: bool
    moved: Collection[int] = ()  # the posts that stand at another place now
    is_doubted: bool = False

    def run(self) -> None:
        """Take away what is gone, unless so much is gone that the folder must be the wrong one."""
        seen = self.inventory.paths()
        known = Post.objects.standing().exclude(synced=None).exclude(pk__in=self.moved)
        posts = self._gone(known.values_list("path", "pk"), seen)
        if self.is_doubted:
            return
        for pk in posts:
            self._remove_post(pk)
        for model in (PostFile, SiteFile):
            rows = self._gone(self._files(model).values_list("path", "pk"), seen)
            if not self.is_doubted:
                self._remove_files(model, rows)
        self._note_deleted(seen)

    def _note_deleted(self, seen: Collection[str]) -> None:
        """Of posts that were deleted at the desk only the folder's side is gone; they can still be restored."""
        stones = Post.objects.deleted().filter(removed_at=None).exclude(synced=None).exclude(pk__in=self.moved)
        for post in [each for each in stones.only("path") if each.path not in seen]:
            self.report.add(post.path, "removed", _(GONE))
            if not self.dry_run:
                forget(post)

    def _files(self, model: type[PostFile] | type[SiteFile]) -> "QuerySet[Any]":
        """The files that stood there; in a dry run the files of a bundle that moved have not moved with it."""
        rows: QuerySet[Any] = model.objects.exclude(synced=None)
        if model is PostFile:
            rows = rows.filter(post__deleted_at=None)
        return rows.exclude(post__in=self.moved) if model is PostFile and self.dry_run else rows

    def _gone(self, known: "QuerySet[Any, tuple[str, int]]", seen: set[str]) -> list[int]:
        total, gone = 0, {}
        for path, pk in known.iterator(chunk_size=2000):
            total += 1
            if path not in seen:
                gone[path] = pk
        if len(gone) > 1 and len(gone) > total * IN_DOUBT and not self.prune:
            self.is_doubted = True
            reason = _("gone from the folder, as most files are; is it the right folder? --prune takes them away")
            for path in gone:
                self.report.add(path, "missing", reason)
        return list(gone.values())

    @transaction.atomic
    def _remove_post(self, pk: int) -> None:
        post = lock(Post(pk=pk))
        is_edited = exported_text(post) != bytes(post.synced or b"") or post.has_unpublished_changes
        if is_edited and post.status != Status.WITHDRAWN and not self.prune:
            reason = _("gone from the folder, but changed here: export --restore writes it, --prune lets it go")
            self.report.add(post.path, "conflict", reason)
            return
        self.report.add(post.path, "removed", _("gone from the folder; its history stays at the desk"))
        if self.dry_run:
            return
        withdraw([post])
        post.removed_at, post.conflict = timezone.now(), None
        post.save(update_fields=["removed_at", "conflict"])
        if post.status != Status.WITHDRAWN:
            record_move(post, "", Status.WITHDRAWN, None, _("The file is gone from the folder."))

    @transaction.atomic
    def _remove_files(self, model: type[PostFile] | type[SiteFile], ids: list[int]) -> None:
        """A file that waits at the desk with other bytes stays, as a new one."""
        rows = list(model.objects.filter(pk__in=ids))
        for row in rows:
            self.report.add(row.path, "removed", _("gone from the folder"))
        if self.dry_run or not rows:
            return
        EditionFile.objects.filter(path__in=[row.path for row in rows]).delete()
        model.objects.filter(pk__in=[row.pk for row in rows if row.blob_id == row.synced_id]).delete()
        model.objects.filter(pk__in=[row.pk for row in rows]).update(synced=None)
        refresh_edition_files({row.folder for row in rows if isinstance(row, PostFile)})
        Publication.announce()
