"""What an import changes in the files beside the pages, as diffs."""

from dataclasses import dataclass

from reviews.hugo.folder import FolderError
from reviews.hugo.reader import Reader
from reviews.models import PostFile, SiteFile
from reviews.sync.diffs import DESK, FOLDER, Diff, Diffs, Version, first_bytes
from reviews.sync.files import Held
from reviews.sync.report import Report
from reviews.sync.wanted import blob_pieces


@dataclass(frozen=True)
class FileDiffs:
    """Reads both sides of a file, before its row is changed."""

    diffs: Diffs
    reader: Reader
    report: Report

    def difference(self, held: Held, row: PostFile | SiteFile | None, action: str) -> tuple[Diff, ...]:
        """The desk's bytes before and after; in a conflict the desk's against the folder's."""
        if action not in {"created", "updated", "conflict"}:
            return ()
        try:
            ours = first_bytes(blob_pieces(row.blob.sha256)) if row else None
            theirs = first_bytes(self.reader.chunks(held.entry.path))
        except (OSError, FolderError):
            return ()  # the desk's bytes are missing (an export tells it), or the file has gone since it was read
        path = self.report.shown(held.entry.path)
        side = FOLDER if action == "conflict" else DESK
        return self.diffs.keep(Version(path, DESK, ours, is_page=False), Version(path, side, theirs, is_page=False))
