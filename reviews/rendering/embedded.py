"""Hugo's own shortcodes as Hugo has them. What plays films and shows posts of other sites is in cards.py."""

import re
from collections.abc import Callable, Mapping

from reviews.rendering.characters import escape, escape_address
from reviews.rendering.highlighting import code_block, code_options, inline_code
from reviews.rendering.placeholders import Output
from reviews.rendering.qr_codes import qr
from reviews.rendering.sanitising import plain_text
from reviews.rendering.shortcode_calls import ShortcodeCall, ShortcodeRefused, as_text
from reviews.rendering.shortcode_page import ShortcodePage

RUNS = re.compile(r"(?i)\s*(?:javascript|vbscript|data):")
REMOVED = {
    "gist": "0.156",
    "instagram_simple": "0.123",
    "tweet": "0.156",
    "twitter": "0.156",
    "twitter_simple": "0.156",
}


def _same(html: str, text: str = "") -> Output:
    return Output(html, html, text)


def _safe_address(address: str) -> str:
    return "#ZgotmplZ" if RUNS.match(address) else escape(escape_address(address))


def _attributes(call: ShortcodeCall, *names: str) -> str:
    return "".join(f' {name}="{escape(call.text(name))}"' for name in names if call.named.get(name))


def figure(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/figure/"""
    named = {name: as_text(value) for name, value in call.named.items()}
    caption = page.line(named["caption"], call.line) if named.get("caption") else ""
    alt = named.get("alt") or plain_text(caption)
    image = f'<img src="{_safe_address(named.get("src", ""))}"'
    image += f' alt="{escape(alt)}"' if alt else ""
    image += _attributes(call, "width", "height", "loading") + ">"
    if named.get("link"):
        image = f'<a href="{_safe_address(named["link"])}"{_attributes(call, "target", "rel")}>{image}</a>'
    inside = image + _figcaption(page, call, named, caption)
    return _same(f"<figure{_attributes(call, 'class')}>{inside}\n</figure>\n")


def _figcaption(page: ShortcodePage, call: ShortcodeCall, named: Mapping[str, str], caption: str) -> str:
    source = page.line(named["attr"], call.line) if named.get("attr") else ""
    if source and named.get("attrlink"):
        source = f'<a href="{_safe_address(named["attrlink"])}">{source}</a>'
    title = f"<h4>{escape(named['title'])}</h4>" if named.get("title") else ""
    words = "\n".join(text for text in (caption, source) if text)
    return f"<figcaption>{title}{f'<p>{words}</p>' if words else ''}</figcaption>" if title or words else ""


def highlight(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/highlight/"""
    language, written = (as_text(value) for value in (*call.params[:2], "", "")[:2])
    options = code_options(_options(written), page.dialect)
    code = call.inner.strip("\n")
    if options.get("hl_inline") == "true":
        return _same(inline_code(code, language))
    return _same(code_block(code, language, options))


def _options(text: str) -> dict[str, str]:
    """ "linenos=inline,hl_lines=1 3-4" as a table."""
    pairs = (item.partition("=") for item in text.split(","))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def reference(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """ref and relref: the address of another page. https://gohugo.io/shortcodes/ref/

    Where there is no such page the link leads nowhere (`#`), and the problem is told.
    """
    path = call.text("path", 0)
    name, mark, fragment = path.partition("#")
    address = "" if mark and not name else None
    if name and page.options.resolve_page and call.text("outputFormat", 1) in ("", "html"):
        address = page.options.resolve_page(name)
    if address is None:
        page.tell(call.line, f'{call.name}: there is no page "{path}"')
        return _same("", "#")
    if name and call.name == "ref" and "//" not in address:
        address = page.options.base_url.rstrip("/") + address
    return _same(escape(address + mark + fragment), address + mark + fragment)


def parameter(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """param: a parameter of the page, else of the site. https://gohugo.io/shortcodes/param/"""
    name = call.text("name", 0)
    for params in (page.options.page_params, page.options.site_params):
        value: object = params
        for key in name.lower().split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is not None:
            return _same(escape(as_text(value)), as_text(value))
    raise ShortcodeRefused(f'param: there is no parameter "{name}"')


def details(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/details/"""
    summary = page.line(call.text("summary") or "Details", call.line)
    is_open = " open" if call.text("open") == "true" else ""
    inner = page.markdown(call.inner, call.line)
    attributes = f"{_attributes(call, 'class', 'name')}{is_open}{_attributes(call, 'title')}"
    return _same(f"<details{attributes}>\n<summary>{summary}</summary>\n{inner}</details>\n")


def comment(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """Shows nothing."""
    return _same("")


def removed(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """Shortcodes that Hugo had once."""
    raise ShortcodeRefused(f'the "{call.name}" shortcode was removed from Hugo in {REMOVED[call.name]}')


EMBEDDED: dict[str, Callable[[ShortcodePage, ShortcodeCall], Output]] = {
    "comment": comment,
    "details": details,
    "figure": figure,
    "highlight": highlight,
    "param": parameter,
    "qr": qr,
    "ref": reference,
    "relref": reference,
    **dict.fromkeys(REMOVED, removed),
}
