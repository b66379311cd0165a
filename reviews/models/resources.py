"""Files that are no content pages: their bytes, and the rows that say where each of them stands."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import cached_property

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .source import sha256
from .stamps import LONGEST_STAMP
from .storage import Contents, keep, storage_name

TOUCHED = timedelta(hours=1)  # the time of a blob is set anew once within it
LONGEST_PATH = 640  # characters; 2,560 bytes at the most, which is what PostgreSQL's index takes


def blob_storage() -> Storage:
    """Where blobs lie: the data folder, or object storage by settings."""
    return storages["blobs"]


class BlobQuerySet(models.QuerySet["Blob"]):
    """How bytes become rows."""

    def store(self, data: bytes, media_type: str = "") -> "Blob":
        """The row of `data`; the bytes are in the storage before the row says so."""
        key = sha256(data)
        known = self.filter(sha256=key).first()
        if known is not None:
            self.touch([known.pk])
            if blob_storage().exists(known.storage_name):
                return known
        blob_storage().save(storage_name(key), ContentFile(data))
        return known or self.get_or_create(sha256=key, defaults={"size": len(data), "media_type": media_type})[0]

    def touch(self, ids: Collection[int]) -> None:
        """Somebody is going to name these blobs: no sweep takes them away meanwhile."""
        now = timezone.now()
        if ids:
            self.filter(pk__in=ids, kept_at__lt=now - TOUCHED).update(kept_at=now)

    def keep(self, contents: Contents) -> None:
        """Put the bytes of the hashes into the storage, in pieces, before any row says so. Raises OtherBytes."""
        keep(blob_storage(), contents)

    def missing(self, digests: Collection[str]) -> set[str]:
        """Those of the hashes whose bytes are not in the storage."""
        return {digest for digest in digests if not blob_storage().exists(storage_name(digest))}

    def rows(self, kept: Mapping[str, tuple[int, str]]) -> dict[str, int]:
        """The ids by hash of blobs that are in the storage, given their sizes and media types; new rows are made."""
        known = dict(self.filter(sha256__in=kept).values_list("sha256", "pk"))
        self.touch(known.values())
        new = [
            Blob(sha256=each, size=size, media_type=kind)
            for each, (size, kind) in sorted(kept.items())
            if each not in known
        ]
        if new:
            self.bulk_create(new, ignore_conflicts=True)
            known = dict(self.filter(sha256__in=kept).values_list("sha256", "pk"))
        return known


class Blob(models.Model):
    """The bytes of a file, immutable, by their hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(null=True)  # of a picture as it is shown; null: not read yet, 0: not readable
    height = models.PositiveIntegerField(null=True)
    is_resizable = models.BooleanField(default=False)  # whether narrower copies may be made of it
    kept_at = models.DateTimeField(default=timezone.now)  # when it was last put in, or asked for to be named

    objects = BlobQuerySet.as_manager()

    class Meta:
        verbose_name = _("blob")
        verbose_name_plural = _("blobs")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def storage_name(self) -> str:
        """The name in the storage."""
        return storage_name(self.sha256)

    @cached_property
    def data(self) -> bytes:
        """The bytes."""
        with blob_storage().open(self.storage_name) as file:
            return bytes(file.read())


class FileRow(models.Model):
    """A file at its place in the Hugo folder; `synced` is what was last known to stand there."""

    path = models.CharField(max_length=LONGEST_PATH)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    synced = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stamp = models.CharField(max_length=LONGEST_STAMP, blank=True, editable=False)  # see reviews.models.stamps

    class Meta:
        abstract = True
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class PostFile(FileRow):
    """A file of a post's bundle: the working set."""

    post = models.ForeignKey("reviews.Post", on_delete=models.CASCADE, related_name="files")
    folder = models.CharField(max_length=LONGEST_PATH, db_index=True)  # the bundle's, which its languages share
    name = models.CharField(max_length=LONGEST_PATH)  # relative to the bundle: images/figure1.png
    # The folder's bytes, where both sides put other ones there since `synced`; somebody takes one of the two.
    conflict = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(FileRow.Meta):
        verbose_name = _("bundle file")
        verbose_name_plural = _("bundle files")
        constraints = [models.UniqueConstraint(fields=["path"], name="one_post_file_per_path")]


class EditionFile(models.Model):
    """A file of a published bundle: what readers may get, at its address."""

    edition = models.ForeignKey("reviews.Edition", on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=LONGEST_PATH)
    name = models.CharField(max_length=LONGEST_PATH)
    url_key = models.CharField(max_length=32)

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["url_key"], name="edition_file_url")]

    def __str__(self) -> str:
        return self.path


class SiteFile(FileRow):
    """A file outside every bundle: `static/`, and what stands loose in `content/`."""

    url = models.TextField(blank=True)
    url_key = models.CharField(max_length=32, blank=True)

    class Meta(FileRow.Meta):
        verbose_name = _("site file")
        verbose_name_plural = _("site files")
        constraints = [models.UniqueConstraint(fields=["path"], name="one_site_file_per_path")]
        indexes = [models.Index(fields=["url_key"], name="site_file_url")]
