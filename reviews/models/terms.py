"""Tags, categories, the terms of further taxonomies, and the rows that put them on posts and editions in order."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from reviews.hugo.ordering import LONGEST_RANK
from reviews.hugo.terms import term_key

LONGEST_TERM = 300  # characters; a longer one stays in the file and out of the lists


class HugoTerm(TagBase):
    """A term: `slug` is Hugo's key (two spellings of one key are one term), `name` the spelling that is shown."""

    name = models.CharField(_("name"), max_length=LONGEST_TERM)
    slug = models.CharField(_("term key"), max_length=LONGEST_TERM, unique=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Hugo's key instead of Django's slug (C, C++ and C# are three terms)."""
        return term_key(tag)


class Tag(HugoTerm):
    """A term of `tags`."""

    class Meta(HugoTerm.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class Category(HugoTerm):
    """A term of `categories`."""

    class Meta(HugoTerm.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class PostTerm(ItemBase):
    """A term in the working copy's list."""

    content_object = models.ForeignKey("reviews.Post", on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position"]


class PostTag(PostTerm):
    """A post's tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="post_rows")

    class Meta(PostTerm.Meta):
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="one_row_per_tag")]


class PostCategory(PostTerm):
    """A post's category."""

    tag = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="post_rows")

    class Meta(PostTerm.Meta):
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="one_row_per_category")]


class EditionTerm(models.Model):
    """A term of a published page, of any taxonomy: its page stands at `url` while a live edition has this row."""

    edition = models.ForeignKey("reviews.Edition", on_delete=models.CASCADE, related_name="terms")
    taxonomy = models.CharField(max_length=100)
    name = models.CharField(max_length=LONGEST_TERM)
    key = models.CharField(max_length=LONGEST_TERM)
    url = models.TextField()
    language = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    rank = models.CharField(max_length=8 + LONGEST_RANK, blank=True)  # Hugo's order of the term's pages

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["taxonomy", "language", "key", "rank", "edition"], name="edition_term_key"),
        ]

    def __str__(self) -> str:
        return self.name
