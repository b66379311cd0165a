"""Whose work a commit is, and what it says: read out of the steps and texts that the desk remembers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from reviews.models import Move, Post, Revision
from reviews.sync.git import Person

BATCH = 500
MOST_LINES = 100  # posts that a message names one by one
LONGEST_SUBJECT = 72


@dataclass(frozen=True)
class Credit:
    """What one commit says of one post: who, when, and their words for it."""

    path: str
    title: str
    step: str = ""
    note: str = ""
    by: Person | None = None
    at: datetime | None = None


def credits_of(posts: Iterable[Post]) -> dict[int, Credit]:
    """The step, else the saved text, that made each post's text of today what it is; by the post's id."""
    ids = {post.pk: post for post in posts}
    credits: dict[int, Credit] = {}
    keys = list(ids)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        moves = Move.objects.filter(post__in=batch).exclude(by=None).exclude(step="").select_related("by")
        texts = Revision.objects.filter(post__in=batch).exclude(by=None).select_related("by")
        # In this order, for a step says more than the text that it made.
        entries: list[Move | Revision] = [*texts.order_by("pk"), *moves.order_by("pk")]
        for pk in batch:
            credits[pk] = _credit(ids[pk], [entry for entry in entries if entry.post_id == pk])
    return credits


def _credit(post: Post, entries: list[Move | Revision]) -> Credit:
    text = post.edition.source_id if post.is_live else post.head_id
    made = [entry for entry in entries if entry.source_id == text]
    last = made[-1] if made else max(entries, key=lambda entry: entry.at, default=None)
    if last is None or last.by is None:
        return Credit(post.path, post.title)
    step = last.step if made and isinstance(last, Move) else ""
    return Credit(post.path, post.title, step, last.note if made else "", person(last.by), last.at)


def person(user: User) -> Person:
    """A user as Git names people, which allows no angle brackets, line breaks or empty names."""
    login = _plain(user.get_username()) or "?"
    email = _plain(user.email) or f"{login}@{settings.SITE_HOST}"
    return Person(_plain(user.get_full_name()) or login, email.replace(" ", "."))


def author_of(credits: Iterable[Credit]) -> Person:
    """Who moved last; the desk where nobody did."""
    moved = sorted((each for each in credits if each.by and each.at), key=lambda each: str(each.at))
    return moved[-1].by if moved and moved[-1].by else Person(*settings.GIT_COMMITTER)


def message_of(credits: list[Credit], files: int) -> str:
    """One post: its step's note. More: a line for each. People beside the author stand at the end."""
    with override(settings.LANGUAGE_CODE):
        if len(credits) == 1:
            subject, _empty, body = (_words(credits[0].note) or _subject(credits[0])).partition("\n")
            lines = [subject[:LONGEST_SUBJECT], "", subject[LONGEST_SUBJECT:] + "\n" + body]
        else:
            lines = [_summary(credits, files), "", *(_line(each) for each in credits[:MOST_LINES])]
            if len(credits) > MOST_LINES:
                lines.append(_("and %(count)s more") % {"count": len(credits) - MOST_LINES})
        text = "\n".join(lines).strip()
    author = author_of(credits)
    others = dict.fromkeys(str(each.by) for each in credits if each.by and each.by != author)
    return text + "\n" + "".join(f"\nCo-authored-by: {name}" for name in others)


def _subject(credit: Credit) -> str:
    name = " ".join(_words(credit.title).split()) or credit.path
    what = {"publish": _("Publish"), "schedule": _("Publish"), "unpublish": _("Withdraw"), "unschedule": _("Withdraw")}
    what |= {"delete": _("Delete")}
    return f"{what.get(credit.step, _('Update'))} {name}"


def _summary(credits: list[Credit], files: int) -> str:
    if not credits:
        return ngettext("Update %(count)s file", "Update %(count)s files", files) % {"count": files}
    return ngettext("Update %(count)s post", "Update %(count)s posts", len(credits)) % {"count": len(credits)}


def _line(credit: Credit) -> str:
    note = " ".join(_words(credit.note).split())
    return f"- {_subject(credit)}" + (f": {note}" if note else "")


def _words(text: str) -> str:
    """Without what Git cannot keep in a message."""
    return "".join(c for c in text if c.isprintable() or c == "\n").strip()


def _plain(text: str) -> str:
    return " ".join("".join(c for c in text if c.isprintable() and c not in "<>").split()).strip(" .,:;'\"\\")
