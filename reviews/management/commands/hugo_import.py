"""hugo_import SITE: folder -> database."""

from typing import Any

from reviews.management.site_command import ImportingCommand
from reviews.sync.report import Report


class Command(ImportingCommand):
    """Takes a Hugo folder's files into the database."""

    help = "Take a Hugo folder into the database: unedited posts take the file's text, edited ones merge or conflict."

    def run(self, options: dict[str, Any]) -> Report:
        """Import the folder."""
        return self.take(options)[2]
