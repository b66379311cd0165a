"""A post gets a new text: the one place where `head` moves, with its revision, its index columns and its rows."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.hugo.document import Document
from reviews.hugo.pages import Page
from reviews.models import (
    INDEX_COLUMNS,
    Author,
    Category,
    Move,
    Post,
    PostAuthor,
    PostCategory,
    PostTag,
    Revision,
    Site,
    Source,
    Tag,
    Why,
    author_key,
)
from reviews.models.columns import text_column
from reviews.models.insert import append
from reviews.models.post import hold
from reviews.models.terms import LONGEST_TERM, HugoTerm
from reviews.publishing import MOST_NAMES, page_authors
from reviews.reading import page_of
from reviews.workflow import AFTER_EDIT, Status


class StaleText(Exception):
    """The post has moved on since the text that was edited; the new head is `head_id`."""

    def __init__(self, head_id: int) -> None:
        super().__init__(_("Somebody else has saved this post since you opened it."))
        self.head_id = head_id


def lock(post: Post) -> Post:
    """The post as it is now, held until the transaction ends."""
    held = hold(Post.objects.filter(pk=post.pk))
    return held.select_related("head", "edition__source").get(pk=post.pk)


@transaction.atomic
def save_text(post: Post, document: Document, by: User | None, *, based_on: int, note: str = "") -> Revision | None:
    """Make `document` the working copy, if the head is still `based_on` and a byte differs; None where nothing changed.

    Raises StaleText where somebody was faster, FrontMatterError where Hugo would refuse the text.
    """
    current = lock(post)
    if current.head_id != based_on:
        raise StaleText(current.head_id)
    if bytes(document) == bytes(current.head):
        return None
    revision = write(current, document, by, Why.SAVED, note)
    reopen(current, by)
    return revision


def write(post: Post, document: Document, by: User | None, why: Why, note: str = "") -> Revision:
    """Move the head to `document` and read the columns again. The caller holds the transaction and the lock."""
    page = page_of(Site.load(), post, document)
    post.head = Source.objects.store(bytes(document))
    post.changed = timezone.now()
    post.take_columns(page)
    post.save(update_fields=["head", "changed", *INDEX_COLUMNS])
    bring_back(post)
    file_rows([(post, page)])
    return Revision.objects.create(post=post, source=post.head, why=why, by=by, note=note)


def bring_back(post: Post) -> None:
    """A post whose file was removed from the folder is going to stand there again, as a new one."""
    if post.removed_at is not None:
        post.removed_at, post.synced = None, None
        post.save(update_fields=["removed_at", "synced"])


def reopen(post: Post, by: User | None) -> None:
    """After an edit: what was approved or published is a draft again."""
    target = AFTER_EDIT.get(Status(post.status))
    if target is not None:
        record_move(post, "reopen", target, by, _("The text was changed."))


def record_move(post: Post, step: str, target: str, by: User | None, note: str = "") -> Move:
    """Set the status and write the row that says so: the only place that assigns a status to a stored post."""
    move = Move(
        post=post, step=step, from_status=post.status, to_status=target, by=by, note=note, source_id=post.head_id
    )
    post.status = target
    post.save(update_fields=["status"])
    move.save()
    return move


def file_rows(read: Iterable[tuple[Post, Page]], *, are_new: bool = False) -> None:
    """Write the rows that the lists filter by (authors, tags, categories) anew for these posts, in the file's order.

    `are_new`: the posts have no such rows yet.
    """
    pairs = list(read)
    _terms(pairs, "tags", Tag, PostTag, are_new)
    _terms(pairs, "categories", Category, PostCategory, are_new)
    names = [(post, {author_key(name): name for name in page_authors(page)}) for post, page in pairs]
    known = _rows_of(Author, "key", {key: name for _post, keys in names for key, name in keys.items()})
    if not are_new:
        PostAuthor.objects.filter(post__in=[post for post, _keys in names]).delete()
    rows = [(post.pk, known[key], position) for post, keys in names for position, key in enumerate(keys)]
    append(PostAuthor, ("post_id", "author_id", "position"), rows)


def _terms(
    pairs: list[tuple[Post, Page]],
    taxonomy: str,
    model: type[HugoTerm],
    through: type[PostTag] | type[PostCategory],
    are_new: bool,
) -> None:
    terms = [(post, _term_names(page, taxonomy)) for post, page in pairs]
    known = _rows_of(model, "slug", {key: name for _post, keys in terms for key, name in keys.items()})
    if not are_new:
        through.objects.filter(content_object__in=[post for post, _keys in terms]).delete()
    rows = [(post.pk, known[key], position) for post, keys in terms for position, key in enumerate(keys)]
    append(through, ("content_object_id", "tag_id", "position"), rows)


def _term_names(page: Page, taxonomy: str) -> dict[str, str]:
    """Names by key, as columns take them; absurdly long terms and lists stay in the file."""
    terms = page.terms.get(taxonomy, ())[:MOST_NAMES]
    return {text_column(t.key): text_column(t.name, LONGEST_TERM) for t in terms if 0 < len(t.key) <= LONGEST_TERM}


def _rows_of(model: type[Author] | type[HugoTerm], field: str, names: dict[str, str]) -> dict[str, int]:
    """The ids by key, missing rows made with the first spelling, in the order in which everybody makes them.

    Two transactions that brought the same new keys in different orders would wait for each other for ever.
    """
    known = dict(model.objects.filter(**{f"{field}__in": names}).values_list(field, "pk"))
    new = [model(**{field: key, "name": name}) for key, name in sorted(names.items()) if key not in known]
    if new:
        model.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(model.objects.filter(**{f"{field}__in": names}).values_list(field, "pk"))
    return known
