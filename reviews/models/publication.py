"""What has changed for the readers, as one number: what is kept of pages is kept under it."""

import secrets

from django.db import models
from django.utils import timezone

KEPT = 100  # rows; older ones say nothing that the newer do not


class Publication(models.Model):
    """One change of what readers see. The sum of the tokens is the site's serial number.

    Rows are only added, so that no two editors wait for each other, and a change counts when its transaction is done.
    """

    token = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk}"

    @classmethod
    def announce(cls) -> None:
        """Something that readers see has come, changed or gone; said within the transaction that does it."""
        row = cls.objects.create(token=secrets.randbits(48))
        if row.pk % KEPT == 0:
            cls.objects.filter(pk__lt=row.pk - KEPT).delete()
