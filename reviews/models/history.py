"""A post's history: every text that it had, and every step that it took."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.workflow import STEPS, Status

from .post import Post
from .source import Source


class Why(models.TextChoices):
    """How a text came to be the post's."""

    SAVED = "saved", _("Saved")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    IMPORTED = "imported", _("Imported")
    EXPORTED = "exported", _("Exported")
    MERGED = "merged", _("Merged")
    RESTORED = "restored", _("Restored")


class Entry(models.Model):
    """Who did something to a post, when."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]


class Revision(Entry):
    """One text in a post's history."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="revisions")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)

    class Meta(Entry.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [models.Index(fields=["post", "-at", "-id"], name="revision_newest")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.why} {self.source_id}"


class Move(Entry):
    """One workflow step that a post took; `step` is empty where the folder or an edit changed the status."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="moves")
    step = models.CharField(_("step"), max_length=20, blank=True, choices=[(s.name, s.label) for s in STEPS.values()])
    from_status = models.CharField(_("from"), max_length=20, choices=Status.choices)
    to_status = models.CharField(_("to"), max_length=20, choices=Status.choices)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta(Entry.Meta):
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        indexes = [models.Index(fields=["post", "-at", "-id"], name="move_newest")]

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}"
