"""Posts that were deleted at the desk, and their files in a folder: left alone but for a mark, or taken away."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from reviews.hugo.folder import Folder, FolderError, told
from reviews.hugo.reader import Fingerprint, Reader
from reviews.hugo.writer import Changed, Writer
from reviews.models import Post, PostFile, Revision, Source, Why, sha256
from reviews.models.stamps import is_steady
from reviews.sync.diffs import FOLDER, Diff, Diffs, Version, first_bytes
from reviews.sync.report import Report
from reviews.sync.wanted import Wanted

DELETED = gettext_noop("deleted at the desk; hugo_export --prune takes it away")
MARKED = gettext_noop("deleted at the desk: a draft from now on; hugo_export --prune takes it away")
GONE = gettext_noop("deleted at the desk, and gone from the folder")
UNSEEN = gettext_noop("deleted at the desk and changed in the folder since; hugo_sync takes that up")

_UNREAD = Fingerprint("", 0, b"", "", is_settled=False)
Mark = tuple[Wanted, Fingerprint]  # a text that is to stand in a file's place, and what stands there


def was_exported(post: Post, digest: str) -> bool:
    """Whether a file with this hash is a later text of the desk's own: its export was cut off before it said so."""
    if post.synced is not None and post.synced.sha256 == digest:
        return False
    texts = Revision.objects.filter(post=post).order_by("-pk")
    exported = texts.filter(why__in=[Why.PUBLISHED, Why.EXPORTED, Why.WITHDRAWN]) if post.is_live else texts
    own = exported.filter(source__sha256=digest).exclude(why=Why.IMPORTED).values_list("pk", flat=True).first()
    known = texts.filter(source=post.synced_id).values_list("pk", flat=True).first()
    return own is not None and own > (known or 0)


def is_known(post: Post, digest: str) -> bool:
    """Whether the file with this hash is as the desk left it: what it last knew, or wrote."""
    return (post.synced is not None and post.synced.sha256 == digest) or was_exported(post, digest)


@dataclass
class Tombstones:
    """One look at the files of the deleted posts; `only`: of these posts."""

    folder: Folder
    reader: Reader
    writer: Writer
    report: Report
    is_home: bool
    dry_run: bool
    prune: bool
    full: bool = False
    only: Collection[int] | None = None
    diffs: Diffs | None = None

    def run(self) -> list[Mark]:
        """Take away, or tell, each; returns the texts that are to be written so that Hugo publishes none of them."""
        marks = []
        for post in self._posts():
            mark = self._see_to(post)
            if mark is not None:
                marks.append(mark)
        return marks

    def _posts(self) -> Iterator[Post]:
        posts = Post.objects.deleted().order_by("path").select_related("head", "synced", "edition")
        if self.is_home:
            posts = posts.filter(removed_at=None)
        if self.only is not None:
            posts = posts.filter(pk__in=self.only)
        return posts.iterator(chunk_size=500)

    def _see_to(self, post: Post) -> Mark | None:
        try:
            with told(post.path, "read"):
                found = self._steady(post) or self.reader.fingerprint(post.path)
        except FolderError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                self._note_gone(post)
            else:
                self.report.add(post.path, "refused", " ".join(str(error).split()))
            return None
        if self.is_home and post.conflict_id is not None or not is_known(post, found.digest):
            self.report.add(post.path, "conflict", _(UNSEEN))
            return None
        if self.prune:
            self._take_away(post, found)
            return None
        return self._mark(post, found)

    def _steady(self, post: Post) -> Fingerprint | None:
        """What the file holds, where that is known without reading it."""
        if self.full or not self.is_home or post.synced is None:
            return None
        stamp = self.folder.stamp(post.path)
        is_known = is_steady(post.stamp, stamp, post.synced_id)
        return Fingerprint(post.synced.sha256, post.synced.size, b"", stamp, is_known) if is_known else None

    def _mark(self, post: Post, found: Fingerprint) -> Mark | None:
        """The file's own text as a draft, where Hugo would publish it still."""
        source = Source.objects.get(sha256=found.digest)
        try:
            data = _as_draft(post, source.pk, bytes(source))
        except EditRefused as error:
            self.report.add(post.path, "refused", " ".join(str(error).split()))
            return None
        if data is None:
            self.report.add(post.path, "kept", _(DELETED))
            return None
        wanted = Wanted(Post, post.pk, post.path, post.stamp, post.synced_id, None, note=_(MARKED))
        wanted.data, wanted.digest = data, sha256(data)
        return wanted, found

    def _note_gone(self, post: Post) -> None:
        """The file is not there: somebody, or a run that was cut off, has taken it away."""
        if self.is_home and post.synced_id is not None:
            self.report.add(post.path, "removed", _(GONE))
            if not self.dry_run:
                self._tidy([post.path])
                forget(post)

    def _take_away(self, post: Post, found: Fingerprint) -> None:
        """The bundle's files first, then the page: a run that is cut off finds it again. All of them, or none."""
        rows = {row.path: row for row in self._rows(post)}
        files = {path: at for path, row in rows.items() if (at := self._standing(row)) is not None}
        strange = [path for path, at in files.items() if not _is_ours(rows[path], at)]
        for path in strange:
            self.report.add(path, "conflict", _(UNSEEN))
        if strange:
            self.report.add(post.path, "conflict", _("its bundle holds bytes that the desk has not seen"))
            return
        places = [*files.items(), (post.path, found)]
        shown = {path: self._difference(path, is_page=path == post.path) for path, _at in places}
        for path, at in places:
            if not self._remove(path, at):
                return
            self.report.add(path, "removed", _("deleted at the desk"), diffs=shown[path])
        if not self.dry_run:
            self._tidy([path for path, _at in places])
            if self.is_home:
                forget(post)

    def _tidy(self, gone: list[str]) -> None:
        """Folders that are empty now go too."""
        for path in gone:
            self.writer.tidy(path, self.folder.config.content_dirs)

    def _rows(self, post: Post) -> list[PostFile]:
        return list(PostFile.objects.filter(post=post).select_related("blob", "synced").order_by("path"))

    def _standing(self, row: PostFile) -> Fingerprint | None:
        try:
            return self.reader.fingerprint(row.path)
        except FileNotFoundError:
            return None
        except (OSError, FolderError):
            return _UNREAD

    def _remove(self, path: str, found: Fingerprint) -> bool:
        """Whether it is gone, or would be."""
        if self.dry_run:
            return True
        try:
            with told(path, "taken away"):
                self.writer.remove(path, found.stamp)
        except FolderError as error:
            has_changed = isinstance(error.__cause__, Changed)
            self.report.add(path, "conflict" if has_changed else "refused", " ".join(str(error).split()))
            return False
        return True

    def _difference(self, path: str, *, is_page: bool) -> tuple[Diff, ...]:
        if self.diffs is None:
            return ()
        try:
            data = first_bytes(self.reader.chunks(path))
        except (OSError, FolderError):
            return ()  # the removal meets the same, and tells it
        shown = self.report.shown(path)
        return self.diffs.keep(Version(shown, FOLDER, data, is_page), Version(shown, FOLDER, None, is_page))


def _as_draft(post: Post, source: int | None, data: bytes) -> bytes | None:
    """The text marked as a draft; None where Hugo takes it for one already. Raises EditRefused."""
    if post.is_draft and source == post.head_id:
        return None
    marked = bytes(Document.parse(data, post.path).set_draft(True))
    return marked if marked != data else None


def _is_ours(row: PostFile, found: Fingerprint) -> bool:
    """Whether the desk has the file's bytes: those that it last knew there, or those that it keeps."""
    return found.digest in {row.blob.sha256, row.synced.sha256 if row.synced else ""}


@transaction.atomic
def forget(post: Post) -> None:
    """Nothing of it stands in the folder any more; a restored post is a new one there."""
    Post.objects.filter(pk=post.pk).update(removed_at=timezone.now(), stamp="")
    PostFile.objects.filter(post=post).update(synced=None, stamp="")
