"""A conflict is settled: one text for both sides from now on, and the folder's in the history."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from reviews.editing import lock, record_move, reopen, write
from reviews.hugo.document import Document
from reviews.models import Blob, Post, PostFile, Revision, Site, Source, Why
from reviews.publishing import Manuscript, publish_all, withdraw
from reviews.reading import page_of
from reviews.sync.files import refresh_edition_files
from reviews.sync.hook import wish_for
from reviews.sync.merge import with_mine
from reviews.sync.sides import folder_note, merged_note
from reviews.workflow import Status


class Moved(Exception):
    """One of the two sides has changed since it was shown."""


@transaction.atomic
def keep_desk(shown: Post, by: User) -> None:
    """The desk's text stays; the folder's becomes the base, so that the next export may replace it."""
    post, folder = _held(shown)
    _remember(post, folder, by)
    Revision.objects.create(post=post, source=post.head, why=Why.MERGED, by=by, note=_note(post, folder))
    _done(post, folder, by)


@transaction.atomic
def stay_deleted(shown: Post, by: User) -> None:
    """The folder's text changed since the post was deleted: it is in the history, its file goes by `--prune`."""
    post, folder = _held(shown)
    _remember(post, folder, by)
    post.removed_at = None  # its file stands there, perhaps again
    post.save(update_fields=["removed_at"])
    _done(post, folder, by)


@transaction.atomic
def take_folder(shown: Post, by: User) -> None:
    """The folder's text, as an import of an unedited post would take it: it is trusted with what readers see."""
    post, folder = _held(shown)
    document = Document.parse(bytes(folder), post.path)
    write(post, document, by, Why.MERGED, _note(post, folder))
    if post.is_live:
        _give_readers(post, document, by)
        if post.is_live and post.status != Status.PUBLISHED:
            record_move(post, "", Status.PUBLISHED, by, _("Took the folder's text."))
    else:
        reopen(post, by)
    _done(post, folder, by)


@transaction.atomic
def take_merge(shown: Post, data: bytes, by: User) -> None:
    """A text that somebody put together of both. Readers of a live post get what of the folder's changes does not
    disagree with what they have; the rest when it is published.

    Raises Moved, and FrontMatterError where Hugo would refuse the text.
    """
    post, folder = _held(shown)
    note = _note(post, folder)
    _remember(post, folder, by)
    if post.is_live:
        edition = bytes(post.edition.source)
        together = with_mine(_base(post), edition, bytes(folder), post.path)
        if together != edition:
            _give_readers(post, Document.parse(together, post.path), by)
    if data == bytes(post.head):
        Revision.objects.create(post=post, source=post.head, why=Why.MERGED, by=by, note=note)
    else:
        write(post, Document.parse(data, post.path), by, Why.MERGED, note)
        reopen(post, by)
    _done(post, folder, by)


@transaction.atomic
def take_file(row: PostFile, by: User, *, blob: int, folders: bool) -> None:
    """One of two files of a name: the desk's stays to be exported, or the folder's takes its place.

    `blob` is the folder's that was shown. Raises Moved where another stands there by now.
    """
    current = PostFile.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.conflict_id != blob or current.blob_id != row.blob_id:
        raise Moved
    current.synced = Blob.objects.get(pk=blob)
    current.blob = current.synced if folders else current.blob
    current.conflict, current.stamp = None, ""
    current.save(update_fields=["synced", "blob", "conflict", "stamp"])
    if folders:
        refresh_edition_files({current.folder})
    wish_for([current.post], by)


def _held(shown: Post) -> tuple[Post, Source]:
    """The post as it is, held, and the folder's text; Moved where either is another than was shown."""
    post = lock(shown)
    if post.conflict is None or (post.head_id, post.conflict_id) != (shown.head_id, shown.conflict_id):
        raise Moved
    return post, post.conflict


def _base(post: Post) -> bytes | None:
    return bytes(post.synced) if post.synced else None


def _note(post: Post, folder: Source) -> str:
    return merged_note(post.head.sha256, folder.sha256)


def _remember(post: Post, folder: Source, by: User) -> None:
    Revision.objects.create(post=post, source=folder, why=Why.IMPORTED, by=by, note=folder_note())


def _give_readers(post: Post, document: Document, by: User) -> None:
    """The text for readers, or none where it is a draft now."""
    site = Site.load()
    page = page_of(site, post, document, published=True)
    if page.draft:
        withdraw([post])
        record_move(post, "", Status.WITHDRAWN, by, _("The file is a draft in the folder."))
    else:
        publish_all(site, [Manuscript(post, Source.objects.store(bytes(document)).pk, document, page)])


def _done(post: Post, folder: Source, by: User) -> None:
    post.synced, post.conflict = folder, None
    post.save(update_fields=["synced", "conflict"])
    wish_for([post], by)
