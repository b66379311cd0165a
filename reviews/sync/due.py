"""What must happen when a time passes: the files of posts that have become due, and deliveries that failed before."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.models import Delivery, Edition, Site
from reviews.sync.hook import deliver, is_on
from reviews.sync.lock import Busy, one_at_a_time
from reviews.sync.report import Report


def see_to_what_is_due(*, dry_run: bool = False, wait: float = 0, at_once: bool = False) -> Report:
    """Name the posts whose time has come or is over since the last time, then deliver what waits.

    `at_once`: what failed before is not left alone until its next try.
    """
    now, site = timezone.now(), Site.load()
    report = Report(is_bare=site.is_bare)
    _note_due(now, report, dry_run)
    wanted = Delivery.objects.due(now) | (Delivery.objects.failed() if at_once else Delivery.objects.none())
    waiting = list(wanted.select_related("post", "by")) if is_on() else []
    if dry_run:
        for delivery in waiting:
            report.add(delivery.post.path, "due", _("to be written to the folder"))
    elif waiting:
        _deliver(Path(site.home), waiting, wait, report)
    return report


def _note_due(now: datetime, report: Report, dry_run: bool) -> None:
    """Readers need none of this, for they are asked by the clock; the folder and its commits do.

    `due_until` moves when something has become due, so that what is kept of pages can be kept by it.
    """
    with transaction.atomic():
        site = Site.objects.select_for_update().filter(pk=1).first()
        if site is None:
            return
        since = site.due_until
        came = _between(since, now)
        for edition in came:
            word = "expired" if edition.expiry_date and edition.expiry_date <= now else "live"
            report.add(edition.path, word, "")
        if dry_run or (since is not None and not came):
            return
        if is_on():
            _want(edition for edition in came if edition.publish_date and edition.publish_date > (since or now))
        Site.objects.filter(pk=1).update(due_until=now)


def _between(since: datetime | None, now: datetime) -> list[Edition]:
    """The editions whose time has come, or is over, after `since`; the first run of all only starts the clock."""
    if since is None:
        return []
    began = Q(publish_date__gt=since, publish_date__lte=now)
    ended = Q(expiry_date__gt=since, expiry_date__lte=now)
    return list(Edition.objects.filter(began | ended).select_related("post").order_by("path"))


def _want(editions: Iterable[Edition]) -> None:
    """Files that came from the folder are there already; asking again costs a look."""
    for edition in editions:
        if not Delivery.objects.filter(post=edition.post_id).exists():
            Delivery.objects.want(edition.post, None)


def _deliver(home: Path, waiting: list[Delivery], wait: float, report: Report) -> None:
    try:
        with one_at_a_time(home, wait):
            for delivery in waiting:
                told = deliver(delivery, settings.GIT_TIMEOUT)
                report.actions += told.actions
                report.commits += told.commits
    except Busy as error:
        for delivery in waiting:
            report.add(delivery.post.path, "waiting", str(error))
