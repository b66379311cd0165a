"""Database -> folder: only what differs is written, each file whole, never over bytes that the desk has not seen."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reviews.hugo.folder import Folder, FolderError, told
from reviews.hugo.reader import Fingerprint
from reviews.hugo.site import SiteConfig
from reviews.hugo.writer import Changed, Placed, Waiting
from reviews.models import Post, Site
from reviews.models.stamps import is_steady
from reviews.sync.diffs import DESK, FOLDER, Diff, Diffs, Version, first_bytes
from reviews.sync.in_step import announce, keep_in_step, keep_stamps
from reviews.sync.report import Report
from reviews.sync.tombstones import Tombstones
from reviews.sync.wanted import (
    Wanted,
    batches,
    exported_text,
    fill,
    load,
    pieces,
    unload,
    unseen,
    wanted_files,
    wanted_posts,
)

__all__ = ["Export", "exported_text", "open_target"]

AT_ONCE = 200  # files that wait for the disk together, each of them open
DELETED = gettext_noop("deleted in the folder; hugo_import takes that over, hugo_export --restore writes it again")
Progress = Callable[[int, int], None]


def open_target(site: Site, root: Path) -> Folder:
    """The folder to export to: a Hugo site, a content folder, or an empty or not yet made one, laid out as the home is.

    Raises FolderError where it cannot be used.
    """
    if not site.home and not site.posts.exists():
        raise FolderError(_("there is nothing to export: no site was imported (hugo_import SITE)"))
    if not root.exists() and not root.parent.is_dir():
        raise FolderError(
            _("%(folder)s does not exist, nor does the folder above it; make it first") % {"folder": root}
        )
    if not root.exists() or (root.is_dir() and all(child.name.startswith(".") for child in root.iterdir())):
        return Folder(root.resolve(), site.hugo, site.is_bare)
    if root.is_dir() and (config := SiteConfig.load(root)).files:
        return Folder(root.resolve(), config, is_bare=False)
    return Folder.open(root)


@dataclass(frozen=True, slots=True)
class Met:
    """What should stand at a place, and what does (None: nothing)."""

    wanted: Wanted
    standing: Fingerprint | None

    @property
    def is_same(self) -> bool:
        """Whether nothing needs to be written."""
        return self.standing is not None and self.standing.digest == self.wanted.digest


@dataclass
class Export:
    """One run into one folder."""

    site: Site
    folder: Folder
    dry_run: bool = False
    working_copies: bool = False
    restore: bool = False
    progress: Progress = lambda done, total: None
    only: Collection[int] | None = None  # these posts with their bundles' files, and nothing else
    prune: bool = False  # take away what was deleted at the desk
    full: bool = False  # read every file, whatever the file system says of it
    diffs: Diffs | None = None  # where what changes is to be shown

    def __post_init__(self) -> None:
        self.report = Report(is_bare=self.folder.is_bare)
        self.placed: list[tuple[Wanted, Placed]] = []
        self.changes: dict[str, tuple[Diff, ...]] = {}  # of the batch that is written

    def run(self) -> Report:
        """Write every post and file whose bytes differ. What cannot be written is named; the rest is done."""
        if not self.dry_run:
            self.folder.root.mkdir(exist_ok=True)
        self.is_home = self.site.is_home(self.folder.root) and not self.working_copies
        wanted = list(wanted_posts(self.only, working_copies=self.working_copies))
        wanted += wanted_files(self.site, self.only, working_copies=self.working_copies, is_bare=self.folder.is_bare)
        done = 0
        with self.folder.reader() as self.reader, self.folder.writer() as self.writer:
            for batch in batches(wanted):
                self._batch(batch)
                done += len(batch)
                self.progress(done, len(wanted))
            self._see_to_deleted()
            if self.is_home:
                keep_stamps(self.writer, self.placed)
        return self.report

    def _see_to_deleted(self) -> None:
        stones = Tombstones(self.folder, self.reader, self.writer, self.report, self.is_home, self.dry_run, self.prune)
        stones.full, stones.only, stones.diffs = self.full, self.only, self.diffs
        self._write([Met(wanted, found) for wanted, found in stones.run()])
        self.changes = {}

    def _batch(self, batch: list[Wanted]) -> None:
        read = []
        for each in batch:
            if self._is_steady(each):
                self.report.add(each.path, "unchanged")
            else:
                read.append(each)
        if read:
            fill(read)
            self._read([met for each in read if (met := self._look(each)) is not None])

    def _read(self, met: list[Met]) -> None:
        same = [each for each in met if each.is_same]
        for each in same:
            self.report.add(each.wanted.path, "unchanged")
        if self.is_home and not self.dry_run:
            keep_in_step([(each.wanted, each.standing.kept) for each in same if each.standing])
        rest = [each for each in met if not each.is_same]
        strange = unseen({each.wanted: each.standing.digest for each in rest if each.standing})
        self._write([each for each in rest if self._may_write(each, strange)])
        self.changes = {}

    def _is_steady(self, each: Wanted) -> bool:
        """Whether the file is known to hold what it should, without being read."""
        if not self.is_home or self.full or not each.stamp or each.target is None or each.target != each.synced:
            return False
        return is_steady(each.stamp, self.folder.stamp(each.path), each.synced)

    def _look(self, each: Wanted) -> Met | None:
        """What stands at the place; None, and told, where nothing can be done with it."""
        if each.problem:
            self.report.add(each.path, "refused", each.problem)
            return None
        try:
            with told(each.path, "read"):
                return Met(each, self.reader.fingerprint(each.path))
        except FolderError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return Met(each, None)
            self.report.add(each.path, "refused", _one_line(error))
            return None

    def _may_write(self, each: Met, strange: Collection[Wanted]) -> bool:
        """Whether what stands there may be replaced; told where not."""
        reason = ""
        if self.is_home and each.wanted.is_conflict:
            reason = _("changed in the folder and at the desk in the same place; settle it at the desk")
        elif each.standing is None:
            if self.is_home and each.wanted.synced is not None and not self.restore:
                reason = _(DELETED)
        elif each.wanted in strange:
            text = _("the file holds a text that the desk has not seen; run hugo_sync to merge it")
            reason = text if each.wanted.model is Post else _("the file holds bytes that the desk has not seen")
        if reason:
            load([each.wanted] if self.diffs is not None else [])
            self.report.add(each.wanted.path, "conflict", reason, diffs=self._difference(each, is_conflict=True))
            unload([each.wanted])
        return not reason

    def _write(self, met: list[Met]) -> None:
        if self.diffs is not None:
            load([each.wanted for each in met])
            self.changes = {each.wanted.path: self._difference(each) for each in met}
        if self.dry_run:
            for each in met:
                self._tell_written(each)
            unload([each.wanted for each in met])
        elif met:
            if self.is_home:
                announce([each.wanted for each in met])
            load([each.wanted for each in met])
            for start in range(0, len(met), AT_ONCE):
                self._write_through(met[start : start + AT_ONCE])
            unload([each.wanted for each in met])

    def _write_through(self, met: list[Met]) -> None:
        put: list[tuple[Met, Waiting]] = []
        try:
            for each in met:
                if (waiting := self._put(each)) is not None:
                    put.append((each, waiting))
        except BaseException:
            self.writer.forget([waiting for _each, waiting in put])
            raise
        placed = self.writer.place([waiting for _each, waiting in put])
        self._take([(each, at) for (each, _waiting), at in zip(put, placed, strict=True)])

    def _put(self, each: Met) -> Waiting | None:
        path = each.wanted.path
        try:
            with told(path, "written"):
                return self.writer.put(path, pieces(each.wanted), each.standing.stamp if each.standing else "")
        except FolderError as error:
            self._tell_refused(path, error)
            return None

    def _take(self, placed: list[tuple[Met, Placed]]) -> None:
        done = []
        for each, at in placed:
            try:
                with told(at.path, "written"):
                    if at.error is not None:
                        raise at.error
            except FolderError as error:
                self._tell_refused(at.path, error)
            else:
                self._tell_written(each)
                done.append((each.wanted, at))
        if self.is_home:
            keep_in_step([(wanted, "") for wanted, _at in done])
            self.placed += done

    def _tell_refused(self, path: str, error: FolderError) -> None:
        has_changed = isinstance(error.__cause__, Changed)
        self.report.add(path, "conflict" if has_changed else "refused", _one_line(error))

    def _tell_written(self, each: Met) -> None:
        action, path = "created" if each.standing is None else "updated", each.wanted.path
        self.report.add(path, action, each.wanted.note, diffs=self.changes.get(path, ()))

    def _difference(self, each: Met, *, is_conflict: bool = False) -> tuple[Diff, ...]:
        """What stands in the folder before and after; in a conflict the desk's text against the folder's."""
        if self.diffs is None:
            return ()
        path, is_page = each.wanted.path, each.wanted.model is Post
        try:
            ours = first_bytes(pieces(each.wanted))
            theirs = first_bytes(self.reader.chunks(path)) if each.standing else None
        except (OSError, FolderError):
            return ()  # the writing meets the same, and tells it
        standing = Version(self.report.shown(path), FOLDER, theirs, is_page)
        wanted = Version(self.report.shown(path), DESK if is_conflict else FOLDER, ours, is_page)
        return self.diffs.keep(wanted, standing) if is_conflict else self.diffs.keep(standing, wanted)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
