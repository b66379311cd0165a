"""render: the readers' texts that are missing or stale are set, before readers ask for them."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reviews.management.progress import Bar
from reviews.models import Site
from reviews.printing import set_stale


class Command(BaseCommand):
    """Sets texts, in several processes; can be stopped and run again at any time."""

    help = "Set the readers' texts that are missing or stale (what no run has set is set for the first who asks)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--stale` says what is done anyway; `--jobs`."""
        parser.add_argument("--stale", action="store_true", help=_("what is missing or stale: the default"))
        parser.add_argument("--jobs", type=int, help=_("so many processes at once (as many as the machine has cores)"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Set them."""
        is_terminal = sys.stderr.isatty()
        bar = Bar(disable=not is_terminal, unit=_("texts"), say=None if is_terminal else self.stderr.write)
        kept = set_stale(Site.load(), options["jobs"], bar)
        self.stdout.write(_("%(count)s texts set") % {"count": kept})
