"""The files that a run wrote go into the repository around the folder: the desk's own changes, and nothing else."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from reviews.hugo.errors import EditRefused
from reviews.hugo.folder import Folder, FolderError
from reviews.models import Post, PostFile, Revision, Site, SiteFile, Why, sha256
from reviews.sync.credits import Credit, author_of, credits_of, message_of
from reviews.sync.export import exported_text
from reviews.sync.git import GitError, Repository
from reviews.sync.report import FAILED, Commit, Report

BATCH = 500
QUIET = frozenset({"unchanged", "synced", "kept"})


@dataclass
class Committing:
    """One run's commits. `each`: one for each post, else one for all."""

    site: Site
    folder: Folder
    repository: Repository
    each: bool = False
    prune: bool = False  # the run takes away what was deleted at the desk

    def prepare(self, *, merges: bool, dry_run: bool = False, only: Collection[str] | None = None) -> None:
        """Look before anything is written. `merges`: the run takes the folder's texts in first; `only`: as in `run`.

        Raises GitError in the middle of a merge, and where somebody has staged a file that is going to be written.
        """
        problem = self.repository.obstacle()
        if problem:
            raise GitError(problem)
        asked = None if only is None else [self._on_disk(path) for path in only]
        states = self.repository.states(asked)
        staged = [self._from_disk(path) for path, state in states.items() if state[0] not in " ?!"]
        overlap = sorted(path for path in staged if self._waits(path, merges))
        if overlap:
            told = _("%(paths)s: staged by somebody and about to be written; commit it, or git restore --staged it")
            raise GitError(told % {"paths": ", ".join(overlap[:10])})
        if not dry_run and self._is_home:
            self._announce()

    def run(self, wrote: Report, report: Report, only: Collection[str] | None = None) -> None:
        """Commit what the export `wrote`, and what an earlier one did and could not commit; told in `report`.

        `only`: these paths, and what was written.
        """
        written = {self._of_report(a.path) for a in wrote.actions if a.action not in QUIET | FAILED}
        ours = self._ours(written, only)
        for path in sorted(self.repository.ignored(map(self._on_disk, written))):
            report.add(self._from_disk(path), "ignored", _("written, but .gitignore keeps it out of the commit"))
        for paths, credits in self._groups(ours):
            self._commit(paths, credits, report)
        if self._is_home and not report.has_uncommitted:
            left = set(self.site.uncommitted) - ours if only is not None else set()
            Site.objects.filter(pk=self.site.pk).update(uncommitted=sorted(left))

    @property
    def _is_home(self) -> bool:
        return self.site.is_home(self.folder.root)

    def _commit(self, paths: list[str], credits: list[Credit], report: Report) -> None:
        message = message_of(credits, len(paths))
        try:
            made = self.repository.commit([self._on_disk(path) for path in paths], message, author_of(credits))
        except GitError as error:
            for path in paths:
                report.add(path, "uncommitted", _("written, not committed: %(reason)s") % {"reason": error})
        else:
            report.commits.append(Commit(made, message.partition("\n")[0], len(paths)))

    def _ours(self, written: set[str], only: Collection[str] | None) -> set[str]:
        """Of the files that differ from HEAD: this run's, and those that hold what only the desk can have put in."""
        asked = None if only is None else [self._on_disk(path) for path in {*written, *only}]
        states = self.repository.states(asked)
        changed = {self._from_disk(path) for path, state in states.items() if state[0] in " ?"}
        known = set(self.site.uncommitted) if self._is_home else set()
        ours = changed & written
        rest = changed - ours
        return ours | self._desks_pages(rest) | self._desks_files(rest, known) | self._taken_away(rest)

    def _taken_away(self, paths: set[str]) -> set[str]:
        """The files of posts that were deleted at the desk which are gone: an earlier run has not committed that."""
        gone = [path for path in paths if self._standing(path) is None]
        found: set[str] = set()
        for batch in _batches(gone):
            found.update(Post.objects.deleted().filter(path__in=batch).values_list("path", flat=True))
            files = PostFile.objects.filter(path__in=batch, post__in=Post.objects.deleted())
            found.update(files.values_list("path", flat=True))
        return found

    def _desks_pages(self, paths: set[str]) -> set[str]:
        """Pages with a text that came from no file."""
        found = set()
        for batch in _batches(paths):
            posts = list(Post.objects.filter(path__in=batch))
            hashes = {post.pk: sha256(data) for post in posts if (data := self._standing(post.path)) is not None}
            texts = Revision.objects.filter(post__in=hashes, source__sha256__in=hashes.values()).order_by("-pk")
            first = {(post, key): why for post, key, why in texts.values_list("post", "source__sha256", "why")}
            for post in posts:
                why = first.get((post.pk, hashes.get(post.pk, "")))
                if why is not None and (why != Why.IMPORTED or not self._is_home):
                    found.add(post.path)
        return found

    def _desks_files(self, paths: set[str], announced: set[str]) -> set[str]:
        """Other files that an earlier run was going to write and has written."""
        found = set()
        for batch in _batches(paths & announced if self._is_home else paths):
            for row in (*PostFile.objects.filter(path__in=batch), *SiteFile.objects.filter(path__in=batch)):
                data = self._standing(row.path)
                if data is not None and sha256(data) == row.blob.sha256:
                    found.add(row.path)
        return found

    def _announce(self) -> None:
        """Which bundle and site files are going to be written: their bytes do not say that the desk put them there."""
        waiting = set(self.site.uncommitted)
        for model in (PostFile, SiteFile):
            waiting.update(model.objects.exclude(blob=F("synced")).values_list("path", flat=True))
        if waiting != set(self.site.uncommitted):
            self.site.uncommitted = sorted(waiting)
            self.site.save(update_fields=["uncommitted"])

    def _waits(self, path: str, merges: bool) -> bool:
        """Whether the run would write other bytes to `path` than stand there."""
        standing = self._standing(path)
        if self.prune and _is_deleted(path):
            return standing is not None
        post = Post.objects.standing().filter(path=path).select_related("head", "synced").first()
        if post is not None:
            try:
                text = exported_text(post)
            except EditRefused:
                return False
            return text != standing and not (merges and post.synced and text == bytes(post.synced))
        row = PostFile.objects.filter(path=path).first() or SiteFile.objects.filter(path=path).first()
        if row is None:
            return False
        is_other = standing is None or sha256(standing) != row.blob.sha256
        return is_other and not (merges and row.blob_id == row.synced_id)

    def _groups(self, paths: set[str]) -> Iterator[tuple[list[str], list[Credit]]]:
        """What belongs into one commit."""
        owner = dict(_owners(paths))
        posts = Post.objects.filter(pk__in=set(owner.values())).select_related("edition").defer("params")
        credits = credits_of(posts)
        if not self.each:
            if paths:
                yield sorted(paths), [credits[pk] for pk in sorted(credits, key=lambda pk: credits[pk].path)]
            return
        for pk, credit in credits.items():
            yield sorted(path for path in paths if owner.get(path) == pk), [credit]
        rest = sorted(path for path in paths if path not in owner)
        if rest:
            yield rest, []

    def _standing(self, path: str) -> bytes | None:
        try:
            return self.folder.read(path)
        except FolderError:
            return None

    def _on_disk(self, path: str) -> str:
        return path.removeprefix("content/") if self.folder.is_bare else path

    def _from_disk(self, path: str) -> str:
        return f"content/{path}" if self.folder.is_bare else path

    _of_report = _from_disk  # a report of a bare folder tells the paths in it


def _is_deleted(path: str) -> bool:
    """Whether the file is of a post that was deleted at the desk."""
    stones = Post.objects.deleted()
    return stones.filter(path=path).exists() or PostFile.objects.filter(path=path, post__in=stones).exists()


def _owners(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    for batch in _batches(paths):
        yield from Post.objects.filter(path__in=batch).values_list("path", "pk")
        yield from PostFile.objects.filter(path__in=batch).values_list("path", "post")


def _batches(paths: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(paths)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
