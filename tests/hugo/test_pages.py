"""One page at a time: what Hugo makes of its front matter. The rows are Hugo 0.168's answers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.pages import Page, read_page
from reviews.hugo.site import SiteConfig


def read(
    text: str, raw: dict[str, Any] | None = None, path: str = "content/post/x.md", lists: dict[str, str] | None = None
) -> Page:
    config = SiteConfig.from_json({"raw": raw or {}})
    above = [(f"content/{name}/_index.md", parsed(each)) for name, each in (lists or {}).items()]
    return read_page(config, path, parsed(text), above)


def parsed(text: str) -> Document:
    return Document.parse(f"---\n{text}\n---\nx\n".encode())


@pytest.mark.parametrize(
    ("path", "kind", "bundle", "section", "url"),
    [
        ("content/_index.md", "home", "branch", "", "/"),
        ("content/about.md", "page", "", "", "/about/"),
        ("content/about/index.md", "page", "leaf", "", "/about/"),
        ("content/post/_index.md", "section", "branch", "post", "/post/"),
        ("content/post/a/b/_index.md", "section", "branch", "post", "/post/a/b/"),
        ("content/post/a/b.md", "page", "", "post", "/post/a/b/"),
        ("content/post/a/index.md", "page", "leaf", "post", "/post/a/"),
        ("content/tags/_index.md", "taxonomy", "branch", "tags", "/tags/"),
        ("content/tags/x/_index.md", "term", "branch", "tags", "/tags/x/"),
        ("content/tags/a/b/_index.md", "term", "branch", "tags", "/tags/a/b/"),
        ("content/tags/x.md", "page", "", "tags", "/tags/x/"),
        ("content/post/x.v1.2.md", "page", "", "post", "/post/x.v1.2/"),
        ("content/post/x.ko.md", "page", "", "post", "/post/x.ko/"),
        ("content/post/h..md", "page", "", "post", "/post/h./"),
        ("content/post/Sp ace/Pa ge.md", "page", "", "post", "/post/sp-ace/pa-ge/"),
        ("content/post/%ED%95%9C.md", "page", "", "post", "/post/%ed%95%9c/"),
        ("content/post/x%41한.md", "page", "", "post", "/post/xA%ED%95%9C/"),
        ("content/post/a\tb.md", "page", "", "post", "/post/a-b/"),
        ("content/🙂/x.md", "page", "", "🙂", "/x/"),
    ],
)
def test_the_place_of_a_file_says_what_it_is(path: str, kind: str, bundle: str, section: str, url: str) -> None:
    page = read("title: t", path=path)
    assert (page.kind, page.bundle, page.section, page.url) == (kind, bundle, section, url)
    assert page.type == (section or "page")


@pytest.mark.parametrize(
    ("slug", "url"),
    [
        ("A B", "/post/a-b/"), ("-x-", "/post/x/"), ("a/b", "/post/a/b/"), ("/a/", "/post/a/"), ("..", "/post/../"),
        ("index", "/post/"), ("?", "/post/"), ("--", "/post/x/"), ("C#", "/post/c%23/"), ("a%20b", "/post/a%20b/"),
    ],
)  # fmt: skip
def test_a_slug_names_the_page(slug: str, url: str) -> None:
    assert read(f"slug: '{slug}'").url == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/x/y", "/x/y/"), ("x/y", "/x/y/"), ("x.html", "/x.html"), ("/X/Y Z/", "/X/Y%20Z/"), ("/x.y/", "/x.y/"),
        ("/a/index.html", "/a/"), ("index.html", "/"), ("", "/post/x/"), ("/", "/"), ("//", "/"), ("../up", "/up/"),
        ("/a/../b", "/b/"), ("/x//y/", "/x/y/"), ("./x", "/./x"), ("/한/", "/%ED%95%9C/"), ("/a?b=c", "/a?b=c/"),
        ("/a#b", "/a%23b/"), ("/a%20b", "/a%20b/"), ("/a%2Fb/", "/a%2Fb/"), ("/Q&A/", "/Q&A/"), ("/(x)/", "/(x)/"),
        ("/{x}", "/%7Bx%7D/"), ("/[x]", "/[x]/"), ("/:year/:slug/", "/2024/t-i/"), ("/:year-:month", "/2024-03/"),
        (":sections/:title/", "/post/t-i/"), ("/:slug.html", "/t-i.html"), ("/\\\\:a/", "/:a/"), ("1:2", "/14/"),
        ("/x.JSON", "/x.JSON"), (" /lead/", "/%20/lead/"), ("Http://x", "/Http:/x/"), ("/.a", "/.a"),
    ],
)  # fmt: skip
def test_a_url_is_taken_as_it_stands(url: str, expected: str) -> None:
    assert read(f'title: T i\ndate: 2024-03-04\nurl: "{url}"').url == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/x/", "/x/"),
        ("x/", "/ko/x/"),
        (":year/", "/ko/1/"),
        ("/ko/x/", "/ko/x/"),
        ("ko/x", "/ko/ko/x/"),
        ("../ko/x", "/ko/x/"),
    ],
)
def test_a_relative_url_stands_below_its_language(url: str, expected: str) -> None:
    raw = {"languages": {"en": {"weight": 1}, "ko": {"weight": 2}}}
    assert read(f"url: {url}", raw, "content/post/x.ko.md").url == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a: 1\ndate: 2024-1-1", "date"),
        ("a: 1\nlastmod: true", "lastmod"),
        ("a: 1\npublished: true", "published"),
        ("a: 1\ndate: 2024-01-01\npubdate: x", "pubdate"),
        ("a: 1\nexpiryDate: [2024-01-01]", "expirydate"),
        ("a: 1\nurl: https://x.org/", "url"),
        ("a: 1\nurl: /100%/", "url"),
        ("a: 1\nurl: /:nope/", "url"),
        ("a: 1\naliases: ['http://x.org/']", "aliases"),
        ("a: 1\naliases: [/]", "aliases"),
        ("a: 1\n_build: {list: never}", "_build"),
        ("a: 1\nbuild: never", "build"),
        ("a: 1\nparams: [1]", "params"),
        ("a: 1\nmarkup: nope", "markup"),
        ("a: 1\noutputs: [nope]", "outputs"),
        ("a: 1\nsites: x", "sites"),
        ("a: 1\ncascade: text", "cascade"),
    ],
)
def test_what_fails_hugos_build_is_refused_with_its_line(text: str, key: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        read(text)
    assert key in caught.value.message.lower()
    assert caught.value.line == len(text.splitlines()) + 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_line_is_right_whatever_ends_the_lines(newline: str) -> None:
    data = newline.join(["---", "title: x", "URL: https://x.org/", "---", "body"]).encode()
    with pytest.raises(FrontMatterError) as caught:
        read_page(SiteConfig.from_json({}), "content/x.md", Document.parse(data))
    assert caught.value.line == 3


def test_broken_front_matter_is_refused() -> None:
    with pytest.raises(FrontMatterError):
        read("a: [")


@pytest.mark.parametrize(
    ("text", "listed", "rendered", "url"),
    [
        ("build: {list: never}", "never", "always", "/post/x/"),
        ("build: {list: false}", "never", "always", "/post/x/"),
        ("build: {list: local}", "local", "always", "/post/x/"),
        ("build: {list: nope}", "always", "always", "/post/x/"),
        ("build: {render: link}", "always", "link", "/post/x/"),
        ("build: {render: never}", "always", "never", ""),
        ("build: {LIST: Never}", "never", "always", "/post/x/"),
        ("build: null", "always", "always", "/post/x/"),
        ("headless: true", "never", "never", ""),
        ("headless: 'true'", "never", "never", ""),
    ],
)
def test_build_options(text: str, listed: str, rendered: str, url: str) -> None:
    page = read(text)
    assert (page.build_list, page.build_render, page.url) == (listed, rendered, url)


def test_kinds_that_are_disabled_are_not_made() -> None:
    page = read("tags: [a]", {"disablekinds": ["Page", "term"]})
    assert (page.url, page.build_list, page.terms) == ("", "never", {})


@pytest.mark.parametrize("raw", [{"theme": "book"}, {"theme": ["a", "b"]}, {"module": {"imports": [{"path": "x/y"}]}}])
@pytest.mark.parametrize(
    ("outputs", "url"),
    [("[html, print]", "/post/x/"), ("[print]", "/post/x/"), ("[print, json]", "/post/x/index.json")],
)
def test_an_output_format_may_be_a_theme_s(raw: dict[str, Any], outputs: str, url: str) -> None:
    assert read(f"outputs: {outputs}", raw).url == url


@pytest.mark.parametrize(
    ("outputs", "url"),
    [
        ("[html, rss]", "/post/x/"), ("[json, html]", "/post/x/"), ("[rss]", "/post/x/index.xml"),
        ("[amp, html]", "/post/x/"), ("[robots]", "/post/x/robots.txt"), ("[sitemap]", "/post/x.xml"),
        ("'JSON html'", "/post/x/"), ("'JSON rss'", "/post/x/index.json"), ("[]", "/post/x/"), ("[feed]", "/post/x/feed.json"),
    ],
)  # fmt: skip
def test_html_or_the_first_output_format_names_the_page(outputs: str, url: str) -> None:
    raw = {"outputformats": {"feed": {"mediatype": "application/json", "basename": "feed"}}}
    assert read(f"outputs: {outputs}", raw).url == url


def test_a_feed_is_never_ugly() -> None:
    assert read("outputs: [rss]", {"uglyurls": True}).url == "/post/x/index.xml"
    assert read("outputs: [json]", {"uglyurls": True}).url == "/post/x.json"


@pytest.mark.parametrize(
    ("path", "given", "expected"),
    [
        ("content/s/p.md", "[x, /y, ../z, ./w]", ("/s/x", "/y", "/z", "/s/w")),
        ("content/s/l/index.md", "[x, ../z/]", ("/s/x", "/z")),
        ("content/s/_index.md", "[x2, /y2]", ("/x2", "/y2")),
        ("content/p.md", "[x4, ../../z4]", ("/x4", "/z4")),
        ("content/s/p.md", "q1 q2", ("/s/q1", "/s/q2")),
        ("content/s/p.md", "12", ("/s/12",)),
        ("content/s/p.md", "[[q]]", ()),
        ("content/s/p.md", "['X Y', /x.html]", ("/s/X Y", "/x.html")),
    ],
)
def test_aliases_are_resolved_beside_the_page(path: str, given: str, expected: tuple[str, ...]) -> None:
    assert read(f"aliases: {given}", path=path).aliases == expected


def test_aliases_stand_below_their_language_and_are_ugly_where_addresses_are() -> None:
    raw = {"defaultcontentlanguageinsubdir": True, "uglyurls": True}
    assert read("aliases: [/y, x, z.html]", raw).aliases == ("/en/y.html", "/en/post/x.html", "/en/post/z.html")
    assert read("aliases: [y]\noutputs: [json]").aliases == ("/post/y",)


def test_terms_have_name_key_and_address_in_order_and_once() -> None:
    page = read("tags: [b, 'A b', a-b, 'C#']\ncategories: x\nauthors: [Kim]", {"taxonomies": {"tag": "tags"}})
    assert [(term.name, term.key, term.url) for term in page.terms["tags"]] == [
        ("b", "b", "/tags/b/"), ("A b", "a-b", "/tags/a-b/"), ("C#", "c#", "/tags/c%23/"),
    ]  # fmt: skip
    assert list(page.terms) == ["tags"]


def test_a_spoilt_list_of_terms_is_reported_with_its_line() -> None:
    page = read("title: x\ntags: [a, [b]]")
    assert page.terms == {}
    assert [(problem.line, "tags" in problem.message) for problem in page.problems] == [(3, True)]


def test_two_capitals_of_one_key_are_reported() -> None:
    assert [problem.line for problem in read("Title: a\nx: 1\ntitle: b").problems] != []


def test_html_is_reported_unless_the_site_allows_it() -> None:
    assert len(read("title: a", path="content/a.html").problems) == 1
    assert read("title: a", {"security": {"allowcontent": [".*"]}}, "content/a.html").problems == ()


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("x: 1\ntitle: T\nparams: {x: 2, Title: PT, Foo: {Bar: 1}}", {"x": 2, "title": "PT", "foo": {"bar": 1}}),
        ("params: '{\"A\": 1}'", {"a": 1}),
        ("params: null\nx: 1", {"x": 1}),
        ("weight: '010'\nkeywords: a b\nheadless: yes", {"weight": 8, "keywords": ["a", "b"], "headless": False}),
        ("slug: -a-\nlinktitle: 1.0", {"slug": "a", "linktitle": "1"}),
    ],
)
def test_params_are_all_keys_in_hugos_types(text: str, params: dict[str, Any]) -> None:
    page = read(text)
    assert page.params == {**params, "draft": False, "iscjklanguage": False}
    assert page.title == ("T" if "title: T" in text else "")


def test_terms_follow_what_params_say() -> None:
    assert [term.name for term in read("tags: [a]\nparams: {tags: [b]}").terms["tags"]] == ["b"]


def test_a_page_may_ask_for_a_language() -> None:
    raw = {"languages": {"en": {"weight": 1}, "ko": {"weight": 2}}}
    assert read("sites: {matrix: {languages: [ko]}}", raw).url == "/ko/post/x/"
    assert read("sites: {matrix: {languages: [ko, en]}}", raw).url == "/post/x/"
    assert read("sites: {matrix: {languages: [en, ko]}}", raw, "content/post/x.ko.md").url == "/ko/post/x/"
    assert read("sites: {matrix: {languages: [zz]}}", raw).url == "/post/x/"


@pytest.mark.parametrize(
    ("text", "is_cjk"), [("title: 한", True), ("title: a", False), ("title: 한\niscjklanguage: no", False)]
)
def test_cjk_is_looked_for_where_the_site_asks(text: str, is_cjk: bool) -> None:
    assert read(text, {"hascjklanguage": True}).is_cjk is is_cjk
    assert read("title: 한").is_cjk is False


def test_a_section_that_has_a_slug_passes_it_down() -> None:
    lists = {"a": "slug: AA", "a/b": "title: x"}
    assert read("title: t", path="content/a/p.md", lists=lists).url == "/aa/p/"
    assert read("slug: S L/x", path="content/a/b/q.md", lists=lists).url == "/aa/b/s-l/x/"
    assert read("title: x", path="content/a/b/_index.md", lists={"a": "slug: AA"}).url == "/aa/b/"
    assert read("title: x", path="content/a/lb/index.md", lists=lists).url == "/aa/lb/"


def test_a_path_outside_the_content_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="content folders"):
        read("title: x", path="static/x.md")


def test_dates_are_aware_and_zero_is_none() -> None:
    page = read("date: 2024-01-02T03:04:05Z")
    assert page.date == page.lastmod == page.publish_date == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert page.expiry_date is None
    assert read("title: x").date is None
