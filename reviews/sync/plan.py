"""What an import would do with each content file, and why: folder and database compared, nothing written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.hugo.pages import Page
from reviews.models import Post, Revision, Why, sha256
from reviews.models.post import hold
from reviews.models.resources import LONGEST_PATH
from reviews.reading import Heads, is_bundle, is_head, page_at
from reviews.sync.merge import merge


@dataclass
class Inventory:
    """The folder's files by their part in the site."""

    pages: list[Entry] = field(default_factory=list)
    files: dict[str, list[Entry]] = field(default_factory=dict)  # by the path of the page that owns them; "" = the site
    refused: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """A content file's bytes, read."""

    data: bytes
    document: Document
    page: Page


@dataclass(frozen=True)
class Decision:
    """What is to happen with one content file."""

    entry: Entry
    action: str  # created, updated, merged, synced, unchanged, conflict, refused
    data: bytes = b""  # what stands in the folder
    post: Post | None = None
    head: Text | None = None  # the working copy's text from now on
    edition: Text | None = None  # the text that readers get, where an edition is made or made again
    withdraw: bool = False
    reason: str = ""
    line: int = 0


def take_inventory(folder: Folder) -> Inventory:
    """Walk the folder once: bundles before single files, as Hugo prefers them; owners of files before translations."""
    inventory = Inventory()
    for entry in folder.walk():
        if entry.role == "page" and len(entry.path) <= LONGEST_PATH:
            inventory.pages.append(entry)
        elif entry.role == "refused" or len(entry.path) > LONGEST_PATH:
            inventory.refused.append(entry)
        else:
            owner = entry.bundle if entry.role == "resource" and entry.bundle else ""
            inventory.files.setdefault(owner, []).append(entry)
    inventory.pages.sort(
        key=lambda e: (not is_bundle(e.path), e.path.rpartition("/")[0], e.path not in inventory.files, e.path)
    )
    return inventory


def read_heads(folder: Folder, pages: list[Entry]) -> Heads:
    """The heads of lists in the folder, for what their `cascade` hands down. Unreadable ones hand down nothing."""
    heads: dict[tuple[str, str], tuple[str, Document]] = {}
    for entry in pages:
        if is_head(entry.path):
            data = _read(folder, entry)
            document = Document.parse(data, entry.path) if data is not None else None
            if document is not None and document.error is None:
                heads[str(PurePosixPath(entry.path).parent), entry.language] = (entry.path, document)
    return heads


def _read(folder: Folder, entry: Entry) -> bytes | None:
    try:
        return folder.read(entry.path)
    except FolderError:
        return None


def decide(folder: Folder, pages: list[Entry], heads: Heads, *, read_again: bool) -> Iterator[Decision]:
    """A decision for each page of one batch, its posts held until the transaction ends.

    `read_again`: the configuration has changed, so unchanged files are read too.
    """
    paths = [entry.path for entry in pages]
    rows = Post.objects.filter(path__in=paths, removed_at=None, conflict=None).values_list("path", "synced__sha256")
    in_step = {} if read_again else dict(rows)
    datas = {entry.path: _read(folder, entry) for entry in pages}
    changed = {path for path, data in datas.items() if data is not None and in_step.get(path) != sha256(data)}
    held = hold(Post.objects.filter(path__in=changed))
    posts = held.select_related("head", "synced", "edition__source")
    known = {post.path: post for post in posts}
    for entry in pages:
        data = datas[entry.path]
        if data is None:
            yield Decision(entry, "refused", reason=_("the file cannot be read; check its permissions"))
        elif entry.path not in changed:
            yield Decision(entry, "unchanged", data)
        else:
            yield _decide(folder, entry, data, known.get(entry.path), heads)


def _decide(folder: Folder, entry: Entry, data: bytes, post: Post | None, heads: Heads) -> Decision:
    try:
        theirs = _text(folder, entry, data, heads)
    except FrontMatterError as error:
        return Decision(entry, "refused", data, post, reason=error.message, line=error.line)
    base = bytes(post.synced) if post and post.synced else None
    if post is None:
        return Decision(entry, "created", data, head=theirs, edition=None if theirs.page.draft else theirs)
    try:
        return _meet(folder, entry, theirs, base, post, heads)
    except (Disagreement, FrontMatterError):
        reason = _("changed in the folder and at the desk in the same place; settle it at the desk")
        return Decision(entry, "conflict", data, post, theirs, reason=reason)


def _text(folder: Folder, entry: Entry, data: bytes, heads: Heads) -> Text:
    document = Document.parse(data, entry.path)
    if document.error is not None:
        raise document.error
    return Text(data, document, page_at(folder.config, heads, entry.path, entry.language, document))


class Disagreement(Exception):
    """Both sides changed the same lines."""


def _meet(folder: Folder, entry: Entry, theirs: Text, base: bytes | None, post: Post, heads: Heads) -> Decision:
    """The file and the desk's texts, against what both last had."""
    if _was_exported(post, theirs.data):
        base = theirs.data

    def met(mine: bytes) -> Text:
        merged = merge(base, mine, theirs.data, entry.path)
        if merged is None:
            raise Disagreement
        return theirs if merged == theirs.data else _text(folder, entry, merged, heads)

    head = met(bytes(post.head))
    action = _name(post, theirs.data, base, head.data)
    if post.is_live:
        edition = met(bytes(post.edition.source))
        is_draft = edition.page.draft
        return Decision(entry, action, theirs.data, post, head, None if is_draft else edition, withdraw=is_draft)
    is_new_here = theirs.data != base or post.is_draft or post.removed_at is not None
    is_released = not theirs.page.draft and head is theirs and is_new_here
    return Decision(entry, action, theirs.data, post, head, theirs if is_released else None)


def _was_exported(post: Post, data: bytes) -> bool:
    """Whether the folder holds a later text of the desk's own: its export was cut off before it could say so."""
    texts = Revision.objects.filter(post=post).order_by("-pk")
    exported = texts.filter(why__in=[Why.PUBLISHED, Why.EXPORTED, Why.WITHDRAWN]) if post.is_live else texts
    own = exported.filter(source__sha256=sha256(data)).exclude(why=Why.IMPORTED).values_list("pk", flat=True).first()
    known = texts.filter(source=post.synced_id).values_list("pk", flat=True).first()
    return own is not None and own > (known or 0)


def _name(post: Post, data: bytes, base: bytes | None, head: bytes) -> str:
    if data == base and post.removed_at is None:
        return "unchanged"
    if head == bytes(post.head):
        return "synced"
    return "updated" if head == data else "merged"
