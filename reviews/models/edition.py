"""What readers see: the published text of a post and all that its public page needs."""

import re
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.hugo.ordering import LONGEST_RANK

from .columns import NO_DATE
from .post import Post
from .resources import LONGEST_PATH
from .source import Source

_TIMES = ("publish_date", "expiry_date", "url_key")
_LISTED, _LISTED_BESIDE = ("is_listed", *_TIMES), ("is_listed_beside", *_TIMES)
APART = ("", "page", "pages")  # sections of pages that are no texts of the publication
CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7ff]")


def foreign(language: str, text: str) -> str:
    """`en` for Latin text on a Korean, Japanese or Chinese page, else nothing."""
    is_cjk_page = language.split("-")[0].lower() in {"ko", "ja", "zh"}
    return "en" if is_cjk_page and text and not CJK.search(text) else ""


class EditionQuerySet(models.QuerySet["Edition"]):
    """What the public side asks; every public answer begins at `live()`."""

    def live(self, now: datetime | None = None) -> "EditionQuerySet":
        """The editions whose time has come and is not over: the one answer to `is it public?`."""
        return self.in_time(now).exclude(url_key=None)

    def standing(self) -> "EditionQuerySet":
        """Those that stand at their address; others have one only for links to it (`build.render: link`)."""
        return self.filter(url_key=F("wanted_key"))

    def with_files(self, now: datetime | None = None) -> "EditionQuerySet":
        """Those whose files are public: the live ones, and bundles that Hugo publishes without a page of their own."""
        return self.in_time(now).exclude(url_key=None, wanted_key__gt="")

    def in_time(self, now: datetime | None = None) -> "EditionQuerySet":
        """Those whose time has come and is not over, whether they have an address or none."""
        now = now or timezone.now()
        started = Q(publish_date=None) | Q(publish_date__lte=now)
        return self.filter(started, Q(expiry_date=None) | Q(expiry_date__gt=now))

    def listed(self) -> "EditionQuerySet":
        """Articles that appear in lists, in Hugo's order (mostly the newest first)."""
        return self.filter(kind="page", is_listed=True).order_by("rank", "id")

    def listed_beside(self) -> "EditionQuerySet":
        """The same for the list of their own section, which some pages are in and no other list."""
        return self.filter(kind="page", is_listed_beside=True).order_by("rank", "id")

    def under_terms(self) -> "EditionQuerySet":
        """Pages and heads of lists as the lists of their terms have them."""
        return self.filter(is_listed_beside=True).order_by("rank", "id")


def holds_only_drafts(folder: str) -> bool:
    """Whether pages lie in or below the folder of which readers see none."""
    inside = {"path__startswith": f"{folder}/"}
    if Edition.objects.live().filter(**inside).exists():
        return False
    return Post.objects.filter(removed_at=None, **inside).exists()


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
    files_url = models.TextField(blank=True)  # the address below which the bundle's files stand
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=20)
    section = models.CharField(max_length=200, blank=True)
    translation_key = models.CharField(max_length=LONGEST_PATH, blank=True)
    logical_path = models.CharField(max_length=LONGEST_PATH, blank=True)  # Hugo's `.Path`
    parent = models.CharField(max_length=LONGEST_PATH, blank=True)  # the logical path of the section that it stands in
    is_listed = models.BooleanField(default=True)
    is_listed_beside = models.BooleanField(default=True)  # in the list of its own section
    is_mapped = models.BooleanField(default=True)  # in the site map
    rank = models.CharField(max_length=LONGEST_RANK, blank=True)  # Hugo's order of lists
    title = models.CharField(max_length=300, blank=True)
    link_title = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    author_names = models.JSONField(default=list)
    shelf_mark = models.CharField(max_length=40, blank=True)  # the reviewed paper's arXiv number
    params = models.JSONField(default=dict)
    keyword_keys = models.JSONField(default=list)  # [index, key] for each keyword, for related pages
    date = models.DateTimeField(null=True)
    sort_date = models.DateTimeField(default=NO_DATE)  # never null, so that undated pages stand last on both databases
    lastmod = models.DateTimeField(null=True)
    publish_date = models.DateTimeField(null=True)
    expiry_date = models.DateTimeField(null=True)
    weight = models.IntegerField(default=0)
    summary = models.TextField(blank=True)  # the front matter's own, as Markdown
    text_key = models.CharField(max_length=32, blank=True)  # of all in the file that decides how its text is set
    published_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [
            # With all that decides whether a page is in a list, so that skipping to a deep page reads the index alone.
            models.Index(fields=["kind", "language", "rank", "id", *_LISTED], name="edition_list"),
            models.Index(fields=["kind", "language", "section", "rank", "id", *_LISTED], name="edition_beside"),
            models.Index(fields=["kind", "language", "parent", "rank", "id", *_LISTED_BESIDE], name="edition_parent"),
            models.Index(fields=["kind", "language", "sort_date", "id", "section", *_LISTED], name="edition_date"),
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
    def is_apart(self) -> bool:
        """A page like `about`: in no section, or in the one where themes keep such pages."""
        return self.section in APART

    @property
    def title_language(self) -> str:
        """The title's language where it is not the page's: an English title on a Korean page."""
        return foreign(self.language, self.title)

    @property
    def description_language(self) -> str:
        """The same for the description."""
        return foreign(self.language, self.description)


class EditionText(models.Model):
    """An edition's text as readers see it; `reviews.typesetting` makes it, when it is published or first asked for."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="text")
    text_key = models.CharField(max_length=32)  # the edition's, when the text was set
    renderer_key = models.CharField(max_length=32)  # of the renderer and of the site's settings, when it was set
    has_references = models.BooleanField(default=False)  # names other pages, whose addresses may change
    html = models.TextField(blank=True)
    toc = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    is_truncated = models.BooleanField(default=False)  # whether more follows the summary
    plain = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(default=0)
    reading_time = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # [line, message] of what readers do not see as the author meant it

    class Meta:
        verbose_name = _("edition's text")
        verbose_name_plural = _("editions' texts")
        indexes = [
            models.Index(fields=["edition"], condition=Q(has_references=True), name="text_with_references"),
            models.Index(fields=["renderer_key"], name="text_renderer"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}"


class EditionAlias(models.Model):
    """An old address that leads to a published page."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="aliases")
    url_key = models.CharField(max_length=32, db_index=True)
    url = models.TextField()

    def __str__(self) -> str:
        return self.url
