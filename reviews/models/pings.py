"""Addresses that search engines are to be told of: written with the publication, gone when they are told."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .edition import Edition


class Ping(models.Model):
    """One address that came, changed or went."""

    url = models.TextField()
    not_before = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.url

    @classmethod
    def want(cls, editions: "models.QuerySet[Edition] | list[Edition]") -> None:
        """Search engines are to be told of these pages, each when its time has come; nothing without a key."""
        if not settings.INDEXNOW_KEY:
            return
        now = timezone.now()
        shown = [each for each in editions if each.url_key and each.url_key == each.wanted_key]
        Ping.objects.bulk_create(
            [Ping(url=each.url, not_before=max(each.publish_date or now, now)) for each in shown], batch_size=500
        )
