"""Addresses at which readers had a page that was withdrawn."""

from collections.abc import Collection

from django.db import models


class GoneAddress(models.Model):
    """One such address, by its look-up key, until a page stands there again."""

    url_key = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.url_key

    @staticmethod
    def keep(keys: Collection[str]) -> None:
        """Readers had pages at these addresses."""
        GoneAddress.objects.bulk_create(
            [GoneAddress(url_key=key) for key in keys], batch_size=500, ignore_conflicts=True
        )

    @staticmethod
    def forget(keys: Collection[str]) -> None:
        """Pages stand, or will stand, at these addresses."""
        GoneAddress.objects.filter(url_key__in=keys).delete()
