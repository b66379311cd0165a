"""The editorial workflow: statuses, and the one table of steps from which permissions, buttons and commands follow."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a post's working copy stands. Whether readers see the post is another question: its Edition."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@dataclass(frozen=True)
class Facts:
    """What the table asks of a post and a person; gathered by the caller, so that the table needs no database."""

    status: str
    is_owner: bool
    is_live: bool  # an edition stands (its time may still come)
    is_waiting: bool  # an edition stands whose time has not come
    is_approved: bool  # the text that was approved is the text of today
    may: Callable[[str], bool]  # has the person this permission (name without the app)?
    has_written: bool = False  # had the person a hand in the text since it was last approved?
    is_administrator: bool = False
    is_deleted: bool = False  # deleted at the desk, and not restored since


@dataclass(frozen=True)
class Step:
    """One row: what it is called, from where to where, who may, and what else must be true."""

    name: str
    label: Promise
    sources: frozenset[str]
    target: str
    allows: Callable[[Facts], bool]
    denied: Promise  # said to a person whom `allows` turns away
    requires: Callable[[Facts], bool] = lambda facts: True
    missing: str | Promise = ""  # said where `requires` is not met
    needs_note: bool = False
    needs_time: bool = False
    is_primary: bool = False  # the button that leads on
    done: str | Promise = ""


def _writes(facts: Facts) -> bool:
    return facts.is_owner or facts.may("edit_any_post")


def _reviews(facts: Facts) -> bool:
    """Four eyes: nobody approves words of their own, but an administrator, who may be alone."""
    is_own = facts.is_owner or facts.has_written
    return facts.may("review_post") and (not is_own or facts.is_administrator)


def _publishes(facts: Facts) -> bool:
    return facts.may("publish_post")


def _restores(facts: Facts) -> bool:
    """An editor any post; an author a draft of their own."""
    is_theirs = facts.may("edit_any_post") or facts.is_owner
    is_own_draft = facts.is_owner and (facts.is_deleted or facts.status in {Status.DRAFT, Status.CHANGES_REQUESTED})
    return is_own_draft or (facts.may("delete_post") and is_theirs)


def _deletes(facts: Facts) -> bool:
    """Who deletes what readers have must be one who may take it from them."""
    return _restores(facts) and (not facts.is_live or _publishes(facts))


_DELETERS = _("Only an editor may do this; an author with a draft of their own that readers do not have.")
_OWNERS = _("Only the post's author or an editor may do this.")
_REVIEWERS = _("Only a reviewer or an editor may do this, and nobody for a text of their own.")
_EDITORS = _("Only an editor may do this.")
_UNAPPROVED = _("The text has changed since it was approved: submit it again.")
_UNSCHEDULABLE = _("Only an approved text of a post that readers do not have yet can wait for its time.")
_S = Status

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            "submit",
            _("Submit for review"),
            frozenset({_S.DRAFT, _S.CHANGES_REQUESTED}),
            _S.IN_REVIEW,
            _writes,
            _OWNERS,
            is_primary=True,
            done=_("Submitted for review."),
        ),
        Step(
            "recall",
            _("Recall"),
            frozenset({_S.IN_REVIEW}),
            _S.DRAFT,
            _writes,
            _OWNERS,
            done=_("Recalled: a draft again."),
        ),
        Step(
            "approve",
            _("Approve"),
            frozenset({_S.IN_REVIEW}),
            _S.APPROVED,
            _reviews,
            _REVIEWERS,
            is_primary=True,
            done=_("Approved."),
        ),
        Step(
            "request_changes",
            _("Request changes"),
            frozenset({_S.IN_REVIEW, _S.APPROVED}),
            _S.CHANGES_REQUESTED,
            _reviews,
            _REVIEWERS,
            needs_note=True,
            done=_("Changes requested."),
        ),
        Step(
            "publish",
            _("Publish"),
            frozenset({_S.APPROVED}),
            _S.PUBLISHED,
            _publishes,
            _EDITORS,
            requires=lambda facts: facts.is_approved,
            missing=_UNAPPROVED,
            is_primary=True,
            done=_("Published."),
        ),
        Step(
            "schedule",
            _("Schedule"),
            frozenset({_S.APPROVED}),
            _S.PUBLISHED,
            _publishes,
            _EDITORS,
            requires=lambda facts: facts.is_approved and (facts.is_waiting or not facts.is_live),
            missing=_UNSCHEDULABLE,
            needs_time=True,
            done=_("Scheduled."),
        ),
        Step(
            "unschedule",
            _("Unschedule"),
            frozenset({_S.PUBLISHED}),
            _S.APPROVED,
            _publishes,
            _EDITORS,
            requires=lambda facts: facts.is_waiting,
            missing=_("It is not waiting for its time."),
            done=_("Taken off the schedule."),
        ),
        Step(
            "unpublish",
            _("Unpublish"),
            frozenset(_S.values),
            _S.WITHDRAWN,
            _publishes,
            _EDITORS,
            requires=lambda facts: facts.is_live,
            missing=_("It is not published."),
            done=_("Taken from the readers."),
        ),
        Step(
            "reopen",
            _("Reopen"),
            frozenset({_S.APPROVED, _S.PUBLISHED, _S.WITHDRAWN}),
            _S.DRAFT,
            _writes,
            _OWNERS,
            done=_("Open for editing; what readers see stays."),
        ),
        Step(
            "delete",
            _("Delete"),
            frozenset(_S.values),
            _S.WITHDRAWN,
            _deletes,
            _DELETERS,
            done=_("Deleted. Its text and history are kept: it can be restored."),
        ),
        Step(
            "restore",
            _("Restore"),
            frozenset(_S.values),
            _S.DRAFT,
            _restores,
            _DELETERS,
            requires=lambda facts: facts.is_deleted,
            missing=_("It is not deleted."),
            is_primary=True,
            done=_("Restored, as a draft."),
        ),
    )
}

# Where a new text puts the working copy: what was approved or published is a draft again; a review goes on.
AFTER_EDIT = {
    Status.APPROVED: Status.DRAFT,
    Status.PUBLISHED: Status.DRAFT,
    Status.WITHDRAWN: Status.DRAFT,
}


def may_edit(facts: Facts) -> bool:
    """Whether the person may change the text: its owner while it is not under review, an editor always."""
    is_theirs = facts.may("edit_any_post") or (facts.is_owner and facts.status != Status.IN_REVIEW)
    return is_theirs and not facts.is_deleted


def refusal(step: Step, facts: Facts) -> str | Promise | None:
    """Why this person cannot take this step now; None where they can."""
    if not step.allows(facts):
        return step.denied
    if facts.status not in step.sources:
        return _("This step is not possible from the present status.")
    if facts.is_deleted and step.name != "restore":
        return _("It is deleted; restore it first.")
    return None if step.requires(facts) else step.missing


def offered(facts: Facts) -> list[tuple[Step, str | Promise | None]]:
    """The steps that this person could take from this status, each with what still stands against it."""
    return [
        (step, refusal(step, facts))
        for step in STEPS.values()
        if facts.status in step.sources and step.allows(facts) and _makes_sense(step, facts)
    ]


def _makes_sense(step: Step, facts: Facts) -> bool:
    """Whether the step is worth a button: nothing but its restoring for a deleted post."""
    if facts.is_deleted or step.name == "restore":
        return facts.is_deleted and step.name == "restore"
    return step.name != "unpublish" or facts.is_live
