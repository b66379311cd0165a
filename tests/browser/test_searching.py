"""What a reader does in the browser: searches with the keyboard, and gets pictures as wide as the screen needs."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
CONFIG = 'baseURL = "https://example.org/"\ntitle = "논문"\ndefaultContentLanguage = "ko"\n[permalinks]\npost = "/p/:contentbasename/"\n'


@pytest.fixture
def publication(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    """A review with a large figure, published."""
    output = io.BytesIO()
    Image.linear_gradient("L").resize((2400, 1600)).convert("RGB").save(output, "PNG")
    files = {
        "hugo.toml": CONFIG.encode(),
        "content/post/a/index.md": "---\ntitle: 트랜스포머를 다시 읽다\ndate: 2024-01-01\ntags: [트랜스포머]\n---\n트랜스포머의 그림\n\n![그림](a.png)\n".encode(),
        "content/post/a/a.png": output.getvalue(),
    }
    for path, data in files.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(data)
    assert run("hugo_import", tmp_path / "site")[0] == 0
    call_command("search_index")


def test_a_reader_searches_with_the_keyboard(publication: None, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/search/")
    field = page.get_by_role("combobox", name="검색어")
    field.press_sequentially("트랜스")
    page.locator(".suggestions li").first.wait_for()
    assert page.locator(".suggestions li").all_inner_texts() == ["트랜스포머", "트랜스포머를 다시 읽다"]
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert page.locator("[aria-selected=true]").inner_text() == "트랜스포머를 다시 읽다"
    assert field.get_attribute("aria-activedescendant") == page.locator("[aria-selected=true]").get_attribute("id")
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("mark").first.inner_text() == "트랜스"
    page.get_by_role("combobox", name="검색어").press("End")
    page.get_by_role("combobox", name="검색어").press_sequentially("포머")
    page.locator(".suggestions li").nth(1).wait_for()
    page.get_by_role("combobox", name="검색어").press("ArrowUp")
    page.get_by_role("combobox", name="검색어").press("Enter")
    page.wait_for_url("**/p/a/")


def test_filters_are_folded_on_a_phone_until_one_is_chosen(publication: None, open_page: Callable[..., Page]) -> None:
    page, order = open_page(width=390), "select[name=sort]"
    page.goto("/search/?q=트랜스")
    assert not page.locator(order).is_visible()
    page.locator(".narrow summary").click()
    page.locator(order).select_option("newest")
    page.get_by_role("button", name="거르기").click()
    page.wait_for_url("**sort=newest*")
    assert page.locator(order).is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/search/?q=트랜스")
    assert page.locator(order).is_visible()
    assert not page.locator(".narrow summary").is_visible()


@pytest.mark.parametrize(("width", "copy"), [(390, "-480"), (1440, "-960")])
def test_a_phone_loads_the_narrow_picture(
    width: int, copy: str, publication: None, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=width)
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/p/a/")
    page.locator(".body img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    pictures = [answer for answer in answers if "/_image/" in answer.url or answer.url.endswith("a.png")]
    assert [answer.url.rpartition("-")[2] for answer in pictures] == [copy.removeprefix("-")]
    assert pictures[0].headers["content-type"] == "image/avif"
    assert page.evaluate("document.querySelector('.body img').naturalWidth") > 0
