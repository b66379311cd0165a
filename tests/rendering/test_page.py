"""A page for readers: addresses, images, tables, formulae, shortcodes, contents, summary, counts, problems."""

import pytest

from reviews.rendering import NO_HOOKS, Problem, Rendered, RenderOptions, plain_text, render, sanitise

DELIMITERS = {"inline": [["\\(", "\\)"]], "block": [["$$", "$$"]]}
MATH = {"goldmark": {"extensions": {"passthrough": {"enable": True, "delimiters": DELIMITERS}}}}


def page(body: str, **options: object) -> Rendered:
    return render(body, RenderOptions(**options))  # type: ignore[arg-type]


def test_addresses_pass_through_the_resolver_wherever_they_stand() -> None:
    body = '[a](b.html) ![c](d.png) <a href="e">f</a> <img srcset="g.png 1x, h.png 2x">\n\n{{< figure src="i.png" >}}'
    shown = page(body, markup={"goldmark": {"renderer": {"unsafe": True}}}, resolve_url=lambda url: f"/p/{url}")
    for address in ('href="/p/b.html"', 'src="/p/d.png"', 'href="/p/e"', "/p/g.png 1x, /p/h.png 2x", 'src="/p/i.png"'):
        assert address in shown.html
    assert shown.image_sources == ("d.png", "g.png", "h.png", "i.png")


def test_fragments_and_mail_are_left_alone() -> None:
    shown = page("[a](#b) <c@d.ef> x[^1]\n\n[^1]: y", resolve_url=lambda url: f"/p/{url}")
    assert "/p/" not in shown.html


def test_images_get_their_size_and_wait_their_turn() -> None:
    html = page("![a](b.png)", image_size=lambda src: (640, 480) if src == "b.png" else None).html
    assert '<img src="b.png" alt="a" width="640" height="480" loading="lazy" decoding="async">' in html


def test_the_size_that_the_author_wrote_stays() -> None:
    html = page('{{< figure src="a.png" width="10" >}}', image_size=lambda src: (640, 480)).html
    assert 'width="10"' in html and "640" not in html


def test_tables_scroll_and_their_cells_are_aligned_without_styles() -> None:
    html = page("| a | b |\n|--:|---|\n| c | d |").html
    assert html.startswith('<div class="scroll" role="group" tabindex="0"><table>')
    assert '<th align="right">a</th>' in html and " style=" not in html
    assert html.rstrip().endswith("</table></div>")


def test_only_the_outermost_table_gets_a_frame() -> None:
    body = "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>"
    html = page(body, markup={"goldmark": {"renderer": {"unsafe": True}}}).html
    assert html.count('class="scroll"') == 1


def test_frames_and_lazy_images_are_options() -> None:
    html = page("| a |\n|---|\n\n![a](b)", hooks=NO_HOOKS).html
    assert "scroll" not in html and "loading" not in html


def test_formulae_are_set_where_the_site_says_so() -> None:
    html = page("\\(x^2\\) and $y$\n\n$$z$$", markup=MATH).html
    assert "<math><msup><mi>x</mi><mn>2</mn></msup></math> and $y$" in html
    assert '<div class="eq"><div><math display="block"><mi>z</mi></math></div></div>' in html


def test_formulae_for_a_script_in_the_browser_are_read_as_it_would() -> None:
    html = page(r"$x\_1$, \\(y\\), \\[z\\] and $$w$$; \(no\) costs $5 or $6", math="always").html
    assert html.count("<math") == 4
    assert "(no) costs $5 or $6" in html


def test_formulae_can_stay_source() -> None:
    assert "$$a_1*b*$$" in page("$$a_1*b*$$", markup=MATH, math="never").html


def test_a_formula_that_cannot_be_set_is_shown_and_told() -> None:
    shown = page("text\n\n$$\\nosuchcommand$$", markup=MATH)
    assert '<code class="math-error">$$\\nosuchcommand$$</code>' in shown.html
    assert shown.problems[0].line == 3
    assert "nosuchcommand" in shown.problems[0].message


def test_alignment_in_formulae_is_a_class() -> None:
    html = page("$$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$", markup=MATH).html
    assert 'class="m-right"' in html and 'class="m-left"' in html and " style=" not in html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('{{< figure src="a.png" caption="그림 **1**" >}}', "<figcaption><p>그림 <strong>1</strong></p></figcaption>"),
        ('{{< figure src="a.png" caption="그림 **1**" >}}', 'alt="그림 1"'),
        ("{{< highlight go >}}\nx\n{{< /highlight >}}", '<code class="language-go" data-lang="go">'),
        ('x {{< highlight sh "hl_inline=true" >}}ls{{< /highlight >}}', '<code class="code-inline language-sh">'),
        ('{{< details summary="*S*" >}}**x**{{< /details >}}', "<summary><em>S</em></summary>"),
        ('[a]({{< relref "other#x" >}})', '<a href="/other/#x">a</a>'),
        ('[a]({{< ref "other" >}})', '<a href="https://example.org/other/">a</a>'),
        ('[a]({{< relref "#x" >}})', '<a href="#x">a</a>'),
        ("{{< param mine >}} {{% param nested.key %}} {{% param site %}}", "*p* n <em>s</em>"),
        ("{{< youtube abc >}}", 'href="https://www.youtube.com/watch?v=abc"'),
        (
            '{{< vimeo id=1 title="T" >}}',
            '<a class="embed" href="https://vimeo.com/1" rel="noopener nofollow"><span class="embed-title">T</span>',
        ),
        ('{{< x user="u" id="1" >}}', 'href="https://x.com/u/status/1"'),
        ("a {{< comment >}}b{{< /comment >}} c", "<p>a  c</p>"),
        ("{{</* figure x */>}}", "{{&lt; figure x &gt;}}"),
        ("`{{< param mine >}}`", "<code>*p*</code>"),
        ("{{< theme/card >}}", '<div class="shortcode" data-shortcode="theme/card">'),
        ("a {{< badge >}} b", '<p>a <span class="shortcode" data-shortcode="badge">'),
        ("{{< note >}}**x**{{< /note >}}", '<span class="shortcode-name">note</span> <p><strong>x</strong></p>'),
        ("{{% note %}}\n## In\n{{% /note %}}", '<h2 id="in">In</h2>'),
    ],
)
def test_shortcodes(body: str, html: str) -> None:
    shown = page(
        body,
        resolve_page={"other": "/other/"}.get,
        base_url="https://example.org/",
        page_params={"mine": "*p*", "nested": {"key": "n"}},
        site_params={"site": "*s*"},
        hooks=NO_HOOKS,
    )
    assert html in shown.html
    assert [problem for problem in shown.problems if "has no template here" not in problem.message] == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("a\n\n{{< figure 'x' >}}", Problem(3, "unrecognized character in shortcode action: U+0027 '''.")),
        ('[a]({{< ref "nope" >}})', Problem(1, 'ref: there is no page "nope"')),
        ("{{< param nope >}}", Problem(1, 'param: there is no parameter "nope"')),
        ("\n{{< youtube >}}", Problem(2, 'The "youtube" shortcode requires an id')),
        ('{{< tweet user="a" id="1" >}}', Problem(1, 'the "tweet" shortcode was removed from Hugo in 0.156')),
    ],
)
def test_what_hugo_would_refuse_is_shown_and_told(body: str, problem: Problem) -> None:
    (found,) = page(body).problems
    assert found.line == problem.line
    assert found.message.startswith(problem.message)


def test_refused_shortcodes_stay_text() -> None:
    assert "{{&lt; figure 'x' &gt;}}" in page("{{< figure 'x' >}}", markup=NO_QUOTES).html


NO_QUOTES = {"goldmark": {"extensions": {"typographer": {"disable": True}}}}


def test_headings_with_shortcodes_have_ids_without_them() -> None:
    shown = page("## a {{< badge >}} b")
    assert [heading.id for heading in shown.headings] == ["a--b"]
    assert 'data-shortcode="badge"' in shown.toc


def test_contents_follow_the_site() -> None:
    body = "# a\n## b *c*\n### d\n#### e"
    assert page(body).toc == (
        '<nav id="TableOfContents"><ul><li><a href="#b-c">b <em>c</em></a>'
        '<ul><li><a href="#d">d</a></li></ul></li></ul></nav>'
    )
    levels = {"tableofcontents": {"startlevel": 1, "endlevel": 1, "ordered": True}}
    assert page(body, markup=levels).toc == ('<nav id="TableOfContents"><ol><li><a href="#a">a</a></li></ol></nav>')


LONG = "\n\n".join(f"word{index} " * 40 for index in range(5))


@pytest.mark.parametrize(
    ("body", "options", "summary", "truncated"),
    [
        ("a\n\n<!--more-->\n\nb", {}, "<p>a</p>", True),
        ("a\n\n<!--more-->\n", {}, "<p>a</p>", False),
        ("a\n\n<!--more-->\n\nb", {"front_matter_summary": "*s*"}, "<p>a</p>", True),
        ("a\n\nb", {"front_matter_summary": "*s*"}, "<em>s</em>", False),
        ("a\n\nb", {}, "<p>a</p>\n<p>b</p>", False),
        ("a b c\n\nd", {"summary_length": 2}, "<p>a b c</p>", True),
        ("가나 다\n\n라", {"summary_length": 2, "has_cjk_language": True}, "<p>가나 다</p>", True),
        (
            "- a b\n\n- c\n\nd",
            {"summary_length": 1},
            "<ul>\n<li><p>a b</p>\n</li>\n<li><p>c</p>\n</li>\n</ul>",
            True,
        ),
    ],
)
def test_summaries(body: str, options: dict[str, object], summary: str, truncated: bool) -> None:
    shown = page(body, **options)
    assert (shown.summary, shown.truncated) == (summary, truncated)


def test_the_divider_is_not_on_the_page() -> None:
    assert page("a\n\n<!--more-->\n\nb").html.split() == ["<p>a</p>", "<p>b</p>"]


@pytest.mark.parametrize(
    ("body", "cjk", "words", "minutes"),
    [
        ("", False, 0, 0),
        ("a b", False, 2, 1),
        ("a " * 213, False, 213, 1),
        ("a " * 214, False, 214, 2),
        ("한국어 abc", False, 2, 1),
        ("한국어 abc", True, 4, 1),
        ("가 " * 502, True, 502, 2),
        ("abc’d ef", True, 2, 1),
    ],
)
def test_words_and_minutes_are_hugos(body: str, cjk: bool, words: int, minutes: int) -> None:
    shown = page(body, has_cjk_language=cjk)
    assert (shown.word_count, shown.reading_time) == (words, minutes)


def test_plain_text_is_for_searching() -> None:
    assert page("# 제목\n\n*a* &amp; `b`\n\n- c\n\n<b>d</b>").plain == "제목 a & b c d"
    assert plain_text(sanitise('<p title="a > b">x &lt; y</p><p>z</p>')) == "x < y z"


def test_composed_and_decomposed_hangul_stay_as_written() -> None:
    decomposed = "\u1112\u1161\u11ab\u1100\u1173\u11af"
    shown = page(f"## {decomposed}\n\n한글")
    assert decomposed in shown.html and "한글" in shown.html


def test_emoji_where_the_site_has_them() -> None:
    assert page(":smile: :nosuch:", enable_emoji=True).html == "<p>😄 :nosuch:</p>\n"
    assert page(":smile:").html == "<p>:smile:</p>\n"


def test_code_has_hugos_classes() -> None:
    html = page("```go {hl_lines=[2] linenos=inline}\nx\ny\n```", hooks=NO_HOOKS).html
    assert '<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-go" data-lang="go">' in html
    assert '<span class="line hl"><span class="ln">2</span><span class="cl"><span class="nx">y</span>' in html


def test_code_in_an_unknown_language_is_plain() -> None:
    html = page("```nosuch\n<b>\n```", hooks=NO_HOOKS).html
    assert html == '<pre tabindex="0"><code class="language-nosuch" data-lang="nosuch">&lt;b&gt;\n</code></pre>'
