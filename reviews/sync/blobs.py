"""The desk's files against the storage: bytes that no row names, rows that nothing uses, and bytes that are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.models import Blob
from reviews.models.resources import blob_storage
from reviews.sync.report import Report

YOUNGEST = timedelta(hours=24)  # what is younger may be about to be used: an import or an upload is under way
BATCH = 500
_DIGITS = frozenset("0123456789abcdef")


@dataclass
class BlobCheck:
    """One look at all blobs; `remove`: orphans that are older than `age` go. The caller holds the lock of syncs."""

    remove: bool = False
    dry_run: bool = False
    age: timedelta = YOUNGEST

    def run(self) -> Report:
        """`missing`: a file whose bytes are gone. `orphan`, `removed`: bytes that no file names."""
        self.report = Report()
        self.limit = timezone.now() - self.age
        rows = dict(Blob.objects.values_list("sha256", "pk"))
        stored = set(stored_digests())
        self._tell_missing(rows.keys() - stored)
        unused = list(orphans().order_by("pk").values_list("pk", "sha256"))
        for start in range(0, len(unused), BATCH):
            self._unused([pk for pk, _digest in unused[start : start + BATCH]])
        for digest in sorted(stored - rows.keys()):
            self._nameless(digest)
        return self.report

    def _tell_missing(self, digests: set[str]) -> None:
        """By the files that name them."""
        for digest in sorted(digests):
            places = list(_places(digest))
            for path in places or [digest]:
                reason = _("its bytes are missing from the storage of blobs (%(hash)s)") % {"hash": digest}
                self.report.add(path, "missing" if places else "orphan", reason)

    def _unused(self, ids: list[int]) -> None:
        """Rows first, then bytes: a run that is cut off leaves bytes without a row, which the next one finds."""
        with transaction.atomic():
            held = list(orphans().filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
            gone = [blob for blob in held if self._goes(blob.kept_at)]
            if gone and not self.dry_run:
                Blob.objects.filter(pk__in=[blob.pk for blob in gone]).delete()
        for blob in held:
            if blob in gone:
                self._take_away(blob.sha256)
            self._tell(blob.sha256, blob.size, is_gone=blob in gone)

    def _nameless(self, digest: str) -> None:
        name = Blob(sha256=digest).storage_name
        try:
            kept_at, size = blob_storage().get_modified_time(name), blob_storage().size(name)
        except FileNotFoundError:
            return
        is_gone = self._goes(kept_at) and not Blob.objects.filter(sha256=digest).exists()
        if is_gone:
            self._take_away(digest)
        self._tell(digest, size, is_gone=is_gone)

    def _goes(self, kept_at: datetime) -> bool:
        return self.remove and kept_at < self.limit

    def _take_away(self, digest: str) -> None:
        """The bytes, unless somebody has put them in again meanwhile."""
        name = Blob(sha256=digest).storage_name
        if self.dry_run or not blob_storage().exists(name):
            return
        if blob_storage().get_modified_time(name) < self.limit and not Blob.objects.filter(sha256=digest).exists():
            blob_storage().delete(name)

    def _tell(self, digest: str, size: int, *, is_gone: bool) -> None:
        told = _("no file names it; %(size)s bytes") % {"size": size}
        self.report.add(digest, "removed" if is_gone else "orphan", told)


def _uses() -> Iterator[tuple[type[models.Model], str]]:
    """Every model that names blobs, with the name of its column."""
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and isinstance(relation.related_model, type):
            yield relation.related_model, relation.field.name


def orphans() -> "models.QuerySet[Blob]":
    """The blobs that nothing in the database names."""
    found = Blob.objects.all()
    for model, column in _uses():
        found = found.exclude(Exists(model._default_manager.filter(**{column: OuterRef("pk")})))
    return found


def stored_digests() -> Iterator[str]:
    """The hashes of all bytes in the storage; what is no blob's name is none of ours."""
    storage = blob_storage()
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:
        return
    for folder in folders:
        if len(folder) == 2 and set(folder) <= _DIGITS:
            for name in storage.listdir(folder)[1]:
                if len(name) == 62 and set(name) <= _DIGITS:
                    yield folder + name


def _places(digest: str) -> Iterator[str]:
    """The paths of the files that name these bytes."""
    found: set[str] = set()
    for model, column in _uses():
        rows = model._default_manager.filter(**{f"{column}__sha256": digest})
        found.update(rows.values_list("path", flat=True))
    yield from sorted(found)
