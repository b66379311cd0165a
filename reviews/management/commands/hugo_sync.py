"""hugo_sync SITE: both ways, three-way, with the last known state of the folder as the base."""

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy

from reviews.hugo.folder import Folder
from reviews.management.committing import add_commit_arguments, committing
from reviews.management.importing import ImportingCommand
from reviews.models import Site
from reviews.sync.export import Export
from reviews.sync.report import Report


class Command(ImportingCommand):
    """Import, then export."""

    help = "Merge the folder and the database, both ways."
    writes_back = True
    prunes = gettext_lazy(
        "take away the files of posts that were deleted at the desk; withdraw posts even where most files are gone"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--commit` beside an import's options."""
        super().add_arguments(parser)
        add_commit_arguments(parser)

    def run(self, options: dict[str, Any]) -> Report:
        """Import the folder, then export to it; a file is named once, with what was written last."""
        folder = Folder.open(options["site"])
        commits = committing(options, Site.load(), folder, merges=True, prune=options["prune"])
        site, folder, taken = self.take(options)
        export = Export(site, folder, options["dry_run"], progress=self.progress(options), full=options["full"])
        export.diffs, export.prune = self.diffs, options["prune"]
        given = export.run()
        report = joined(taken, given, folder.is_bare)
        if commits is not None and not options["dry_run"]:
            commits.site = site
            commits.run(given, report)
        return report


def joined(taken: Report, given: Report, is_bare: bool) -> Report:
    """Both reports in one: a file's line is the import's unless that says nothing happened."""
    quiet = {"unchanged", "synced", "kept"}
    told = {action.path: action for action in taken.actions}
    for action in given.actions:
        if action.path not in told or (told[action.path].action in quiet and action.action not in quiet):
            told[action.path] = action
        elif action.action in {"created", "updated"}:  # both sides changed: what was taken in, and what was written
            told[action.path] = replace(told[action.path], diffs=told[action.path].diffs + action.diffs)
    return Report(list(told.values()), is_bare)
