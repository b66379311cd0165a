"""Files that are the same page, or have the same address: which one Hugo keeps. The winners are Hugo 0.168's."""

import pytest

from reviews.hugo.document import Document
from reviews.hugo.pages import Page, find_clashes, read_page
from reviews.hugo.site import SiteConfig

CONFIG = SiteConfig.from_json({"raw": {"languages": {"en": {"weight": 1}, "ko": {"weight": 2}}}})


def page(path: str, text: str = "title: t") -> Page:
    return read_page(CONFIG, path, Document.parse(f"---\n{text}\n---\n".encode()))


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        ("x/index.md", "x.md"), ("x/index.md", "x.html"), ("x/index.md", "x/_index.md"), ("x/_index.md", "x.md"),
        ("x.md", "x.html"), ("x.md", "x.markdown"), ("x.markdown", "x.html"), ("x.mdown", "x.markdown"), ("x.rst", "x.md"),
        ("x.html", "x.htm"), ("X.md", "x.md"), ("x y.md", "x-y.md"), ("x.en.md", "x.md"), ("x.en.md", "x.html"),
        ("x.en.html", "x.md"), ("x/index.md", "x/index.html"), ("x/index.en.md", "x/index.md"), ("x.pandoc", "x.adoc"),
        ("x/_index.md", "x/_index.html"), ("x/_index.en.md", "x/_index.md"), ("x/Index.md", "x/index.md"), ("x.rst", "x.adoc"),
        ("x/index.md", "x/_index.en.md"), ("x/index.ko.md", "x/_index.md"), ("x.en.v.md", "x.md"), ("x.MD", "x.md"),
        ("É.md", "é.md"), ("x.EN.md", "x.en.md"),
    ],
)  # fmt: skip
def test_the_loser_is_named(winner: str, loser: str) -> None:
    clashes = find_clashes([page(f"content/s/{loser}"), page(f"content/s/{winner}")])
    assert [(clash.loser_path, clash.winner_path) for clash in clashes] == [
        (f"content/s/{loser}", f"content/s/{winner}"),
    ]
    assert clashes[0].reason


@pytest.mark.parametrize(
    ("one", "other"), [("x.md", "x.ko.md"), ("x.md", "y.md"), ("x/index.ko.md", "x.md"), ("x.md", "x.v.en.md")]
)
def test_two_pages_are_no_clash(one: str, other: str) -> None:
    assert find_clashes([page(f"content/s/{one}"), page(f"content/s/{other}")]) == []


def test_one_address_for_two_pages() -> None:
    pages = [
        page("content/b.md", "url: /same/"),
        page("content/a.md", "url: /same"),
        page("content/c.ko.md", "url: /same/"),
    ]
    clashes = find_clashes(pages)
    assert [(clash.loser_path, clash.winner_path) for clash in clashes] == [("content/b.md", "content/a.md")]
    assert "/same/" in clashes[0].reason


def test_pages_that_are_not_rendered_have_no_address_to_clash() -> None:
    hidden = "url: /same/\nbuild: {render: never}"
    assert find_clashes([page("content/a.md", hidden), page("content/b.md", hidden)]) == []
