"""Write what search looks up: for texts that it lacks or has stale, or anew for all."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from reviews.management.progress import Bar
from reviews.models import Site
from reviews.printing import set_stale
from reviews.search.upkeep import index_missing, rebuild


class Command(BaseCommand):
    """Sets the texts that are stale and writes the search index; can be stopped and run again at any time."""

    help = "Set the texts that are stale, and write what search lacks of them, or (--rebuild) the whole index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--rebuild` and `--jobs`."""
        parser.add_argument("--rebuild", action="store_true", help=_("write the whole index anew"))
        parser.add_argument("--jobs", type=int, help=_("so many processes at once (as many as the machine has cores)"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the texts, then index them."""
        set_anew = set_stale(Site.load(), options["jobs"], self._bar())
        work = rebuild if options["rebuild"] else index_missing
        indexed = work(options["jobs"], self._bar())
        said = _("%(count)s texts set, %(more)s more indexed")
        self.stdout.write(said % {"count": set_anew, "more": indexed})

    def _bar(self) -> Bar:
        is_terminal = sys.stderr.isatty()
        return Bar(disable=not is_terminal, unit=_("texts"), say=None if is_terminal else self.stderr.write)
