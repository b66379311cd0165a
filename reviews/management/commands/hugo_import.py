"""hugo_import SITE: folder -> database."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from reviews.hugo.folder import Folder
from reviews.management.site_command import SiteCommand
from reviews.models import Site
from reviews.sync.apply import Import
from reviews.sync.report import Report


class Command(SiteCommand):
    """Takes a Hugo folder's files into the database."""

    help = "Take a Hugo folder into the database: unedited posts take the file's text, edited ones merge or conflict."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--prune` beside the common options."""
        super().add_arguments(parser)
        parser.add_argument("--prune", action="store_true", help=_("withdraw posts even where most files are gone"))

    def run(self, options: dict[str, Any]) -> Report:
        """Import the folder."""
        folder = Folder.open(options["site"])
        site = Site.load() if options["dry_run"] else Site.stored()
        report = Import(site, folder, options["dry_run"], options["prune"], self.progress(options)).run()
        self.say_if_away(site, folder.root)
        return report
