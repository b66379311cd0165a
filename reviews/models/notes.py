"""What reviewers say about a line of the text, and the answers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .post import Post
from .source import Source


class Note(models.Model):
    """A remark on one line of one text of a post; an answer names the remark that it answers."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notes")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField(
        _("line"), default=0, help_text=_("Counted in the text, from 1; 0: the whole post.")
    )
    quote = models.TextField(_("what the line said"), blank=True)
    text = models.TextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
