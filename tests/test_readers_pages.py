"""Pages, feeds and files that Hugo does not have, and what every page says about itself."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from reviews.hugo.site import SiteConfig
from reviews.models import Edition, Site
from reviews.public.cards import Card, card_url, draw
from reviews.public.frame import licence, site_menus
from tests.test_public import HUGO, page, site, text

__all__ = ["site"]
pytestmark = pytest.mark.django_db
Make = Callable[..., None]
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "</script><script>alert(1)</script>\"'&<b>"


def named(number: int, more: str = "", year: int = 2024) -> str:
    return page(f"Text {number}", f"{year}-01-{number:02}", f"slug: text-{number}\nauthor: Kim Lee\n{more}", "body $x$")


def ld(shown: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_archive_has_every_text_by_year_and_month(site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1), "content/post/b.md": named(2, year=2023), "content/about.md": page("About")})
    whole = text(client, "/archive/")
    assert "Text 1" in whole
    assert "Text 2" in whole
    assert "About" not in re.sub(r"<nav.*?</nav>", "", whole, flags=re.DOTALL)
    assert "Text 2" not in text(client, "/archive/2024/")
    assert [client.get(url).status_code for url in ("/archive/1999/", "/archive/x/", "/archive/page/2/")] == [404] * 3


def test_an_author_has_a_page_under_every_spelling_of_the_name(site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1), "content/post/b.md": page("B", more="author: KIM  lee\nslug: b\n")})
    shown = text(client, "/authors/kim-lee/")
    assert "Text 1" in shown
    assert "/2024/b/" in shown
    assert 'href="/authors/kim-lee/"' in text(client, "/2024/text-1/")
    assert "/authors/kim-lee/" in text(client, "/authors/")
    assert ">Text 1</a>" in text(client, "/authors/")  # a few authors come with their newest texts
    assert client.get("/authors/nobody/").status_code == 404


def test_an_author_s_page_has_every_feed(site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1), "content/post/b.md": page("Other", more="author: Somebody\nslug: b\n")})
    shown = text(client, "/authors/kim-lee/")
    for name in ("index.xml", "feed.atom", "feed.json"):
        feed = text(client, f"/authors/kim-lee/{name}")
        assert f'href="/authors/kim-lee/{name}"' in shown
        assert "/2024/text-1/" in feed and "/2024/b/" not in feed
        assert client.get(f"/authors/nobody/{name}").status_code == 404


@pytest.mark.parametrize(
    ("more", "url"),
    [('disableKinds = ["RSS"]\n', ""), ("", "/index.xml"), ('[outputFormats.rss]\nbaseName = "news"\n', "/news.xml")],
)
def test_a_page_leads_to_the_feeds_that_there_are(more: str, url: str, site: Make, client: Client) -> None:
    config = HUGO.replace("\n", f"\n{more}", 1) if more.startswith("disable") else HUGO + more
    site({"content/post/a.md": named(1)}, config)
    for page_url in ("/", "/2024/text-1/", "/post/"):
        found = set(re.findall(r'(?:type="application/rss\+xml"[^>]*|<a )href="([^"]*\.xml)"', text(client, page_url)))
        assert all(client.get(each).status_code == 200 for each in found)
        assert url in found if url and page_url == "/" else bool(found) == bool(url)


def test_a_page_of_the_site_s_own_wins_over_ours(site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1), "content/archive.md": page("My own archive"), "static/llms.txt": "mine"})
    assert "My own archive" in text(client, "/archive/")
    assert b"".join(client.get("/llms.txt").streaming_content) == b"mine"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "url", ["/archive/", "/authors/", "/authors/kim-lee/", "/feed.atom", "/feed.json", "/llms.txt"]
)
def test_a_draft_is_on_no_page_of_ours(url: str, site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1), "content/post/b.md": named(2, "draft: true\n").replace("Kim Lee", "Geheim")})
    assert "Text 2" not in text(client, url)
    assert "Geheim" not in text(client, url)
    assert client.get("/authors/geheim/").status_code == 404


@pytest.mark.parametrize("folder", ["/", "/post/", "/tags/x/", "/authors/kim-lee/"])
def test_every_list_has_atom_and_json_with_whole_addresses(folder: str, site: Make, client: Client) -> None:
    body = '[next](../b/) ![](p.png) $x$ {{< figure src="q.png" >}}'
    site({"content/post/a.md": page("R&D", more="slug: a\ntags: [x]\nauthor: Kim Lee\nmath: true\n", body=body)})
    root = ET.fromstring(client.get(f"{folder}feed.atom").content)
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "R&D"
    content = entry.findtext(f"{ATOM}content") or ""
    assert 'href="http://127.0.0.1:8000/2024/b/"' in content
    assert 'src="http://127.0.0.1:8000/2024/a/p.png"' in content
    assert "<math" in content
    item = json.loads(client.get(f"{folder}feed.json").content)["items"][0]
    assert item["content_html"] == content
    assert item["tags"] == ["x"]
    assert item["authors"] == [{"name": "Kim Lee"}]


def test_a_feed_ends_where_the_site_says_and_its_links_are_xml(site: Make, client: Client) -> None:
    texts = {f"content/post/{n}.md": named(n, f"tags: [t{n}]\nurl: /r&d/{n}/\n") for n in range(1, 5)}
    site(texts, HUGO + "[services.rss]\nlimit = 2\n")
    for url, links in (("/index.xml", ["/r&d/4/", "/r&d/3/"]), ("/tags/index.xml", ["/tags/t4/", "/tags/t3/"])):
        items = ET.fromstring(client.get(url).content).findall("channel/item")
        assert [(item.findtext("link") or "").removeprefix(settings.SITE_URL) for item in items] == links


def test_a_feed_costs_the_same_number_of_queries_for_any_number_of_texts(site: Make, client: Client) -> None:
    site({f"content/post/{n}.md": named(n, "tags: [a, b]\n") for n in range(1, 4)})
    client.get("/post/feed.json")
    with CaptureQueriesContext(connection) as few:
        client.get("/post/feed.json")
    site({f"content/post/{n}.md": named(n, "tags: [a, b]\n") for n in range(1, 20)})
    client.get("/post/feed.json")
    with CaptureQueriesContext(connection) as many:
        client.get("/post/feed.json")
    assert len(few) == len(many)


def test_no_value_of_the_front_matter_leaves_its_place(site: Make, client: Client) -> None:
    matter = {
        "title": EVIL, "date": "2024-05-01", "slug": "a", "description": EVIL, "author": EVIL, "tags": [EVIL], "series": [EVIL],
        "license": {"name": EVIL, "url": "javascript:alert(1)"}, "menus": {"main": {"name": EVIL, "url": "javascript:alert(1)"}},
        "params": {"paper": EVIL, "arxiv": EVIL, "doi": EVIL, "code": "javascript:alert(1)", "venue": EVIL}, "cover": {"image": "p.png", "alt": EVIL},
    }  # fmt: skip
    site({"content/post/a/index.md": json.dumps(matter) + "\ntext\n", "content/post/a/p.png": b"\x89PNG\r\n\x1a\n"})
    for url in ("/2024/a/", "/", "/archive/", "/authors/", "/post/"):
        shown = text(client, url)
        assert "<script>alert" not in shown, url
        assert '="javascript:' not in shown, url
    assert ld(text(client, "/2024/a/"))["headline"] == EVIL
    ET.fromstring(client.get("/feed.atom").content)
    json.loads(client.get("/feed.json").content)


def test_a_review_tells_search_engines_what_it_reviews(site: Make, client: Client) -> None:
    site(
        {
            "content/post/a.md": named(1, "params:\n  paper: On Cats\n  doi: https://doi.org/10.1/x\n"),
            "content/post/b.md": named(2),
        }
    )
    review = ld(text(client, "/2024/text-1/"))
    assert review["@type"] == ["Review", "Article"]
    assert review["itemReviewed"]["name"] == "On Cats"
    assert review["itemReviewed"]["sameAs"] == ["https://doi.org/10.1/x"]
    assert ld(text(client, "/2024/text-2/"))["@type"] == "Article"


def test_a_translated_page_names_its_languages(site: Make, client: Client) -> None:
    site({"content/post/a/index.md": named(1), "content/post/a/index.en.md": named(1)})
    for url in ("/2024/text-1/", "/en/2024/text-1/"):
        found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text(client, url)))
        host = "http://127.0.0.1:8000"
        assert found == {
            "ko": f"{host}/2024/text-1/",
            "en": f"{host}/en/2024/text-1/",
            "x-default": f"{host}/2024/text-1/",
        }


def test_a_live_page_has_a_card_and_a_draft_has_none(site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1)})
    address = re.search(r'og:image" content="http://[^/]+(/_cards/[0-9a-f]+\.png)"', text(client, "/2024/text-1/"))
    assert address
    answer = client.get(address[1])
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (1200, 630)  # type: ignore[attr-defined]
    assert client.get(address[1], headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    site({"content/post/a.md": named(1, "draft: true\n"), "content/post/b.md": named(2)})
    assert client.get(address[1]).status_code == 404


def test_a_page_whose_time_has_not_come_has_no_card(site: Make, client: Client) -> None:
    site(
        {
            "content/post/a.md": named(1, "publishDate: 2999-01-01\n"),
            "content/post/b.md": named(2, "expiryDate: 2999-01-01\n"),
        }
    )
    later, now = (Edition.objects.get(path=f"content/post/{name}.md") for name in "ab")
    assert client.get(card_url(later)).status_code == 404
    answer = client.get(card_url(now))
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize(
    ("given", "name", "url"),
    [
        ("CC BY-SA 4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("Under [CC BY 4.0](https://cc.example/by/)", "CC BY 4.0", "https://cc.example/by/"),
        ("[x](javascript:alert(1))", "x", ""),
        ({"name": "MIT", "url": "/licence/"}, "MIT", "/licence/"),
    ],
)
def test_a_licence_is_a_name_and_an_address(given: Any, name: str, url: str) -> None:
    assert licence(SiteConfig({}), "en", {"license": given}) == {"name": name, "url": url}


@pytest.mark.parametrize("given", [False, "", None, {}, 3])
def test_no_licence_says_nothing(given: Any) -> None:
    assert licence(SiteConfig({}), "en", {"license": given}) is None


@pytest.mark.parametrize(
    "title", ["", "가" * 400, "x" * 400, "한 글\u0000 \U0001f600 \ue000", "A title of some words " * 9]
)
def test_any_title_makes_a_card(title: str) -> None:
    assert Image.open(BytesIO(draw(Card(title, title, title)))).size == (1200, 630)


def test_menus_come_from_the_configuration_and_from_pages(site: Make, client: Client) -> None:
    menus = '[[menus.main]]\nname = "More"\nidentifier = "more"\nweight = 2\n[[menus.main]]\nname = "Ours"\npageRef = "/about"\nparent = "more"\n'
    site(
        {
            "content/about.md": page("About", more="menu: main\n"),
            "content/post/a.md": named(1, "menu: {main: {weight: 1}}\n"),
        },
        HUGO + menus,
    )
    found = site_menus(Site.load(), "ko")["main"]
    assert [(item["name"], item["url"]) for item in found] == [
        ("Text 1", "/2024/text-1/"),
        ("More", ""),
        ("About", "/about/"),
    ]
    assert [(item["name"], item["url"]) for item in found[1]["children"]] == [("Ours", "/about/")]
    assert '<details class="sub"><summary>More</summary>' in text(client, "/")


def test_an_unpublished_page_is_in_no_menu(site: Make) -> None:
    site({"content/a.md": page("A", more="menu: main\ndraft: true\n"), "content/post/b.md": named(1)})
    assert [item["name"] for item in site_menus(Site.load(), "ko")["main"]] == ["Posts"]


def test_nothing_but_the_text_stands_in_e_content(site: Make, client: Client) -> None:
    site({"content/post/a.md": page("A", more="slug: a\ntags: [x]\n", body="only *this*")})
    inside = re.search(r'<div class="body prose e-content[^"]*">(.*?)</div>', text(client, "/2024/a/"), re.DOTALL)
    assert inside
    assert inside[1].strip() == "<p>only <em>this</em></p>"


def own_templates(settings: Any, tmp_path: Path, post: str) -> Path:
    """A folder of the site's own with a template for posts, as SITE_TEMPLATES names it."""
    template = tmp_path / "templates" / "public" / "post.html"
    template.parent.mkdir(parents=True)
    template.write_text(post)
    desk, readers = settings.TEMPLATES
    settings.TEMPLATES = [desk, {**readers, "DIRS": [str(tmp_path / "templates"), *readers["DIRS"]]}]
    return template


def test_a_site_s_folder_of_templates_comes_first(site: Make, client: Client, settings: Any, tmp_path: Path) -> None:
    own = '{% extends "public/base.html" %}{% block main %}Ours: {{ edition.title }}{% endblock %}'
    own_templates(settings, tmp_path, own)
    site({"content/post/a.md": named(1)})
    assert "Ours: Text 1" in text(client, "/2024/text-1/")
    assert run_checks(tags=["templates"]) == []


def test_a_site_s_template_that_cannot_be_read_is_named_by_the_check(settings: Any, tmp_path: Path) -> None:
    template = own_templates(settings, tmp_path, '{% extends "public/base.html" %}\n{% load i18n %}\n')
    (found,) = run_checks(tags=["templates"])
    assert found.msg.startswith(f"{template}, line 2: ")
    assert "Jinja" in str(found.hint)


def test_a_missing_page_is_told_in_the_language_of_its_place(site: Make, client: Client) -> None:
    site({"content/post/a.md": named(1), "content/post/a.en.md": named(2)})
    assert 'lang="ko"' in client.get("/nowhere/").content.decode()
    assert 'lang="en"' in client.get("/en/nowhere/").content.decode()
