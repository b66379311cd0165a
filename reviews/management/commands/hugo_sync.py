"""hugo_sync SITE: both ways, three-way, with the last known state of the folder as the base."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from reviews.hugo.folder import Folder
from reviews.management.site_command import SiteCommand
from reviews.models import Site
from reviews.sync.apply import Import
from reviews.sync.export import Export
from reviews.sync.report import Report


class Command(SiteCommand):
    """Import, then export."""

    help = "Merge the folder and the database, both ways."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--prune` beside the common options."""
        super().add_arguments(parser)
        parser.add_argument("--prune", action="store_true", help=_("withdraw posts even where most files are gone"))

    def run(self, options: dict[str, Any]) -> Report:
        """Import the folder, then export to it; a file is named once, with what was written last."""
        folder = Folder.open(options["site"])
        site = Site.load() if options["dry_run"] else Site.stored()
        taken = Import(site, folder, options["dry_run"], options["prune"], self.progress(options)).run()
        given = Export(site, folder, options["dry_run"], progress=self.progress(options)).run()
        self.say_if_away(site, folder.root)
        return joined(taken, given)


def joined(taken: Report, given: Report) -> Report:
    """Both reports in one: a file's line is the import's unless that says nothing happened."""
    quiet = {"unchanged", "synced"}
    told = {action.path: action for action in taken.actions}
    for action in given.actions:
        if action.path not in told or (told[action.path].action in quiet and action.action not in quiet):
            told[action.path] = action
    return Report(list(told.values()))
