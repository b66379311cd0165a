"""What was decided for the pages of one batch, written: texts, columns, revisions, moves, and editions."""

import posixpath
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.editing import file_rows, record_move
from reviews.hugo.pages import Page
from reviews.models import INDEX_COLUMNS, Edition, Post, Revision, Site, Source, Why
from reviews.models.insert import append, blank, insert, update
from reviews.models.stamps import REFUSED, stamp_column
from reviews.publishing import Manuscript, publish_all, withdraw
from reviews.sync.inventory import Inventory
from reviews.sync.plan import Decision, Text
from reviews.sync.renames import move_files
from reviews.sync.report import Report
from reviews.sync.sides import folder_note, merged_note
from reviews.workflow import Status

_REVISION = ("post_id", "source_id", "why", "at", "note")
_TAKEN = ["path", "folder", "head_id", "changed", "synced_id", "stamp", "conflict_id", "removed_at"]


@dataclass
class Taking:
    """One batch. The caller holds the transaction."""

    site: Site
    inventory: Inventory
    report: Report
    is_home: bool
    ids: dict[str, int] = field(default_factory=dict)  # of the sources, by hash
    new: dict[str, Post] = field(default_factory=dict)  # by path
    noted: list[tuple[int, int, str, datetime, str]] = field(default_factory=list)  # revisions to be written

    def carry_out(self, decisions: list[Decision], stamps: dict[str, str]) -> None:
        """New texts, columns, rows and revisions; editions follow when the bundles' files are there."""
        changed = [d for d in decisions if d.action not in {"refused", "unchanged"} or d.head or d.edition]
        texts = {text.digest: text.data for d in changed for text in (d.head, d.edition) if text}
        texts |= {d.digest: d.data for d in changed}
        self.ids = Source.objects.store_all(texts) if texts else {}
        created = self._create([d for d in decisions if d.action == "created" and d.head], stamps)
        self._update([d for d in decisions if d.post is not None and d.action != "refused"], stamps)
        file_rows(created, are_new=True)
        if self.is_home:
            broken = [d.entry.path for d in decisions if d.action == "refused"]
            Post.objects.filter(path__in=broken).exclude(stamp=REFUSED).update(stamp=REFUSED)
            Post.objects.restamp({d.entry.path: (stamps[d.entry.path], d.synced_id) for d in decisions if d.synced_id})

    def _create(self, decisions: list[Decision], stamps: dict[str, str]) -> list[tuple[Post, Page]]:
        read = [(self._new_post(d, d.head.page, stamps[d.entry.path]), d.head.page) for d in decisions if d.head]
        posts = [post for post, _page in read]
        insert(posts)
        now = timezone.now()
        revisions = [(post.pk, post.head_id, Why.IMPORTED.value, now, "") for post in posts]
        append(Revision, _REVISION, revisions)
        self.new = {post.path: post for post in posts}
        return read

    def _new_post(self, decision: Decision, page: Page, stamp: str) -> Post:
        source = self.ids[decision.head.digest if decision.head else decision.digest]
        post = blank(Post)
        post.site_id, post.status = self.site.pk, self._first_status(decision)
        post.path, post.folder = decision.entry.path, posixpath.dirname(decision.entry.path)
        post.head_id, post.synced_id = source, source if self.is_home else None
        post.stamp = stamp_column(stamp, post.synced_id)
        post.take_columns(page)
        post._state.fields_cache["edition"] = None  # it has none, and nobody needs to ask
        return post

    def _first_status(self, decision: Decision) -> Status:
        if decision.edition is None:
            return Status.DRAFT
        return Status.IN_REVIEW if self.site.review_imports else Status.PUBLISHED

    def _update(self, decisions: list[Decision], stamps: dict[str, str]) -> None:
        read = []
        for decision in decisions:
            post = decision.post
            assert post is not None
            if decision.action == "conflict":
                self._keep_conflict(post, self.ids[decision.digest])
            elif decision.action == "kept":
                self._keep_deleted(decision, post)
            elif decision.head is not None:
                self._take(decision, post, decision.head, stamps[decision.entry.path])
                read.append((post, decision.head.page))
        append(Revision, _REVISION, self.noted)
        update([post for post, _page in read], [*_TAKEN, *INDEX_COLUMNS])
        file_rows(read)

    def _take(self, decision: Decision, post: Post, text: Text, stamp: str) -> None:
        """The post's columns as decided; the caller stores them."""
        head = self.ids.get(text.digest, post.head_id)
        if decision.action == "renamed":
            move_files(post.path, decision.entry.path, self.inventory)
            post.path, post.folder = decision.entry.path, posixpath.dirname(decision.entry.path)
        if head != post.head_id:
            self._note_head(decision, post, head)
            if post.status == Status.APPROVED:
                record_move(post, "", Status.DRAFT, None, _("The text changed in the folder."))
            post.head_id, post.changed = head, timezone.now()
        if self.is_home:
            post.synced_id = self.ids.get(decision.digest, post.synced_id)
            post.stamp = stamp_column(stamp, post.synced_id)
        post.conflict, post.removed_at = None, None
        post.take_columns(text.page)

    def _keep_conflict(self, post: Post, source: int) -> None:
        """The home folder's text waits beside the desk's until somebody settles it."""
        if self.is_home and post.conflict_id != source:
            post.conflict_id = source
            post.save(update_fields=["conflict"])

    def _keep_deleted(self, decision: Decision, post: Post) -> None:
        """A deleted post's file stands as the desk knows it, perhaps at another place."""
        if not self.is_home:
            return
        if post.path != decision.entry.path:
            move_files(post.path, decision.entry.path, self.inventory)
            post.path, post.folder = decision.entry.path, posixpath.dirname(decision.entry.path)
        post.synced_id, post.conflict = self.ids[decision.digest], None
        post.save(update_fields=["path", "folder", "synced", "conflict"])

    def _note_head(self, decision: Decision, post: Post, head: int) -> None:
        """The new text in the post's history; a merge names both sides, and the folder's stands there too."""
        now = timezone.now()
        if decision.action != "merged":
            self.noted.append((post.pk, head, Why.IMPORTED.value, now, ""))
            return
        theirs, note = self.ids[decision.digest], merged_note(post.head.sha256, decision.digest)
        self.noted.append((post.pk, theirs, Why.IMPORTED.value, now, folder_note()))
        self.noted.append((post.pk, head, Why.MERGED.value, now, note))

    def publish(self, decisions: list[Decision]) -> list[Edition]:
        """Trust the folder: what Hugo would publish is published, what it would not is taken away."""
        manuscripts = []
        for decision in decisions:
            post = decision.post or self.new.get(decision.entry.path)
            if post is None:
                continue
            if decision.withdraw:
                withdraw([post])
                record_move(post, "", Status.WITHDRAWN, None, _("The file is a draft in the folder now."))
            elif decision.edition is not None:
                manuscripts += self._manuscript(post, decision, decision.edition)
        editions = publish_all(self.site, manuscripts) if manuscripts else []
        self._report_clashes(editions)
        return editions

    def _manuscript(self, post: Post, decision: Decision, text: Text) -> list[Manuscript]:
        if self.site.review_imports and not (post.is_live and decision.action == "unchanged"):
            if post.status != Status.IN_REVIEW and decision.action != "unchanged":
                record_move(post, "", Status.IN_REVIEW, None, _("The file is new or changed in the folder."))
            return []
        if not post.is_live and post.status != Status.PUBLISHED:
            record_move(post, "", Status.PUBLISHED, None, _("Hugo publishes the file in the folder."))
        return [Manuscript(post, self.ids[text.digest], text.document, text.page)]

    def _report_clashes(self, editions: list[Edition]) -> None:
        for edition in editions:
            if edition.url_key is None and edition.wanted_key:
                winner = Edition.objects.filter(url_key=edition.wanted_key).first()
                if winner is not None:
                    reason = _("its address %(url)s belongs to %(path)s") % {"url": edition.url, "path": winner.path}
                    self.report.add(edition.path, "clash", reason)
