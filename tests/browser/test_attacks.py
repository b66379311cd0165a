"""Chromium itself, with no policy to help: what is left of each attack runs nothing, however it is touched."""

from playwright.sync_api import Browser

from reviews.rendering import render
from tests.rendering.test_attacks import ATTACKS, OPTIONS
from tests.rendering.test_safety import PLACES, filled

CANARY = """
window.fired = [];
for (const name of ["alert", "confirm", "prompt", "msgbox"]) window[name] = (...told) => { window.fired.push(name); };
"""
TOUCH = """
() => {
  const events = ["click", "mouseover", "pointerenter", "focus", "focusin", "keydown", "input", "change", "toggle", "load", "error",
    "wheel", "scroll", "copy", "cut", "paste", "drag", "drop", "animationstart", "transitionend", "beforetoggle", "auxclick"];
  document.addEventListener("click", (event) => event.preventDefault(), true);
  for (const element of document.querySelectorAll("main *")) {
    for (const name of events) element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
    const address = element.getAttribute("href") || "";
    if (/^\\s*(javascript|vbscript|data):/i.test(element.href || address)) window.fired.push(address);
  }
  return window.fired;
}
"""
PAGE = 60  # pieces on one page


def fired(browser: Browser, pieces: list[str]) -> list[str]:
    """What ran when the pieces stood on pages and everything on them was touched."""
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(CANARY)
    context.route("**/*", lambda route: route.abort())
    told: list[str] = []
    context.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    for start in range(0, len(pieces), PAGE):
        page = context.new_page()
        sections = "".join(f"<section>{piece}</section>" for piece in pieces[start : start + PAGE])
        page.set_content(f"<!doctype html><html><body><main>{sections}</main>", wait_until="domcontentloaded")
        page.wait_for_timeout(100)
        told += page.evaluate(TOUCH)
        page.close()
    context.close()
    return told


def test_attacks_that_nobody_cleans_do_fire(browser: Browser) -> None:
    """Else the test below would prove nothing."""
    for attack in ("<img src=x onerror=alert(1)>", "<a href=javascript:alert(1)>x</a>", "<p onwheel=alert(1)>x</p>"):
        assert attack in ATTACKS or "onwheel" in attack
        assert fired(browser, [attack]) != [], attack


def test_nothing_fires_of_what_readers_get(browser: Browser) -> None:
    pieces = [render(attack, OPTIONS).html for attack in ATTACKS]
    pieces += [
        render(filled(PLACES[number % len(PLACES)], attack), OPTIONS).html for number, attack in enumerate(ATTACKS)
    ]
    assert fired(browser, pieces) == []
