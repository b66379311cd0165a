"""hugo_import SITE: folder -> database, once or as files change."""

import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import close_old_connections
from django.utils.translation import gettext as _

from reviews.hugo.folder import Folder, FolderError
from reviews.hugo.site import ConfigError
from reviews.management.importing import ImportingCommand
from reviews.sync.changed import Changes
from reviews.sync.git import Repository
from reviews.sync.report import Action, Report
from reviews.sync.watch import Watch, is_leftover, rounds


class Command(ImportingCommand):
    """Takes a Hugo folder's files into the database."""

    help = "Take a Hugo folder into the database: unedited posts take the file's text, edited ones merge or conflict."
    watched: Changes | None = None
    failures: list[Action] = []  # of the round before

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--since` and `--watch` beside an importing command's options."""
        super().add_arguments(parser)
        since = _("read what Git says has changed since this commit, which was imported whole")
        parser.add_argument("--since", metavar="REV", help=since)
        watch = _("go on, and take in what changes; looks every SECONDS (2)")
        parser.add_argument("--watch", type=float, nargs="?", const=2.0, metavar="SECONDS", help=watch)

    def run(self, options: dict[str, Any]) -> Report:
        """Import the folder."""
        _site, self.folder, report = self.take(options, lambda folder: self.watched or _since(folder, options["since"]))
        return report

    def handle(self, *args: Any, **options: Any) -> None:
        """Once, or until a signal ends it."""
        if options["watch"] is None:
            super().handle(*args, **options)
            return
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        self._watch(options, ended)

    def _watch(self, options: dict[str, Any], ended: threading.Event) -> None:
        try:
            watch = Watch(Folder.open(options["site"]))
        except (FolderError, ConfigError, OSError) as error:
            self._refuse(str(error), options)
        began = time.process_time()
        watch.begin()
        cost = time.process_time() - began
        if problem := self._attempt(options):
            raise CommandError(problem, returncode=2)
        told = _("watching %(files)s files; a look takes %(cost)s s")
        self._say(told % {"files": len(watch.taken), "cost": f"{cost:.2f}"})
        last = ""
        for changed in rounds(watch, options["watch"], ended, self._say):
            self.watched = Changes(changed, is_leftover)
            problem = self._attempt(options)
            if not problem:
                watch.settle(changed)
                watch.folder = self.folder  # its configuration may be another now
            elif problem != last:
                self._say(problem)
            last = problem

    def _attempt(self, options: dict[str, Any]) -> str:
        """One import; why it could not be made, "" where it was, whatever became of single files."""
        close_old_connections()
        try:
            super().handle(**options)
        except SystemExit:
            return ""
        except CommandError as error:
            return str(error)
        return ""

    def _say(self, text: str) -> None:
        self.stderr.write(text)

    def _print(self, report: Report, options: dict[str, Any]) -> None:
        """While watching: a line for each action, and none for what is as it was."""
        if self.watched is None or options["json"]:
            super()._print(report, options)
            return
        for action in report.actions:
            if action.action != "unchanged" and action not in self.failures:
                self.stdout.write(str(action))
        self._print_diffs(report)
        self.stdout.flush()
        self.failures = report.failures


def _since(folder: Folder, revision: str | None) -> Changes | None:
    if revision is None:
        return None
    changed = Repository.around(folder.root).changed_since(revision)
    return Changes({f"content/{path}" for path in changed} if folder.is_bare else changed)
