"""What the commands that take a Hugo folder in share. Apart from the others, for it loads the renderer."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.hugo.folder import Folder
from reviews.management.site_command import SiteCommand, add_full_argument
from reviews.models import Site
from reviews.printing import set_stale
from reviews.sync.apply import Import
from reviews.sync.changed import Changes
from reviews.sync.report import Report


class ImportingCommand(SiteCommand):
    """A command that takes a folder in."""

    writes_back = False  # whether an export follows
    prunes = gettext_lazy("withdraw posts even where most files are gone")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--prune` beside the common options."""
        super().add_arguments(parser)
        parser.add_argument("--prune", action="store_true", help=str(self.prunes))
        add_full_argument(parser)
        no_render = _("leave the readers' texts to `render`, or to the first who asks")
        parser.add_argument("--no-render", action="store_true", help=no_render)
        parser.add_argument("--jobs", type=int, help=_("set the texts in so many processes"))

    def finish(self, options: dict[str, Any]) -> None:
        """Set the texts of what has come."""
        if not options["dry_run"] and not options["no_render"]:
            set_stale(Site.load(), options["jobs"], self.progress(options))

    def take(
        self, options: dict[str, Any], only: Callable[[Folder], Changes | None] = lambda folder: None
    ) -> tuple[Site, Folder, Report]:
        """Import the folder, or what `only` says of it; with the site and the folder for what comes after."""
        folder = Folder.open(options["site"])
        site = Site.load() if options["dry_run"] else Site.stored()
        work = Import(site, folder, options["dry_run"], options["prune"], self.progress(options), only(folder))
        work.full, work.diffs, work.writes_back = options["full"], self.diffs, self.writes_back
        report = work.run()
        self.say_if_away(site, folder.root)
        return site, folder, report
