"""Every kind of page as a reader gets it: accessible in light and dark, valid, still, small, and from this host alone."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from axe_core_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from reviews.management.commands.demo import SITE

PAGES = {
    "front": "/", "front in English": "/en/", "second page": "/page/2/", "post": "/p/attention-is-all-you-need/",
    "post in English": "/en/p/lora/", "section": "/post/", "terms": "/categories/", "many terms": "/tags/",
    "term": "/tags/transformer/", "series": "/series/언어-모델의-뿌리/", "archive": "/archive/", "authors": "/authors/",
    "author": "/authors/한서윤/", "page": "/how-we-review/", "page apart, with a picture": "/about/",
    "the same in English": "/en/about/", "a year": "/archive/2024/", "terms in English": "/en/categories/",
    "search": "/search/?q=어텐션", "nothing asked": "/search/", "nothing found": "/en/search/?q=zzzz",
    "list of series": "/series/", "a term in English": "/en/tags/attention/", "section apart": "/note/",
    "search, narrowed": "/search/?q=어텐션&author=한서윤&sort=newest",
    "404": "/no-such-page/", "404 in English": "/en/no-such-page/",
}  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STILL = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shift += entry.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(shift), 150);
})"""


@pytest.fixture
def imported(transactional_db: None, tmp_path: Path) -> None:
    """The demo's site, out of a folder of the test's own: one program at a time may hold a folder."""
    shutil.copytree(SITE, tmp_path / "site")
    call_command("hugo_import", str(tmp_path / "site"), verbosity=0)


def visit(page: Page, address: str) -> dict[str, Any]:
    """Open `address`: what it took, from where, and whether anything moved."""
    asked: list[str] = []
    sizes: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    answer = page.goto(address, wait_until="load")
    shift = page.evaluate(STILL)
    assert answer is not None
    return {"status": answer.status, "html": answer.text(), "asked": asked, "bytes": sum(sizes), "shift": shift}


def faults(html: str) -> list[str]:
    """Where the HTML breaks the standard's grammar."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    return [f"{place}: {code} {details}" for place, code, details in parser.errors]


def test_every_page_is_accessible_valid_still_and_alone(imported: None, browser: Browser, live_server: Any) -> None:
    wrong: list[str] = []
    with browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 900}) as context:
        for name, address in PAGES.items():
            page = context.new_page()
            wrong += [f"{name}: {each}" for each in complaints(page, live_server.url, address)]
            page.close()
    assert not wrong, "\n".join(wrong)


def complaints(page: Page, host: str, address: str) -> list[str]:
    """All that is wrong with the page, on a light phone and on a dark desk."""
    page.emulate_media(color_scheme="light")
    seen = visit(page, address)
    found = [f"status {seen['status']}"] if seen["status"] != (404 if "no-such" in address else 200) else []
    found += [f"moved by {seen['shift']}"] if seen["shift"] > 0.001 else []
    found += [f"asked {url}" for url in seen["asked"] if urlsplit(url).netloc != urlsplit(host).netloc]
    found += [f"HTML {each}" for each in faults(seen["html"])]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    found += [f"id {each} twice" for each in set(ids) if ids.count(each) > 1]
    found += ["not one h1"] if page.locator("h1").count() != 1 else []
    found += [f"light phone: {each}" for each in obstacles(page)]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1440, "height": 900})
    return found + [f"dark desk: {each}" for each in obstacles(page)]


def obstacles(page: Page) -> list[str]:
    """What stands in somebody's way, by axe-core; and what is wider than the window."""
    violations = Axe().run(page, options=RULES)["violations"]
    found = [f"axe {each['id']}: {node['html'][:160]}" for each in violations for node in each["nodes"][:3]]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"wider than the window by {wider}"] if wider > 0 else [])


def test_a_text_post_takes_less_than_60_kilobytes(imported: None, browser: Browser, live_server: Any) -> None:
    with browser.new_context(base_url=live_server.url) as context:
        assert visit(context.new_page(), "/how-we-review/")["bytes"] < 60_000


def test_a_page_reads_without_scripts(imported: None, browser: Browser, live_server: Any) -> None:
    with browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto("/p/attention-is-all-you-need/")
        page.locator(".toc summary").click()
        assert page.locator(".toc a").first.is_visible()
        page.locator(".cite summary").click()
        page.get_by_role("radio", name="APA").check()
        assert page.locator(".cite pre.apa").is_visible()
        assert not page.locator(".cite pre.bib").is_visible()
        assert not page.locator("[data-theme-button]").is_visible()


def test_a_chosen_theme_stands_before_the_first_paint_and_gives_way_to_the_system(
    imported: None, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto("/")
    page.locator("[data-theme-button]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.add_init_script(
        "new MutationObserver(() => { if (document.body) window.early ??= document.documentElement.dataset.theme; })"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.goto("/post/")
    assert page.evaluate("window.early") == "dark"
    page.locator("[data-theme-button]").click()
    page.goto("/")
    assert page.locator("html").get_attribute("data-theme") is None


def test_the_contents_follow_the_scroll(imported: None, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/p/attention-is-all-you-need/")
    heading = page.locator(".e-content h2").nth(2)
    heading.evaluate("(each) => each.scrollIntoView()")
    page.wait_for_timeout(300)
    followed = page.evaluate(
        "[...document.querySelectorAll('.toc a')].filter((each) => each.matches('[aria-current]') ||"
        " (CSS.supports('selector(:target-current)') && each.matches(':target-current'))).map((each) => each.hash)"
    )
    assert followed
    assert page.evaluate("(hash) => decodeURIComponent(hash.slice(1))", followed[0]) == heading.get_attribute("id")
