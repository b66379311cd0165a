"""The table of steps, asked row by row, and what a step does to the text, the edition and the history."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from reviews.editing import StaleText, save_text
from reviews.models import Author, Edition, Move, Post, Revision
from reviews.moving import StepRefused, move
from reviews.workflow import STEPS, Facts, Status, may_edit, offered, refusal

PERMISSIONS = {
    "alice": set(),
    "bob": {"review_post"},
    "erin": {"review_post", "publish_post", "edit_any_post", "delete_post"},
    "charlie": set(),
}
# Who may take the step with a post of Alice's, from its proper statuses, everything else being right.
TAKERS = {
    "submit": "alice erin",
    "recall": "alice erin",
    "approve": "bob erin",
    "request_changes": "bob erin",
    "publish": "erin",
    "schedule": "erin",
    "unschedule": "erin",
    "unpublish": "erin",
    "reopen": "alice erin",
    "delete": "erin",
    "restore": "alice erin",
}


def facts(name: str, status: str, **more: bool) -> Facts:
    known = {"is_live": True, "is_waiting": True, "is_approved": True, **more}
    return Facts(status=status, is_owner=name == "alice", may=lambda p: p in PERMISSIONS[name], **known)


@pytest.mark.parametrize("name", PERMISSIONS)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", Status.values)
def test_a_step_is_for_its_takers_from_its_statuses_and_for_nobody_else(name: str, step: str, status: str) -> None:
    is_possible = refusal(STEPS[step], facts(name, status, is_deleted=step == "restore")) is None
    assert is_possible == (name in TAKERS[step].split() and status in STEPS[step].sources)


def test_every_step_has_its_takers_in_the_table_above() -> None:
    assert set(TAKERS) == set(STEPS)


def test_nobody_approves_a_post_of_their_own_but_an_administrator() -> None:
    own = facts("alice", Status.IN_REVIEW)
    reviewer = Facts(**{**own.__dict__, "may": lambda p: True})
    assert refusal(STEPS["approve"], reviewer)
    assert refusal(STEPS["approve"], Facts(**{**reviewer.__dict__, "is_administrator": True})) is None


def test_a_text_that_changed_since_its_approval_is_not_published() -> None:
    assert refusal(STEPS["publish"], facts("erin", Status.APPROVED, is_approved=False))


def test_the_owner_writes_unless_it_is_under_review() -> None:
    assert may_edit(facts("alice", Status.DRAFT))
    assert not may_edit(facts("alice", Status.IN_REVIEW))
    assert may_edit(facts("erin", Status.IN_REVIEW))
    assert not may_edit(facts("bob", Status.DRAFT))


def test_an_author_deletes_a_draft_of_their_own_that_readers_do_not_have() -> None:
    assert refusal(STEPS["delete"], facts("alice", Status.DRAFT, is_live=False)) is None
    assert refusal(STEPS["delete"], facts("alice", Status.APPROVED, is_live=False))
    assert refusal(STEPS["delete"], facts("charlie", Status.DRAFT, is_live=False))


@pytest.mark.parametrize("step", STEPS)
def test_a_deleted_post_takes_no_step_and_no_edit_but_its_restoring(step: str) -> None:
    deleted = facts("erin", min(STEPS[step].sources), is_deleted=True)
    assert (refusal(STEPS[step], deleted) is None) == (step == "restore")
    assert [each.name for each, _ in offered(deleted)] == ["restore"]
    assert not may_edit(deleted)
    assert refusal(STEPS["restore"], facts("erin", Status.DRAFT))


def test_only_possible_steps_are_offered() -> None:
    assert [step.name for step, _ in offered(facts("alice", Status.DRAFT))] == ["submit"]
    assert [step.name for step, _ in offered(facts("charlie", Status.DRAFT))] == []


@pytest.fixture
def post(imported: Path, alice: User) -> Post:
    Author.objects.filter(name="Kurt").update(user=alice)
    return Post.objects.get(path="content/post/foundation-models/index.md")


@pytest.fixture
def live(post: Post, alice: User, bob: User, erin: User) -> Post:
    for step, by in (("submit", alice), ("approve", bob), ("publish", erin)):
        move(post, step, by)
    return post


def test_a_live_post_is_rewritten_while_readers_keep_the_edition(live: Post, alice: User, client: Client) -> None:
    save_text(live, live.document.set("title", "A new title"), alice, based_on=live.head_id)
    live.refresh_from_db()
    assert (live.status, live.has_unpublished_changes) == (Status.DRAFT, True)
    assert "A new title" not in client.get("/p/foundation-models/").content.decode()
    assert list(live.moves.values_list("step", flat=True))[0] == "reopen"


def test_the_rewritten_post_goes_live_after_its_next_approval(
    live: Post, alice: User, bob: User, erin: User, client: Client
) -> None:
    save_text(live, live.document.set("title", "A new title"), alice, based_on=live.head_id)
    for step, by in (("submit", alice), ("approve", bob), ("publish", erin)):
        move(live, step, by)
    assert "A new title" in client.get("/p/foundation-models/").content.decode()


def test_unpublishing_takes_page_pictures_and_terms_away_and_marks_the_file(
    live: Post, erin: User, client: Client
) -> None:
    addresses = (
        "/p/foundation-models/",
        "/p/foundation-models/images/figure1.png",
        "/tags/nlp/",
        "/categories/paper-review/",
    )
    for url in addresses:
        response = client.get(url)
        response.getvalue()
        assert response.status_code == 200, url
    move(live, "unpublish", erin)
    for url in addresses:
        assert client.get(url).status_code == 404, url
    assert b"draft = true" in bytes(live.head)
    assert live.status == Status.WITHDRAWN


def test_a_scheduled_post_waits_for_its_time(post: Post, alice: User, bob: User, erin: User, client: Client) -> None:
    move(post, "submit", alice)
    move(post, "approve", bob)
    at = timezone.now() + timedelta(days=2)
    move(post, "schedule", erin, at=at)
    assert client.get("/p/foundation-models/").status_code == 404
    assert "/p/foundation-models/" not in client.get("/").content.decode()
    assert client.get("/tags/nlp/").status_code == 404
    assert Edition.objects.live(at + timedelta(minutes=1)).filter(post=post).exists()
    move(post, "unschedule", erin)
    assert (post.status, Edition.objects.filter(post=post).exists()) == (Status.APPROVED, False)


def test_a_schedule_needs_a_time_that_is_to_come(post: Post, alice: User, bob: User, erin: User) -> None:
    move(post, "submit", alice)
    move(post, "approve", bob)
    for at in (None, timezone.now() - timedelta(days=1)):
        with pytest.raises(StepRefused, match="future"):
            move(post, "schedule", erin, at=at)


def test_requesting_changes_needs_a_word(post: Post, alice: User, bob: User) -> None:
    move(post, "submit", alice)
    with pytest.raises(StepRefused):
        move(post, "request_changes", bob, note="  ")
    assert Post.objects.get(pk=post.pk).status == Status.IN_REVIEW


def test_a_refused_step_leaves_no_trace(post: Post, alice: User) -> None:
    before = (Revision.objects.count(), Move.objects.count())
    with pytest.raises(StepRefused):
        move(post, "publish", alice)
    assert (Revision.objects.count(), Move.objects.count()) == before


def test_whoever_saves_second_is_told_and_nothing_is_lost(post: Post, alice: User, erin: User) -> None:
    opened = post.head_id
    save_text(post, post.document.set("title", "First"), alice, based_on=opened)
    with pytest.raises(StaleText):
        save_text(post, post.document.set("title", "Second"), erin, based_on=opened)
    assert Post.objects.get(pk=post.pk).title == "First"


def test_saving_the_same_bytes_writes_nothing(post: Post, alice: User) -> None:
    assert save_text(post, post.document, alice, based_on=post.head_id) is None
    assert post.revisions.count() == 1


def test_the_shell_moves_a_post_by_the_same_rules(
    post: Post, alice: User, bob: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("move_post", "content/post/foundation-models/index.md", "submit", "--by", "alice")
    assert "in_review" in capsys.readouterr().out
    call_command("move_post", "post/foundation-models", "approve", "--by", "bob")
    assert Post.objects.get(pk=post.pk).status == Status.APPROVED


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["post/foundation-models", "submit", "--by", "nobody"], "nobody"),
        (["post/foundation-models", "leap", "--by", "alice"], "leap"),
        (["post/nowhere", "submit", "--by", "alice"], "nowhere"),
        (["post/foundation-models", "publish", "--by", "alice"], "editor"),
        (["post/foundation-models", "schedule", "--by", "alice", "--at", "soon"], "soon"),
    ],
)
def test_a_step_that_cannot_be_taken_is_one_line_and_exit_2(post: Post, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said) as error:
        call_command("move_post", *arguments)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
