"""What each shortcode shows. Hugo's own ones are as Hugo has them where that is simple and safe.

Players and posts of other sites become links: a page loads nothing from elsewhere. A shortcode of the site's own theme
is shown as a frame with its name, around what stands between its tags.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from reviews.hugo.shortcode_tags import Param
from reviews.hugo.shortcodes import Part, Shortcode
from reviews.rendering.characters import escape, escape_address
from reviews.rendering.dialect import Dialect
from reviews.rendering.highlighting import code_block, inline_code
from reviews.rendering.markdown import Form, convert
from reviews.rendering.options import Problem, RenderOptions
from reviews.rendering.placeholders import Output, Placeholders
from reviews.rendering.sanitising import plain_text

REMOVED = {"gist", "tweet", "twitter", "twitter_simple"}
RUNS = re.compile(r"(?i)\s*(?:javascript|vbscript|data):")
LONE_PARAGRAPH = re.compile(r"\A<p>((?:(?!<p>).)*)</p>\n?\Z", re.S)


@dataclass
class Renderer:
    """Renders the shortcodes of one page; gathers the problems met."""

    options: RenderOptions
    dialect: Dialect
    form: Form
    placeholders: Placeholders
    problems: list[Problem] = field(default_factory=list)

    def expand(self, parts: tuple[Part, ...]) -> str:
        """Markdown in which a word stands for each `{{< >}}`, and the output of each `{{% %}}` stands itself."""
        return "".join(part if isinstance(part, str) else self._call(part) for part in parts)

    def _call(self, call: Shortcode) -> str:
        known = BUILT_IN.get(call.name)
        if known is None:
            return self._unknown(call)
        if call.is_markdown and call.name not in TEXT_SHORTCODES and not self.dialect.unsafe:
            return self._omitted(call)
        output = known(self, call)
        if call.is_markdown and call.name in TEXT_SHORTCODES:
            return output.text
        return self.placeholders.add(output)

    def _omitted(self, call: Shortcode) -> str:
        """`{{% figure %}}` puts HTML into the Markdown, and there Hugo omits it like any other."""
        message = f"Hugo omits what {{{{% {call.name} %}}}} makes; write {{{{< {call.name} >}}}}"
        self.problems.append(Problem(call.line, message))
        return ""

    def _unknown(self, call: Shortcode) -> str:
        """The frame of a shortcode that the site's theme defines."""
        name = f'<span class="shortcode-name">{escape(call.name)}</span>'
        if not call.inner:
            return self.placeholders.add(Output(_frame("div", call, name), _frame("span", call, name)))
        inner = self.expand(call.inner)
        if call.is_markdown:
            return self._around(call, name, inner)
        html = self.markdown(inner)
        tag = "div" if "<" in LONE_PARAGRAPH.sub(r"\1", html) or "\n" in inner.strip() else "span"
        inside = html if tag == "div" else LONE_PARAGRAPH.sub(r"\1", html)
        return self.placeholders.add(Output(_frame("div", call, name + html), _frame(tag, call, name + inside)))

    def _around(self, call: Shortcode, name: str, inner: str) -> str:
        """A frame whose inside is read with the page, so that its headings are headings of the page."""
        tag, gap = ("div", "\n\n") if "\n" in inner else ("span", "")
        opening = f'<{tag} class="shortcode" data-shortcode="{escape(call.name)}">{name}'
        before = self.placeholders.add(Output(opening, opening))
        after = self.placeholders.add(Output(f"</{tag}>", f"</{tag}>"))
        return f"{before}{gap}{inner}{gap}{after}"

    def markdown(self, source: str) -> str:
        """`source` as HTML, as Hugo's `markdownify` has it, its paragraphs kept."""
        made = convert(source, self.dialect, self.form)
        self.problems += made.problems
        return made.html

    def line(self, source: str) -> str:
        """`source` as HTML for a caption: without the paragraph around a single one."""
        return LONE_PARAGRAPH.sub(r"\1", self.markdown(source)).strip()

    def fail(self, call: Shortcode, message: str) -> Output:
        """Where Hugo fails the build: the call's name in a frame, and the problem told."""
        self.problems.append(Problem(call.line, message))
        name = f'<span class="shortcode-name">{escape(call.name)}</span>'
        return Output(_frame("div", call, name), _frame("span", call, name))


def _frame(tag: str, call: Shortcode, inside: str) -> str:
    return f'<{tag} class="shortcode" data-shortcode="{escape(call.name)}">{inside}</{tag}>'


def _same(html: str, text: str = "") -> Output:
    return Output(html, html, text)


def _text(value: Param | None) -> str:
    """A parameter as Hugo's templates print it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _safe_address(address: str) -> str:
    return "#ZgotmplZ" if RUNS.match(address) else escape(escape_address(address))


def _attributes(call: Shortcode, *names: str) -> str:
    return "".join(f' {name}="{escape(_text(call.named[name]))}"' for name in names if call.named.get(name))


def figure(renderer: Renderer, call: Shortcode) -> Output:
    """https://gohugo.io/shortcodes/figure/"""
    named = {name: _text(value) for name, value in call.named.items()}
    caption = renderer.line(named["caption"]) if named.get("caption") else ""
    alt = named.get("alt") or plain_text(caption)
    image = f'<img src="{_safe_address(named.get("src", ""))}"'
    image += f' alt="{escape(alt)}"' if alt else ""
    image += _attributes(call, "width", "height", "loading") + ">"
    if named.get("link"):
        image = f'<a href="{_safe_address(named["link"])}"{_attributes(call, "target", "rel")}>{image}</a>'
    inside = image + _figcaption(renderer, named, caption)
    return _same(f"<figure{_attributes(call, 'class')}>{inside}\n</figure>\n")


def _figcaption(renderer: Renderer, named: dict[str, str], caption: str) -> str:
    source = renderer.line(named["attr"]) if named.get("attr") else ""
    if source and named.get("attrlink"):
        source = f'<a href="{_safe_address(named["attrlink"])}">{source}</a>'
    title = f"<h4>{escape(named['title'])}</h4>" if named.get("title") else ""
    text = (
        f"<p>{caption}\n{source}</p>"
        if caption and source
        else f"<p>{caption}{source}</p>"
        if caption or source
        else ""
    )
    return f"<figcaption>{title}{text}</figcaption>" if title or text else ""


def highlight(renderer: Renderer, call: Shortcode) -> Output:
    """https://gohugo.io/shortcodes/highlight/"""
    language = _text(call.get("lang", 0) or call.get("type", 0))
    options = _code_options(_text(call.get("options", 1)))
    code = "".join(part if isinstance(part, str) else renderer.expand((part,)) for part in call.inner or ())
    if options.get("hl_inline") == "true":
        return _same(inline_code(code.strip("\n"), language))
    if options.get("linenos") == "true" and not renderer.dialect.line_numbers_in_table:
        options["linenos"] = "inline"
    return _same(code_block(code.strip("\n"), language, options))


def _code_options(text: str) -> dict[str, str]:
    """ "linenos=inline,hl_lines=1 3-4" as a table."""
    pairs = (item.partition("=") for item in text.split(","))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}


def reference(renderer: Renderer, call: Shortcode) -> Output:
    """ref and relref: the address of another page. https://gohugo.io/shortcodes/ref/"""
    path = _text(call.get("path", 0))
    page, mark, fragment = path.partition("#")
    address = renderer.options.page_url if not page else None
    if page and renderer.options.resolve_page:
        address = renderer.options.resolve_page(page)
    if address is None:
        renderer.problems.append(Problem(call.line, f'{call.name}: there is no page "{path}"'))
        return _same("", "#")
    if not page and call.name == "relref":
        address = ""
    elif call.name == "ref" and "//" not in address:
        address = renderer.options.base_url.rstrip("/") + address
    return _same(escape(address + mark + fragment), address + mark + fragment)


def parameter(renderer: Renderer, call: Shortcode) -> Output:
    """param: a parameter of the page, else of the site. https://gohugo.io/shortcodes/param/"""
    name = _text(call.get("name", 0))
    for params in (renderer.options.page_params, renderer.options.site_params):
        value: object = params
        for key in name.lower().split("."):
            value = value.get(key) if hasattr(value, "get") else None
        if value is not None:
            text = _text(value) if isinstance(value, bool) else str(value)
            return _same(escape(text), text)
    return renderer.fail(call, f'param: there is no parameter "{name}"')


def details(renderer: Renderer, call: Shortcode) -> Output:
    """https://gohugo.io/shortcodes/details/"""
    summary = renderer.line(_text(call.named.get("summary")) or "Details")
    is_open = " open" if call.named.get("open") in (True, "true") else ""
    inner = renderer.markdown(renderer.expand(call.inner or ()))
    attributes = f"{_attributes(call, 'class', 'name')}{is_open}{_attributes(call, 'title')}"
    return _same(f"<details{attributes}>\n<summary>{summary}</summary>\n{inner}</details>\n")


def _player(site: str, address: str) -> Callable[[Renderer, Shortcode], Output]:
    def link(renderer: Renderer, call: Shortcode) -> Output:
        name = _text(call.get("id", 0))
        if not name:
            return renderer.fail(call, f'the "{call.name}" shortcode requires an id')
        shown = escape(_text(call.named.get("title")) or f"{site}: {name}")
        html = f'<a class="embed" href="{escape(address + quote(name, safe=""))}" rel="noopener nofollow">{shown}</a>'
        return Output(f"<p>{html}</p>", html)

    return link


def x_post(renderer: Renderer, call: Shortcode) -> Output:
    """A post on X as a link."""
    user, name = _text(call.named.get("user")), _text(call.named.get("id"))
    if not user or not name:
        return renderer.fail(call, f'the "{call.name}" shortcode requires a user and an id')
    address = f"https://x.com/{quote(user, safe='')}/status/{quote(name, safe='')}"
    html = f'<a class="embed" href="{address}" rel="noopener nofollow">X: @{escape(user)}</a>'
    return Output(f"<p>{html}</p>", html)


def qr(renderer: Renderer, call: Shortcode) -> Output:
    """A code to scan: here the text that it holds."""
    inner = "".join(part for part in call.inner or () if isinstance(part, str)).strip()
    text = _text(call.named.get("text")) or inner
    if not text:
        return renderer.fail(call, 'the "qr" shortcode requires a "text" argument')
    return _same(f"<code>{escape(text)}</code>")


def comment(renderer: Renderer, call: Shortcode) -> Output:
    """Shows nothing."""
    return _same("")


def removed(renderer: Renderer, call: Shortcode) -> Output:
    """Shortcodes that Hugo had once."""
    return renderer.fail(call, f'the "{call.name}" shortcode was removed from Hugo in 0.156')


TEXT_SHORTCODES = {"param", "ref", "relref", "comment"}
BUILT_IN: dict[str, Callable[[Renderer, Shortcode], Output]] = {
    "comment": comment,
    "details": details,
    "figure": figure,
    "highlight": highlight,
    "instagram": _player("Instagram", "https://www.instagram.com/p/"),
    "instagram_simple": _player("Instagram", "https://www.instagram.com/p/"),
    "param": parameter,
    "qr": qr,
    "ref": reference,
    "relref": reference,
    "vimeo": _player("Vimeo", "https://vimeo.com/"),
    "vimeo_simple": _player("Vimeo", "https://vimeo.com/"),
    "x": x_post,
    "x_simple": x_post,
    "youtube": _player("YouTube", "https://www.youtube.com/watch?v="),
    **dict.fromkeys(REMOVED, removed),
}
