"""What the commands on a Hugo folder share: arguments, one report, exit codes."""

import gc
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from reviews.hugo.folder import FolderError
from reviews.hugo.site import ConfigError
from reviews.management.progress import Bar
from reviews.models import Site
from reviews.sync.diffs import Diffs
from reviews.sync.git import GitError
from reviews.sync.lock import Busy, one_at_a_time
from reviews.sync.report import NOTHING, Report, printable, table


@contextmanager
def few_collections() -> Iterator[None]:
    """Rows by the hundred thousand make no cycles; looking for some at every 700th takes a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class ReportCommand(BaseCommand):
    """A command whose result is a Report. Subclasses give `run`."""

    requires_system_checks: list[str] = []
    diffs: Diffs | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options that every command has."""
        parser.add_argument("--dry-run", action="store_true", help=_("print what would be done and do nothing"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def run(self, options: dict[str, Any]) -> Report:
        """Do the work."""
        raise NotImplementedError

    def hold(self, options: dict[str, Any]) -> AbstractContextManager[None]:
        """What the work must have for itself while it runs."""
        return nullcontext()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print, and leave with the report's exit code."""
        with few_collections(), closing(Diffs()) as diffs:
            self.diffs = diffs if options.get("diff") else None
            report = self._told(options)
        self.finish(options)
        if report.exit_code:
            sys.exit(report.exit_code)

    def _told(self, options: dict[str, Any]) -> Report:
        try:
            with self.hold(options):
                report = self.run(options)
        except (FolderError, ConfigError, Refused, Busy, GitError, OSError) as error:
            self._refuse(str(error), options)
        except DatabaseError as error:
            reason = _("the database does not answer or has no tables (manage.py migrate makes them): %(error)s")
            self._refuse(reason % {"error": error}, options)
        self._print(report, options)
        return report

    def finish(self, options: dict[str, Any]) -> None:
        """What comes after the report, when others may work again."""

    def _refuse(self, reason: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"actions": [], "counts": {}, "error": reason}, ensure_ascii=False))
        raise CommandError(" ".join(reason.split()), returncode=NOTHING)

    def _print(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            for piece in report.json_pieces():
                self.stdout.write(piece, ending="")
            self.stdout.write("")
            return
        quiet = {"unchanged", "ok"} if options["verbosity"] < 2 else set()
        told = [action for action in report.actions if action.action not in quiet]
        for line in table(told) if options["dry_run"] else map(str, told):
            self.stdout.write(line)
        self._print_diffs(report)
        for commit in report.commits:
            self.stdout.write(f"commit: {commit.id}: {printable(commit.subject)} ({commit.files})")
        counts = ", ".join(f"{count} {action}" for action, count in report.counts.items()) or _("nothing to do")
        self.stdout.write(f"{_('dry run: ') if options['dry_run'] else ''}{counts}")

    def _print_diffs(self, report: Report) -> None:
        for action in report.actions:
            for diff in action.diffs:
                self.stdout.write(str(diff), ending="")


class Refused(Exception):
    """Nothing was done; the text says why and what to do."""


class SiteCommand(ReportCommand):
    """A command on a Hugo folder; while it writes, no other sync of this folder or database runs."""

    writes = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SITE before the common options."""
        parser.add_argument("site", type=Path, help=_("a Hugo site's root, or a bare content folder"))
        if self.writes:
            wait = _("wait so long for another sync to end; without it, a running one is refused")
            diff = _("show what changes in the files' texts, as unified diffs")
            parser.add_argument("--diff", action="store_true", help=diff)
            parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help=wait)
        super().add_arguments(parser)

    def hold(self, options: dict[str, Any]) -> AbstractContextManager[None]:
        """The folder and the database, unless nothing is written."""
        if options["dry_run"] or not self.writes:
            return nullcontext()
        return one_at_a_time(options["site"], options["wait"])

    def say_if_away(self, site: Site, folder: Path) -> None:
        """A folder beside the home is served, but nothing is remembered of it: say so."""
        if site.home and not site.is_home(folder):
            note = _("note: the home folder is %(home)s; what stands in %(folder)s is not remembered")
            self.stderr.write(note % {"home": site.home, "folder": folder})

    def progress(self, options: dict[str, Any]) -> Bar:
        """A bar on a terminal, plain lines on standard error elsewhere, nothing beside JSON."""
        is_terminal = sys.stderr.isatty()
        say = None if options["json"] or is_terminal else self.stderr.write
        return Bar(disable=options["json"] or not is_terminal, unit=_("files"), say=say)


def add_full_argument(parser: ArgumentParser) -> None:
    """`--full`, for whoever does not trust the file system."""
    full = _("read every file, also where size and times say that it is as it was")
    parser.add_argument("--full", action="store_true", help=full)
