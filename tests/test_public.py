"""The readers' side: what stands at Hugo's addresses, and what never does."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from reviews.models import Edition, EditionText, Post, SearchRow

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str]]
Site = Callable[..., None]

HUGO = """baseURL = "https://example.org/"
title = "Two tongues"
defaultContentLanguage = "ko"
timeZone = "Asia/Seoul"
[languages.ko]
weight = 1
[languages.en]
weight = 2
label = "English"
[pagination]
pagerSize = 3
[taxonomies]
tag = "tags"
series = "series"
[permalinks]
post = "/:year/:slug/"
"""


@pytest.fixture
def site(tmp_path: Path, run: Run) -> Site:
    """Writes files below a site's root and imports it."""

    def make(files: dict[str, str | bytes], config: str = HUGO) -> None:
        root = tmp_path / "site"
        for path, text in {"hugo.toml": config, **files}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        code, out = run("hugo_import", root)
        assert code == 0, out

    return make


def page(title: str, date: str = "2024-05-01", more: str = "", body: str = "text") -> str:
    return f'---\ntitle: "{title}"\ndate: {date}\n{more}---\n{body}\n'


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


HIDDEN = {
    "draft": "draft: true\n",
    "future": "publishDate: 2999-01-01\n",
    "expired": "expiryDate: 2020-01-01\n",
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_hugo_would_not_publish_is_nowhere(kind: str, site: Site, client: Client) -> None:
    site(
        {
            "content/post/hidden/index.md": page(
                "Geheim",
                more=f"{HIDDEN[kind]}tags: [secret]\nseries: [Silence]\naliases: [/old/]\nslug: hidden\n",
                body="![](a.png)",
            ),
            "content/post/hidden/a.png": b"\x89PNG\r\n\x1a\n",
            "content/post/open.md": page("Open", more="slug: open\ntags: [public]\n"),
        }
    )
    unknown = client.get("/no/such/page/")
    for url in (
        "/2024/hidden/",
        "/2024/hidden/a.png",
        "/tags/secret/",
        "/tags/secret/index.xml",
        "/series/silence/",
        "/old/",
        "/2024/hidden",
    ):
        answer = client.get(url)
        assert answer.status_code == 404, url
        assert answer.content == unknown.content, url
    for url in ("/", "/post/", "/tags/", "/index.xml", "/post/index.xml", "/sitemap.xml", "/2024/open/"):
        assert "Geheim" not in text(client, url), url
        assert "secret" not in text(client, url), url


def test_a_site_that_builds_its_future_shows_it(site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A", more="slug: a\npublishDate: 2999-01-01\n")}, f"buildFuture = true\n{HUGO}")
    assert client.get("/2024/a/").status_code == 200


def test_a_draft_stays_hidden_from_people_of_the_desk_too(site: Site, client: Client, erin: Any) -> None:
    site({"content/post/a.md": page("Hidden", more="draft: true\nslug: hidden\n"), "content/post/b.md": page("Open")})
    client.force_login(erin)
    assert client.get("/2024/hidden/").status_code == 404


def test_a_picture_beside_drafts_only_is_a_draft_s_picture(site: Site, client: Client) -> None:
    picture = b"\x89PNG\r\n\x1a\n"
    site(
        {
            "content/notes/a.md": page("Hidden", more="draft: true\n"),
            "content/notes/a.png": picture,
            "content/post/b.md": page("Open"),
            "content/post/b.png": picture,
        }
    )
    assert client.get("/notes/a.png").status_code == 404
    assert client.get("/post/b.png").getvalue() == picture


def test_pages_stand_where_hugo_puts_them(site: Site, client: Client) -> None:
    site(
        {
            "content/post/한글 이름.md": page("한글 제목"),
            "content/post/own.md": page("Own", more="url: /somewhere/Else.html\n"),
            "content/post/deep/er/leaf/index.md": page("Deep"),
            "content/post/trans/index.md": page("옮김", more="slug: trans\n"),
            "content/post/trans/index.en.md": page("Translated", more="slug: trans\n"),
            "content/about.md": page("About"),
        }
    )
    for url in (
        "/2024/한글-제목/",
        "/somewhere/Else.html",
        "/2024/deep/",
        "/2024/trans/",
        "/en/2024/trans/",
        "/about/",
        "/post/",
        "/en/",
        "/en/post/",
    ):
        text(client, url)
    assert 'hreflang="en"' in text(client, "/2024/trans/")
    assert client.get("/about").headers["Location"] == "/about/"


def test_an_alias_leads_to_its_page(site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A", more="slug: a\naliases: [/old/place/, other]\n")})
    for url in ("/old/place/", "/old/place", "/post/other/", "/2024/other/"):
        answer = client.get(url)
        if answer.status_code == 301:
            assert answer.headers["Location"] == "/2024/a/"
    assert client.get("/old/place/").status_code == 301


def test_lists_have_pages_under_hugo_s_addresses(site: Site, client: Client) -> None:
    site({f"content/post/n{n}.md": page(f"Number {n}", f"2024-01-{n + 1:02}") for n in range(7)})
    assert "Number 6" in text(client, "/post/")
    assert "Number 0" not in text(client, "/post/")
    assert "Number 0" in text(client, "/post/page/3/")
    assert client.get("/post/page/4/").status_code == 404
    assert "Number 3" in text(client, "/page/2/")


def test_a_feed_is_rss_with_the_newest_first(site: Site, client: Client) -> None:
    site(
        {
            f"content/post/n{n}.md": page(f"R&D <{n}>", f"2024-01-{n + 1:02}", "tags: [x]\n", "body \x08")
            for n in range(3)
        }
    )
    for url in ("/index.xml", "/post/index.xml", "/tags/x/index.xml"):
        root = ET.fromstring(text(client, url))
        items = root.findall("channel/item")
        assert [item.findtext("title") for item in items] == ["R&D <2>", "R&D <1>", "R&D <0>"]
        assert items[0].findtext("link") == f"{settings.SITE_URL}/2024/rd-2/"


def test_terms_are_hugo_s_terms(site: Site, client: Client) -> None:
    site(
        {
            "content/post/a.md": page("A", more='tags: ["C", "C++", "C#", "Paper Review", "한글"]\n'),
            "content/post/b.md": page("B", more='tags: ["paper-review"]\n'),
        }
    )
    assert "A" in text(client, "/tags/c++/")
    assert client.get("/tags/c%23/").status_code == 200
    both = text(client, "/tags/paper-review/")
    assert "/2024/a/" in both
    assert "/2024/b/" in both
    assert client.get("/tags/한글/").status_code == 200


def test_dates_are_shown_in_the_site_s_time_zone(site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A", "2024-06-17T00:30:00+09:00")})
    assert "16" not in text(client, "/2024/a/").split("dt-published")[1][:120]


def test_a_script_in_a_post_never_runs(site: Site, client: Client) -> None:
    config = HUGO + "[markup.goldmark.renderer]\nunsafe = true\n"
    site(
        {
            "content/post/a.md": page(
                "<script>alert(1)</script>",
                more="slug: a\n",
                body="<script>alert(2)</script><img src=x onerror=alert(3)>",
            )
        },
        config,
    )
    shown = text(client, "/2024/a/")
    assert "alert(2)" not in shown
    assert "onerror" not in shown
    assert "<script>alert(1)" not in shown + text(client, "/") + text(client, "/post/")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.html", b"<script>alert(1)</script>"),
        ("x.js", b"alert(1)"),
        ("x.png", b"<script>alert(1)</script>"),
    ],
)
def test_a_file_that_could_run_is_shut_in_a_sandbox(name: str, data: bytes, site: Site, client: Client) -> None:
    site({f"static/{name}": data, "content/post/a.md": page("A")})
    answer = client.get(f"/{name}")
    assert answer.getvalue() == data
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unchanged_file_is_not_sent_twice(site: Site, client: Client) -> None:
    site({"static/a.txt": b"a", "content/post/a.md": page("A")})
    first = client.get("/a.txt")
    assert first.getvalue() == b"a"
    etag = first.headers["ETag"]
    assert client.get("/a.txt", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "url",
    [
        "/%00",
        "/%ff/",
        "/../../etc/passwd",
        "/" + "a" * 5000,
        "/page/99999999999999999999/",
        "/index.xml/",
        "/post/page/0/",
        "/%2e%2e/",
    ],
)
def test_an_odd_address_is_a_plain_404(url: str, site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A")})
    assert client.get(url).status_code in (404, 400)


def test_a_redirect_never_leaves_the_site(site: Site, client: Client) -> None:
    site({"content/evil.example/a.md": page("A"), "content/post/b.md": page("B")})
    for url in ("//evil.example", "//evil.example/a", "/\\evil.example"):
        answer = client.get(url)
        assert not answer.headers.get("Location", "").startswith(("//", "/\\")), url


def test_a_term_that_only_hidden_pages_have_is_in_no_count(site: Site, client: Client) -> None:
    site(
        {
            "content/post/a.md": page("A", more="tags: [x]\n"),
            "content/post/b.md": page("B", more="tags: [x]\ndraft: true\n"),
        }
    )
    assert ">1<" in text(client, "/tags/").replace(" ", "")


def test_a_page_that_is_never_rendered_has_no_address(site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A", more="slug: a\nbuild:\n  render: never\n"), "content/post/b.md": page("B")})
    assert client.get("/2024/a/").status_code == 404
    assert Edition.objects.filter(path="content/post/a.md", url_key=None).exists()


def test_nothing_but_reading_is_answered(site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A")})
    assert client.post("/2024/a/").status_code == 405
    assert client.head("/2024/a/").status_code == 200


def test_a_list_takes_as_many_queries_for_few_rows_as_for_many(
    site: Site, client: Client, django_assert_max_num_queries: Any
) -> None:
    site({f"content/post/n{n}.md": page(f"N {n}") for n in range(3)})
    text(client, "/")  # which sets the lead's text
    text(client, "/2024/n-1/")
    with django_assert_max_num_queries(14):
        text(client, "/")
    with django_assert_max_num_queries(14):
        text(client, "/2024/n-1/")


def test_the_demo_fills_an_empty_database_once(
    client: Client, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("demo", "--password", "demo-demo")
    assert SearchRow.objects.count() == EditionText.objects.count() == Edition.objects.count()  # all is found
    count = Post.objects.count()
    call_command("demo")
    assert Post.objects.count() == count > 20
    assert "alice" in capsys.readouterr().out
    assert client.get("/").status_code == client.get("/en/").status_code == 200
    assert client.get("/p/dropout/").status_code == 404
    statuses = dict(Post.objects.values_list("path", "status"))
    assert statuses["content/post/dropout.md"] == "draft"
    assert statuses["content/post/clip.md"] == "in_review"
    assert statuses["content/post/bert/index.md"] == "changes_requested"
    assert "다섯 해" not in client.get("/p/bert/").content.decode()


def test_the_demo_can_make_users_only(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", "--users-only", "--password", "pw")
    assert not Post.objects.exists()
    assert {"alice", "bob", "erin", "admin"} <= set(capsys.readouterr().out.split())


def test_a_control_character_in_a_title_breaks_no_feed(site: Site, client: Client) -> None:
    site({"content/post/a.md": b'---\ntitle: "T\\bitle"\ndate: 2024-01-01\nauthor: "A\\uFFFF"\n---\nx\n'})
    ET.fromstring(text(client, "/index.xml"))


def test_the_sandbox_holds_for_an_unchanged_file_too(site: Site, client: Client) -> None:
    site({"static/x.html": b"<script>alert(1)</script>", "content/post/a.md": page("A")})
    first = client.get("/x.html")
    first.getvalue()
    again = client.get("/x.html", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Content-Security-Policy"]) == (
        304,
        first.headers["Content-Security-Policy"],
    )


def test_a_file_s_type_is_that_of_its_own_name(site: Site, client: Client) -> None:
    site({"static/a.txt": b"same", "static/b.css": b"same", "content/post/a.md": page("A")})
    answer = client.get("/b.css")
    answer.getvalue()
    assert answer.headers["Content-Type"].startswith("text/css")


def test_undated_pages_stand_last(site: Site, client: Client) -> None:
    site({"content/post/a.md": "---\ntitle: Undated\n---\nx\n", "content/post/b.md": page("Dated")})
    shown = text(client, "/post/")
    assert shown.index("Dated") < shown.index("Undated")


def test_references_lead_where_hugo_leads_them(site: Site, client: Client) -> None:
    refs = "a.md", "/post/zz.md", "zz", "zz#part", "../about", "draft", "nowhere"
    body = "\n\n".join(f'[{n}]({{{{< relref "{ref}" >}}}})' for n, ref in enumerate(refs))
    site(
        {
            "content/post/a.md": page("A", more="slug: a\n", body=body),
            "content/post/zz.md": page("Z", more="slug: z\n"),
            "content/about.md": page("About"),
            "content/post/draft.md": page("D", more="draft: true\n"),
        }
    )
    shown = text(client, "/2024/a/")
    expected = ["/2024/a/", "/2024/z/", "/2024/z/", "/2024/z/#part", "/about/", "#", "#"]
    assert [f'<a href="{url}">{n}</a>' in shown for n, url in enumerate(expected)] == [True] * 7


@pytest.mark.parametrize(("more", "is_set"), [("math: true\n", True), ("", False)])
def test_a_page_that_asks_for_formulae_gets_them(more: str, is_set: bool, site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A", more=f"slug: a\n{more}", body="so $x^2$ it is")})
    assert ("<math" in text(client, "/2024/a/")) is is_set


def test_emoji_names_are_emoji_where_the_site_says_so(site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A", more="slug: a\n", body="ok :tada:")}, f"enableEmoji = true\n{HUGO}")
    assert "🎉" in text(client, "/2024/a/")
