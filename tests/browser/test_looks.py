"""A site that is hard on the looks: long words, wide things, covers, galleries; on the smallest screen and with large letters."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.test_readers import faults, obstacles, visit

pytestmark = pytest.mark.django_db(transaction=True)
CONFIG = """
baseURL = "https://example.org/"
title = "논문"
defaultContentLanguage = "ko"
[params]
math = true
[languages.ko]
weight = 1
[languages.fa]
weight = 2
label = "فارسی"
direction = "rtl"
"""
RTL = "این متن از راست به چپ خوانده می‌شود و در آن Transformer هم هست. "
LONG_KO = "띄어쓰기가하나도없어서어디에서도끊을수없는아주아주긴한국어제목"
LONG_EN = "Supercalifragilisticexpialidocious-Pneumonoultramicroscopicsilicovolcanoconiosis"
WIDE = f"""
![하나](a.png) ![둘](b.png)

| {" | ".join(f"머리{n} number" for n in range(9))} |
|{"--|" * 9}
| {" | ".join("셀 cell" for _ in range(9))} |

$$ {" + ".join(f"a_{{{n}}} x^{{{n}}}" for n in range(40))} $$

```python {{linenos=true hl_lines=[1]}}
print("{"long " * 40}")
```

- [ ] 할 일

  둘째 문단

> [!WARNING]
> 조심하라

`{LONG_EN}` <https://example.org/{"address/" * 12}>

## {LONG_KO}

### {LONG_EN}

글[^1]

[^1]: {LONG_EN}
"""
PLACES = [
    "/", "/post/", "/post/hard/", "/post/bare/", "/post/tall/", "/post/deep/", "/tags/", "/authors/", "/archive/",
    f"/search/?q={LONG_KO[:4]}", "/nowhere/", "/fa/", "/fa/post/rtl/",
]  # fmt: skip


DEEP = "".join(f"## 절 {number}\n\n글\n\n" for number in range(60))


def png(width: int, height: int) -> bytes:
    output = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(output, "PNG")
    return output.getvalue()


@pytest.fixture
def hard(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    tags = ", ".join(f"꼬리표{n}" for n in range(40))
    head = f'title: "{LONG_KO}"\ndate: 2024-01-01\nauthor: {LONG_EN}\nimage: cover.png\ntags: [{tags}, {LONG_EN}]\n'
    files: dict[str, bytes] = {
        "hugo.toml": CONFIG.encode(),
        "content/post/hard/index.md": f"---\n{head}description: {LONG_EN}\n---\n{WIDE}".encode(),
        "content/post/hard/cover.png": png(600, 1400),
        "content/post/hard/a.png": png(900, 600),
        "content/post/hard/b.png": png(400, 800),
        "content/post/english.md": f"---\ntitle: {LONG_EN}\ndate: 2024-02-01\n---\n{LONG_EN}\n".encode(),
        "content/post/bare.md": b"\n",
        "content/post/tall.md": f"---\ntitle: T\n---\n![](/tall.png)\n\n{WIDE}".encode(),
        "content/post/words.md": f"---\ntitle: W\n---\n| a | b |\n|--|--|\n| c | {'문장이 길다 ' * 30}|".encode(),
        "content/post/deep.md": f"---\ntitle: D\n---\n{DEEP}".encode(),
        "content/post/rtl.fa.md": f"---\ntitle: {RTL}\ndate: 2024-01-01\nauthor: Kim\n---\n{RTL * 9}\n{WIDE}".encode(),
        "static/tall.png": png(300, 3000),
        "content/post/far.md": b"---\ntitle: F\n---\n![Far away](https://elsewhere.example/far.png)\n",
    }
    for path, data in files.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(data)
    assert run("hugo_import", tmp_path / "site")[0] == 0


def test_nothing_is_wider_than_the_smallest_screen_nor_moves(
    hard: None, open_page: Callable[..., Page], live_server: Any
) -> None:
    page, wrong = open_page(width=320), []
    for place in PLACES:
        seen = visit(page, place)
        wrong += [f"{place}: {each}" for each in (*obstacles(page), *faults(seen["html"]))]
        wrong += [f"{place}: moved by {seen['shift']}"] if seen["shift"] > 0.001 else []
        wrong += [f"{place}: asked {url}" for url in seen["asked"] if not url.startswith(live_server.url)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [390, 1280])
def test_letters_of_twice_the_size_find_room(width: int, hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=width)
    for place in PLACES:
        page.goto(place)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
    page.goto("/post/hard/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    body = page.locator(".body").bounding_box()
    assert body is not None
    assert body["width"] > min(width, 600) * 0.8


def test_pictures_of_one_paragraph_stand_side_by_side(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390)
    page.goto("/post/hard/")
    first, second = (page.locator(".gallery img").nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert abs(first["height"] - second["height"]) < 2


def test_a_picture_is_no_higher_than_the_window_and_keeps_its_shape(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=1280, height=800)
    page.goto("/post/tall/")
    box = page.locator(".prose img").first.bounding_box()
    assert box is not None
    assert box["height"] <= 800
    assert abs(box["height"] / box["width"] - 10) < 0.1


def test_a_wide_table_takes_the_room_that_no_record_takes(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=1440)
    page.goto("/post/tall/")
    body, table = (page.locator(each).first.bounding_box() for each in (".body > p:last-child, .body > ul", ".scroll"))
    assert body is not None
    assert table is not None
    assert table["width"] > body["width"] * 1.2
    assert table["x"] == body["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_sentence_in_a_table_is_read_without_scrolling_each_line(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390)
    page.goto("/post/words/")
    assert page.locator("td").nth(1).evaluate("(each) => each.getBoundingClientRect().width") < 280


def test_the_sign_of_a_note_is_shown_as_a_word_of_the_page_s_language(
    hard: None, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto("/post/tall/")
    assert not page.locator(".alert-sign").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.alert'), '::before').content") == '"주의"'
    assert "[!WARNING]" in page.locator(".alert").evaluate("(each) => each.textContent")  # as in Hugo's own page


def test_what_is_read_stands_out_in_forced_colours(hard: None, browser: Browser, live_server: Any) -> None:
    with browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.emulate_media(forced_colors="active")
        page.goto("/post/deep/")
        page.wait_for_timeout(200)
        width = "(each) => parseFloat(getComputedStyle(each).borderInlineStartWidth)"
        current, other = (page.locator(f".toc li:nth-child({number}) a").evaluate(width) for number in (1, 9))
        assert current > other


def test_a_printed_page_holds_wide_tables_and_code(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=700)
    page.goto("/post/hard/")
    page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('.body > :not(.eq)')].filter((each) => each.scrollWidth > innerWidth)"
    assert page.evaluate(f"{wide}.map((each) => each.outerHTML.slice(0, 80))") == []
    assert not page.locator(".tools").is_visible()


def test_long_contents_show_the_part_that_is_read(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(height=500)
    page.goto("/post/deep/")
    page.locator(".body h2").nth(55).evaluate("(each) => each.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_function(
        "() => { const [place, link] = ['.toc details', '.toc li:nth-child(56) a'].map((each) =>"
        " document.querySelector(each).getBoundingClientRect());"
        " return place.top <= link.top && link.bottom <= place.bottom; }"
    )


def test_a_picture_of_another_host_is_a_link(hard: None, browser: Browser, live_server: Any) -> None:
    """The policy lets no request out, and says so on the console."""
    with browser.new_context(base_url=live_server.url) as context:
        page, answers = context.new_page(), []
        page.on("response", lambda answer: answers.append(answer.url))
        page.goto("/post/far/")
        link = page.get_by_role("link", name="Far away")
        assert link.get_attribute("href") == "https://elsewhere.example/far.png"
        assert [url for url in answers if "elsewhere" in url] == []


def test_a_citation_is_copied_in_the_chosen_form(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/post/english/")
    page.locator(".cite summary").click()
    page.get_by_role("radio", name="APA").check()
    page.locator(".cite .copy:visible").click()
    assert LONG_EN in page.evaluate("navigator.clipboard.readText()")
    assert "@misc" not in page.evaluate("navigator.clipboard.readText()")


def test_a_slash_leads_to_the_search_unless_somebody_writes(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/post/bare/")
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    field = page.get_by_role("combobox")
    field.blur()
    page.keyboard.press("/")
    field.press_sequentially("a/b")
    assert field.input_value() == "a/b"


def test_a_reader_walks_by_the_keyboard_alone(hard: None, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390)
    page.goto("/post/hard/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "_main"
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")
