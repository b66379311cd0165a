"""The words and signs for a post's three states: its status, whether readers see it, and how its file stands."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.models import Post
from reviews.workflow import Status


@dataclass(frozen=True)
class State:
    """`name` picks the style, `label` says it."""

    name: str
    label: str | Promise


def status_state(post: Post) -> State:
    """Where the working copy stands."""
    return State(post.status, Status(post.status).label)


def live_state(post: Post) -> State:
    """What readers see."""
    now = timezone.now()
    if not post.is_live:
        return State("none", _("Not live"))
    if post.edition.url_key is None:
        return State("conflict", _("Gives way"))
    if post.edition.publish_date and post.edition.publish_date > now:
        return State("scheduled", _("Scheduled"))
    if post.edition.expiry_date and post.edition.expiry_date <= now:
        return State("expired", _("Expired"))
    return State("ahead", _("Live, edits wait")) if post.has_unpublished_changes else State("live", _("Live"))


def file_state(post: Post, *, has_file_conflict: bool) -> State:
    """How the file in the Hugo folder stands to the desk; `has_file_conflict`: one of its bundle's files clashes."""
    if post.conflict_id is not None or has_file_conflict:
        return State("conflict", _("Conflict"))
    if post.is_deleted:
        return State("removed", _("Deleted"))
    if post.removed_at is not None:
        return State("removed", _("Removed"))
    if post.synced_id is None:
        return State("ahead", _("Not in the folder"))
    exported = post.edition.source_id if post.is_live else post.head_id
    return State("same", _("In sync")) if exported == post.synced_id else State("ahead", _("Desk ahead"))
