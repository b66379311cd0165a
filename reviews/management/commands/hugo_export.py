"""hugo_export SITE: database -> folder."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from reviews.management.site_command import Refused, SiteCommand
from reviews.models import Site
from reviews.sync.export import Export, open_target
from reviews.sync.report import Report


class Command(SiteCommand):
    """Writes what differs into a Hugo folder."""

    help = (
        "Write posts and their files into a Hugo folder: only what differs, each file whole, never over unseen bytes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--working-copies` beside the common options."""
        super().add_arguments(parser)
        parser.add_argument("--working-copies", action="store_true", help=_("what editors see, for a preview branch"))
        parser.add_argument("--restore", action="store_true", help=_("write again what was deleted in the folder"))

    def run(self, options: dict[str, Any]) -> Report:
        """Export to the folder."""
        site = Site.load()
        folder = open_target(site, options["site"])
        if options["working_copies"] and site.is_home(folder.root):
            raise Refused(_("the home folder takes published texts only; export working copies to another folder"))
        work = Export(site, folder, options["dry_run"], options["working_copies"], options["restore"])
        work.progress = self.progress(options)
        return work.run()
