"""What a folder should hold: every post and file that is exported, with the bytes that it should have, by their ids."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from reviews.hugo.errors import EditRefused
from reviews.hugo.folder import FolderError
from reviews.models import Blob, Edition, EditionFile, Post, PostFile, Revision, Site, SiteFile, Source, sha256
from reviews.models.resources import blob_storage
from reviews.models.storage import storage_name
from reviews.reading import is_bundle

BATCH = 500
_CHUNK = 1024 * 1024
_FILE = ("pk", "path", "stamp", "synced", "blob")
Row = type[Post] | type[PostFile] | type[SiteFile]


@dataclass(slots=True, eq=False)
class Wanted:
    """A place in the folder: whose it is, what was last known to stand there, and what should.

    `target` is the id of a Source or a Blob, with its hash in `digest`; None where `data` is a text that is not stored
    yet, or where there is none (`problem` says why).
    """

    model: Row
    pk: int
    path: str
    stamp: str
    synced: int | None
    target: int | None
    digest: str = ""
    data: bytes | None = None
    problem: str = ""
    is_conflict: bool = False
    note: str = ""  # what is said of the file where it is written


def batches(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """So many at a time that editors do not wait and memory does not grow."""
    iterator = iter(wanted)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def wanted_posts(only: Collection[int] | None, *, working_copies: bool) -> Iterator[Wanted]:
    """The posts: the published text of a live one, the working copy of another, as a draft."""
    posts = Post.objects.standing().order_by("path")
    rows = posts if only is None else posts.filter(pk__in=only)
    columns = ("pk", "path", "stamp", "synced", "head", "is_draft", "edition__source", "conflict")
    for pk, path, stamp, synced, head, is_draft, published, conflict in list(rows.values_list(*columns)):
        target = head if working_copies else published
        if target is None and is_draft and head == synced:
            target = head  # as it was found
        yield Wanted(Post, pk, path, stamp, synced, target, is_conflict=conflict is not None)


def wanted_files(site: Site, only: Collection[int] | None, *, working_copies: bool, is_bare: bool) -> Iterator[Wanted]:
    """The files: the published set of a live bundle, the working set of another, and those outside of the bundles."""
    published = dict(EditionFile.objects.values_list("path", "blob"))
    live = {folder for path, folder in Edition.objects.values_list("path", "post__folder") if is_bundle(path)}
    rows = PostFile.objects.filter(post__removed_at=None, post__deleted_at=None).order_by("path")
    if only is not None:
        rows = rows.filter(folder__in=Post.objects.filter(pk__in=only).values("folder"))
    for pk, path, stamp, synced, blob, folder in list(rows.values_list(*_FILE, "folder")):
        if working_copies or folder not in live:
            yield Wanted(PostFile, pk, path, stamp, synced, blob)
        elif path in published:
            yield Wanted(PostFile, pk, path, stamp, synced, published[path])
    if only is None:
        for pk, path, stamp, synced, blob in list(SiteFile.objects.order_by("path").values_list(*_FILE)):
            if not is_bare or is_below(path, site.hugo.content_dirs):
                yield Wanted(SiteFile, pk, path, stamp, synced, blob)


def fill(batch: list[Wanted]) -> None:
    """Look up the hashes of what should stand there; texts that must be marked as drafts are made."""
    drafts = {each.pk: each for each in batch if each.target is None}
    if drafts:
        for post in Post.objects.filter(pk__in=drafts).select_related("head", "edition__source"):
            _mark(drafts[post.pk], post)
    texts = _digests(Source, {each.target for each in batch if each.model is Post})
    blobs = _digests(Blob, {each.target for each in batch if each.model is not Post})
    for each in batch:
        if each.target is not None:
            each.digest = (texts if each.model is Post else blobs)[each.target]


def _mark(wanted: Wanted, post: Post) -> None:
    try:
        wanted.data = exported_text(post)
    except EditRefused as error:
        wanted.problem = " ".join(str(error).split())
    else:
        wanted.digest = sha256(wanted.data)


def pieces(wanted: Wanted) -> Iterator[bytes]:
    """The bytes that should stand there. Raises FolderError where a blob is missing from the storage."""
    if wanted.model is not Post:
        yield from blob_pieces(wanted.digest)
    elif wanted.data is not None:
        yield wanted.data


def blob_pieces(digest: str) -> Iterator[bytes]:
    """The bytes of a blob. Raises FolderError where they are missing from the storage."""
    try:
        with blob_storage().open(storage_name(digest)) as file:
            yield from file.chunks(_CHUNK)
    except FileNotFoundError as error:
        raise FolderError(_("its bytes are missing from the storage of blobs (%(hash)s)") % {"hash": digest}) from error


def load(wanted: Iterable[Wanted]) -> None:
    """The bytes of the texts, until `unload`."""
    texts = [each for each in wanted if each.model is Post and each.data is None]
    rows = Source.objects.filter(pk__in={each.target for each in texts if each.target is not None})
    data = dict(rows.values_list("pk", "data"))
    for each in texts:
        if each.target is not None:
            each.data = bytes(data[each.target])


def unload(wanted: Iterable[Wanted]) -> None:
    """Let go of the bytes."""
    for each in wanted:
        each.data = None


def unseen(standing: Mapping[Wanted, str]) -> set[Wanted]:
    """Those whose files hold bytes, by their hash, that the desk has not seen."""
    posts = {each.pk for each in standing if each.model is Post}
    revisions = Revision.objects.filter(post__in=posts, source__sha256__in=set(standing.values()))
    seen = set(revisions.values_list("post", "source__sha256"))
    texts = _digests(Source, {each.synced for each in standing if each.model is Post})
    blobs = _digests(Blob, {each.synced for each in standing if each.model is not Post})
    return {
        each
        for each, digest in standing.items()
        if (texts if each.model is Post else blobs).get(each.synced) != digest
        and not (each.model is Post and (each.pk, digest) in seen)
    }


def _digests(model: type[Source] | type[Blob], ids: set[int | None]) -> dict[int | None, str]:
    known = {pk for pk in ids if pk is not None}
    return dict(model.objects.filter(pk__in=known).values_list("pk", "sha256")) if known else {}


def exported_text(post: Post) -> bytes:
    """What goes into the folder: the published text of a live post, else the working copy, reading as a draft to Hugo.

    Raises EditRefused where the text cannot be marked as a draft.
    """
    if post.is_live:
        return bytes(post.edition.source)
    is_as_found = post.is_draft and post.head_id == post.synced_id
    return bytes(post.head if is_as_found else post.document.set_draft(True))


def is_below(path: str, folders: Iterable[str]) -> bool:
    """Whether `path` lies in one of the folders."""
    return any(path.startswith(f"{folder}/") for folder in folders)
