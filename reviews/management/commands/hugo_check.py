"""hugo_check SITE: what Hugo would refuse, and the proof that nothing would change. Needs no database."""

from typing import Any

from reviews.hugo.folder import Folder
from reviews.management.site_command import SiteCommand
from reviews.sync.check import check
from reviews.sync.report import Report


class Command(SiteCommand):
    """Reads every content file of a Hugo folder."""

    help = "Read every content file: name those that Hugo would refuse, prove that the others come back byte for byte."
    writes = False

    def run(self, options: dict[str, Any]) -> Report:
        """Check the folder."""
        return check(Folder.open(options["site"]))
