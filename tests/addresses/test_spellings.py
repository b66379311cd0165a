"""One page, one address: other spellings of it lead there or nowhere, and none is kept beside it."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.test_public import Site, page, site, text

__all__ = ["site"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _texts(site: Site, settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "spellings"},
    }
    caches["pages"].clear()
    site({f"content/post/{n}.md": page(f"Text {n}", more="author: Kim 100% Lee\ntags: [go]\n") for n in range(5)})


def kept() -> int:
    return len(caches["pages"]._cache)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "other",
    ["KIM-100%25-lee/", "kim%20100%25%20%20lee/", "kim-100%25-lee///", "kim/100%25-lee/", "Kim-100%25-Lee/page/2/"],
)
def test_an_author_has_one_address(other: str, client: Client) -> None:
    own = "/authors/kim-100%25-lee/"
    assert f'rel="canonical" href="http://127.0.0.1:8000{own}"' in text(client, own)
    before = kept()
    answer = client.get(f"/authors/{other}")
    assert (answer.status_code, answer.headers["Location"]) == (301, own)
    assert [client.get(f"/authors/{other}{name}").status_code for name in ("feed.atom", "feed.json", "index.xml")] == [
        404
    ] * 3
    assert kept() == before


def test_the_first_page_of_an_author_leads_to_the_list(client: Client) -> None:
    assert client.get("/authors/kim-100%25-lee/page/1/").headers["Location"] == "/authors/kim-100%25-lee/"
    assert client.get("/authors/kim-100%25-lee/page/2/").status_code == 200


@pytest.mark.parametrize("folder", ["/t%2561gs/go/", "/authors/kim-100%25-lee/"])
def test_a_feed_says_its_own_address_however_it_is_asked_for(folder: str, client: Client) -> None:
    own = folder.replace("%2561", "a")
    for name in ("feed.atom", "feed.json"):
        for each in (folder, own):
            assert f"http://127.0.0.1:8000{own}{name}" in text(client, f"{each}{name}"), each
            assert "%61" not in text(client, f"{each}{name}")


@pytest.mark.parametrize(
    "url",
    [
        "/archive/٢٠٢٤/", "/archive/２０２４/", "/archive/0000/", "/archive/0001/", "/archive/9999/", "/archive/02024/",
        "/post/page/２/", "/post/page/02/", "/archive/page/９/", "/tags/page/999999/", "/post/page/9999999/",
        "/post/page/99999999999999999999/", "/sitemap-１.xml", "/ko/sitemap-２.xml",
    ],
)  # fmt: skip
def test_no_other_digits_and_no_number_past_the_end(url: str, client: Client) -> None:
    before = kept()
    assert (client.get(url).status_code, kept()) == (404, before)


@pytest.mark.parametrize(
    "url",
    [
        "/%00", "/post/%00/", "/authors/a%00b/", "/%ff%fe/", "/authors/%ff/", "/post/../post/", "/post/..%2fpost/", "/%2e%2e/%2e%2e/etc/passwd",
        "/\\evil.example/", "/%0d%0aSet-Cookie:%20a=b", "/authors/kim%0d%0aX:%20y/page/1/",
        "/tags/%0a/", "/_image/..%2f..%2fx-480", "/_cards/%00.png", "/" + "a" * 60_000, "/" + "a/" * 20_000, "/" + "%F0%9F%98%80" * 5_000,
        "/post/" + "page/2/" * 500, "/feed.atom/feed.atom", "/authors/" + "가" * 10_000 + "/", "/\ud7ff\u0301/",
    ],
)  # fmt: skip
def test_no_odd_address_breaks_or_leads_anywhere(url: str, client: Client) -> None:
    before = kept()
    answer = client.get(url)
    assert (answer.status_code, kept()) == (404, before)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/..", "//evil.example/2024/text-1", "//2024/text-1"]
)
def test_no_address_leads_to_another_site(path: str, client: Client) -> None:
    answer = client.get("/", PATH_INFO=path)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_what_a_request_says_of_the_host_stands_on_no_page(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    told = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    for url in (
        "/",
        "/2024/text-1/",
        "/feed.atom",
        "/feed.json",
        "/index.xml",
        "/sitemap.xml",
        "/llms.txt",
        "/robots.txt",
        "/none/",
    ):
        answer = client.get(url, headers=told)
        assert b"evil.example" not in answer.content
        assert b"gopher" not in answer.content
