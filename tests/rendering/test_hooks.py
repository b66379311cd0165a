"""The layer over Hugo's output: what each hook adds, and that none changes an id, a link target or a word."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reviews.rendering import NO_HOOKS, Hooks, RenderOptions, render, sanitise
from tests.rendering.generated import MANY, Seen, body

UNSAFE = {"goldmark": {"renderer": {"unsafe": True}, "parser": {"attribute": {"block": True}}}}


def variants(source: str) -> Sequence[tuple[str, int]]:
    return [(f"/small/{source}", 480), (f"/large/{source}", 960)]


OPTIONS = RenderOptions(
    markup=UNSAFE,
    base_url="https://example.org/",
    math="always",
    image_size=lambda _: (4, 3),
    image_variants=variants,
    quotation_language=lambda text: "en" if text.isascii() else "",
)


def only(**hooks: bool) -> RenderOptions:
    return replace(OPTIONS, hooks=replace(NO_HOOKS, **hooks))


def test_no_hook_changes_an_id_a_link_target_or_a_word() -> None:
    for seed in range(MANY or 300):
        text = body(seed)
        bare, hooked = render(text, replace(OPTIONS, hooks=NO_HOOKS)), render(text, OPTIONS)
        assert Seen.of(hooked.html) == Seen.of(bare.html), text
        assert Seen.of(hooked.summary) == Seen.of(bare.summary), text
        for name in ("toc", "plain", "word_count", "reading_time", "headings", "image_sources", "problems"):
            assert getattr(hooked, name) == getattr(bare, name), (name, text)


def test_what_the_hooks_add_passes_the_allow_list_unchanged() -> None:
    """Where the page without them does: tags that nobody closed may move when HTML is read a second time."""
    for seed in range(MANY or 300):
        bare, hooked = render(body(seed), replace(OPTIONS, hooks=NO_HOOKS)).html, render(body(seed), OPTIONS).html
        assert sanitise(hooked) == hooked or sanitise(bare) != bare, body(seed)


@pytest.mark.parametrize(
    ("hook", "markdown", "html"),
    [
        ("images", "![a](b.png)", '<img src="b.png" alt="a" width="4" height="3"'),
        ("images", "![a](b.png)", 'srcset="/small/b.png 480w, /large/b.png 960w" sizes="auto, (min-width'),
        ("images", '<img src="b.png" width="9">', ' sizes="(min-width'),
        ("images", '<img src="b.png" loading="eager">', ' sizes="(min-width'),
        ("images", "![a](b.png)", 'loading="lazy" decoding="async">'),
        ("images", '![a](b "T<i>")', '<figcaption data-caption="T&lt;i&gt;"></figcaption></figure>'),
        ("images", "![a](b.png)\n*c **d***", "<figcaption>c <strong>d</strong></figcaption></figure>"),
        ("images", "![a](b.png) ![c](d.png)", '<p class="gallery"><img'),
        ("images", "![a](b.png) and ![c](d.png)", "<p><img"),
        ("images", "![a](b.png)\n\n*c*\n\nd", "<figcaption>c</figcaption></figure>\n<p>d</p>"),
        ("images", '![a](b.png "T") text', 'alt="a" title="T" width="4"'),
        ("images", "![a](b.png) *c* d", "<em>c</em> d</p>"),
        (
            "headings",
            "## A `b`",
            '<code>b</code><a class="anchor" href="#a-b" aria-label="Link to this section"></a></h2>',
        ),
        ("headings", "<div><a href=x><h2 id=y>z</h2></a></div>", '<h2 id="y">z</h2></a>'),
        ("alerts", "> [!NOTE]\n> a", ' class="alert alert-note"><p><span class="alert-sign">[!NOTE]</span>\na'),
        ("alerts", "> [!tip]- B & c\n> a", '>[!tip]-</span> <span class="alert-title">B &amp; c</span>\na</p>'),
        ("alerts", "> [!WARNING] *b*\n> a", '<span class="alert-sign">[!WARNING]</span> <em>b</em>\na</p>'),
        ("alerts", "> [!NOTE] a `b`\n> c", "[!NOTE]</span> a <code>b</code>\nc</p>"),
        ("alerts", "> [!NOTE]b\n> a", "<blockquote><p>[!NOTE]b\na</p>"),
        ("alerts", "> [!OTHER]\n> a", "<blockquote><p>[!OTHER]\na</p>"),
        ("alerts", "> a [!NOTE]", "<blockquote><p>a [!NOTE]</p>"),
        ("links", "[a](https://b.example)", '<a href="https://b.example" rel="external noopener">a</a>'),
        ("links", "<a rel=nofollow target=_blank href=//b.example>a</a>", 'rel="nofollow external noopener"'),
        ("links", "[a](https://example.org/b)", '<a href="https://example.org/b">a</a>'),
        ("links", "[a](/b) [c](#d) <e@f.gh>", '<a href="/b">a</a> <a href="#d">c</a> <a href="mailto:e@f.gh">'),
        ("code", "```go\nx\n```", '<div class="highlight" data-lang="go"><pre tabindex="0" class="chroma">'),
        ("code", "```go {linenos=true}\nx\n```", '<div class="highlight" data-lang="go"><div class="chroma">'),
        ("code", "```nosuch\nx\n```", '<div class="highlight" data-lang="nosuch"><pre tabindex="0"><code class='),
        ("code", "    x", '<div class="highlight"><pre><code>x\n</code></pre></div>'),
        ("quotations", "> *a* b", '<blockquote lang="en"><p><em>a</em> b</p>'),
        ("tables", "|a|\n|-|", '<div class="scroll" role="group" tabindex="0"><table>'),
        ("math", "$$x$$", '<div class="eq"><div><math display="block">'),
    ],
)
def test_each_hook_adds_its_own(hook: str, markdown: str, html: str) -> None:
    assert html in render(markdown, only(**{hook: True})).html
    others = replace(Hooks(), **{hook: False})
    is_left_alone = html in render(markdown, replace(OPTIONS, hooks=NO_HOOKS)).html
    assert is_left_alone or html not in render(markdown, replace(OPTIONS, hooks=others)).html


def test_a_quotation_in_the_page_s_language_is_left_as_it_is() -> None:
    assert "<blockquote><p>가 b</p>" in render("> 가 b", OPTIONS).html
    assert render("> 가\n> > b", OPTIONS).html.count("lang=") == 1


def test_a_copy_of_an_image_at_an_address_that_runs_is_no_copy() -> None:
    options = replace(OPTIONS, image_variants=lambda _: [("javascript:alert(1)", 1), ('/a b,"c.png', 2)])
    assert ' srcset="/a%20b%2C%22c.png 2w"' in render("![a](b.png)", options).html


def test_the_summary_on_other_pages_has_no_links_to_headings() -> None:
    assert "anchor" not in render("## a\n\nb\n\n<!--more-->\n\nc", OPTIONS).summary
