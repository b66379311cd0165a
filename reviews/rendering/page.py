"""From the body of a content file to what readers see: the order of the steps."""

import html as html_text
import math

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from reviews.rendering.options import Problem, Rendered, RenderOptions
from reviews.rendering.sanitising import plain_text, sanitise

PARSER = MarkdownIt("commonmark", {"html": True, "maxNesting": 120}).enable(["table", "strikethrough"]).use(footnote_plugin)


def render(body: str, options: RenderOptions) -> Rendered:
    """`body` (Markdown, as it stands after the front matter) as safe HTML with what Hugo derives from it. Never raises."""
    if len(body) > options.max_size:
        return _finish(f"<pre>{html_text.escape(body)}</pre>", options, (Problem(0, "too long to be formatted"),))
    return _finish(PARSER.render(body), options, ())


def _finish(html: str, options: RenderOptions, problems: tuple[Problem, ...]) -> Rendered:
    clean = sanitise(html, _rewriter(options))
    plain = plain_text(clean)
    words = len(plain.split())
    return Rendered(clean, "", clean, False, plain, words, math.ceil(words / 212), (), (), problems)


def _rewriter(options: RenderOptions):  # type: ignore[no-untyped-def]
    def rewrite(tag: str, name: str, value: str) -> str | None:
        return options.resolve_url(value) if options.resolve_url and name in {"href", "src"} else value

    return rewrite
