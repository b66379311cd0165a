"""`--commit` and `--commit-each`: what the commands that write into a folder share."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reviews.hugo.folder import Folder
from reviews.models import Site
from reviews.sync.commits import Committing
from reviews.sync.git import Repository


def add_commit_arguments(parser: ArgumentParser) -> None:
    """One commit for the run, or one for each post."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--commit", action="store_true", help=_("commit what was written, by those who moved the posts"))
    group.add_argument("--commit-each", action="store_true", help=_("the same, a commit for each post"))


def committing(options: dict[str, Any], site: Site, folder: Folder, *, merges: bool, prune: bool) -> Committing | None:
    """The run's commits, where they were asked for; looks whether they can be made. Raises GitError."""
    if not options["commit"] and not options["commit_each"]:
        return None
    repository = Repository.around(folder.root, settings.GIT_TIMEOUT)
    work = Committing(site, folder, repository, options["commit_each"], prune)
    work.prepare(merges=merges, dry_run=options["dry_run"])
    return work
