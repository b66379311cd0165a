"""Deleting and restoring at the desk: who may, what the pages say, and what waits for a decision."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from reviews.desk import deletes
from reviews.desk.deletes import may_delete
from reviews.editing import save_text
from reviews.hugo.document import Document
from reviews.models import Author, Blob, Delivery, Move, Post, PostFile
from reviews.moving import move
from reviews.sync.settling import take_file
from tests.folders import POST, Run, actions, live_bundle, make_conflict, put, report
from tests.test_publish_hook import Commits

pytestmark = pytest.mark.django_db
LIST = "/admin/reviews/post/"
LIVE = "content/post/live/index.md"


@pytest.fixture
def live(imported: Path, run: Run) -> Post:
    return live_bundle(imported, run)


def url(post: Post, view: str) -> str:
    return f"{LIST}{post.pk}/{view}/"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_page_says_what_goes_and_what_stays_and_deletes_what_was_seen(
    live: Post, erin: User, client: Client
) -> None:
    client.force_login(erin)
    assert url(live, "delete") in page(client, url(live, "change"))
    shown = page(client, url(live, "delete"))
    for words in ("Readers lose it at once", live.edition.url, "its whole history", "--prune", "1 file"):
        assert words in shown
    stale = live.head_id
    save_text(live, live.document.set("title", "Newer"), erin, based_on=stale)
    client.post(url(live, "delete"), {"based_on": stale})
    assert not Post.objects.get(pk=live.pk).is_deleted
    seen = Post.objects.get(pk=live.pk).head_id
    answer = client.post(url(live, "delete"), {"based_on": seen, "note": "Twice <b>"}, follow=True)
    assert Post.objects.get(pk=live.pk).is_deleted
    assert "Deleted by erin" in answer.content.decode()
    assert "Twice &lt;b&gt;" in answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("bob", 403), ("charlie", 302), ("erin", 200)])
def test_only_an_editor_deletes_a_live_post(
    name: str, status: int, live: Post, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(url(live, "delete")).status_code == status
    assert client.post(url(live, "delete"), {"based_on": live.head_id}).status_code == (
        302 if status == 200 else status
    )
    assert Post.objects.get(pk=live.pk).is_deleted == (status == 200)


def test_an_author_deletes_a_draft_of_their_own_and_brings_it_back(imported: Path, alice: User, client: Client) -> None:
    Author.objects.filter(name="Kurt").update(user=alice)
    post = Post.objects.get(path=POST)
    client.force_login(alice)
    client.post(url(post, "delete"), {"based_on": post.head_id})
    assert Post.objects.get(pk=post.pk).is_deleted
    client.post(url(post, "move"), {"_step": "restore", "based_on": post.head_id})
    assert not Post.objects.get(pk=post.pk).is_deleted


def test_the_list_hides_deleted_posts_until_it_is_asked_for_them(live: Post, erin: User, client: Client) -> None:
    client.force_login(erin)
    move(live, "delete", erin)
    assert LIVE not in page(client, LIST)
    shown = page(client, f"{LIST}?file=deleted")
    assert LIVE in shown
    assert POST not in shown
    assert "file-removed" in shown


def test_many_are_deleted_at_once_each_by_its_own_permission(
    live: Post, imported: Path, erin: User, alice: User, client: Client
) -> None:
    Author.objects.filter(name="Kurt").update(user=alice)
    posts = [live, Post.objects.get(path=POST)]
    asked = {"action": "delete_posts", "_selected_action": [post.pk for post in posts]}
    client.force_login(alice)
    shown = client.post(LIST, asked).content.decode()
    assert f'name="seen" value="{posts[1].pk}:' in shown
    assert f'name="seen" value="{live.pk}:' not in shown
    confirmed = {**asked, "confirmed": "1", "seen": [f"{post.pk}:{post.head_id}" for post in posts]}
    client.post(LIST, confirmed)
    assert [Post.objects.get(pk=post.pk).is_deleted for post in posts] == [False, True]
    client.force_login(erin)
    client.post(LIST, {**confirmed, "note": "Both"})
    assert [Post.objects.get(pk=post.pk).is_deleted for post in posts] == [True, True]
    assert Move.objects.get(post=live, step="delete").note == "Both"


def test_who_may_not_see_posts_deletes_none_and_has_no_list_of_them(live: Post, erin: User, client: Client) -> None:
    hand = User.objects.create_user("hand", is_staff=True)
    hand.user_permissions.set(Permission.objects.filter(group__user=erin).exclude(codename="view_post"))
    client.force_login(hand)
    assert not may_delete(hand, live)
    confirmed = {"action": "delete_posts", "confirmed": "1", "_selected_action": [live.pk]}
    assert client.get(LIST).status_code == 403
    assert client.post(LIST, {**confirmed, "seen": f"{live.pk}:{live.head_id}"}).status_code == 403
    assert client.post(url(live, "delete"), {"based_on": live.head_id}).status_code == 403
    assert not Post.objects.get(pk=live.pk).is_deleted


@pytest.mark.parametrize("seen", ["", "{pk}", "{pk}:", "{pk}:x", "x:{head}", "{pk}:²", "{pk}:0", "{pk}:" + "9" * 5000])
def test_posts_that_nobody_was_shown_are_not_deleted(seen: str, live: Post, erin: User, client: Client) -> None:
    client.force_login(erin)
    said = seen.format(pk=live.pk, head=live.head_id)
    confirmed = {"action": "delete_posts", "confirmed": "1", "_selected_action": [live.pk], "seen": said}
    assert client.post(LIST, confirmed).status_code == 302
    assert not Post.objects.get(pk=live.pk).is_deleted


@pytest.mark.parametrize("seen", ["", "0", "x", "²", "9" * 5000])
def test_a_post_that_nobody_was_shown_is_not_deleted(seen: str, live: Post, erin: User, client: Client) -> None:
    client.force_login(erin)
    assert client.post(url(live, "delete"), {"based_on": seen}).status_code == 302
    assert not Post.objects.get(pk=live.pk).is_deleted


@pytest.mark.parametrize("name", ["x", "²", "0", "9" * 30, "9" * 5000])
def test_no_odd_number_breaks_the_page(name: str, imported: Path, erin: User, client: Client) -> None:
    client.force_login(erin)
    assert client.get(f"{LIST}{name}/delete/").status_code == 404


def test_too_many_at_once_are_refused_and_not_cut_short(
    live: Post, erin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletes, "MOST", 1)
    client.force_login(erin)
    posts = [live, Post.objects.get(path=POST)]
    chosen = {"action": "delete_posts", "_selected_action": [post.pk for post in posts], "confirmed": "1"}
    answer = client.post(LIST, {**chosen, "seen": [f"{post.pk}:{post.head_id}" for post in posts]}, follow=True)
    assert "Choose 1 posts at the most." in answer.content.decode()
    assert not Post.objects.deleted().exists()


def test_the_page_promises_nothing_that_is_not_so(live: Post, erin: User, client: Client) -> None:
    post = Post.objects.get(path=POST)
    move(live, "unpublish", erin)
    Post.objects.filter(pk=live.pk).update(synced=None)
    client.force_login(erin)
    shown = page(client, url(Post.objects.get(pk=live.pk), "delete"))
    for words in ("Readers lose it at once", "--prune", "The head of a list"):
        assert words not in shown
    Post.objects.filter(pk=post.pk).update(kind="section")
    assert "The head of a list" in page(client, url(post, "delete"))


def test_a_reviewer_is_offered_no_deleting(live: Post, bob: User, client: Client) -> None:
    client.force_login(bob)
    assert "delete_posts" not in page(client, LIST)
    client.post(LIST, {"action": "delete_posts", "_selected_action": [live.pk], "confirmed": "1"})
    assert not Post.objects.get(pk=live.pk).is_deleted


def test_a_deleted_post_is_read_and_not_written(live: Post, erin: User, client: Client) -> None:
    client.force_login(erin)
    move(live, "delete", erin)
    shown = page(client, url(live, "change"))
    assert 'name="_save"' not in shown
    assert re.findall(r'name="_step" value="(\w+)"', shown) == ["restore"]
    assert client.post(url(live, "upload"), {}).status_code == 403


@pytest.mark.parametrize("decision", ["stay", "restore"])
def test_a_file_that_changed_since_is_decided_at_the_desk(
    decision: str, live: Post, imported: Path, run: Run, erin: User, bob: User, client: Client
) -> None:
    move(live, "delete", erin)
    theirs = (imported / LIVE).read_bytes().replace(b"title: Live", b"title: Theirs")
    (imported / LIVE).write_bytes(theirs)
    run("hugo_sync", imported)
    live.refresh_from_db()
    answer = {"head": live.head_id, "file": live.conflict_id}
    client.force_login(bob)
    assert client.post(url(live, "stay-deleted"), answer).status_code == 403
    client.force_login(erin)
    assert "Let it stay deleted" in page(client, url(live, "change"))
    if decision == "stay":
        client.post(url(live, "stay-deleted"), {**answer, "file": 0})
        assert Post.objects.get(pk=live.pk).conflict_id == live.conflict_id
        client.post(url(live, "stay-deleted"), answer)
        assert (imported / LIVE).read_bytes() == theirs
        code, found = report(run, "hugo_sync", imported, "--prune")
        assert (code, actions(found)[LIVE], (imported / LIVE).exists()) == (0, "removed", False)
        assert live.revisions.filter(source__sha256=live.conflict.sha256).exists()
        return
    client.post(url(live, "move"), {"_step": "restore", "based_on": live.head_id})
    client.post(url(live, "settle"), {"take": "theirs", **answer})
    live.refresh_from_db()
    assert (live.title, live.is_deleted, live.conflict_id) == ("Theirs", False, None)
    assert run("hugo_sync", imported)[0] == 0


def test_a_place_of_a_deleted_post_is_named_to_who_wants_it(imported: Path, erin: User, client: Client) -> None:
    move(Post.objects.get(path=POST), "delete", erin)
    client.force_login(erin)
    answer = client.post(f"{LIST}add/", {"title": "Foundation Models", "section": "post"})
    assert "A deleted post has the place" in answer.content.decode()


def test_a_picture_in_conflict_is_on_the_list_s_chip(
    live: Post, imported: Path, run: Run, erin: User, client: Client
) -> None:
    row = PostFile.objects.get(post=live)
    PostFile.objects.filter(pk=row.pk).update(conflict=row.blob)
    client.force_login(erin)
    chips = re.findall(r'class="file file-(\w+)"', page(client, f"{LIST}?q=live"))
    assert chips == ["conflict"]
    assert "file-conflict" in page(client, url(live, "change"))
    others = re.findall(r'class="file file-(\w+)"', page(client, f"{LIST}?q=foundation"))
    assert others == ["same"]


@pytest.fixture
def failing(imported: Path, settings: Any) -> Path:
    settings.PUBLISH_HOOK = "export"
    return imported


def test_a_failed_file_is_tried_again_from_the_desk_by_editors(
    failing: Path, run: Run, alice: User, erin: User, client: Client, django_capture_on_commit_callbacks: Commits
) -> None:
    post = live_bundle(failing, run)
    text = (failing / LIVE).read_bytes()
    put(failing, LIVE, text + b"unseen\n")
    with django_capture_on_commit_callbacks(execute=True):
        move(post, "unpublish", erin)
    for name, user, status in (("alice", alice, 403), ("erin", erin, 302)):
        client.force_login(user)
        for address in (url(post, "change"), "/admin/"):
            assert (url(post, "retry") in page(client, address)) == (name == "erin"), (name, address)
        assert client.post(url(post, "retry")).status_code == status
    assert Delivery.objects.get(post=post).tries == 2
    assert client.get(url(post, "retry")).status_code == 405
    (failing / LIVE).write_bytes(text)
    answer = client.post(url(post, "retry"), {"index": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/"
    assert "stands in the folder" in answer.content.decode()
    assert not Delivery.objects.exists()
    assert b"draft: true" in (failing / LIVE).read_bytes()


def test_a_settled_conflict_goes_to_the_folder_by_the_hook(
    failing: Path, run: Run, erin: User, client: Client, django_capture_on_commit_callbacks: Commits
) -> None:
    make_conflict(failing, run, erin)
    post = Post.objects.get(path=POST)
    client.force_login(erin)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(post, "settle"), {"take": "ours", "head": post.head_id, "file": post.conflict_id})
    assert b"Ours" in (failing / POST).read_bytes()
    assert not Delivery.objects.exists()


def test_a_settled_picture_goes_to_the_folder_by_the_hook(
    failing: Path, run: Run, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    post = live_bundle(failing, run)
    row = PostFile.objects.get(post=post)
    ours, theirs = Blob.objects.store(b"ours"), Blob.objects.store(b"theirs")
    PostFile.objects.filter(pk=row.pk).update(blob=ours, conflict=theirs)
    Post.objects.filter(pk=post.pk).update(status="draft")
    post.edition.delete()
    put(failing, row.path, b"theirs")
    row.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        take_file(row, erin, blob=theirs.pk, folders=False)
    assert (failing / row.path).read_bytes() == b"ours"


def test_posts_that_a_section_withdraws_go_to_the_folder_by_the_hook(
    failing: Path, run: Run, erin: User, django_capture_on_commit_callbacks: Commits
) -> None:
    put(failing, "content/notes/_index.md", "---\ntitle: N\n---\n")
    put(failing, "content/notes/a.md", "---\ntitle: A\n---\nx\n")
    put(failing, "content/notes/b.md", "---\ntitle: B\n---\nx\n")
    run("hugo_import", failing)
    edited = Post.objects.get(path="content/notes/a.md")
    save_text(edited, edited.document.set("title", "Waits"), erin, based_on=edited.head_id)
    head = Post.objects.get(path="content/notes/_index.md")
    handed = b"title: N\ncascade:\n- draft: true\n  _target:\n    kind: page\n"
    text = Document.parse(bytes(head.head).replace(b"title: N\n", handed), head.path)
    save_text(head, text, erin, based_on=head.head_id)
    Post.objects.filter(pk=head.pk).update(status="approved", approved_source=Post.objects.get(pk=head.pk).head_id)
    with django_capture_on_commit_callbacks(execute=False):
        move(Post.objects.get(pk=head.pk), "publish", erin)
    wanted = set(Delivery.objects.values_list("post__path", flat=True))
    assert wanted == {"content/notes/_index.md", "content/notes/a.md"}  # b's file is as it should be
