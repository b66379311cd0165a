"""Permalink rules in all their forms, with the addresses that Hugo 0.168 gave for the same little site."""

from typing import Any

import pytest

from reviews.hugo.document import Document
from reviews.hugo.pages import read_page, section_url, taxonomy_url, term_url
from reviews.hugo.permalinks import PermalinkError, read_rules
from reviews.hugo.site import SiteConfig

LISTS = {
    "content/_index.md": "title: H",
    "content/a/_index.md": "title: A Title\nslug: aslug",
    "content/a/b/_index.md": "title: Bee",
}
PAGES = {
    "content/a/b/p.md": "title: My Post!\ndate: 2024-03-05",
    "content/a/b/c/q.md": "title: Q\nslug: Q s",
    "content/a/l/index.md": "title: Leaf\ndate: 2023-12-31T23:30:00-05:00",
    "content/n/x.md": "title: ''",
    "content/top.md": "title: Top",
}


def parsed(text: str) -> Document:
    return Document.parse(f"---\n{text}\n---\nx\n".encode())


def addresses(raw: dict[str, Any], files: dict[str, str]) -> list[str]:
    config = SiteConfig.from_json({"raw": raw})
    ancestors = [(path, parsed(text)) for path, text in LISTS.items()]
    found = []
    for path, text in files.items():
        above = [each for each in ancestors if path.startswith(each[0].removesuffix("_index.md")) and path != each[0]]
        found.append(read_page(config, path, parsed(text), above).url)
    return found


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/:year/:month/:day/:title/", "/2024/03/05/my-post/ /1/01/01/q/ /2023/12/31/leaf/ /1/01/01/ /1/01/01/top/"),
        ("/:sections/:slug/", "/a/b/my-post/ /a/b/q-s/ /a/leaf/ /n/ /top/"),
        ("/:section/:slugorfilename/", "/a/p/ /a/q-s/ /a/l/ /n/x/ /top/"),
        ("/:sections[1:]/:filename", "/b/p/ /b/q/ /l/ /x/ /top/"),
        ("/:sectionslugs/:contentbasename/", "/aslug/bee/p/ /aslug/bee/q/ /aslug/l/ /ns/x/ /top/"),
        ("/:sectionslug/x/:slugorcontentbasename", "/aslug/x/p/ /aslug/x/q-s/ /aslug/x/l/ /ns/x/x/ /x/top/"),
        ("/:sections[last]/:sections[0]/:title", "/b/a/my-post/ /b/a/q/ /a/a/leaf/ /n/n/ /top/"),
        (
            "/:sectionslugs[1]/:yearday/:weekday/:weekdayname/:monthname",
            "/bee/65/2/tuesday/march/ /bee/1/1/monday/january/ /365/0/sunday/december/ "
            "/1/1/monday/january/ /1/1/monday/january/",
        ),
        (
            "/:2006-:01-:02/:title.html",
            "/2024-03-05/my-post.html/ /0001-01-01/q.html/ /2023-12-31/leaf.html/ "
            "/0001-01-01/.html/ /0001-01-01/top.html/",
        ),
        ("/:Jan/:06/:title/", "/mar/24/my-post/ /jan/01/q/ /dec/23/leaf/ /jan/01/ /jan/01/top/"),
        ("/X/:title/", "/x/my-post/ /x/q/ /x/leaf/ /x/ /x/top/"),
        ("/static/", "/static/ /static/ /static/ /static/ /static/"),
        ("/\\:x/:title/", "/x/my-post/ /x/q/ /x/leaf/ /x/ /x/top/"),
        (":title/", "/my-post/ /q/ /leaf/ / /top/"),
        ("/:sections[:5]/:sections[3:]/:sections[x]/:title", "/a/b/a/my-post/ /a/b/a/q/ /a/a/leaf/ /n/n/ /top/"),
    ],
)
def test_a_pattern_with_every_token(pattern: str, expected: str) -> None:
    rules = {"permalinks": {"page": {"a": pattern, "n": pattern, "/": pattern}}}
    assert addresses(rules, PAGES) == expected.split()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("C++", "/q/c/"), ("C#", "/q/c/"), ("#1", "/q/%231/"), ("100%", "/q/100/"), ("a%20b", "/q/a-b/"),
        ("a/b", "/q/a-b/"), ("..", "/"), (".", "/q/"), ("Q: A", "/q/q-a/"), ("x+y z", "/q/x-y-z/"), ("a..b", "/q/a..b/"),
        ("a.html", "/q/a.html/"),
        ("한글 제목", "/q/%ED%95%9C%EA%B8%80-%EC%A0%9C%EB%AA%A9/"), (" lead", "/q/lead/"), ("-x-", "/q/-x-/"),
    ],
)  # fmt: skip
def test_a_title_in_a_pattern(title: str, expected: str) -> None:
    rules = {"permalinks": {"a": "/q/:slug/"}}
    assert addresses(rules, {"content/a/1.md": f"title: '{title}'"}) == [expected]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("a/b", "/q/a/b/"), ("/a/", "/q/a/"), ("ko%2Fx", "/q/ko/x/"), ("%41", "/q/a/"), ("%zz", "/q/zz/"),
        ("index", "/q/"),
        ("x?", "/q/x/"), ("C++", "/q/c/"), ("..", "/"), ("-x-", "/q/x/"),
    ],
)  # fmt: skip
def test_a_slug_in_a_pattern(slug: str, expected: str) -> None:
    rules = {"permalinks": {"a": "/q/:slug"}}
    assert addresses(rules, {"content/a/1.md": f"slug: '{slug}'"}) == [expected]


def test_the_deeper_rule_goes_first() -> None:
    rules = {"permalinks": {"a": "/A/:slug", "a/b": "/B/:slug"}}
    assert addresses(rules, {"content/a/b/x.md": "title: x", "content/a/y.md": "title: y"}) == ["/b/x/", "/a/y/"]


def test_rules_by_kind() -> None:
    rules = {
        "permalinks": {
            "section": {"a": "/sec/:title/"},
            "taxonomy": {"tags": "/tax/:slug"},
            "term": {"tags": "/trm/:slug/"},
        }
    }
    lists = {
        **LISTS,
        "content/tags/_index.md": "title: TT",
        "content/tags/x-y/_index.md": "title: XY",
        "content/a/b/p.md": "title: P",
    }
    assert addresses(rules, lists) == ["/", "/sec/a-title/", "/sec/bee/", "/tax/tt/", "/trm/xy/", "/aslug/b/p/"]
    config = SiteConfig.from_json({"raw": rules})
    assert term_url(config, "en", "tags", "A b") == "/trm/a-b/"
    assert taxonomy_url(config, "en", "tags") == "/tax/tags/"
    spelled = SiteConfig.from_json({"raw": {**rules, "disablepathtolower": True}})
    assert term_url(spelled, "en", "tags", "lord of the rings") == "/trm/Lord-of-the-Rings/"
    assert section_url(config, "en", "x/y") == "/x/y/"


def test_rules_with_targets_take_the_first_that_fits() -> None:
    rules = {
        "permalinks": [
            {"pattern": "/first/:slug/", "target": {"kind": "{page,section}", "path": "/a/b/**"}},
            {"pattern": "/second/:title/", "target": {"path": "/A/**"}},
            {"pattern": "/rest/:title/"},
            {"pattern": "/never/", "target": {"environment": "staging"}},
        ]
    }
    expected = "/first/my-post/ /first/q-s/ /second/leaf/ /rest/ /rest/top/ /rest/h/ /rest/a-title/ /second/bee/"
    assert addresses(rules, {**PAGES, **LISTS}) == expected.split()


@pytest.mark.parametrize(
    "rules",
    [
        {"a": "/:nope/"},
        {"a": "/:Year/"},
        {"a": 1},
        {"nokind": {"a": "/x/"}},
        {"page": {"a": 1}},
        [{"target": {}}],
        [{"pattern": 3}],
        [{"pattern": "/x/", "target": "y"}],
        "x",
        True,
        1.5,
    ],
)
def test_rules_that_hugo_refuses(rules: Any) -> None:
    with pytest.raises(PermalinkError):
        read_rules(rules)


@pytest.mark.parametrize("rules", [None, [], {}, ["x"]])
def test_rules_that_say_nothing(rules: Any) -> None:
    assert read_rules(rules) == ()


def test_ugly_addresses_everywhere_or_in_one_section() -> None:
    files = {**LISTS, **PAGES, "content/tags/x/_index.md": "title: X"}
    everywhere = (
        "/index.html /aslug/index.html /aslug/b/index.html /aslug/b/p.html /aslug/b/c/q-s.html /aslug/l.html "
        "/n/x.html /top.html /tags/x.html"
    )
    assert addresses({"uglyurls": True}, files) == everywhere.split()
    one = (
        "/ /aslug/index.html /aslug/b/index.html /aslug/b/p.html /aslug/b/c/q-s.html /aslug/l.html /n/x/ /top/ /tags/x/"
    )
    assert addresses({"uglyurls": {"a": True}}, files) == one.split()


@pytest.mark.parametrize(
    ("raw", "path", "text", "expected"),
    [
        ({"disablepathtolower": True}, "content/Aa/B B.md", "title: T", "/Aa/B-B/"),
        ({"disablepathtolower": True}, "content/Aa/S.md", "slug: SlUg", "/Aa/SlUg/"),
        (
            {"disablepathtolower": True, "permalinks": {"aa": "/:sections/:title/:filename/"}},
            "content/Aa/B B.md",
            "title: T Q",
            "/aa/T-Q/B-B/",
        ),
        ({"removepathaccents": True}, "content/Áé/Bü.md", "title: T", "/ae/bu/"),
        ({"baseurl": "https://ex.org/sub/dir/"}, "content/a.md", "title: T", "/sub/dir/a/"),
        ({"baseurl": "https://ex.org"}, "content/a.md", "title: T", "/a/"),
        ({"baseurl": "/blog/"}, "content/a.md", "title: T", "/blog/a/"),
    ],
)
def test_settings_that_change_every_address(raw: Any, path: str, text: str, expected: str) -> None:
    assert addresses(raw, {path: text}) == [expected]


BOTH: dict[str, Any] = {"languages": {"en": {"weight": 1}, "ko": {"weight": 2}}}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (BOTH, ["/n/p/", "/ko/n/p/"]),
        ({**BOTH, "defaultcontentlanguage": "ko"}, ["/n/p/", "/n/p/"]),
        ({**BOTH, "defaultcontentlanguageinsubdir": True}, ["/en/n/p/", "/ko/n/p/"]),
        ({"defaultcontentlanguageinsubdir": True}, ["/en/n/p/", "/en/n/p.ko/"]),
        (
            {"languages": {"en": {"baseurl": "https://en.org/e/"}, "ko": {"baseurl": "https://ko.org/"}}},
            ["/e/n/p/", "/n/p/"],
        ),
    ],
)
def test_the_languages_place_in_an_address(raw: dict[str, Any], expected: list[str]) -> None:
    assert addresses(raw, {"content/n/p.md": "title: x", "content/n/p.ko.md": "title: x"}) == expected


def test_a_bomb_of_tokens_is_read_in_time() -> None:
    rules = {"permalinks": {"n": "/:slug" * 20_000}}
    assert len(addresses(rules, {"content/n/p.md": "slug: xy"})[0]) > 20_000
