"""What an import changes in the texts of pages, as diffs: the desk's, the readers', and the folder's own in a merge."""

from dataclasses import dataclass

from reviews.hugo.errors import EditRefused
from reviews.sync.diffs import DESK, FOLDER, READERS, Diff, Diffs, Version
from reviews.sync.plan import Decision
from reviews.sync.report import Report


@dataclass(frozen=True)
class ImportDiffs:
    """Tells decisions as diffs; `writes_back`: what the sync would write into the folder too."""

    diffs: Diffs
    report: Report
    writes_back: bool

    def difference(self, decision: Decision) -> tuple[Diff, ...]:
        """The desk's text before and after, the readers' where theirs alone changes; in a conflict desk to folder."""
        path, post = self.report.shown(decision.entry.path), decision.post
        before = Version(self.report.shown(post.path) if post else path, DESK, bytes(post.head) if post else None)
        if decision.action == "conflict":
            return self.diffs.keep(before, Version(path, FOLDER, decision.data))
        if decision.head is None:
            return ()
        told = self.diffs.keep(before, Version(path, DESK, decision.head.data)) or self._readers(path, decision)
        return told + (self._written(path, decision) if self.writes_back else ())

    def _readers(self, path: str, decision: Decision) -> tuple[Diff, ...]:
        post = decision.post
        if post is None or not post.is_live or decision.edition is None:
            return ()
        before = Version(self.report.shown(post.path), READERS, bytes(post.edition.source))
        return self.diffs.keep(before, Version(path, READERS, decision.edition.data))

    def _written(self, path: str, decision: Decision) -> tuple[Diff, ...]:
        """The folder's text before and after a merge."""
        if decision.action != "merged" or decision.head is None:
            return ()
        try:
            after = decision.edition.data if decision.edition else bytes(decision.head.document.set_draft(True))
        except EditRefused:
            return ()  # the export tells it
        return self.diffs.keep(Version(path, FOLDER, decision.data), Version(path, FOLDER, after))
