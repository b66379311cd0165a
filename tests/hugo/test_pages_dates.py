"""Which keys give a page its dates, under every kind of `[frontmatter]` configuration."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reviews.hugo.document import Document
from reviews.hugo.pages import Page, read_page
from reviews.hugo.site import SiteConfig

FILE_TIME = datetime(2030, 1, 1, tzinfo=UTC)


def read(text: str, raw: dict[str, Any] | None = None, path: str = "content/p/x.md") -> Page:
    document = Document.parse(f"---\n{text}\n---\nx\n".encode())
    return read_page(SiteConfig.from_json({"raw": raw or {}}), path, document, modified=FILE_TIME)


def days(page: Page) -> list[str]:
    dates = (page.date, page.lastmod, page.publish_date, page.expiry_date)
    return [each.strftime("%m-%d") if each else "-" for each in dates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date: 2024-01-01", "01-01 01-01 01-01 -"),
        ("lastmod: 2024-01-02", "01-02 01-02 01-02 -"),
        ("modified: 2024-01-03", "01-03 01-03 01-03 -"),
        ("publishDate: 2024-01-04", "01-04 01-04 01-04 -"),
        ("pubdate: 2024-01-05", "01-05 01-05 01-05 -"),
        ("published: 2024-01-06", "01-06 01-06 01-06 -"),
        ("expiryDate: 2024-01-07", "- - - 01-07"),
        ("unpublishdate: 2024-01-08", "- - - 01-08"),
        ("date: 2024-01-01\nlastmod: 2024-01-02\npublishDate: 2024-01-03", "01-01 01-02 01-03 -"),
        ("date: 2024-01-01\npubdate: 2024-01-02\npublishDate: 2024-01-03", "01-01 01-01 01-03 -"),
        ("date:\nlastmod: 2024-01-02", "01-02 01-02 - -"),
        ("date: ''\npublished: 2024-01-02", "01-02 01-02 01-02 -"),
        ("title: x", "- - - -"),
        ("date: 2024-01-01\nmodified: nonsense\nlastmod: 2024-01-02", "01-01 01-02 01-01 -"),
    ],
)
def test_one_key_fills_the_others(text: str, expected: str) -> None:
    assert days(read(text)) == expected.split()


@pytest.mark.parametrize(
    ("chains", "text", "expected"),
    [
        ({"date": ["mydate", ":default"]}, "mydate: 2024-02-01\ndate: 2024-02-02", "02-01 02-02 02-02 -"),
        ({"date": "myDate"}, "mydate: 2024-02-01", "02-01 02-01 02-01 -"),
        ({"date": ["date"], "lastmod": [":fileModTime"]}, "publishDate: 2024-02-01", "- 01-01 02-01 -"),
        ({"lastmod": [":git", "lastmod"]}, "date: 2024-02-01", "02-01 - 02-01 -"),
        ({"publishdate": []}, "date: 2024-02-01", "02-01 02-01 - -"),
        ({"expirydate": ["until"]}, "until: 2024-02-01", "- - - 02-01"),
    ],
)
def test_the_configuration_changes_the_chains(chains: dict[str, Any], text: str, expected: str) -> None:
    assert days(read(text, {"frontmatter": chains})) == expected.split()


@pytest.mark.parametrize(
    ("path", "day", "slug", "url"),
    [
        ("content/p/2023-01-02-hello-world.md", "2023-01-02 00:00", "hello-world", "/2023/01/hello-world/"),
        ("content/p/2023-01-02.md", "2023-01-02 00:00", "", "/2023/01/t/"),
        ("content/p/2023-01-03-bundle/index.md", "2023-01-03 00:00", "bundle", "/2023/01/bundle/"),
        ("content/p/2023-01-02T10-11-12-ts.md", "2023-01-02 10:11", "ts", "/2023/01/ts/"),
        ("content/p/2023-01-02_ - x.md", "2023-01-02 00:00", "x", "/2023/01/x/"),
        ("content/p/2023-13-45-x.md", "", "", "/1/01/t/"),
        ("content/p/2023-1-2-bad.md", "", "", "/1/01/t/"),
    ],
)
def test_a_file_name_gives_date_and_slug(path: str, day: str, slug: str, url: str) -> None:
    raw = {
        "timezone": "Asia/Seoul",
        "frontmatter": {"date": [":filename", ":default"]},
        "permalinks": {"p": "/:year/:month/:slug/"},
    }
    page = read("title: t", raw, path)
    assert (page.date.strftime("%Y-%m-%d %H:%M") if page.date else "", page.slug, page.url) == (day, slug, url)


def test_a_slug_of_its_own_beats_that_of_the_file_name() -> None:
    raw = {"frontmatter": {"date": [":filename", ":default"]}}
    page = read("slug: mine\ndate: 2020-01-01", raw, "content/p/2023-01-02-name.md")
    assert (page.slug, page.date) == ("mine", datetime(2023, 1, 2, tzinfo=UTC))
    assert read("slug: ''", raw, "content/p/2023-01-02-name.md").url == "/p/2023-01-02-name/"


def test_a_date_without_zone_stands_in_the_sites_zone() -> None:
    raw = {"timezone": "Asia/Seoul", "permalinks": {"p": "/:year/:month/:day/:15/:MST/"}}
    assert read("date: 2024-01-02", raw).url == "/2024/01/02/00/kst/"
    assert read("date: 2024-12-31T23:00:00-05:00", raw).url == "/2024/12/31/23/-0500/"
    assert read("date: 2024-12-31T23:00:00Z", raw).url == "/2024/12/31/23/utc/"


def test_params_hold_the_read_dates() -> None:
    page = read("pubdate: 2024-01-02")
    day = datetime(2024, 1, 2, tzinfo=UTC)
    assert {key: page.params[key] for key in ("date", "lastmod", "pubdate", "publishdate")} == {
        "date": day,
        "lastmod": day,
        "pubdate": day,
        "publishdate": day,
    }
