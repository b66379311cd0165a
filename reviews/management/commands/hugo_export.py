"""hugo_export SITE: database -> folder."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from reviews.management.site_command import SiteCommand
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

    def run(self, options: dict[str, Any]) -> Report:
        """Export to the folder."""
        site = Site.load()
        folder = open_target(site, options["site"])
        return Export(site, folder, options["dry_run"], options["working_copies"], self.progress(options)).run()
