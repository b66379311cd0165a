"""What the commands on a Hugo folder share: arguments, one report, exit codes."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from tqdm import tqdm

from reviews.hugo.folder import Folder, FolderError
from reviews.hugo.site import ConfigError
from reviews.models import Site
from reviews.sync.apply import Import
from reviews.sync.report import NOTHING, Report


class ReportCommand(BaseCommand):
    """A command whose result is a Report. Subclasses give `run`."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options that every command has."""
        parser.add_argument("--dry-run", action="store_true", help=_("print what would be done and do nothing"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def run(self, options: dict[str, Any]) -> Report:
        """Do the work."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print, and leave with the report's exit code."""
        try:
            report = self.run(options)
        except (FolderError, ConfigError, Refused, OSError) as error:
            self._refuse(str(error), options)
        except DatabaseError as error:
            reason = _("the database does not answer or has no tables (manage.py migrate makes them): %(error)s")
            self._refuse(reason % {"error": error}, options)
        self._print(report, options)
        if report.exit_code:
            sys.exit(report.exit_code)

    def _refuse(self, reason: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"actions": [], "counts": {}, "error": reason}, ensure_ascii=False))
        raise CommandError(" ".join(reason.split()), returncode=NOTHING)

    def _print(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        quiet = {"unchanged", "ok"} if options["verbosity"] < 2 else set()
        for action in report.actions:
            if action.action not in quiet:
                self.stdout.write(str(action))
        counts = ", ".join(f"{count} {action}" for action, count in report.counts.items()) or _("nothing to do")
        self.stdout.write(f"{_('dry run: ') if options['dry_run'] else ''}{counts}")


class Refused(Exception):
    """Nothing was done; the text says why and what to do."""


class SiteCommand(ReportCommand):
    """A command on a Hugo folder."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SITE before the common options."""
        parser.add_argument("site", type=Path, help=_("a Hugo site's root, or a bare content folder"))
        super().add_arguments(parser)

    def say_if_away(self, site: Site, folder: Path) -> None:
        """A folder beside the home is served, but nothing is remembered of it: say so."""
        if site.home and not site.is_home(folder):
            note = _("note: the home folder is %(home)s; what stands in %(folder)s is not remembered")
            self.stderr.write(note % {"home": site.home, "folder": folder})

    def progress(self, options: dict[str, Any]) -> "Bar":
        """A bar on a terminal, nothing elsewhere."""
        return Bar(disable=options["json"] or not sys.stderr.isatty())


class ImportingCommand(SiteCommand):
    """A command that takes a folder in."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--prune` beside the common options."""
        super().add_arguments(parser)
        parser.add_argument("--prune", action="store_true", help=_("withdraw posts even where most files are gone"))

    def take(self, options: dict[str, Any]) -> tuple[Site, Folder, Report]:
        """Import the folder; with the site and the folder for what comes after."""
        folder = Folder.open(options["site"])
        site = Site.load() if options["dry_run"] else Site.stored()
        report = Import(site, folder, options["dry_run"], options["prune"], self.progress(options)).run()
        self.say_if_away(site, folder.root)
        return site, folder, report


class Bar:
    """A progress bar that is called with (done, of how many)."""

    def __init__(self, *, disable: bool) -> None:
        self._bar = tqdm(disable=disable, unit=" posts", leave=False)

    def __call__(self, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()
