"""The publish hook and `publish_due`: the file follows the post, a failure costs no publication and is made up for."""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from reviews.models import Delivery, Edition, Post, Site
from reviews.moving import move
from reviews.sync import hook
from reviews.sync.lock import one_at_a_time
from tests.folders import POST, Run, live_bundle, put, report, upload
from tests.test_sync_git import commit_all, files_in, log, own_git, publish, start

pytestmark = pytest.mark.django_db
Commits = Callable[..., Any]  # pytest-django's: runs what waits for the commit
__all__ = ["own_git"]


@pytest.fixture
def hooked(imported: Path, settings: Any) -> Path:
    settings.PUBLISH_HOOK = "export"
    return imported


@pytest.fixture
def committed(imported: Path, settings: Any) -> Path:
    settings.PUBLISH_HOOK = "commit"
    return start(imported)


def test_a_published_post_stands_in_the_folder_at_once_and_no_other(
    hooked: Path, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    about = (hooked / "content/about.md").read_bytes()
    other = Post.objects.get(path="content/about.md")
    with django_capture_on_commit_callbacks(execute=True):
        publish(POST, alice, bob, erin)
    assert b"draft = false" in (hooked / POST).read_bytes()
    assert not Delivery.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        move(Post.objects.get(path=POST), "unpublish", erin)
    assert b"draft = true" in (hooked / POST).read_bytes()
    assert (hooked / "content/about.md").read_bytes() == about
    assert Post.objects.get(pk=other.pk).synced_id == other.synced_id


def test_a_commit_is_made_by_the_mover_with_the_bundles_files(
    committed: Path, run: Run, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    post = live_bundle(committed, run)
    commit_all(committed)
    put(committed, "unrelated.txt", "x")
    upload(post, "new.png", b"\x89PNG\r\n\x1a\n new")
    with django_capture_on_commit_callbacks(execute=True):
        publish(post.path, alice, bob, erin, note="Now with a picture")
    assert log(committed, "%an|%s")[0] == "erin|Now with a picture"
    assert files_in(committed) == {post.path, "content/post/live/new.png"}


def test_without_the_hook_nothing_is_noted_or_written(
    imported: Path, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    before = (imported / POST).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        publish(POST, alice, bob, erin)
    assert not Delivery.objects.exists()
    assert (imported / POST).read_bytes() == before


def fail_by_text(root: Path) -> None:
    (root / POST).write_bytes((root / POST).read_bytes() + b"\nunseen\n")


def fail_by_absence(root: Path) -> None:
    root.rename(root.with_name("away"))


def fail_by_hook(root: Path) -> None:
    hook_file = root / ".git/hooks/pre-commit"
    hook_file.parent.mkdir(exist_ok=True)
    hook_file.write_text("#!/bin/sh\necho no good; exit 1\n")
    hook_file.chmod(0o755)


FAILURES = {"has not seen": fail_by_text, "is gone": fail_by_absence, "no good": fail_by_hook}


@pytest.mark.parametrize("reason", FAILURES)
def test_a_failure_costs_no_publication_and_editors_are_told(
    reason: str, committed: Path, alice: User, bob: User, erin: User, client: Client,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    FAILURES[reason](committed)
    with django_capture_on_commit_callbacks(execute=True):
        publish(POST, alice, bob, erin)
    post = Post.objects.get(path=POST)
    delivery = Delivery.objects.get(post=post)
    assert (post.status, post.is_live, delivery.tries) == ("published", True, 1)
    assert reason in delivery.last_error
    assert timedelta(0) < delivery.next_try - timezone.now() <= timedelta(minutes=1)
    for user, is_told in ((erin, True), (alice, False)):
        client.force_login(user)
        for page in ("/admin/", f"/admin/reviews/post/{post.pk}/change/"):
            assert (reason in client.get(page).content.decode()) == is_told


def test_what_failed_is_tried_again_later_and_later_until_it_works(
    committed: Path, run: Run, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    fail_by_hook(committed)
    with django_capture_on_commit_callbacks(execute=True):
        publish(POST, alice, bob, erin, note="at last")
    assert run("publish_due")[0] == 0  # not yet
    Delivery.objects.update(next_try=timezone.now())
    code, found = report(run, "publish_due")
    assert code == 1
    assert "no good" in found["actions"][-1]["reason"]
    delivery = Delivery.objects.get()
    assert delivery.tries == 2
    assert timedelta(minutes=1) < delivery.next_try - timezone.now() <= timedelta(minutes=2)
    (committed / ".git/hooks/pre-commit").unlink()
    assert run("publish_due", "--dry-run")[0] == 0
    assert Delivery.objects.exists()
    assert run("publish_due", "--now")[0] == 0
    assert log(committed, "%an|%s")[0] == "erin|at last"
    assert not Delivery.objects.exists()


def test_a_sync_that_runs_puts_the_file_off_and_nothing_else(
    hooked: Path, run: Run, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    before = (hooked / POST).read_bytes()
    with one_at_a_time(hooked):
        with django_capture_on_commit_callbacks(execute=True):
            publish(POST, alice, bob, erin)
        assert (hooked / POST).read_bytes() == before
        assert Delivery.objects.get().tries == 0
        code, found = report(run, "publish_due")
        assert (code, found["actions"][0]["action"]) == (1, "waiting")
    assert run("publish_due")[0] == 0
    assert b"draft = false" in (hooked / POST).read_bytes()


def test_an_error_of_the_desk_itself_is_kept_from_the_person_who_publishes(
    hooked: Path, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def break_down(*_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(hook, "deliver", break_down)
    with django_capture_on_commit_callbacks(execute=True):
        publish(POST, alice, bob, erin)
    assert Delivery.objects.get().last_error == "RuntimeError('a mistake')"


def test_a_scheduled_file_goes_to_the_folder_when_its_time_has_come(
    committed: Path, run: Run, alice: User, bob: User, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    before = (committed / POST).read_bytes()
    post = Post.objects.get(path=POST)
    run("publish_due")
    with django_capture_on_commit_callbacks(execute=True):
        move(post, "submit", erin)
        move(post, "approve", bob)
        move(post, "schedule", erin, at=timezone.now() + timedelta(hours=1), note="Tomorrow")
    assert report(run, "publish_due")[1]["actions"] == []
    assert (committed / POST).read_bytes() == before
    moment = timezone.now()
    Edition.objects.filter(post=post).update(publish_date=moment)
    Delivery.objects.update(next_try=moment)
    code, found = report(run, "publish_due")
    done = [row["action"] for row in found["actions"] if row["path"] == POST]
    assert (code, done) == (0, ["live", "updated"])
    assert log(committed, "%an|%s")[0] == "erin|Tomorrow"
    assert report(run, "publish_due")[1]["actions"] == []


def test_times_that_pass_are_named_once_and_move_the_mark_that_caches_go_by(
    imported: Path, run: Run, client: Client
) -> None:
    put(imported, "content/soon.md", "---\ntitle: Soon\npublishDate: 2999-01-01\n---\n")
    put(imported, "content/over.md", "---\ntitle: Over\nexpiryDate: 2998-01-01\n---\n")
    run("hugo_import", imported)
    run("publish_due")
    mark = Site.load().due_until
    assert mark is not None
    run("publish_due")
    assert Site.load().due_until == mark
    Edition.objects.filter(path="content/soon.md").update(publish_date=timezone.now())
    Edition.objects.filter(path="content/over.md").update(expiry_date=timezone.now())
    found = report(run, "publish_due")[1]
    assert {row["path"]: row["action"] for row in found["actions"]} == {
        "content/over.md": "expired",
        "content/soon.md": "live",
    }
    assert Site.load().due_until > mark
    assert report(run, "publish_due")[1]["actions"] == []


def test_a_newer_step_is_not_taken_away_by_a_try_for_an_older_one(hooked: Path, erin: User) -> None:
    post = Post.objects.get(path=POST)
    old = Delivery.objects.want(post, None)
    new = Delivery.objects.want(post, None)
    with one_at_a_time(hooked):
        hook.deliver(Delivery(pk=old.pk, post=post), 5)
    Delivery(pk=old.pk, post=post).note_failure("an old one's")
    assert (Delivery.objects.get().pk, Delivery.objects.get().tries) == (new.pk, 0)


def test_the_loop_goes_on_until_a_signal_ends_it(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(imported, "content/soon.md", "---\ntitle: Soon\npublishDate: 2999-01-01\n---\n")
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM]).start()
    try:
        call_command("publish_due", "--loop", "0.05")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert capsys.readouterr().out == ""


def test_a_setting_that_means_nothing_is_refused() -> None:
    code = "import editorial.settings"
    environment = {"PUBLISH_HOOK": "push", "SECRET_KEY": "x", "PATH": "/usr/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert re.search(r"PUBLISH_HOOK: write export, commit or off", done.stderr)
