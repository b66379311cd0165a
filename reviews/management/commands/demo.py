"""demo: an own small bilingual Hugo site and one user per role, into an empty database."""

import secrets
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reviews.editing import save_text
from reviews.hugo.folder import Folder
from reviews.models import Author, Note, Post, Site, author_key
from reviews.moving import move
from reviews.printing import set_stale
from reviews.roles import make_groups
from reviews.sync.apply import Import

SITE = Path(__file__).resolve().parents[2] / "demo" / "site"
ROLES = {"alice": "Author", "bob": "Reviewer", "erin": "Editor", "admin": ""}
ALICE = "한서윤"  # whose posts in the demo's files Alice owns


class Command(BaseCommand):
    """Fills an empty database; a second run changes nothing but the passwords, where one is given."""

    help = "Put the demo site and one user per role (alice, bob, erin, admin) into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--users-only` and `--password PW`, for scripts."""
        parser.add_argument("--users-only", action="store_true", help=_("make the users, not the site"))
        parser.add_argument("--password", help=_("the users' password; else one is made and kept in the data folder"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, then say where to go."""
        password = options["password"] or kept_password()
        make_groups()
        users = [make_user(name, group, password, is_reset=bool(options["password"])) for name, group in ROLES.items()]
        if not options["users_only"] and not Post.objects.exists():
            self._import()
            own_posts(users[0])
            play(*users[:2])
            set_stale(Site.load(), 1)  # what has no text yet is not found by a search
        self._say(password)

    def _import(self) -> None:
        """From a copy in the data folder, which is then the home that `hugo_export` and `hugo_sync` write to."""
        home = settings.DATA_DIR / "demo-site"
        shutil.copytree(SITE, home, dirs_exist_ok=True)
        report = Import(Site.stored(), Folder.open(home)).run()
        for action in report.failures:
            self.stderr.write(str(action))

    def _say(self, password: str) -> None:
        self.stdout.write(f"{_('Readers')}:  {settings.SITE_URL}/")
        self.stdout.write(f"{_('Editors')}:  {settings.SITE_URL}/{settings.DESK_ADDRESS}")
        for name, group in ROLES.items():
            self.stdout.write(f"  {name:6} {group or 'superuser':10} {password}")


def kept_password() -> str:
    """One password for the demo's users, made once and kept in the data folder."""
    kept = settings.DATA_DIR / "demo_password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(9))
    return kept.read_text().strip()


def make_user(name: str, group: str, password: str, *, is_reset: bool) -> User:
    """The user with the role; an existing one keeps its password unless another was asked for."""
    user, is_new = get_user_model().objects.get_or_create(
        username=name, defaults={"is_staff": True, "is_superuser": not group, "first_name": name.capitalize()}
    )
    if is_new or is_reset:
        user.set_password(password)
        user.save(update_fields=["password"])
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def own_posts(alice: User) -> None:
    """Link Alice to the name that she writes under."""
    Author.objects.filter(key=author_key(ALICE)).update(user=alice)


def play(alice: User, bob: User) -> None:
    """Two live posts that are being rewritten: one waits for its reviewer, one came back with a question."""
    bert, clip = (Post.objects.get(path=f"content/post/{path}") for path in ("bert/index.md", "clip.md"))
    for post, description in (
        (bert, "가려 놓고 맞히기, 그리고 그 뒤의 다섯 해"),
        (clip, "사진과 문장을 한자리에 놓는 법"),
    ):
        save_text(post, post.document.set("description", description), alice, based_on=post.head_id)
        move(post, "submit", alice)
    Note.objects.create(
        post=bert, source=bert.head, text="다섯 해 동안의 무엇을 말하나? 결론에 한 문단이 필요하다.", by=bob
    )
    move(bert, "request_changes", bob, note="부제가 약속한 것을 본문에 써 주세요.")
