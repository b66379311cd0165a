"""Shortcodes show what Hugo shows: each row of shortcode_answers.json is an input and what Hugo 0.168 made of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reviews.rendering import (
    NO_HOOKS,
    Problem,
    Rendered,
    RenderOptions,
    ShortcodeCall,
    ShortcodeRefused,
    render,
    sanitise,
)
from tests.rendering.normalised import normalised

ANSWERS = json.loads((Path(__file__).parent / "shortcode_answers.json").read_text("utf-8"))
SHARED_CASES = Path(__file__).parents[3] / "shared" / "cases" / "shortcode_cases.json"
TAKES_INNER = {
    name.removeprefix("_shortcodes/").removesuffix(".html"): ".Inner" in text
    for name, text in ANSWERS["layouts"].items()
}
PAGES = {
    "other": "/other/",
    "other.md": "/other/",
    "/other": "/other/",
    "sub/deep": "/sub/deep/",
    "/sub/deep": "/sub/deep/",
}
PLAYERS = ("youtube.com", "vimeo.com", "instagram.com")
CODE_MARKS = re.compile(r'class="((?:highlight|ln|line|lnt|hl|lnlinks)(?: [^"]*)?)"|\b(?:id|href)="([^"]*)"')


def parameters(call: ShortcodeCall) -> str:
    """`{{ .Params | jsonify }}`"""
    given = list(call.params) or dict(sorted(call.named.items())) or None
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))


def nested(call: ShortcodeCall) -> str:
    return f"<p>{call.name} parent={call.parent.name if call.parent else ''} ord={call.ordinal} {call.inner}</p>"


# The layouts of the answers, as a site would give them here.
TEMPLATES = {
    "params": parameters,
    "box": lambda call: f"<div class=box>{call.inner}</div>",
    "mdbox": lambda call: f"<div class=box>{call.markdown(call.inner)}</div>",
    "note": lambda call: f"<aside>{call.inner_deindent}</aside>",
    "hi": lambda call: "**hi**",
    "tr": lambda call: "\n<b>x</b>\n",
    "nested": nested,
    "ns/deep": lambda call: "deep",
    "hed": lambda call: "## From shortcode\n\ntext *it*",
    "inh": lambda call: f"<i>{call.inner}</i>",
}


def lowered(value: Any) -> Any:
    return {key.lower(): lowered(item) for key, item in value.items()} if isinstance(value, dict) else value


def shown(body: str, markup: dict[str, Any], **more: Any) -> Rendered:
    return render(
        body,
        RenderOptions(
            markup=lowered(markup),
            base_url="https://example.org",
            page_url="/n0/",
            resolve_page=PAGES.get,
            page_params=ANSWERS["page_params"],
            site_params=ANSWERS["site_params"],
            shortcode_templates=TEMPLATES,
            shortcodes_known=TAKES_INNER,
            hooks=NO_HOOKS,
            **more,
        ),
    )


def agrees(body: str, html: str, ours: str) -> bool:
    """Whether readers are shown the same. Players are links here, and a code to scan is inside the page."""
    if any(site in html for site in PLAYERS):
        named = re.search(r'(?:embed/|video/|/p/)([^"?]+)', html)
        return named is not None and f"{named[1].lower()}" in ours.lower() and 'class="embed"' in ours
    if (
        body.startswith(("{{< x ", "{{< x_simple", "{{< vimeo_simple")) and not html.strip()
    ):  # Hugo was not let into the network
        return 'class="embed"' in ours
    if 'src="/qr_' in html:
        html = re.sub(r'src="/qr_\w+.png"| (?:id|loading)="[^"]*"', "", html)
        ours = re.sub(r'src="data:image/png;base64,[^"]*"', "", ours)
        ours = ours if "alt=" in html else re.sub(r' alt="[^"]*"', "", ours)
    # Hugo leaves its own placeholder in the id, another one with each build.
    html = re.sub("hahahugoshortcode[0-9]+s[0-9]+hbhb", "", html)
    theirs = sanitise(html)
    if "<pre" in html or "<code" in html:
        return normalised(theirs) == normalised(ours) and CODE_MARKS.findall(theirs) == CODE_MARKS.findall(ours)
    return normalised(theirs) == normalised(ours)


# Hugo puts `["a"]` into the attribute as it is, which ends it at the quote.
BROKEN_BY_HUGO = {"[x]({{< params a >}})"}
# Where the first line is not 1 Hugo marks none of the lines that a list of words names, but those of a list of numbers.
OTHERWISE = {("numbers from seven", '```go {hl_lines=["1-2"]}\na\nb\n```')}


@pytest.mark.parametrize("configuration", list(ANSWERS["configurations"]))
def test_shortcodes_come_out_as_hugo_renders_them(configuration: str) -> None:
    markup = ANSWERS["configurations"][configuration]
    rows = [row for row in ANSWERS["rows"] if row["configuration"] == configuration and "html" in row]
    different = [
        row["input"]
        for row in rows
        if row["input"] not in BROKEN_BY_HUGO
        and (configuration, row["input"]) not in OTHERWISE
        and not agrees(row["input"], row["html"], shown(row["input"], markup).html)
    ]
    assert different == []


def test_what_hugo_refuses_is_told() -> None:
    rows = [row for row in ANSWERS["rows"] if "refused" in row and row["configuration"] in ("safe", "unsafe")]
    silent = [
        row["input"]
        for row in rows
        if not shown(row["input"], ANSWERS["configurations"][row["configuration"]]).problems
    ]
    assert len(rows) > 25
    assert silent == []


def test_the_cases_collected_for_the_project_agree_with_hugo() -> None:
    if not SHARED_CASES.exists():
        pytest.skip("the collected cases are not beside this checkout")
    cases = json.loads(SHARED_CASES.read_text("utf-8"))
    found = {"equal": 0, "told": 0}
    assets = {"a.png": "/a.png"}
    for case in cases["cases"].values():
        page = shown(case["input"], cases["config"]["markup"], resolve_url=lambda url: assets.get(url, url))
        if case["rc"]:
            found["told"] += bool(page.problems)
        else:
            found["equal"] += case["input"] in BROKEN_BY_HUGO or agrees(case["input"], case["hugo_html"], page.html)
    assert found == {"equal": 90, "told": 25}


def test_a_shortcode_without_a_template_is_a_box_with_its_name_its_arguments_and_its_text() -> None:
    page = render('{{< card "a b" 1 >}}\n**x** {{< badge kind=new >}}\n{{< /card >}}', RenderOptions(hooks=NO_HOOKS))
    assert '<div class="shortcode" data-shortcode="card"><span class="shortcode-name">card</span>' in page.html
    assert '<span class="shortcode-arguments">"a b" 1</span> <p><strong>x</strong> ' in page.html
    assert '<span class="shortcode-name">badge</span> <span class="shortcode-arguments">kind="new"</span>' in page.html
    assert [(problem.line, problem.message.split('"')[1]) for problem in page.problems] == [(1, "card"), (2, "badge")]


def test_boxes_nest_as_deep_as_shortcodes_do() -> None:
    page = render("{{< a >}}" * 60 + "*x*" + "{{< /a >}}" * 60, RenderOptions(hooks=NO_HOOKS))
    assert page.html.count('data-shortcode="a"') == 60
    assert "<em>x</em>" in page.html and "HAHA" not in page.html


def test_a_template_of_the_site_stands_in_for_hugos_own() -> None:
    options = RenderOptions(shortcode_templates={"figure": lambda call: f"<p>{call.text('src')}</p>"}, hooks=NO_HOOKS)
    assert render('{{< figure src="a.png" >}}', options).html.strip() == "<p>a.png</p>"


def test_what_a_template_makes_passes_the_allow_list() -> None:
    options = RenderOptions(
        shortcode_templates={"evil": lambda call: f"<script>{call.inner}</script><b onclick=x>y</b>"}
    )
    assert render("{{< evil >}}z{{< /evil >}}", options).html.strip() == "<b>y</b>"


def test_a_template_may_refuse_a_call() -> None:
    def picky(call: ShortcodeCall) -> str:
        raise ShortcodeRefused("not today")

    page = render("a\n\n{{< picky >}}", RenderOptions(shortcode_templates={"picky": picky}))
    assert 'data-shortcode="picky"' in page.html
    assert page.problems == (Problem(3, "not today"),)


def test_a_code_to_scan_holds_its_text_and_asks_nobody() -> None:
    html = render("{{< qr text=https://example.org />}}", RenderOptions(hooks=NO_HOOKS)).html
    assert re.search(
        r'<img src="data:image/png;base64,[^"]+" width="132" height="132" alt="https://example.org">', html
    )


def test_films_are_links_without_requests() -> None:
    html = render('{{< youtube id="a&b" start=30 title="<T>" >}}', RenderOptions(hooks=NO_HOOKS)).html
    assert 'href="https://www.youtube.com/watch?v=a%26b&amp;t=30s"' in html
    assert '<span class="embed-title">&lt;T&gt;</span> <span class="embed-site">YouTube</span>' in html
    assert "src=" not in html


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("a\n\n<!--more-->\n\n\n{{< nosuch >}}", 6),
        ("a\n\n<!--more-->\n\n$$\\nosuch$$", 5),
        ("{{< details >}}\na\n\nb\n{{< /details >}}\n\n$$\\nosuch$$", 7),
        ("{{< highlight go >}}\n\n\n{{< /highlight >}}\n\nx\n\n\n![a](gone.png)", 9),
        ("x\n\n[a]({{< ref gone >}})", 3),
        ("x\n\n{{< box >}}\n{{< ref gone >}}\n{{< /box >}}", 4),
        ("![a](%EA%B0%80.png)", 1),
        ("x\n![a](가.png)", 2),
    ],
)
def test_a_problem_names_its_line(body: str, line: int) -> None:
    options = RenderOptions(math="always", image_exists=lambda source: False, shortcode_templates=TEMPLATES)
    assert [problem.line for problem in render(body, options).problems] == [line]


def test_a_parameter_that_looks_like_our_mark_is_text() -> None:
    page = render("{{< param a >}}", RenderOptions(page_params={"a": "HAHASHORTCODE77HBHB"}, hooks=NO_HOOKS))
    assert "HAHASHORTCODE77HBHB" in page.html
