"""The working copy that editors see: a file path, a workflow status, and the texts that the two sides last had."""

from collections.abc import Mapping

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from reviews.hugo.document import Document
from reviews.hugo.pages import Page
from reviews.workflow import Status

from .columns import NO_DATE, moment_column, params_column, text_column
from .people import Author, PostAuthor
from .resources import LONGEST_PATH, PostFile
from .site import Site
from .source import Source
from .stamps import LONGEST_STAMP, stamp_column
from .terms import PostCategory, PostTag

KINDS = [
    ("page", _("Article")),
    ("section", _("Section")),
    ("home", _("Home")),
    ("taxonomy", _("Taxonomy")),
    ("term", _("Term")),
]


class PostQuerySet(models.QuerySet["Post"]):
    """What the desk asks of posts."""

    def standing(self) -> "PostQuerySet":
        """Those that the folder should have: not deleted at the desk, not removed from the folder."""
        return self.filter(removed_at=None, deleted_at=None)

    def deleted(self) -> "PostQuerySet":
        """Those that were deleted at the desk; they can be restored."""
        return self.exclude(deleted_at=None)

    def articles(self) -> "PostQuerySet":
        """Pages, not the heads of lists."""
        return self.filter(kind="page")

    def in_conflict(self) -> "PostQuerySet":
        """The posts whose text, or one of whose files, both sides changed: it waits to be settled."""
        files = PostFile.objects.exclude(conflict=None).values("post")
        return self.filter(models.Q(conflict__isnull=False) | models.Q(pk__in=files))

    def at(self, path: str) -> "PostQuerySet":
        """The posts that `path` can mean: a content path, with or without `content/`, a slug, a bundle's folder."""
        clean = path.strip("/")
        stems = {clean, f"content/{clean}"}
        paths = {stem + end for stem in stems for end in ("", "/index.md", "/_index.md", ".md")}
        found = self.filter(path__in=paths)
        if not found.exists():
            found = self.filter(slug=clean)
        return found if found.exists() else self.filter(bundle="leaf", folder__endswith=f"/{clean}")

    def restamp(self, seen: Mapping[str, tuple[str, int]]) -> None:
        """Keep new stamps of files, by path, that hold the bytes of these ids still."""
        rows = [(stamp_column(stamp, synced), path, synced) for path, (stamp, synced) in seen.items() if stamp]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany("UPDATE reviews_post SET stamp = %s WHERE path = %s AND synced_id = %s", rows)


class Post(models.Model):
    """One content file of any Hugo kind. The columns from `kind` on are an index over its text, no second truth."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="posts", default=1)
    path = models.CharField(_("path"), max_length=LONGEST_PATH, unique=True)
    folder = models.CharField(max_length=LONGEST_PATH, db_index=True, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    head = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    synced = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stamp = models.CharField(max_length=LONGEST_STAMP, blank=True, editable=False)  # see reviews.models.stamps
    approved_source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    conflict = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(_("removed from the folder"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at the desk"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="created_posts"
    )
    created = models.DateTimeField(_("created"), default=timezone.now)
    changed = models.DateTimeField(_("changed"), default=timezone.now)

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="page")
    bundle = models.CharField(max_length=6, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    section = models.CharField(_("section"), max_length=200, blank=True)
    translation_key = models.CharField(max_length=LONGEST_PATH, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    slug = models.CharField(_("slug"), max_length=300, blank=True)
    url = models.TextField(_("address"), blank=True)
    date = models.DateTimeField(_("date"), null=True, blank=True)
    publish_date = models.DateTimeField(null=True, blank=True)
    expiry_date = models.DateTimeField(null=True, blank=True)
    sort_date = models.DateTimeField(default=NO_DATE)  # never null, so that undated posts stand last on both databases
    weight = models.IntegerField(default=0)
    is_draft = models.BooleanField(_("draft to Hugo"), default=False)
    params = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)

    authors = models.ManyToManyField(Author, through=PostAuthor, related_name="posts", verbose_name=_("authors"))
    tags = TaggableManager(verbose_name=_("tags"), through=PostTag, blank=True)
    categories = TaggableManager(
        verbose_name=_("categories"), through=PostCategory, blank=True, related_name="posts_of_category"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-sort_date", "-id"]
        indexes = [
            models.Index(fields=["-sort_date", "-id"], name="post_newest"),
            models.Index(fields=["status", "-sort_date", "-id"], name="post_status"),
            models.Index(fields=["kind", "-sort_date", "-id"], name="post_kind"),
            models.Index(fields=["language", "-sort_date", "-id"], name="post_language"),
            models.Index(fields=["section", "-sort_date", "-id"], name="post_section"),
            models.Index(fields=["-changed", "-id"], name="post_changed"),
            models.Index(fields=["slug"], name="post_slug"),
            models.Index(fields=["translation_key"], name="post_translation"),
            models.Index(fields=["deleted_at"], condition=models.Q(deleted_at__isnull=False), name="post_deleted"),
        ]
        permissions = [
            ("edit_any_post", _("Can edit every post")),
            ("review_post", _("Can review posts")),
            ("publish_post", _("Can publish posts")),
        ]

    def __str__(self) -> str:
        return self.title or self.path

    @property
    def document(self) -> Document:
        """The working copy's text as a Hugo file."""
        return Document.parse(bytes(self.head), self.path)

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether the working copy differs from what readers see."""
        return self.is_live and self.edition.source_id != self.head_id

    @property
    def is_deleted(self) -> bool:
        """Whether it was deleted at the desk: a tombstone, with its text, files and history."""
        return self.deleted_at is not None

    @property
    def is_live(self) -> bool:
        """Whether an edition stands; its time may still come, or be over."""
        return hasattr(self, "edition")

    @property
    def is_approved(self) -> bool:
        """Whether the text that was approved is the text of today."""
        return self.approved_source_id == self.head_id

    def take_columns(self, page: Page) -> None:
        """Read the index columns out of `page`; the caller saves."""
        self.kind, self.bundle, self.language = page.kind, page.bundle, page.language
        self.section = text_column(page.section, 200)
        self.translation_key = text_column(page.translation_key, LONGEST_PATH)
        self.title = text_column(page.title, 300)
        self.description = text_column(page.description, 500)
        self.slug = text_column(page.slug, 300)
        self.url = text_column(page.url)
        self.date, self.publish_date = moment_column(page.date), moment_column(page.publish_date)
        self.expiry_date = moment_column(page.expiry_date)
        self.sort_date = self.date or NO_DATE
        self.weight = max(-(2**31), min(page.weight, 2**31 - 1))
        self.is_draft = page.draft
        self.params = params_column(page)
        self.problems = [[problem.line, text_column(str(problem.message))] for problem in page.problems]


def hold(posts: PostQuerySet) -> PostQuerySet:
    """Lock the posts until the transaction ends, always in the same order, and find them again as they are then.

    The lock names no other table: PostgreSQL would drop a row whose head has moved while it waited.
    """
    ids = list(posts.order_by("pk").select_for_update().values_list("pk", flat=True))
    return Post.objects.filter(pk__in=ids)


# The columns that `take_columns` fills, for updates that name their fields.
INDEX_COLUMNS = [
    "kind", "bundle", "language", "section", "translation_key", "title", "description", "slug", "url", "date",
    "sort_date", "publish_date", "expiry_date", "weight", "is_draft", "params", "problems",
]  # fmt: skip
