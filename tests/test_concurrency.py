"""Several at once, in transactions of their own: nothing is lost, and everybody is told."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from reviews.desk import posts, upload
from reviews.editing import StaleText, save_text
from reviews.hugo.folder import Folder
from reviews.models import Post, PostFile, Revision, Site
from reviews.sync import apply, retry
from reviews.sync.retry import is_momentary
from tests.folders import POST, Run, report

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread with a connection of its own, all started together; what each gave or raised."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(30)
            results[number] = work()
        except BaseException as error:  # noqa: BLE001 - told to the test
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_syncs_at_once_lose_nothing(imported: Path, run: Run, erin: User) -> None:
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Desk"), erin, based_on=post.head_id)
    (imported / POST).write_bytes((imported / POST).read_bytes() + b"\n\nlast words\n")

    def sync() -> None:
        call_command("hugo_sync", str(imported), verbosity=0)

    results = at_once(sync, sync)
    assert all(each is None or isinstance(each, CommandError | SystemExit) for each in results), results
    assert any(each is None for each in results)
    assert report(run, "hugo_sync", imported)[0] == 0
    post.refresh_from_db()
    for text in (
        bytes(post.head),
        (imported / POST).read_bytes() if not post.has_unpublished_changes else bytes(post.head),
    ):
        assert b'title = "Desk"' in text
        assert b"last words" in text
    assert Revision.objects.filter(post=post, why="merged").count() == 1


def test_an_edit_between_plan_and_apply_waits_or_is_merged(imported: Path, run: Run, erin: User) -> None:
    """The import holds the posts of its batch: an edit comes before its plan or after its work, never between."""
    (imported / POST).write_bytes((imported / POST).read_bytes() + b"\n\nlast words\n")
    site = Site.stored()
    planned, decide = threading.Event(), apply.decide

    def decide_slowly(*args: Any, **kwargs: Any) -> Any:
        decisions = list(decide(*args, **kwargs))
        planned.set()
        time.sleep(0.5)
        return decisions

    def edit() -> str:
        planned.wait(30)
        for _ in range(200):
            try:
                post = Post.objects.get(path=POST)
                save_text(post, post.document.set("title", "Desk"), erin, based_on=post.head_id)
                return "saved"
            except StaleText:
                continue
            except Exception as error:
                if not is_momentary(error):
                    raise
                time.sleep(0.05)
        return "never"

    apply.decide = decide_slowly
    try:
        results = at_once(lambda: apply.Import(site, Folder.open(imported)).run(), edit)
    finally:
        apply.decide = decide
    assert results[1] == "saved"
    text = bytes(Post.objects.get(path=POST).head)
    assert b"last words" in text
    assert b'title = "Desk"' in text


def test_of_two_who_save_at_once_one_is_told(imported: Path, erin: User, alice: User) -> None:
    first = Post.objects.get(path=POST)

    def save(title: str, by: User) -> Callable[[], Any]:
        def work() -> Any:
            while True:
                try:
                    return save_text(first, first.document.set("title", title), by, based_on=first.head_id)
                except OperationalError as error:
                    if not is_momentary(error):
                        raise

        return work

    results = at_once(save("One", erin), save("Two", alice))
    told = [each for each in results if isinstance(each, Exception)]
    assert len(told) == 1
    assert isinstance(told[0], StaleText)
    saved = Post.objects.get(path=POST)
    assert saved.title in {"One", "Two"}


def test_two_whose_texts_bring_the_same_new_terms_do_not_stand_in_each_others_way(imported: Path, erin: User) -> None:
    first, second = Post.objects.get(path=POST), Post.objects.get(path="content/about.md")

    def save(post: Post, names: list[str]) -> Callable[[], Any]:
        return lambda: save_text(post, post.document.set("tags", names), erin, based_on=post.head_id)

    for number in range(4):
        names = [f"term {number} {each}" for each in range(400)]
        results = at_once(save(first, names), save(second, names[::-1]))
        assert not [each for each in results if isinstance(each, Exception)], results
        first.refresh_from_db()
        second.refresh_from_db()


@pytest.mark.parametrize(("times", "status"), [(1, 302), (9, 503)])
def test_a_save_that_another_transaction_stood_in_the_way_of_is_done_again_or_told(
    times: int, status: int, imported: Path, erin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([True] * times)

    def save(*args: Any, **options: Any) -> Any:
        if next(failures, False):
            raise OperationalError("database is locked")
        return save_text(*args, **options)

    monkeypatch.setattr(posts, "save_text", save)
    monkeypatch.setattr(retry, "WAITS", (0.0, 0.0))
    client.force_login(erin)
    post = Post.objects.get(path=POST)
    url = f"/admin/reviews/post/{post.pk}/change/"
    form = client.get(url).context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields} | {"title": "Once more"}
    answer = client.post(url, values)
    post.refresh_from_db()
    assert (answer.status_code, post.title == "Once more") == (status, status == 302)
    assert status == 302 or "save it again" in answer.content.decode()


def test_a_picture_that_is_sent_is_whole_at_the_second_try(
    imported: Path, erin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, put = iter([True]), upload._put

    def fail_once(*args: Any) -> PostFile:
        if next(failures, False):
            raise OperationalError("database is locked")
        return put(*args)

    monkeypatch.setattr(upload, "_put", fail_once)
    client.force_login(erin)
    data = (imported / "content/post/foundation-models/images/figure1.png").read_bytes()
    image = SimpleUploadedFile("new one.png", data)
    post = Post.objects.get(path=POST)
    assert client.post(f"/admin/reviews/post/{post.pk}/upload/", {"image": image}).status_code == 200
    assert PostFile.objects.get(post=post, name__contains="new").blob.data == data
