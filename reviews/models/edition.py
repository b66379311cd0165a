"""What readers see: the published text of a post and all that its public page needs."""

import re
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .columns import NO_DATE
from .post import Post
from .resources import LONGEST_PATH
from .source import Source

CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7ff]")


def foreign(language: str, text: str) -> str:
    """`en` for Latin text on a Korean, Japanese or Chinese page, else nothing."""
    is_cjk_page = language.split("-")[0].lower() in {"ko", "ja", "zh"}
    return "en" if is_cjk_page and text and not CJK.search(text) else ""


class EditionQuerySet(models.QuerySet["Edition"]):
    """What the public side asks; every public answer begins at `live()`."""

    def live(self, now: datetime | None = None) -> "EditionQuerySet":
        """The editions whose time has come and is not over: the one answer to `is it public?`."""
        now = now or timezone.now()
        started = Q(publish_date=None) | Q(publish_date__lte=now)
        return self.filter(started, Q(expiry_date=None) | Q(expiry_date__gt=now)).exclude(url_key=None)

    def listed(self) -> "EditionQuerySet":
        """Articles that appear in lists, newest first, without their bodies."""
        articles = self.filter(kind="page", is_listed=True)
        return articles.defer("html", "toc", "plain", "params").order_by("-sort_date", "-id")


class Edition(models.Model):
    """The published text of one post. No row, no page."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="edition")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=LONGEST_PATH)
    url = models.TextField()
    url_key = models.CharField(
        max_length=32, null=True, unique=True
    )  # null: another page has the address, or Hugo renders none
    wanted_key = models.CharField(max_length=32, blank=True, db_index=True)  # the address it would have, were it free
    section_key = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=20)
    section = models.CharField(max_length=200, blank=True)
    translation_key = models.CharField(max_length=LONGEST_PATH, blank=True)
    is_listed = models.BooleanField(default=True)
    title = models.CharField(max_length=300, blank=True)
    link_title = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    author_names = models.JSONField(default=list)
    shelf_mark = models.CharField(max_length=40, blank=True)  # the reviewed paper's arXiv number
    params = models.JSONField(default=dict)
    date = models.DateTimeField(null=True)
    sort_date = models.DateTimeField(default=NO_DATE)  # never null, so that undated pages stand last on both databases
    lastmod = models.DateTimeField(null=True)
    publish_date = models.DateTimeField(null=True)
    expiry_date = models.DateTimeField(null=True)
    weight = models.IntegerField(default=0)
    html = models.TextField(blank=True)
    toc = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(default=0)
    reading_time = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [
            models.Index(fields=["kind", "language", "-sort_date", "-id"], name="edition_list"),
            models.Index(fields=["kind", "language", "section", "-sort_date", "-id"], name="edition_beside"),
            models.Index(fields=["section_key", "-sort_date", "-id"], name="edition_section"),
            models.Index(fields=["translation_key"], name="edition_translation"),
            models.Index(fields=["publish_date"], name="edition_publish"),
            models.Index(fields=["expiry_date"], name="edition_expiry"),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    def get_absolute_url(self) -> str:
        """The address that Hugo gives the page, relative to the site's host."""
        return self.url

    @property
    def title_language(self) -> str:
        """The title's language where it is not the page's: an English title on a Korean page."""
        return foreign(self.language, self.title)

    @property
    def description_language(self) -> str:
        """The same for the description."""
        return foreign(self.language, self.description)


class EditionAlias(models.Model):
    """An old address that leads to a published page."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="aliases")
    url_key = models.CharField(max_length=32, db_index=True)
    url = models.TextField()

    def __str__(self) -> str:
        return self.url
