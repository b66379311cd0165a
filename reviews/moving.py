"""A post takes a step: the table is asked, the text is marked, the edition follows, and a row says who and when."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.deleting import delete, restore
from reviews.descendants import read_below
from reviews.editing import bring_back, lock, record_move, write
from reviews.hugo.document import Document
from reviews.models import Move, Post, Revision, Site, Why
from reviews.publishing import Manuscript, publish, withdraw
from reviews.reading import hands_down, page_of
from reviews.sync.hook import wish
from reviews.workflow import STEPS, Facts, Status, Step, refusal


class StepRefused(Exception):
    """A step that this person cannot take now; the text says why."""


def owns(user: User, post: Post) -> bool:
    """Whether the user made the post or writes under one of its names."""
    return post.created_by_id == user.pk or post.authors.filter(user_id=user.pk).exists()


def has_written(user: User, post: Post) -> bool:
    """Whether the user had a hand in the text since it was last approved or published."""
    settled = Move.objects.filter(post=post, to_status__in=[Status.APPROVED, Status.PUBLISHED]).first()
    own = Revision.objects.filter(post=post, by=user, why__in=[Why.SAVED, Why.MERGED, Why.RESTORED])
    return own.filter(at__gt=settled.at).exists() if settled else own.exists()


def facts(user: User, post: Post) -> Facts:
    """What the table asks, gathered for this user and post."""
    publish_date = post.edition.publish_date if post.is_live else None
    return Facts(
        status=post.status,
        is_owner=owns(user, post),
        has_written=has_written(user, post),
        is_live=post.is_live,
        is_waiting=publish_date is not None and publish_date > timezone.now(),
        is_approved=post.is_approved,
        may=lambda permission: user.is_active and user.has_perm(f"reviews.{permission}"),
        is_administrator=user.is_superuser,
        is_deleted=post.is_deleted,
    )


@transaction.atomic
def move(
    post: Post,
    step_name: str,
    by: User,
    *,
    note: str = "",
    at: datetime | None = None,
    based_on: int | None = None,
) -> Move:
    """Take the step for `by`; `at` is the moment to publish at (aware; for `schedule`). `post` is brought up to date.

    `based_on`: the head that the person saw. Raises StepRefused where the table forbids the step, something is missing
    or the text is another by now; FrontMatterError where Hugo would refuse it; EditRefused where it cannot be marked.
    """
    current = lock(post)
    if based_on is not None and based_on != current.head_id:
        raise StepRefused(_("The text has changed since you opened it; read it again before you take this step."))
    step = check(current, step_name, by, note=note, at=at)
    match step.name:
        case "publish" | "schedule":
            _publish(current, by, note, at)
        case "unpublish":
            _withdraw(current, by, note)
        case "unschedule":
            _unschedule(current, by, note)
        case "approve":
            _approve(current)
        case "delete" | "restore":
            _come_and_go(current, step)
    row = record_move(current, step.name, step.target, by, note)
    wish(current, row)
    post.refresh_from_db()
    post._state.fields_cache.pop("edition", None)
    return row


def check(post: Post, step_name: str, by: User, *, note: str = "", at: datetime | None = None) -> Step:
    """The step, if `by` can take it now; else StepRefused."""
    step = STEPS.get(step_name)
    if step is None:
        raise StepRefused(
            _("Unknown step “%(step)s”; known are: %(known)s") % {"step": step_name, "known": ", ".join(STEPS)}
        )
    reason = refusal(step, facts(by, post))
    if reason is not None:
        raise StepRefused(f"{step.label}: {reason}")
    if step.needs_note and not note.strip():
        raise StepRefused(_("%(step)s: say what should change.") % {"step": step.label})
    if step.needs_time and (at is None or at <= timezone.now()):
        raise StepRefused(_("%(step)s: name a time in the future.") % {"step": step.label})
    if at is not None and not step.needs_time:
        raise StepRefused(_("%(step)s: takes no time; “schedule” does.") % {"step": step.label})
    if step.name in {"publish", "schedule", "approve"} and post.conflict_id is not None:
        raise StepRefused(
            _("%(step)s: the file was changed in the folder too; settle the conflict first.") % {"step": step.label}
        )
    return step


def _approve(post: Post) -> None:
    post.approved_source_id = post.head_id
    post.save(update_fields=["approved_source"])


def _publish(post: Post, by: User, note: str, at: datetime | None) -> None:
    """The approved text goes to the readers; publishing itself may change `draft` and, on a schedule, `publishDate`."""
    site = Site.load()
    document = post.document.set_draft(False)
    if at is not None:
        document = document.set_date("publishDate", at.replace(microsecond=0), site.zone)
    page = page_of(site, post, document, published=True)
    if page.draft:
        raise StepRefused(_("A section above hands down “draft: true”; the page would not be published."))
    if at is not None and (page.publish_date is None or page.publish_date <= timezone.now()):
        raise StepRefused(_("The site's configuration takes the date from another key; the page would not wait."))
    before = _handed_down(post)
    _rewrite(post, document, by, Why.PUBLISHED, note)
    bring_back(post)
    _approve(post)
    publish(site, Manuscript(post, post.head_id, document, page))
    _tell_below(site, post, before)


def _withdraw(post: Post, by: User, note: str) -> None:
    before = _handed_down(post)
    withdraw([post])
    _rewrite(post, post.document.set_draft(True), by, Why.WITHDRAWN, note)
    _tell_below(Site.load(), post, before)


def _come_and_go(post: Post, step: Step) -> None:
    before = _handed_down(post)
    (delete if step.name == "delete" else restore)(post)
    _tell_below(Site.load(), post, before)


def _unschedule(post: Post, by: User, note: str) -> None:
    """Off the schedule: the text is again the one that was approved, without the date that the schedule wrote.

    A text that has come from the folder since stays as it is, with its date.
    """
    withdraw([post])
    scheduled = Revision.objects.filter(post=post, why=Why.PUBLISHED).first()
    earlier = Revision.objects.filter(post=post, pk__lt=scheduled.pk).select_related("source") if scheduled else None
    before = earlier.order_by("-pk").first() if earlier is not None else None
    if before is None or scheduled is None or post.head_id != scheduled.source_id:
        _rewrite(post, post.document.set_draft(True), by, Why.WITHDRAWN, note)
        return
    _rewrite(post, Document.parse(bytes(before.source), post.path).set_draft(True), by, Why.WITHDRAWN, note)
    _approve(post)


def _handed_down(post: Post) -> str:
    """What pages below have from this head, a draft or not; articles and deleted heads hand nothing down."""
    if post.kind == "page" or post.is_deleted:
        return ""
    return hands_down(Document.parse(bytes(post.edition.source if post.is_live else post.head), post.path))


def _tell_below(site: Site, post: Post, before: str) -> None:
    if _handed_down(post) != before:
        read_below(site, post)


def _rewrite(post: Post, document: Document, by: User, why: Why, note: str) -> None:
    """A revision in any case: the history says which text was published or withdrawn."""
    if bytes(document) != bytes(post.head):
        write(post, document, by, why, note)
    else:
        Revision.objects.create(post=post, source_id=post.head_id, why=why, by=by, note=note)
