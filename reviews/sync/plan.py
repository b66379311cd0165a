"""What an import would do with each content file, and why: folder and database compared, nothing written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.hugo.pages import Page
from reviews.hugo.reader import Reader, Unsteady
from reviews.models import Post, Revision, Why, sha256
from reviews.models.post import hold
from reviews.models.stamps import stamp_column
from reviews.reading import Heads, page_at
from reviews.sync.merge import meet
from reviews.sync.places import Place
from reviews.sync.sides import conflict_reason
from reviews.sync.tombstones import DELETED, is_known, was_exported


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the folder at one path, as it was read."""

    entry: Entry
    data: bytes = b""
    stamp: str = ""  # where the file cannot change without getting another
    digest: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Text:
    """A content file's bytes, read."""

    data: bytes
    document: Document
    page: Page

    @cached_property
    def digest(self) -> str:
        """The hash of the bytes."""
        return sha256(self.data)


@dataclass(frozen=True)
class Decision:
    """What is to happen with one content file."""

    entry: Entry
    action: str  # created, updated, merged, renamed, synced, unchanged, kept, conflict, refused
    data: bytes = b""  # what stands in the folder
    post: Post | None = None
    head: Text | None = None  # the working copy's text from now on
    edition: Text | None = None  # the text that readers get, where an edition is made or made again
    withdraw: bool = False
    reason: str = ""
    line: int = 0
    synced_id: int | None = None  # where nothing but the file's stamp changed: the known bytes that it holds

    @cached_property
    def digest(self) -> str:
        """The hash of what stands in the folder."""
        return self.head.digest if self.head is not None and self.head.data is self.data else sha256(self.data)


def look(reader: Reader, pages: list[Entry]) -> list[Found]:
    """Read the files of one batch; nobody waits for it."""
    return [_look(reader, entry) for entry in pages]


def _look(reader: Reader, entry: Entry) -> Found:
    try:
        data, stamp = reader.read(entry.path)
    except Unsteady as error:
        return Found(entry, problem=_(str(error.strerror)))
    except (OSError, FolderError):
        return Found(entry, problem=_("the file cannot be read; check its permissions"))
    return Found(entry, data, stamp, sha256(data))


def decide(
    folder: Folder, pages: list[Found], heads: Heads, *, read_again: bool, renames: Mapping[str, int]
) -> Iterator[Decision]:
    """A decision for each page of one batch, its posts held until the transaction ends.

    `read_again`: the configuration has changed, so unchanged files are read too. `renames`: posts that moved here.
    """
    in_step = {} if read_again else _in_step([found.entry.path for found in pages])
    changed = {f.entry.path: f for f in pages if not f.problem and in_step.get(f.entry.path, ("",))[0] != f.digest}
    known = _held(changed, renames)
    exported = _exported([(post, changed[path].digest) for path, post in known.items()])
    for found in pages:
        path = found.entry.path
        if found.problem:
            yield Decision(found.entry, "refused", reason=found.problem)
        elif path not in changed:
            _digest, synced, stamp = in_step[path]
            is_restamped = stamp_column(found.stamp, synced) != stamp
            yield Decision(found.entry, "unchanged", found.data, synced_id=synced if is_restamped else None)
        elif path in renames and path in known:
            yield _renamed(_decide(folder, found, known[path], heads, exported), known[path])
        else:
            yield _decide(folder, found, known.get(path), heads, exported)


_KNOWN = ("path", "synced__sha256", "synced", "stamp")


def _in_step(paths: list[str]) -> dict[str, tuple[str, int, str]]:
    """The hash and the id of what the posts' files held when they were last known, and their stamps then."""
    rows = Post.objects.standing().filter(path__in=paths, conflict=None).exclude(synced=None)
    return {path: (digest, pk, kept) for path, digest, pk, kept in rows.values_list(*_KNOWN)}


def _held(paths: Collection[str], renames: Mapping[str, int]) -> dict[str, Post]:
    """The posts at these paths, or that moved there, held."""
    moved = {renames[path]: path for path in paths if path in renames}
    held = hold(Post.objects.filter(Q(path__in=paths) | Q(pk__in=moved)))
    posts = held.select_related("head", "synced", "edition__source")
    return {moved.get(post.pk, post.path): post for post in posts}


def _exported(known: list[tuple[Post, str]]) -> set[int]:
    """Of posts and the hashes of their files: the posts whose file holds a later text of the desk's own."""
    moved = [(post, digest) for post, digest in known if post.synced is None or post.synced.sha256 != digest]
    if not moved:
        return set()
    texts = Revision.objects.filter(post__in=[post for post, _digest in moved]).exclude(why=Why.IMPORTED)
    found = texts.filter(source__sha256__in={digest for _post, digest in moved}).order_by()
    own = set(found.values_list("post", "source__sha256"))
    return {post.pk for post, digest in moved if (post.pk, digest) in own and was_exported(post, digest)}


def _renamed(decision: Decision, post: Post) -> Decision:
    was = _("it was %(path)s") % {"path": post.path}
    if decision.action == "kept":
        return replace(decision, reason=f"{decision.reason}; {was}")
    return replace(decision, action="renamed", reason=was) if decision.action == "unchanged" else decision


def _decide(folder: Folder, found: Found, post: Post | None, heads: Heads, exported: Collection[int]) -> Decision:
    entry, data = found.entry, found.data
    if post is not None and post.is_deleted:
        return _deleted(found, post)
    try:
        theirs = _text(folder, entry, data, heads)
    except FrontMatterError as error:
        return Decision(entry, "refused", data, post, reason=error.message, line=error.line)
    if post is None:
        return Decision(entry, "created", data, head=theirs, edition=None if theirs.page.draft else theirs)
    base = data if post.pk in exported else bytes(post.synced) if post.synced else None
    try:
        return _meet(folder, entry, theirs, base, post, heads)
    except (Disagreement, FrontMatterError) as error:
        places = error.places if isinstance(error, Disagreement) else ()
        line = places[0].line if places else 0
        return Decision(entry, "conflict", data, post, theirs, reason=conflict_reason(places), line=line)


def _deleted(found: Found, post: Post) -> Decision:
    """A file whose post was deleted at the desk brings it back in no case; where it is another, somebody decides."""
    if post.removed_at is None and is_known(post, found.digest):
        return Decision(found.entry, "kept", found.data, post, reason=_(DELETED))
    if post.removed_at is None:
        reason = _("deleted at the desk and changed in the folder since; restore it there, or let it stay deleted")
    else:
        reason = _("deleted at the desk and here again; restore it at the desk, or let it stay deleted")
    return Decision(found.entry, "conflict", found.data, post, reason=reason)


def _text(folder: Folder, entry: Entry, data: bytes, heads: Heads) -> Text:
    document = Document.parse(data, entry.path)
    if document.error is not None:
        raise document.error
    return Text(data, document, page_at(folder.config, heads, entry.path, entry.language, document))


class Disagreement(Exception):
    """Both sides changed the same."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self.places = places


def _meet(folder: Folder, entry: Entry, theirs: Text, base: bytes | None, post: Post, heads: Heads) -> Decision:
    """The file and the desk's texts, against what both last had."""

    def met(mine: bytes) -> Text:
        merged = meet(base, mine, theirs.data, entry.path)
        if merged.data is None:
            raise Disagreement(merged.places)
        return theirs if merged.data == theirs.data else _text(folder, entry, merged.data, heads)

    head = met(bytes(post.head))
    action = _name(post, theirs.data, base, head.data)
    if post.is_live:
        edition = met(bytes(post.edition.source))
        is_draft = edition.page.draft
        return Decision(entry, action, theirs.data, post, head, None if is_draft else edition, withdraw=is_draft)
    is_new_here = theirs.data != base or post.is_draft or post.removed_at is not None
    is_released = not theirs.page.draft and head is theirs and is_new_here
    return Decision(entry, action, theirs.data, post, head, theirs if is_released else None)


def _name(post: Post, data: bytes, base: bytes | None, head: bytes) -> str:
    if data == base and post.removed_at is None:
        return "unchanged"
    if head == bytes(post.head):
        return "synced"
    return "updated" if head == data else "merged"
