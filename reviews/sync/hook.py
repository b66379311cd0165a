"""The publish hook: the file of a post goes to the folder as soon as the post is published, withdrawn or due.

The wish is written with the step, and tried when that is safe in the database. A try that fails, or that another sync
stands in the way of, costs the step nothing: the desk shows it, and `publish_due` tries again.
"""

import logging
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.hugo.folder import FolderError
from reviews.hugo.site import ConfigError
from reviews.models import Delivery, Move, Post, PostFile, Site
from reviews.sync.commits import Committing
from reviews.sync.export import Export, open_target
from reviews.sync.git import GitError, Repository
from reviews.sync.lock import Busy, one_at_a_time
from reviews.sync.report import FAILED, Report

logger = logging.getLogger(__name__)

EXPORT, COMMIT = "export", "commit"
DELIVERED = frozenset({"publish", "schedule", "unpublish", "unschedule", "delete", "restore"})
# What a person who has just published is made to wait for at the most; the rest is for `publish_due`.
PATIENCE_WITH_LOCK, PATIENCE_WITH_GIT, PATIENCE_WITH_MANY = 0.5, 4.0, 4.0


def wish(post: Post, move: Move) -> None:
    """Note that the step `move` needs the post's file written, in its transaction; try when that is committed."""
    if move.step not in DELIVERED or not is_on():
        return
    wanted = Delivery.objects.want(post, move, _waits_until(post))
    if wanted.next_try <= timezone.now():
        transaction.on_commit(lambda: try_now(wanted.pk), robust=True)


def wish_for(posts: Iterable[Post], by: User | None = None) -> None:
    """Note that these posts' files must be written for another reason than a step of theirs; as `wish` does.

    All are tried in one go after the transaction; what that has no time for is for `publish_due`.
    """
    if not is_on():
        return
    wanted = [Delivery.objects.want(post, None, _waits_until(post), by) for post in posts]
    due = [each.pk for each in wanted if each.next_try <= timezone.now()]
    if due:
        transaction.on_commit(lambda: try_all(due), robust=True)


def is_on() -> bool:
    """Whether the hook is set and there is a folder to write to."""
    return bool(settings.PUBLISH_HOOK) and bool(Site.load().home)


def try_now(pk: int, patience: float = PATIENCE_WITH_GIT) -> None:
    """Deliver it, if no other sync runs; else it is for `publish_due`. Raises nothing, for the step is done."""
    try_all([pk], patience)


def try_all(ids: Collection[int], patience: float = PATIENCE_WITH_GIT) -> None:
    """The same for many, as long as somebody can be made to wait."""
    ended = time.monotonic() + PATIENCE_WITH_MANY
    try:
        with one_at_a_time(Path(Site.load().home), PATIENCE_WITH_LOCK):
            for delivery in Delivery.objects.filter(pk__in=ids).select_related("post").order_by("pk"):
                _try(delivery, patience)
                if time.monotonic() > ended:
                    return
    except Busy as error:
        logger.info("the publish hook waits: %s", error)


def _try(delivery: Delivery, patience: float) -> None:
    try:
        deliver(delivery, patience)
    except Exception as error:
        logger.exception("the publish hook failed")  # told at the desk too: the person has published all the same
        if connection.is_usable():
            delivery.note_failure(repr(error)[:500])


def deliver(delivery: Delivery, git_timeout: float) -> Report:
    """Write the post's file and its bundle's, and commit them. The caller holds the lock. The row says how it went."""
    site = Site.load()
    report = Report(is_bare=site.is_bare)
    try:
        _export(site, delivery.post, report, git_timeout)
    except (GitError, FolderError, ConfigError) as error:
        report.add(delivery.post.path, "refused", " ".join(str(error).split()))
    if report.failures:
        delivery.note_failure("; ".join(dict.fromkeys(action.reason for action in report.failures)))
    else:
        Delivery.objects.filter(pk=delivery.pk).delete()
    return report


def _export(site: Site, post: Post, report: Report, git_timeout: float) -> None:
    home = Path(site.home)
    if not home.is_dir():
        told = _("the home folder %(folder)s is gone; put it back or import its new place")
        raise FolderError(told % {"folder": home})
    folder = open_target(site, home)
    commits, mine = None, [post.path, *PostFile.objects.filter(folder=post.folder).values_list("path", flat=True)]
    if settings.PUBLISH_HOOK == COMMIT:
        commits = Committing(site, folder, Repository.around(home, git_timeout))
        commits.prepare(merges=False, only=mine)
    wrote = Export(site, folder, only=[post.pk]).run()
    report.actions += wrote.actions
    if commits is not None and not any(action.action in FAILED for action in wrote.actions):
        commits.run(wrote, report, only=mine)


def _waits_until(post: Post) -> datetime | None:
    """A scheduled post's file goes to the folder when its time has come: who can read the folder is not asked here."""
    current = Post.objects.select_related("edition").get(pk=post.pk)
    return current.edition.publish_date if current.is_live else None
