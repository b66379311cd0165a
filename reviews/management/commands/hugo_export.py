"""hugo_export SITE: database -> folder."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from reviews.management.committing import add_commit_arguments, committing
from reviews.management.site_command import Refused, SiteCommand, add_full_argument
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
        prune = _("take away the files of posts that were deleted at the desk")
        parser.add_argument("--prune", action="store_true", help=prune)
        add_full_argument(parser)
        add_commit_arguments(parser)

    def run(self, options: dict[str, Any]) -> Report:
        """Export to the folder."""
        site = Site.load()
        folder = open_target(site, options["site"])
        if options["working_copies"] and site.is_home(folder.root):
            raise Refused(_("the home folder takes published texts only; export working copies to another folder"))
        commits = committing(options, site, folder, merges=False, prune=options["prune"])
        work = Export(site, folder, options["dry_run"], options["working_copies"], options["restore"])
        work.prune = options["prune"]
        work.progress, work.full, work.diffs = self.progress(options), options["full"], self.diffs
        report = work.run()
        if commits is not None and not options["dry_run"]:
            commits.run(report, report)
        return report
