"""blobs: which bytes of files are missing, and which nobody names; takes the latter away."""

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reviews.management.site_command import ReportCommand
from reviews.models import Site
from reviews.sync.blobs import BlobCheck
from reviews.sync.lock import one_at_a_time
from reviews.sync.report import Report


class Command(ReportCommand):
    """Looks at the storage of blobs; no sync runs meanwhile."""

    help = "Name files whose bytes are missing, and bytes that no file names; --remove takes those away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` and `--older-than` beside the common options."""
        parser.add_argument("--remove", action="store_true", help=_("take away bytes that no file names"))
        older = _("only what has not been put in or asked for within so many hours (24)")
        parser.add_argument("--older-than", type=float, default=24, metavar="HOURS", help=older)
        parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help=_("wait for another sync to end"))
        super().add_arguments(parser)

    def hold(self, options: dict[str, Any]) -> AbstractContextManager[None]:
        """Every sync, for an import puts bytes in before it names them."""
        return one_at_a_time(Path(Site.load().home or settings.DATA_DIR), options["wait"])

    def run(self, options: dict[str, Any]) -> Report:
        """Look, and take away what was asked for."""
        return BlobCheck(options["remove"], options["dry_run"], timedelta(hours=options["older_than"])).run()
