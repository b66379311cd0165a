"""What the pages of lists show besides their entries: covers, the list above, the numbers of pages."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from reviews.public.context import excerpt
from reviews.public.frame import with_links
from tests.test_public import HUGO, Site, page, site, text

__all__ = ["site"]
pytestmark = pytest.mark.django_db


def picture(width: int, height: int) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (width, height)).save(output, "PNG")
    return output.getvalue()


def posts(count: int) -> dict[str, str | bytes]:
    return {f"content/post/n{n}.md": page(f"N {n}", more="tags: [모음]\n") for n in range(count)}


def test_an_entry_shows_the_cover_that_its_page_names(site: Site, client: Client) -> None:
    site(
        {
            "content/post/a/index.md": page("A", more="slug: a\nimage: cover.png\n", body="![](cover.png)"),
            "content/post/a/cover.png": picture(900, 600),
            "content/post/b.md": page("B", more="cover:\n  image: /img/b.png\n"),
            "content/post/c.md": page("C", more="image: https://elsewhere.example/c.png\n"),
            "static/img/b.png": picture(40, 30),
        }
    )
    text(client, "/2024/a/")  # which reads the picture's size
    shown = text(client, "/post/")
    copy = shown.split('<img src="', 1)[1].split('"', 1)[0]
    assert copy.startswith("/_image/")
    assert copy.endswith("-480")
    assert 'width="480" height="320"' in shown
    assert '<img src="/img/b.png"' in shown
    assert "elsewhere" not in shown


def test_a_draft_s_cover_is_in_no_list(site: Site, client: Client) -> None:
    hidden = {"content/post/a/index.md": page("A", more="draft: true\nimage: geheim.png\n")}
    site({**hidden, "content/post/a/geheim.png": picture(9, 6), **posts(1)})
    assert "<img" not in text(client, "/post/")


def test_covers_take_one_query_and_none_where_no_page_names_one(site: Site, client: Client) -> None:
    def queries() -> int:
        client.get("/sitemap.xml")  # what is asked once for a standing of the site is asked here
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text(client, "/post/")
        return len([each for each in seen if "editionfile" in each["sql"].lower()])

    site(posts(2))
    assert queries() == 0
    covered: dict[str, Any] = {f"content/post/c{n}/index.md": page(f"C {n}", more="image: c.png\n") for n in range(3)}
    site({**covered, **{f"content/post/c{n}/c.png": picture(9, 6) for n in range(3)}})
    assert queries() == 1


def test_a_term_s_list_leads_to_its_taxonomy_and_says_how_many_it_has(site: Site, client: Client) -> None:
    site(posts(4))
    shown = text(client, "/tags/모음/")
    assert '<p class="kicker"><a href="/tags/">Tags</a></p>' in shown
    assert "글 4편" in shown


def test_the_foot_of_a_long_list_leads_to_its_pages(site: Site, client: Client) -> None:
    site(posts(20))
    shown = text(client, "/post/page/4/")
    for number, url in ((1, "/post/"), (3, "/post/page/3/"), (5, "/post/page/5/"), (7, "/post/page/7/")):
        assert f'<a href="{url}">{number}</a>' in shown, number
    assert '<span aria-current="page">4</span>' in shown
    assert 'href="/post/page/2/"' in text(client, "/post/")


def test_the_archive_leads_to_its_older_pages(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.public.own_pages.ARCHIVE_PAGE", 2)
    site(posts(3))
    assert 'href="/archive/page/2/"' in text(client, "/archive/")
    assert text(client, "/archive/page/2/").count('class="h-entry"') == 1


@pytest.mark.parametrize("address", ["/search/", "/search/?q=zzzz"])
def test_who_finds_nothing_is_led_to_topics(address: str, site: Site, client: Client) -> None:
    site(posts(2))
    assert 'class="chip" href="/tags/%EB%AA%A8%EC%9D%8C/"' in text(client, address)
    assert 'class="chip"' in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("&copy; [A & B](https://a.example/?x=1&y=2) <b>", '© <a href="https://a.example/?x=1&amp;y=2">A &amp; B</a> &lt;b&gt;'),
        ("[A](javascript:alert(1)) C", "A) C"),
        ("[A](https://a.example/\"onclick=)", '<a href="https://a.example/%22onclick=">A</a>'),
    ],
)  # fmt: skip
def test_the_copyright_may_have_markdown_s_links(line: str, html: str, site: Site, client: Client) -> None:
    assert with_links(line) == html
    site(posts(1), f"copyright = '{line}'\n{HUGO}")
    assert html in text(client, "/")


def test_the_front_page_s_excerpt_ends_in_its_paragraph() -> None:
    words = "word " * 60
    assert excerpt(f"<p>{words.strip()}</p><p>more</p>").endswith("word …</p>")
    assert excerpt(f"<ul><li>{words} more</li></ul>").endswith("word …</li></ul>")
    assert excerpt(f"<ul><li>{words.strip()}</li><li>more</li></ul>").endswith("word …</li></ul>")
    assert excerpt("<p>few</p>") == "<p>few</p>"


def test_a_list_of_few_terms_shows_their_newest_pages(site: Site, client: Client) -> None:
    site({**posts(5), "content/post/draft.md": page("Geheim", "2025-01-01", more="tags: [모음]\ndraft: true\n")})
    shown = text(client, "/tags/")
    assert '<h2><a href="/tags/%EB%AA%A8%EC%9D%8C/">모음</a> <span class="num">5</span></h2>' in shown
    assert shown.count('href="/2024/n-') == 4
    assert "Geheim" not in shown
