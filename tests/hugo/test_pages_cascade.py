"""What sections and the site hand down to a page, and which of them wins."""

from typing import Any

import pytest

from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.pages import Page, read_page
from reviews.hugo.site import SiteConfig

HOME = "title: H\ncascade:\n  color: home\n  deep: home\n  params:\n    hp: 1"
SECTION = """\
title: A
cascade:
- color: a1
  target: {kind: page}
- color: a2
  x: 1
- y: 2
  _target: {path: "/A/b/**"}
- params: {q: 1, own: 2}
  draft: true
  target: {path: "/a/p*"}"""
INNER = "cascade: {color: b, y: 9}"
SITE = {"cascade": {"site": 1, "color": "site", "params": {"sp": 1}}}


def parsed(text: str) -> Document:
    return Document.parse(f"---\n{text}\n---\nx\n".encode())


def read(path: str, text: str, lists: dict[str, str], raw: dict[str, Any] | None = None) -> Page:
    ancestors = [(name, parsed(each)) for name, each in lists.items()]
    return read_page(SiteConfig.from_json({"raw": raw or {}}), path, parsed(text), ancestors)


def given(page: Page) -> dict[str, Any]:
    return {key: page.params[key] for key in page.params if key not in ("cascade", "draft", "iscjklanguage", "title")}


LISTS = {"content/_index.md": HOME, "content/a/_index.md": SECTION, "content/a/b/_index.md": INNER}
ALWAYS = {"deep": "home", "hp": 1, "site": 1, "sp": 1}


@pytest.mark.parametrize(
    ("path", "text", "above", "expected", "draft"),
    [
        ("content/_index.md", HOME, 0, {"color": "home"}, False),
        ("content/a/_index.md", SECTION, 1, {"color": "a2", "x": 1}, False),
        ("content/a/b/_index.md", INNER, 2, {"color": "b", "x": 1, "y": 9}, False),
        ("content/a/b/q.md", "color: mine", 3, {"color": "mine", "x": 1, "y": 9}, False),
        ("content/a/p.md", "title: p", 2, {"color": "a1", "x": 1, "q": 1, "own": 2}, True),
        (
            "content/a/p2.md",
            "draft: false\nparams: {own: 5, z: 1}",
            2,
            {"color": "a1", "x": 1, "q": 1, "own": 5, "z": 1},
            False,
        ),
        ("content/top.md", "title: t", 1, {"color": "home"}, False),
    ],
)
def test_the_nearest_word_wins(path: str, text: str, above: int, expected: dict[str, Any], draft: bool) -> None:
    page = read(path, text, dict(list(LISTS.items())[:above]), SITE)
    assert given(page) == {**ALWAYS, **expected}
    assert page.draft is draft


def test_a_page_of_another_section_gets_nothing() -> None:
    page = read("content/other/p.md", "title: x", {"content/a/_index.md": "cascade: {draft: true}"})
    assert page.draft is False
    assert given(page) == {}


def test_every_field_can_be_handed_down() -> None:
    cascade = (
        "cascade: {date: 2024-02-03, title: CT, slug: cs, weight: 7, type: ty, layout: la, tags: [ct], aliases: [/ca/], "
        "description: d, keywords: k l, linktitle: lt}"
    )
    page = read("content/a/p.md", "x: 1", {"content/a/_index.md": f"title: A\n{cascade}"})
    assert (page.title, page.link_title, page.description, page.keywords) == ("CT", "lt", "d", ("k", "l"))
    assert (page.slug, page.weight, page.type, page.layout) == ("cs", 7, "ty", "la")
    assert (page.url, page.aliases) == ("/cs/cs/", ("/ca",))
    assert page.date is not None
    assert [term.name for term in page.terms["tags"]] == ["ct"]


def test_an_empty_value_of_its_own_keeps_the_cascade_out() -> None:
    lists = {"content/a/_index.md": "cascade: {date: 2024-02-03, title: CT, slug: cs, tags: [ct]}"}
    page = read("content/a/p.md", "date: ''\ntitle: ''\ntags: null\nslug: null", lists)
    assert (page.date, page.title, page.slug, page.terms) == (None, "", "", {})


def test_a_url_with_tokens_can_be_handed_down() -> None:
    page = read("content/a/p.md", "title: X Y", {"content/a/_index.md": 'cascade: {url: "/cu/:slug/"}'})
    assert page.url == "/cu/x-y/"


def test_params_of_a_cascade_win_over_its_other_keys_and_tables_do_not_merge() -> None:
    lists = {
        "content/a/_index.md": "cascade: {params: {title: pt, color: 1, m: {a: 1}}, color: 2, m2: {a: 1}, F: {B: 1}}"
    }
    page = read("content/a/p.md", "params: {m: {b: 2}}\nm2: {b: 1}", lists)
    assert (page.title, given(page)) == ("pt", {"color": 1, "m": {"b": 2}, "m2": {"b": 1}, "f": {"b": 1}})


@pytest.mark.parametrize(
    ("target", "path", "reaches"),
    [
        ({"path": "{/a,/a/**}"}, "content/a/p.md", True),
        ({"path": "{/a,/a/**}"}, "content/b/p.md", False),
        ({"path": "/a/*"}, "content/a/p.md", True),
        ({"path": "/a/*"}, "content/a/b/p.md", False),
        ({"path": "/a/[pq]"}, "content/a/p.md", True),
        ({"path": "/a/[!pq]"}, "content/a/p.md", False),
        ({"path": "/a/?"}, "content/a/p.md", True),
        ({"kind": "{section,home}"}, "content/a/p.md", False),
        ({"kind": "page"}, "content/a/p.md", True),
        ({"lang": "ko"}, "content/a/p.ko.md", True),
        ({"lang": "ko"}, "content/a/p.md", False),
        ({"sites": {"matrix": {"languages": ["k*"]}}}, "content/a/p.ko.md", True),
        ({"environment": "prod*"}, "content/a/p.md", True),
        ({"environment": "{staging,development}"}, "content/a/p.md", False),
    ],
)
def test_targets_choose_pages(target: dict[str, Any], path: str, reaches: bool) -> None:
    raw = {"languages": {"en": {}, "ko": {}}, "cascade": [{"target": target, "x": 1}]}
    assert ("x" in read(path, "title: t", {}, raw).params) is reaches


def test_a_section_of_another_language_hands_nothing_down() -> None:
    raw: dict[str, Any] = {"languages": {"en": {}, "ko": {}}}
    lists = {"content/a/_index.md": "cascade: {x: 1}"}
    assert "x" in read("content/a/p.md", "t: 1", lists, raw).params
    assert "x" not in read("content/a/p.ko.md", "t: 1", lists, raw).params


def test_a_pages_own_cascade_reaches_itself() -> None:
    assert given(read("content/a/p.md", "cascade: {x: 1}", {})) == {"x": 1}


@pytest.mark.parametrize("value", ["text", "[a]", "{target: text, x: 1}"])
def test_a_cascade_that_is_no_table_is_refused(value: str) -> None:
    with pytest.raises(FrontMatterError):
        read("content/a/_index.md", f"cascade: {value}", {})
