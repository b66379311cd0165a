"""hugo_sync SITE: both ways, three-way, with the last known state of the folder as the base."""

from typing import Any

from reviews.management.site_command import ImportingCommand
from reviews.sync.export import Export
from reviews.sync.report import Report


class Command(ImportingCommand):
    """Import, then export."""

    help = "Merge the folder and the database, both ways."

    def run(self, options: dict[str, Any]) -> Report:
        """Import the folder, then export to it; a file is named once, with what was written last."""
        site, folder, taken = self.take(options)
        given = Export(site, folder, options["dry_run"], progress=self.progress(options)).run()
        return joined(taken, given)


def joined(taken: Report, given: Report) -> Report:
    """Both reports in one: a file's line is the import's unless that says nothing happened."""
    quiet = {"unchanged", "synced"}
    told = {action.path: action for action in taken.actions}
    for action in given.actions:
        if action.path not in told or (told[action.path].action in quiet and action.action not in quiet):
            told[action.path] = action
    return Report(list(told.values()))
