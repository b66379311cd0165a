"""publish_due: what must happen when a scheduled time passes, and once more what the publish hook could not do."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import close_old_connections
from django.utils.translation import gettext as _

from reviews.indexnow import tell_search_engines
from reviews.management.site_command import ReportCommand
from reviews.sync.due import see_to_what_is_due
from reviews.sync.report import Report


class Command(ReportCommand):
    """Delivers what is due. Run it every minute, or let it run with `--loop`; two at once do no harm."""

    help = "Write (and commit) the files of posts that have become due, and what the publish hook could not deliver."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--loop` and `--wait` beside the common options."""
        super().add_arguments(parser)
        parser.add_argument("--loop", type=float, metavar="SECONDS", help=_("go on, with so long a pause between"))
        parser.add_argument("--now", action="store_true", help=_("try what failed before at once"))
        wait = _("wait so long for another sync to end; without it, what is due waits for the next time")
        parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help=wait)

    def run(self, options: dict[str, Any]) -> Report:
        """See to what is due, once."""
        report = see_to_what_is_due(dry_run=options["dry_run"], wait=options["wait"], at_once=options["now"])
        if not options["dry_run"]:
            tell_search_engines()
        return report

    def handle(self, *args: Any, **options: Any) -> None:
        """Once, or again and again until a signal ends it."""
        if options["loop"] is None:
            super().handle(*args, **options)
            return
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        while not ended.is_set():
            self.attempt(options)
            ended.wait(options["loop"])

    def _print(self, report: Report, options: dict[str, Any]) -> None:
        if report.actions or options["loop"] is None:
            super()._print(report, options)

    def attempt(self, options: dict[str, Any]) -> None:
        """One round of the loop: whatever goes wrong is told, and tried again in the next."""
        close_old_connections()
        try:
            super().handle(**options)
        except SystemExit:
            return  # some files failed; each was named
        except CommandError as error:
            self.stderr.write(str(error))
