"""What only the whole site can say: the dates of its lists, and where terms with files of their own are."""

from datetime import UTC, datetime

from reviews.hugo.document import Document
from reviews.hugo.pages import Page, read_page
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_lists import complete_pages

CONFIG = SiteConfig.from_json({})
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def completed(files: dict[str, str]) -> dict[str, Page]:
    pages = [
        read_page(CONFIG, f"content/{path}", Document.parse(f"---\n{text}\n---\n".encode()))
        for path, text in files.items()
    ]
    return {page.logical_path: page for page in complete_pages(CONFIG, pages, NOW)}


def day(page: Page) -> str:
    return page.date.strftime("%Y-%m-%d") if page.date else ""


def test_a_list_without_dates_has_the_newest_of_what_lies_in_it() -> None:
    pages = completed(
        {
            "_index.md": "title: home",
            "a/_index.md": "title: a",
            "a/old.md": "date: 2024-01-01\nlastmod: 2025-05-05",
            "a/unrendered.md": "date: 2024-04-04\nbuild: {render: never}",
            "a/unlisted.md": "date: 2024-06-06\nbuild: {list: never}",
            "b/_index.md": "date: 2023-01-01",
            "b/newer.md": "date: 2025-01-01",
            "c/_index.md": "expiryDate: 2030-01-01",
            "c/page.md": "date: 2020-01-01",
        }
    )
    assert [day(pages[path]) for path in ("/", "/a", "/b", "/c")] == ["2025-01-01", "2024-04-04", "2023-01-01", ""]
    assert pages["/a"].lastmod == datetime(2025, 5, 5, tzinfo=UTC)


def test_what_is_published_later_gives_no_publish_date() -> None:
    pages = completed({"a/_index.md": "title: a", "a/p.md": "date: 2024-01-01\npublishDate: 2027-01-01"})
    assert (day(pages["/a"]), pages["/a"].publish_date) == ("2024-01-01", None)


def test_terms_have_the_dates_of_their_pages_and_taxonomies_those_of_their_terms() -> None:
    pages = completed(
        {
            "tags/_index.md": "title: tags",
            "tags/x/_index.md": "title: x",
            "tags/fixed/_index.md": "date: 2010-01-01",
            "a/p.md": "date: 2022-01-01\ntags: [x, fixed]",
            "a/q.md": "date: 2024-01-01\ntags: [fixed]",
        }
    )
    assert [day(pages[f"/tags{path}"]) for path in ("", "/x", "/fixed")] == ["2022-01-01", "2022-01-01", "2010-01-01"]


def test_a_term_is_linked_where_its_own_file_or_its_taxonomy_leads() -> None:
    pages = completed(
        {
            "tags/_index.md": "slug: TT",
            "tags/a-b/_index.md": "url: /ab/",
            "tags/z/_index.md": "slug: zz",
            "p.md": "tags: ['A B', z, other]",
        }
    )
    assert [term.url for term in pages["/p"].terms["tags"]] == ["/ab/", "/tags/zz/", "/tt/other/"]
