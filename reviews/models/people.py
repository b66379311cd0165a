"""Names that the files use, and who of the desk they are."""

import unicodedata

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def author_key(name: str) -> str:
    """Two spellings of one name have one key: NFC, case folded, white space folded; 400 characters."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())[:400]


class Author(models.Model):
    """A name in the files' front matter; linked to a user, that user owns its posts."""

    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(max_length=400, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("The user who writes under this name owns its posts."),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PostAuthor(models.Model):
    """One name in a post's list of authors."""

    post = models.ForeignKey("reviews.Post", on_delete=models.CASCADE, related_name="author_rows")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="post_rows")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["post", "author"], name="one_row_per_author")]

    def __str__(self) -> str:
        return f"{self.author_id} {self.position}"
