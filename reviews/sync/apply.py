"""Folder -> database: the plan's decisions carried out, a batch of bundles at a time, each whole or not at all."""

import json
import logging
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from reviews.hugo.document import Document
from reviews.hugo.folder import Entry, Folder
from reviews.models import Post, Site, sha256
from reviews.reading import Heads, hands_down, is_head
from reviews.sync.changed import Changes, narrowed
from reviews.sync.diffs import Diff, Diffs
from reviews.sync.file_diffs import FileDiffs
from reviews.sync.files import Files, Held, look_at_files, refresh_edition_files
from reviews.sync.import_diffs import ImportDiffs
from reviews.sync.inventory import Inventory, read_heads, steady_paths, take_inventory, without
from reviews.sync.plan import Decision, decide, look
from reviews.sync.removals import Removals
from reviews.sync.renames import find_renames
from reviews.sync.report import Action, Report
from reviews.sync.retry import repeated
from reviews.sync.taking import Taking

logger = logging.getLogger(__name__)

BATCH = 250  # pages to a transaction: editors wait no longer than it takes to decide on them and write their rows
FIRST_BATCH = 1000  # where the database has no post that an editor could wait for

Progress = Callable[[int, int], None]  # done, of how many


@dataclass
class Import:
    """One run over one folder."""

    site: Site
    folder: Folder
    dry_run: bool = False
    prune: bool = False
    progress: Progress = lambda done, total: None
    only: Changes | None = None  # read what has changed, and what the desk does not know yet; the rest is as it was
    full: bool = False  # read every file, whatever the file system says of it
    diffs: Diffs | None = None  # where what changes is to be shown
    writes_back: bool = False  # an export follows, whose part of a merge a dry run shows too

    def __post_init__(self) -> None:
        self.report = Report(is_bare=self.folder.is_bare)
        self.renames: dict[str, int] = {}
        self.is_home = False

    def run(self) -> Report:
        """Bring the database in step with the folder. One bad file never stops the rest."""
        self.inventory = take_inventory(self.folder)
        self.is_home = self._settle_home(self.inventory)
        self.heads = with_desk_heads(read_heads(self.folder, self.inventory.pages), self.inventory)
        digest = reading_digest(self.folder, self.heads)
        self.read_again = self.is_home and self.site.read_digest != digest
        for entry in self.inventory.refused:
            self.report.add(entry.path, "refused", entry.reason or _("the path is too long to be stored"))
        with self.folder.reader() as self.reader:
            self._take_in(self._unread())
        if self.is_home:
            Removals(self.report, self.inventory, self.dry_run, self.prune, set(self.renames.values())).run()
            self._remember(digest)
        return self.report

    def _unread(self) -> Inventory:
        """What is to be read; the rest is said to be unchanged, or is not spoken of where it was not asked for."""
        read = self.inventory
        if not self.is_home:
            return read
        if self.only is not None and not self.read_again:
            read = narrowed(read, self.only)
        if not self.full:
            steady = steady_paths(read, pages=not self.read_again)
            read = without(read, steady)
            asked = {entry.path for entry in read.pages}
            self.report.extend(Action(path, "unchanged") for path in sorted(steady) if path not in asked)
        return read

    def _take_in(self, read: Inventory) -> None:
        if self.is_home:
            self.renames = find_renames(self.reader, self.inventory, read.pages)
        done = 0
        size = BATCH if Post.objects.exists() else FIRST_BATCH
        for pages in _batches(read.pages, size):
            self._batch_or_singly(pages, read)
            done += len(pages)
            self.progress(done, len(read.pages))
        self._site_files(read)

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

    def _batch_or_singly(self, pages: list[Entry], read: Inventory) -> None:
        """A batch; where it breaks, its pages one by one: the one that breaks it is named, the others are done."""
        told = len(self.report.actions)

        def untell() -> None:
            del self.report.actions[told:]

        try:
            repeated(lambda: self._batch(pages, read), untell)
        except Exception as error:
            if not connection.is_usable():
                raise  # the database is away: no page's fault
            untell()
            if len(pages) > 1:
                for page in pages:
                    self._batch_or_singly([page], read)
                return
            logger.exception("import of %s", pages[0].path)
            reason = _("an error of the desk itself, not of the file: %(error)s; please report it")
            self.report.add(pages[0].path, "refused", reason % {"error": repr(error)[:200]})

    def _batch(self, pages: list[Entry], read: Inventory) -> None:
        found = look(self.reader, pages)
        beside = [(page.path, entry) for page in pages for entry in read.files.get(page.path, [])]
        held = look_at_files(self.reader, beside, self.dry_run)
        with transaction.atomic():
            again, renames = self.read_again, self.renames
            decisions = list(decide(self.folder, found, self.heads, read_again=again, renames=renames))
            for decision in decisions:
                self.report.add(
                    decision.entry.path, decision.action, decision.reason, decision.line, self._difference(decision)
                )
            work = Taking(self.site, self.inventory, self.report, is_home=self.is_home)
            if not self.dry_run:
                work.carry_out(decisions, {each.entry.path: each.stamp for each in found})
            actions = self._files(held, [page.path for page in pages])
            if not self.dry_run:
                changed = {posixpath.dirname(owner) for owner, action in actions if action != "unchanged"}
                refresh_edition_files(changed, work.publish(decisions))

    def _difference(self, decision: Decision) -> tuple[Diff, ...]:
        if self.diffs is None:
            return ()
        return ImportDiffs(self.diffs, self.report, self.writes_back and self.dry_run).difference(decision)

    def _files(self, held: list[Held], pages: list[str]) -> list[tuple[str, str]]:
        """The files' owners, and what was done with them."""
        if not held:
            return []
        owning = {each.owner for each in held}.intersection(pages)
        owners = dict(Post.objects.filter(path__in=owning).values_list("path", "pk"))
        work = Files(self.folder.config, held, owners, self.dry_run, self.is_home)
        if self.diffs is not None:
            work.diffs = FileDiffs(self.diffs, self.reader, self.report).difference
        actions = work.apply()
        self.report.extend(actions)
        return [(each.owner, action.action) for each, action in zip(held, actions, strict=True)]

    def _site_files(self, read: Inventory) -> None:
        kept = {entry.path for entry in read.pages}
        loose = [(owner, entry) for owner, entries in read.files.items() if owner not in kept for entry in entries]
        for start in range(0, len(loose), BATCH):
            held = look_at_files(self.reader, loose[start : start + BATCH], self.dry_run)
            with transaction.atomic():
                self._files(held, [])


def _holds_most(inventory: Inventory) -> bool:
    """Whether the folder is the known one at another place: it has at least half of the files that stood there."""
    known = set(Post.objects.standing().exclude(synced=None).values_list("path", flat=True))
    return 2 * len(known & {entry.path for entry in inventory.pages}) >= len(known)


def with_desk_heads(heads: Heads, inventory: Inventory) -> Heads:
    """The folder's heads, but the desk's where the folder's cannot be read or is what the desk has moved on from."""
    standing = {entry.path for entry in (*inventory.pages, *inventory.refused) if is_head(entry.path)}
    posts = Post.objects.standing().exclude(kind="page").filter(path__in=standing)
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


def _batches(pages: list[Entry], size: int) -> Iterator[list[Entry]]:
    iterator = iter(pages)
    while batch := list(islice(iterator, size)):
        yield batch
