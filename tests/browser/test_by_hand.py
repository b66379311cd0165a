"""Steps 3 to 5 of the walk by hand: Alice edits with the preview beside, Bob approves, Erin publishes, a stranger reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Page, expect

from reviews.models import Author, Post
from tests.test_walk import changed_lines

Open = Callable[..., Page]
POST = "content/post/foundation-models/index.md"


@pytest.fixture
def post(transactional_db: None, site_folder: Path) -> Post:
    call_command("hugo_import", str(site_folder))
    return Post.objects.get(path=POST)


@pytest.fixture
def people(post: Post, alice: User, bob: User, erin: User) -> None:
    Author.objects.filter(name="Kurt").update(user=alice)


def step(page: Page, name: str) -> None:
    page.locator(f"button[name=_step][value={name}]:visible").first.click()
    page.wait_for_load_state()


@pytest.mark.usefixtures("people")
def test_a_post_goes_from_its_author_s_hands_to_a_stranger_s_eyes(
    post: Post, site_folder: Path, open_page: Open, live_server: Any
) -> None:
    file = site_folder / POST
    original = file.read_bytes()

    # Alice finds her post in the list and writes, in Korean too; the preview follows without a save.
    alice = open_page("alice")
    alice.goto("/admin/reviews/post/")
    alice.get_by_role("link", name="Foundation Models").first.click()
    alice.wait_for_url("**/change/")
    preview = alice.frame_locator("#preview")
    expect(preview.locator(".e-content")).to_contain_text("Abstract")
    text = alice.locator("#id_body")
    text.click()
    alice.keyboard.press("Control+Home")
    alice.keyboard.type("한글 문단 하나를 더 썼다.\n\n")
    expect(preview.locator(".e-content")).to_contain_text("한글 문단 하나를 더 썼다.")
    alice.keyboard.press("Control+z")
    expect(preview.locator(".e-content img").first).to_have_js_property("naturalWidth", 480)
    alice.goto(alice.url)  # leave that text behind

    # She changes the title only and saves with the keyboard: one line of the file differs.
    alice.get_by_label("Title").fill("Foundation Models, again")
    alice.keyboard.press("Control+s")
    expect(alice.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    call_command("hugo_export", str(site_folder))
    assert changed_lines(original, file.read_bytes()) == [
        '-title = "Foundation Models"',
        '+title = "Foundation Models, again"',
    ]

    # Nobody else sees it yet.
    stranger = open_page()
    assert stranger.goto("/p/foundation-models/").status == 404
    step(alice, "submit")
    expect(alice.locator(".post-states")).to_contain_text("In review")

    # Bob reads it and approves; Erin publishes.
    bob = open_page("bob")
    bob.goto(f"/admin/reviews/post/{post.pk}/change/")
    step(bob, "approve")
    expect(bob.locator(".post-states")).to_contain_text("Approved")
    erin = open_page("erin")
    erin.goto(f"/admin/reviews/post/{post.pk}/change/")
    step(erin, "publish")
    expect(erin.locator(".post-states")).to_contain_text("Published")

    # A stranger finds it on the front page and reads it, with its picture.
    stranger.goto("/")
    stranger.get_by_role("link", name="Foundation Models, again").first.click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Foundation Models, again")
    expect(stranger.locator(".e-content img").first).to_have_js_property("naturalWidth", 480)
    call_command("hugo_export", str(site_folder))
    assert changed_lines(original, file.read_bytes()) == [
        '-title = "Foundation Models"',
        '+title = "Foundation Models, again"',
        "-draft = true",
        "+draft = false",
    ]
