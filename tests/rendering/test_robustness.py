"""Hostile and broken text is rendered in bounded time, and what was cut short is told."""

import gc
import time

import pytest

from reviews.rendering import NO_HOOKS, RenderOptions, render

DELIMITERS = {"inline": [["\\(", "\\)"], ["$", "$"]], "block": [["$$", "$$"], ["\\[", "\\]"]]}
EXTRAS = {name: {"enable": True} for name in ("insert", "mark", "superscript", "subscript")}
OPEN = {
    "goldmark": {
        "renderer": {"unsafe": True},
        "parser": {"attribute": {"block": True}},
        "extensions": {"passthrough": {"enable": True, "delimiters": DELIMITERS}, "extras": EXTRAS},
    }
}
PIECES = [
    *["> ", ">", "[", "![", "[a](", "[[a]]", "](", "[a][b]", "[a]: b\n", "<", "<a", "<!--", "<?", "<a@b.c>"],
    *["*", "**a ", "*a_ ", "a**b", "_a", "~a~", "^a^", "==a==", "++", "*a **b ", "'", '"', "'a ", "-- ", "..."],
    *["$", "$a ", "$$a$$", "\\(", "\\[a\\]", "`", "`a``", "\\", "&", "&#x", "&amp;"],
    *["- ", "- a\n", "  - a\n", "1. a\n", "* * ", "> > - ", "    a\n", "\t", "\n", " \n", "a\n", "a\\\n"],
    *["|", "|a|b\n|-|-\n", "|a|\n|-|\n|b", "[^1]", "[^1]: a\n", "[^a", ": a\n", "a\n: b\n"],
    *["{", "{.a}\n", "# a {", "# a\n", "# a {#b}\n", "```\n", "``` go\nx=1\n```\n", "a\n===\n"],
    *["http://a.b ", "www.", "www.a.b(", " a@b", "a@", "{{<", "{{< a >}}", "{{% a %}}", "{{< a >}}x{{< /a >}}"],
    *["<div>\n", "<b>", "<p>", "<table>", "<math>", "<details>\n\n", "<div ", '<a href="', "</a>", "<b id=x><p>"],
    *["가", "\r", "\x00", "\udc80", '{{< figure src="a" caption="*b*" >}}', "{{< details >}}", "<!--more-->"],
]


@pytest.mark.parametrize("piece", PIECES)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    options = RenderOptions(markup=OPEN, max_size=10**9)

    def seconds(length: int) -> float:
        body = piece * (length // len(piece))
        start = time.process_time()
        render(body, options)
        return time.process_time() - start

    # Work squared would be a hundred times as much; a busy machine gets a second and a third try.
    assert any(seconds(30_000) < 40 * max(seconds(3_000), 0.01) for _ in range(3))


@pytest.mark.parametrize("body", ["*a " * 2000 + "b* " * 2000, "[" * 3000 + "](x)" * 3000, "**a " * 3000 + "**" * 3000])
def test_deep_nesting_ends_somewhere(body: str) -> None:
    assert len(render(body, RenderOptions()).html) < 40 * len(body)


def test_quotes_deeper_than_any_reader_goes_are_cut() -> None:
    assert render("> " * 100_000 + "x", RenderOptions()).html.count("<blockquote>") <= 120


def test_html_nests_only_so_deep() -> None:
    assert render("<div>" * 5_000 + "x", RenderOptions(markup=OPEN)).html.count("<div>") <= 200


def test_thousands_of_unclosed_brackets_leave_links_alone() -> None:
    assert '<a href="b">' in render("[" * 4_000 + "\n\n[a](b)", RenderOptions()).html


def test_reopened_marks_do_not_multiply() -> None:
    body = "".join(f"<p><b class=x{index}>y" for index in range(5_000))
    assert len(render(body, RenderOptions(markup=OPEN)).html) < 100 * len(body)


def test_what_is_too_large_is_shown_as_plain_text_and_told() -> None:
    page = render("**a**\n" * 300_000, RenderOptions(hooks=NO_HOOKS))
    assert page.html.startswith("<pre>**a**\n")
    assert [problem.message for problem in page.problems] == [
        "the text is larger than 1000 kB and is shown unformatted"
    ]


def test_ten_megabytes_are_plain_text_in_no_time() -> None:
    start = time.process_time()
    render("[a](b) *c* <d>\n" * 700_000, RenderOptions())
    assert time.process_time() - start < 20


def test_bytes_that_are_no_text_become_replacement_characters() -> None:
    assert "a\ufffdb" in render("a\udc80b", RenderOptions()).html


@pytest.mark.parametrize(
    "body", ["", " ", "\n", "\r\n", "\x00", "\ufeff", "\u2028", "\ud800\udc00", "a" * 100_000, "\\" * 1001]
)
def test_any_text_is_taken(body: str) -> None:
    for math in ("site", "always", "never"):
        render(body, RenderOptions(math=math))


def test_a_formula_too_long_is_shown_as_its_source() -> None:
    page = render("$$" + "x" * 30_000 + "$$", RenderOptions(math="always"))
    assert '<code class="math-error">$$xxx' in page.html
    assert page.problems[0].message == "the formula is too long to be set"


def test_long_code_is_shown_without_colours() -> None:
    page = render("```python\n" + "x = 1\n" * 20_000 + "```\n", RenderOptions())
    assert '<span class="cl">x = 1\n</span>' in page.html


@pytest.mark.parametrize(
    "piece",
    [
        *[
            "[a](b",
            "[a](<b",
            "[a](b 'c",
            "[^a]: b\n\n",
            "[a]: b\n",
            "`a``b```c````",
            "a.b@c.",
            "http://a.b/(",
            "<a b='c' ",
        ],
        *["|a|b\n|-|-\n", "- a\n", "# a {\n", "{.a\n", "$$ a", "*a **b _c ", "a\n", "<?", "<!A", "<![CDATA["],
    ],
)
def test_twice_the_text_takes_about_twice_as_long(piece: str) -> None:
    """The collector of garbage is off meanwhile, for its own time depends on what else is alive."""
    options = RenderOptions(markup=OPEN, max_size=10**9)

    def seconds(length: int) -> float:
        body = piece * (length // len(piece))
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            render(body, options)
            return time.process_time() - start
        finally:
            gc.enable()

    assert any(seconds(40_000) < 3.2 * max(seconds(20_000), 0.01) for _ in range(4))
