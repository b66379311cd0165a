"""A post takes a step: the table is asked, the text is marked, the edition follows, and a row says who and when."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.editing import lock, record_move, write
from reviews.hugo.document import Document
from reviews.models import Move, Post, Revision, Site, Why
from reviews.publishing import Manuscript, publish, withdraw
from reviews.reading import page_of
from reviews.workflow import STEPS, Facts, Step, refusal


class StepRefused(Exception):
    """A step that this person cannot take now; the text says why."""


def owns(user: User, post: Post) -> bool:
    """Whether the user made the post or writes under one of its names."""
    return post.created_by_id == user.pk or post.authors.filter(user_id=user.pk).exists()


def facts(user: User, post: Post) -> Facts:
    """What the table asks, gathered for this user and post."""
    publish_date = post.edition.publish_date if post.is_live else None
    return Facts(
        status=post.status,
        is_owner=owns(user, post),
        is_live=post.is_live,
        is_waiting=publish_date is not None and publish_date > timezone.now(),
        is_approved=post.is_approved,
        may=lambda permission: user.is_active and user.has_perm(f"reviews.{permission}"),
        is_administrator=user.is_superuser,
    )


@transaction.atomic
def move(post: Post, step_name: str, by: User, *, note: str = "", at: datetime | None = None) -> Move:
    """Take the step for `by`; `at` is the moment to publish at (aware; for `schedule`). `post` is brought up to date.

    Raises StepRefused where the table forbids it or something is missing, FrontMatterError where Hugo would refuse.
    """
    step = STEPS.get(step_name)
    if step is None:
        raise StepRefused(
            _("Unknown step “%(step)s”; known are: %(known)s") % {"step": step_name, "known": ", ".join(STEPS)}
        )
    current = lock(post)
    _check(step, facts(by, current), note, at, current)
    match step.name:
        case "publish" | "schedule":
            _publish(current, by, note, at)
        case "unpublish" | "unschedule":
            _withdraw(current, by, note)
        case "approve":
            current.approved_source_id = current.head_id
            current.save(update_fields=["approved_source"])
    row = record_move(current, step.name, step.target, by, note)
    post.refresh_from_db()
    post._state.fields_cache.pop("edition", None)
    return row


def _check(step: Step, known: Facts, note: str, at: datetime | None, post: Post) -> None:
    reason = refusal(step, known)
    if reason is not None:
        raise StepRefused(f"{step.label}: {reason}")
    if step.needs_note and not note.strip():
        raise StepRefused(_("%(step)s: say what should change.") % {"step": step.label})
    if step.needs_time and (at is None or at <= timezone.now()):
        raise StepRefused(_("%(step)s: name a time in the future.") % {"step": step.label})
    if step.name in {"publish", "schedule", "approve"} and post.conflict_id is not None:
        raise StepRefused(
            _("%(step)s: the file was changed in the folder too; settle the conflict first.") % {"step": step.label}
        )


def _publish(post: Post, by: User, note: str, at: datetime | None) -> None:
    """The approved text goes to the readers; publishing itself may change `draft` and, on a schedule, `publishDate`."""
    site = Site.load()
    document = post.document.set_draft(False)
    if at is not None:
        document = document.set_date("publishDate", at, site.zone)
    page = page_of(site, post, document, published=True)
    if page.draft:
        raise StepRefused(_("A section above hands down “draft: true”; the page would not be published."))
    _rewrite(post, document, by, Why.PUBLISHED, note)
    post.approved_source_id = post.head_id
    post.save(update_fields=["approved_source"])
    publish(site, Manuscript(post, post.head_id, document, page))


def _withdraw(post: Post, by: User, note: str) -> None:
    withdraw([post])
    was_approved = post.is_approved
    _rewrite(post, post.document.set_draft(True), by, Why.WITHDRAWN, note)
    if was_approved:
        post.approved_source_id = post.head_id
        post.save(update_fields=["approved_source"])


def _rewrite(post: Post, document: Document, by: User, why: Why, note: str) -> None:
    """A revision in any case: the history says which text was published or withdrawn."""
    if bytes(document) != bytes(post.head):
        write(post, document, by, why, note)
    else:
        Revision.objects.create(post=post, source_id=post.head_id, why=why, by=by, note=note)
