"""Lists and what leads on from a page, however many pages there are: deep pages, common keywords, unknown addresses."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import Edition, Site
from reviews.models.prepared import Prepared
from reviews.public import beside, listing, related
from tests.folders import put

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str]]
COUNT = 17


@pytest.fixture
def many(imported: Path, run: Run) -> Path:
    """Posts of one author and one tag; some of one date, some with a weight."""
    (imported / "hugo.toml").write_text((imported / "hugo.toml").read_text() + "\n[pagination]\npagerSize = 2\n")
    for n in range(COUNT):
        weight = f"weight: {n}\ntags_weight: {20 - n}\n" if n % 5 == 4 else ""
        head = f"title: N {n:02}\ndate: 2024-01-{1 + n // 3:02}\ntags: [t]\nauthor: Kim\n{weight}"
        put(imported, f"content/post/n{n:02}.md", f"---\n{head}---\nx\n")
    assert run("hugo_import", imported)[0] == 0
    return imported


def walked(client: Client, url: str) -> list[str]:
    """The entries on all pages of the list."""
    found: list[str] = []
    number = 1
    while (page := client.get(url if number == 1 else f"{url}page/{number}/")).status_code == 200:
        found += re.findall(r'class="u-url p-name" href="([^"]+)"', page.content.decode())
        number += 1
    return found


@pytest.mark.parametrize("url", ["/post/", "/tags/t/", "/authors/kim/"])
def test_deep_pages_hold_what_stands_there_and_nothing_twice(
    url: str, many: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = walked(client, url)
    assert len(set(expected)) == len(expected) >= COUNT
    Site.load().save()
    for step in (1, 3, 4):
        monkeypatch.setattr(listing, "STEP", step)
        monkeypatch.setattr(listing, "kept_for", lambda site: {})
        assert walked(client, url) == expected, step


def test_of_a_common_keyword_the_newest_pages_are_looked_at(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "MOST_SHARED", 3)
    beside._query.cache_clear()
    edition = Edition.objects.get(path="content/post/n12.md")
    found = [leaf.title for leaf in beside.beside(Site.load(), edition).related]
    beside._query.cache_clear()
    older = Edition.objects.filter(terms__key="t", sort_date__lte=edition.sort_date).exclude(pk=edition.pk)
    dates = sorted((each.sort_date for each in older), reverse=True)[:3]
    assert len(found) == 3
    assert sorted(Edition.objects.get(title=title).sort_date for title in found) == sorted(dates)


def test_the_pages_before_and_after_are_a_chain_through_all_even_of_one_date(many: Path) -> None:
    site, seen = Site.load(), []
    edition: Edition | None = Edition.objects.filter(section="post", kind="page").order_by("rank", "pk").first()
    while edition is not None:
        seen.append(edition.pk)
        after = beside.beside(site, edition).previous
        edition = Edition.objects.get(pk=after.pk) if after else None
    assert len(seen) == len(set(seen)) == Edition.objects.filter(section="post", kind="page", is_listed=True).count()


@pytest.mark.parametrize("url", ["/no/such/", "/no/such.png", "/no/such/page/7/", "/no/such/index.xml"])
def test_an_unknown_address_costs_two_queries_at_the_most(url: str, many: Path, client: Client) -> None:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 404
    assert len(queries) <= 2


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/feed.atom", 2), ("/post/feed.json", 2), ("/index.xml", 2), ("/authors/kim/feed.atom", 2),
        ("/authors/kim/index.xml", 2), ("/authors/kim/", 3), ("/archive/", 3), ("/archive/2024/", 3), ("/llms.txt", 2),
        ("/post/page/2/", 3),
    ],
)  # fmt: skip
def test_what_readers_get_costs_a_few_queries(url: str, most: int, many: Path, client: Client) -> None:
    assert client.get(url).status_code == 200
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= most


def test_a_prepared_query_finds_what_the_query_does(many: Path) -> None:
    def make(title: str, at: datetime, start: int) -> Any:
        return Edition.objects.filter(title__gte=title, date__lte=at).order_by("title")[start : start + 2]

    prepared = Prepared(make, title=str, at=datetime, start=int)
    for title, day, start in (("N 03", 4, 0), ("N 0", 5, 2), ("' OR 1=1", 9, 1), ("%s", 9, 0)):
        moment = datetime(2024, 1, day, tzinfo=UTC)
        assert prepared.rows(title=title, at=moment, start=start) == list(make(title, moment, start))


def test_a_prepared_query_has_a_place_for_every_value() -> None:
    unused = Prepared(lambda title: Edition.objects.all(), title=str)
    with pytest.raises(AssertionError, match="title"):
        unused.rows(title="x")
