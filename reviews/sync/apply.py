"""Folder -> database: the plan's decisions carried out, a batch of bundles at a time, each whole or not at all."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.editing import file_rows, record_move
from reviews.hugo.document import Document
from reviews.hugo.folder import Entry, Folder
from reviews.hugo.pages import Page
from reviews.models import INDEX_COLUMNS, Edition, Post, Revision, Site, Source, Why, sha256
from reviews.publishing import Manuscript, publish_all, withdraw
from reviews.reading import Heads, hands_down, is_head, page_at
from reviews.references import REFERENCE
from reviews.sync.files import apply_files, refresh_edition_files
from reviews.sync.plan import Decision, Inventory, Text, decide, read_heads, take_inventory
from reviews.sync.removals import Removals
from reviews.sync.report import Report
from reviews.workflow import Status

logger = logging.getLogger(__name__)

BATCH = 50  # pages to a transaction: editors wait no longer than it takes to read and render them

Progress = Callable[[int, int], None]  # done, of how many


@dataclass
class Import:
    """One run over one folder."""

    site: Site
    folder: Folder
    dry_run: bool = False
    prune: bool = False
    progress: Progress = lambda done, total: None

    def __post_init__(self) -> None:
        self.report = Report(is_bare=self.folder.is_bare)
        self.referring: list[int] = []

    def run(self) -> Report:
        """Bring the database in step with the folder. One bad file never stops the rest."""
        inventory = take_inventory(self.folder)
        is_home = self._settle_home(inventory)
        heads = with_desk_heads(read_heads(self.folder, inventory.pages), inventory)
        digest = reading_digest(self.folder, heads)
        read_again = is_home and self.site.read_digest != digest
        for entry in inventory.refused:
            self.report.add(entry.path, "refused", entry.reason or _("the path is too long to be stored"))
        done = 0
        for pages in _batches(inventory.pages):
            self._batch_or_singly(pages, inventory, heads, read_again, is_home)
            done += len(pages)
            self.progress(done, len(inventory.pages))
        self._site_files(inventory, is_home)
        self._settle_references(heads)
        if is_home:
            Removals(self.report, inventory, self.dry_run, self.prune).run()
            self._remember(digest)
        return self.report

    def _settle_home(self, inventory: Inventory) -> bool:
        """The first folder is the home; another becomes it where the old one is gone and most known files are here."""
        root = str(self.folder.root.resolve())
        is_home = self.site.home in {"", root} or (not Path(self.site.home).is_dir() and _holds_most(inventory))
        if is_home and not self.dry_run:
            self.site.home, self.site.is_bare = root, self.folder.is_bare
            self.site.save(update_fields=["home", "is_bare"])
            self.site.take(self.folder.config)
        return is_home

    def _remember(self, digest: str) -> None:
        """Only now, so that a run that was cut off is made up for by the next."""
        if not self.dry_run and self.site.read_digest != digest:
            self.site.read_digest = digest
            self.site.save(update_fields=["read_digest"])

    def _batch_or_singly(
        self, pages: list[Entry], inventory: Inventory, heads: Heads, read_again: bool, is_home: bool
    ) -> None:
        """A batch; where it breaks, its pages one by one: the one that breaks it is named, the others are done."""
        told = len(self.report.actions)
        try:
            self._batch(pages, inventory, heads, read_again, is_home)
        except Exception as error:
            if not connection.is_usable():
                raise  # the database is away: no page's fault
            del self.report.actions[told:]
            if len(pages) > 1:
                for page in pages:
                    self._batch_or_singly([page], inventory, heads, read_again, is_home)
                return
            logger.exception("import of %s", pages[0].path)
            reason = _("an error of the desk itself, not of the file: %(error)s; please report it")
            self.report.add(pages[0].path, "refused", reason % {"error": repr(error)[:200]})

    def _batch(self, pages: list[Entry], inventory: Inventory, heads: Heads, read_again: bool, is_home: bool) -> None:
        with transaction.atomic():
            decisions = list(decide(self.folder, pages, heads, read_again=read_again))
            if not self.dry_run:
                self._carry_out(decisions, is_home)
            owners = dict(Post.objects.filter(path__in=[e.path for e in pages]).values_list("path", "pk"))
            touched = set()
            for decision in decisions:
                path = decision.entry.path
                self.report.add(path, decision.action, decision.reason, decision.line)
                entries = inventory.files.get(path, [])
                actions = apply_files(self.folder, entries, owners.get(path), path, self.dry_run, is_home)
                self.report.extend(actions)
                if any(action.action != "unchanged" for action in actions):
                    touched.add(str(PurePosixPath(path).parent))
            if not self.dry_run:
                self._publish(decisions)
                refresh_edition_files(touched)

    def _carry_out(self, decisions: list[Decision], is_home: bool) -> None:
        """New texts, columns, rows and revisions; editions follow when the bundles' files are there."""
        texts = [text.data for d in decisions for text in (d.head, d.edition) if text] + [
            d.data for d in decisions if d.action not in {"refused", "unchanged"}
        ]
        ids = Source.objects.store_all(texts)
        created = self._create([d for d in decisions if d.action == "created" and d.head], ids, is_home)
        for decision in decisions:
            if decision.post is not None and decision.action != "refused":
                self._update(decision, decision.post, ids, is_home)
        file_rows(created)

    def _create(self, decisions: list[Decision], ids: dict[str, int], is_home: bool) -> list[tuple[Post, Page]]:
        posts = []
        for decision in decisions:
            assert decision.head is not None
            source = ids[sha256(decision.data)]
            post = Post(
                site=self.site,
                path=decision.entry.path,
                folder=str(PurePosixPath(decision.entry.path).parent),
                head_id=source,
                synced_id=source if is_home else None,
                status=self._first_status(decision),
            )
            post.take_columns(decision.head.page)
            posts.append(post)
        Post.objects.bulk_create(posts, batch_size=200)
        Revision.objects.bulk_create(Revision(post=post, source_id=post.head_id, why=Why.IMPORTED) for post in posts)
        self._new = {post.path: post for post in posts}
        return [(post, d.head.page) for post, d in zip(posts, decisions, strict=True) if d.head]

    def _first_status(self, decision: Decision) -> Status:
        if decision.edition is None:
            return Status.DRAFT
        return Status.IN_REVIEW if self.site.review_imports else Status.PUBLISHED

    def _update(self, decision: Decision, post: Post, ids: dict[str, int], is_home: bool) -> None:
        if decision.action == "conflict":
            post.conflict_id = ids[sha256(decision.data)]
            post.save(update_fields=["conflict"])
            return
        assert decision.head is not None
        head = ids.get(sha256(decision.head.data), post.head_id)
        if head != post.head_id:
            why = Why.MERGED if decision.action == "merged" else Why.IMPORTED
            Revision.objects.create(post=post, source_id=head, why=why)
            if post.status == Status.APPROVED:
                record_move(post, "", Status.DRAFT, None, _("The text changed in the folder."))
            post.head_id, post.changed = head, timezone.now()
        if is_home:
            post.synced_id = ids.get(sha256(decision.data), post.synced_id)
        post.conflict, post.removed_at = None, None
        post.take_columns(decision.head.page)
        post.save(update_fields=["head", "changed", "synced", "conflict", "removed_at", *INDEX_COLUMNS])
        file_rows([(post, decision.head.page)])

    def _publish(self, decisions: list[Decision]) -> None:
        """Trust the folder: what Hugo would publish is published, what it would not is taken away."""
        manuscripts = []
        for decision in decisions:
            post = decision.post or self._new.get(decision.entry.path)
            if post is None:
                continue
            if decision.withdraw:
                withdraw([post])
                record_move(post, "", Status.WITHDRAWN, None, _("The file is a draft in the folder now."))
            elif decision.edition is not None:
                manuscripts += self._manuscript(post, decision, decision.edition)
        if manuscripts:
            self._report_clashes(publish_all(self.site, manuscripts))

    def _manuscript(self, post: Post, decision: Decision, text: Text) -> list[Manuscript]:
        if self.site.review_imports and not (post.is_live and decision.action == "unchanged"):
            if post.status != Status.IN_REVIEW and decision.action != "unchanged":
                record_move(post, "", Status.IN_REVIEW, None, _("The file is new or changed in the folder."))
            return []
        source = Source.objects.only("pk").get(sha256=sha256(text.data))
        if not post.is_live and post.status != Status.PUBLISHED:
            record_move(post, "", Status.PUBLISHED, None, _("Hugo publishes the file in the folder."))
        if REFERENCE.search(text.data):
            self.referring.append(post.pk)
        return [Manuscript(post, source.pk, text.document, text.page)]

    def _settle_references(self, heads: Heads) -> None:
        """Pages that name other pages are rendered once more when all pages of the run have their addresses."""
        for start in range(0, len(self.referring), BATCH):
            with transaction.atomic():
                posts = Post.objects.filter(pk__in=self.referring[start : start + BATCH], edition__isnull=False)
                manuscripts = []
                for post in posts.select_related("head", "edition__source"):
                    document = Document.parse(bytes(post.edition.source), post.path)
                    page = page_at(self.site.hugo, heads, post.path, post.language, document)
                    manuscripts.append(Manuscript(post, post.edition.source_id, document, page))
                publish_all(self.site, manuscripts)

    def _report_clashes(self, editions: list[Edition]) -> None:
        for edition in editions:
            if edition.url_key is None and edition.wanted_key:
                winner = Edition.objects.filter(url_key=edition.wanted_key).first()
                if winner is not None:
                    reason = _("its address %(url)s belongs to %(path)s") % {"url": edition.url, "path": winner.path}
                    self.report.add(edition.path, "clash", reason)

    def _site_files(self, inventory: Inventory, is_home: bool) -> None:
        kept = {entry.path for entry in inventory.pages}
        loose = [e for owner, entries in inventory.files.items() if owner not in kept for e in entries]
        for start in range(0, len(loose), BATCH):
            with transaction.atomic():
                batch = loose[start : start + BATCH]
                self.report.extend(apply_files(self.folder, batch, None, "", self.dry_run, is_home))


def _holds_most(inventory: Inventory) -> bool:
    """Whether the folder is the known one at another place: it has at least half of the files that stood there."""
    known = set(Post.objects.filter(removed_at=None).exclude(synced=None).values_list("path", flat=True))
    return 2 * len(known & {entry.path for entry in inventory.pages}) >= len(known)


def with_desk_heads(heads: Heads, inventory: Inventory) -> Heads:
    """The folder's heads, but the desk's where the folder's cannot be read or is what the desk has moved on from."""
    standing = {entry.path for entry in (*inventory.pages, *inventory.refused) if is_head(entry.path)}
    posts = Post.objects.exclude(kind="page").filter(path__in=standing, removed_at=None)
    met = dict(heads)
    for post in posts.select_related("head", "synced", "edition__source"):
        found = met.get((post.folder, post.language))
        if found is None or (post.synced and bytes(found[1]) == bytes(post.synced)):
            desk = bytes(post.edition.source if post.is_live else post.head)
            met[post.folder, post.language] = (post.path, Document.parse(desk, post.path))
    return met


def reading_digest(folder: Folder, heads: Heads) -> str:
    """Of all that decides how every page is read: the configuration, and what the heads of lists hand down."""
    given = sorted((path, language, hands_down(document)) for (_f, language), (path, document) in heads.items())
    config = json.dumps(folder.config.to_json(), sort_keys=True, default=str)
    return sha256(repr((config, [each for each in given if each[2]])).encode("utf-8", "surrogatepass"))


def _batches(pages: list[Entry]) -> Iterator[list[Entry]]:
    iterator = iter(pages)
    while batch := list(islice(iterator, BATCH)):
        yield batch
