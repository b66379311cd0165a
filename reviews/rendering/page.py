"""From the body of a content file to what readers see: the order of the steps."""

import re
from dataclasses import dataclass, replace

from reviews.hugo.shortcodes import parse
from reviews.rendering.addresses import Addresses
from reviews.rendering.characters import escape
from reviews.rendering.dialect import Dialect, read_dialect
from reviews.rendering.findings import missing_images
from reviews.rendering.headings import Ids, contents
from reviews.rendering.hooks import with_hooks
from reviews.rendering.lines import Lines
from reviews.rendering.markdown import Converted, Form, convert
from reviews.rendering.nesting import flattened
from reviews.rendering.options import Heading, Problem, Rendered, RenderOptions
from reviews.rendering.placeholders import Placeholders
from reviews.rendering.sanitising import sanitise
from reviews.rendering.shortcode_html import Renderer
from reviews.rendering.shortcode_page import ShortcodePage
from reviews.rendering.summaries import Summary, automatic, count_words, divided, is_cjk, plain, reading_minutes

DIVIDER = re.compile(r"<!--more-->\s*")
MARK = "HAHADIVIDERHBHB"
SURROGATES = re.compile("[\ud800-\udfff]")
# Written for a script in the browser, which sees what Markdown leaves: `\\\\(` is `\\(` on the page.
BRACKETS_AND_DOLLARS = (("$$", "$$"), ("\\\\[", "\\\\]")), (("\\\\(", "\\\\)"), ("$", "$"))
HEADING_GAP = "<hr>"
MOST_TAME = 50


def render(body: str, options: RenderOptions) -> Rendered:
    """`body` (Markdown, as it stands behind the front matter) as safe HTML, with what Hugo derives from it.

    Never raises; time is bounded: a body above `options.max_size` is shown as plain text, and the problem is told.
    """
    body = SURROGATES.sub("\ufffd", body)
    if len(body.encode()) > options.max_size:
        message = f"the text is larger than {options.max_size // 1000} kB and is shown unformatted"
        return _rendered(f"<pre>{escape(body)}</pre>", "", (), (Problem(0, message),), options)
    page = _Page(options, _dialect(options))
    made = page.convert(body)
    dialect = page.dialect
    headings = _clean_headings(made.headings)
    toc = contents(headings, dialect.toc_start, dialect.toc_end, dialect.toc_ordered)
    html = flattened(made.html) if made.may_nest else made.html
    rendered = _rendered(html, toc, headings, made.problems, options)
    missing = missing_images(body, rendered.image_sources, options)
    return replace(rendered, problems=made.problems + missing) if missing else rendered


def _with_mark(body: str) -> tuple[str, Lines]:
    """The body with MARK in a paragraph of its own for the author's divider, and the way back to the body's lines."""
    found, lines = DIVIDER.search(body), Lines()
    if found is None:
        return body, lines
    mark = f"\n\n{MARK}\n\n"
    lines.add(*[body.count("\n", 0, found.start())] * 2)
    lines.add(mark.count("\n"), found[0].count("\n"))
    return body[: found.start()] + mark + body[found.end() :], lines


def _dialect(options: RenderOptions) -> Dialect:
    dialect = read_dialect(options.markup, options.enable_emoji)
    if options.math == "always" and not dialect.passthrough:
        block, inline = BRACKETS_AND_DOLLARS
        return replace(dialect, passthrough=True, escaped_math=True, block_delimiters=block, inline_delimiters=inline)
    return dialect


@dataclass
class _Page:
    options: RenderOptions
    dialect: Dialect

    def convert(self, body: str) -> Converted:
        """The body as HTML, not sanitised yet; MARK stands where the author divided it."""
        form = Form(self.options.math != "never", self.options.hooks.math, styles=False, escapes_math=True)
        divided, lines = _with_mark(body)
        cut = parse(divided, self.options.shortcodes_known)
        placeholders = Placeholders.for_body(body)
        shortcodes = ShortcodePage(self.options, self.dialect, form)
        markdown, expanded = Renderer(shortcodes, placeholders).body(cut.parts, divided)
        ids = Ids(self.dialect.id_type, placeholders.remove)
        is_html = self.options.language == "html"
        made = Converted(markdown, (), (), True) if is_html else convert(markdown, self.dialect, form, ids)
        found = [Problem(error.line, error.message) for error in cut.errors] + shortcodes.problems
        found += [replace(problem, line=expanded.of(problem.line)) for problem in made.problems]
        told = {replace(problem, line=lines.of(problem.line)) for problem in found}
        problems = sorted(told, key=lambda problem: (problem.line, problem.message))
        headings = [
            replace(h, html=placeholders.put_back(h.html), text=placeholders.remove(h.text)) for h in made.headings
        ]
        may_nest = made.may_nest or len(placeholders.outputs) > MOST_TAME
        return Converted(placeholders.put_back(made.html), tuple(headings), tuple(problems), may_nest)


def _rendered(
    html: str, toc: str, headings: tuple[Heading, ...], problems: tuple[Problem, ...], options: RenderOptions
) -> Rendered:
    addresses = Addresses(options)
    clean = sanitise(html, addresses.rewrite)
    summary = _summary(clean, options)
    clean = clean.replace(f"<p>{MARK}</p>", "", 1).replace(MARK, "", 1)
    text = plain(clean)
    cjk = options.has_cjk_language and is_cjk(text)
    words = count_words(text, cjk)
    # A summary stands on other pages too, where nothing has the headings' ids.
    of_summary = replace(options, hooks=replace(options.hooks, headings=False))
    return Rendered(
        html=with_hooks(clean, options, addresses),
        toc=toc,
        summary=with_hooks(summary.html, of_summary, addresses),
        truncated=summary.truncated,
        plain=" ".join(text.split()),
        word_count=words,
        reading_time=reading_minutes(words, cjk),
        headings=headings,
        image_sources=tuple(addresses.image_sources),
        problems=problems,
    )


def _clean_headings(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings with their HTML sanitised, all in one go where none of them holds the mark between them."""
    if not any("<" in heading.html for heading in headings):
        return headings
    cleaned = sanitise(HEADING_GAP.join(heading.html for heading in headings)).split(HEADING_GAP)
    if len(cleaned) != len(headings):
        cleaned = [sanitise(heading.html) for heading in headings]
    return tuple(replace(heading, html=html) for heading, html in zip(headings, cleaned, strict=True))


def _summary(html: str, options: RenderOptions) -> Summary:
    """The author's divider first, then the summary in the front matter, then the first paragraphs."""
    before, mark, after = html.partition(f"<p>{MARK}</p>")
    if not mark:
        before, mark, after = html.partition(MARK)
    if mark:
        return divided(before, after)
    if options.front_matter_summary:
        made = convert(options.front_matter_summary, read_dialect(options.markup)).html.strip()
        single = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>", made, re.S)
        return Summary(sanitise(single[1] if single else made), False)
    cjk = options.has_cjk_language and is_cjk(html)
    return automatic(html, options.summary_length, cjk)
