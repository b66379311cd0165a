"""The exact bytes of content files, each stored once and never changed."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .insert import insert


def sha256(data: bytes) -> str:
    """The address of `data`: its SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


class SourceQuerySet(models.QuerySet["Source"]):
    """How bytes become rows."""

    def store(self, data: bytes) -> "Source":
        """The row of `data`, made if it is new."""
        return self.get_or_create(sha256=sha256(data), defaults={"data": data, "size": len(data)})[0]

    def store_all(self, rows: Mapping[str, bytes]) -> dict[str, int]:
        """The ids of these bytes by their hashes, in three queries for any number. The caller holds the transaction."""
        known = dict(self.filter(sha256__in=rows).values_list("sha256", "pk"))
        now = timezone.now()
        new = [
            Source(sha256=key, data=data, size=len(data), created=now)
            for key, data in sorted(rows.items())
            if key not in known
        ]
        insert(new)
        return known | {source.sha256: source.pk for source in new}


class Source(models.Model):
    """One content file's bytes, by their hash."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    created = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.sha256[:12]

    def __bytes__(self) -> bytes:
        return bytes(self.data)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once: a second save is a mistake of the caller."""
        if not self._state.adding:
            raise TypeError("a Source is immutable; store the new bytes as another")
        super().save(*args, **kwargs)
