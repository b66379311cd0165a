"""move_post PATH STEP --by USER: one workflow step from the shell, by the same rules as in the admin."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.management.site_command import Refused, ReportCommand
from reviews.models import Post, Site
from reviews.moving import StepRefused, check, move
from reviews.sync.report import Report
from reviews.workflow import STEPS


class Command(ReportCommand):
    """Moves a post through the workflow."""

    help = "Take one workflow step with a post: " + " ".join(STEPS)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PATH STEP --by USER [--note TEXT] [--at TIME]."""
        parser.add_argument("path", help=_("the post's content path or slug"))
        parser.add_argument("step", help=" ".join(STEPS))
        parser.add_argument("--by", required=True, help=_("the user who takes the step"))
        parser.add_argument("--note", default="", help=_("why; needed to request changes"))
        parser.add_argument(
            "--at", help=_("when to publish, as 2026-01-31T09:00[+09:00]; the site's time zone is meant")
        )
        super().add_arguments(parser)

    def run(self, options: dict[str, Any]) -> Report:
        """Take the step, or say why not."""
        if options["step"] not in STEPS:
            raise Refused(
                _("unknown step “%(step)s”; known are: %(known)s")
                % {"step": options["step"], "known": ", ".join(STEPS)}
            )
        user, post, at = _user(options["by"]), _post(options["path"]), _moment(options["at"])
        report = Report()
        try:
            if options["dry_run"]:
                step = check(post, options["step"], user, note=options["note"], at=at)
                report.add(post.path, step.name, f"{post.status} -> {step.target}")
            else:
                row = move(post, options["step"], user, note=options["note"], at=at)
                when = f", {at.isoformat()}" if at else ""
                report.add(post.path, row.step, f"{row.from_status} -> {row.to_status}{when}")
        except (StepRefused, EditRefused, FrontMatterError) as error:
            raise Refused(f"{post.path}: {error}") from error
        return report


def _user(name: str) -> User:
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise Refused(_("no active user “%(name)s”; manage.py createsuperuser or the admin makes one") % {"name": name})
    return user


def _post(path: str) -> Post:
    posts = list(Post.objects.at(path).select_related("edition")[:5])
    if not posts:
        raise Refused(
            _("no post “%(path)s”; give its content path (content/post/x/index.md) or its slug") % {"path": path}
        )
    if len(posts) > 1:
        raise Refused(_("“%(path)s” can be: %(paths)s") % {"path": path, "paths": ", ".join(p.path for p in posts)})
    return posts[0]


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=Site.load().zone)
        zoned.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(
            _("“%(text)s” is no time; write 2026-01-31T09:00 or 2026-01-31T09:00+09:00") % {"text": text}
        ) from error
    return zoned
