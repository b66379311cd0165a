"""What the publish hook has still to do: written with the step that asks for it, gone when it is done."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .history import Move
from .post import Post

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """What the hook and the desk ask."""

    def want(
        self, post: Post, move: Move | None, not_before: datetime | None = None, by: User | None = None
    ) -> "Delivery":
        """The post's file must go to the folder. A new row each time: a try that runs now takes only its own away."""
        self.filter(post=post).delete()
        wanted = Delivery(post=post, next_try=not_before or timezone.now(), by=by)
        if move is not None:
            wanted.step, wanted.by, wanted.note = move.step, move.by, move.note
        wanted.save(force_insert=True)
        return wanted

    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Those whose time to be tried has come, the oldest first."""
        return self.filter(next_try__lte=now).order_by("wanted_at", "pk")

    def failed(self) -> "DeliveryQuerySet":
        """Those that somebody must know of."""
        return self.filter(tries__gt=0).select_related("post", "by").order_by("wanted_at", "pk")


class Delivery(models.Model):
    """One post whose text must go to the Hugo folder."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="delivery")
    step = models.CharField(max_length=20, blank=True)
    by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)
    wanted_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    next_try = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery to the folder")
        verbose_name_plural = _("deliveries to the folder")

    def __str__(self) -> str:
        return f"{self.post_id} {self.step} {self.wanted_at:%Y-%m-%d %H:%M}"

    def note_failure(self, reason: str) -> None:
        """Say why, and when it is tried again: after a minute, then after twice as long each time."""
        pause = min(FIRST_PAUSE * 2 ** min(self.tries, 20), LONGEST_PAUSE)
        self.tries, self.last_error, self.next_try = self.tries + 1, reason, timezone.now() + pause
        Delivery.objects.filter(pk=self.pk).update(tries=self.tries, last_error=self.last_error, next_try=self.next_try)
