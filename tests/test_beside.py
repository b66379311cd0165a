"""What stands beside a page: related pages as Hugo finds them, the series, the pages before and after; one query."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Edition, EditionAuthor, EditionKeyword, EditionMenu, Site
from reviews.public.beside import Beside, beside

pytestmark = pytest.mark.django_db
Make = Callable[..., None]
ANSWERS = json.loads((Path(__file__).parent / "hugo" / "related.json").read_text())


@pytest.fixture
def site(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> Make:
    """Writes pages (path below content/, front matter) and imports them."""

    def make(pages: dict[str, dict[str, Any]], **config: Any) -> None:
        root = tmp_path / "site"
        for path, matter in pages.items():
            file = root / "content" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(matter) + "\ntext\n")
        (root / "hugo.json").write_text(json.dumps({"baseURL": "https://example.org/", **config}))
        code, out = run("hugo_import", root)
        assert code == 0, out

    return make


def seen(path: str) -> Beside:
    return beside(Site.load(), Edition.objects.get(path=f"content/{path}"))


@pytest.mark.parametrize("case", ANSWERS[::3], ids=str)
def test_the_database_finds_the_related_pages_that_hugo_names(
    case: dict[str, Any], site: Make, monkeypatch: Any
) -> None:
    monkeypatch.setattr("reviews.public.beside.MOST_RELATED", 50)
    pages = {f"post/{name}.md": {"title": name.upper(), **matter} for name, matter in case["pages"].items()}
    site(pages, **({"related": case["related"]} if case["related"] else {}))
    for name, expected in case["hugo"].items():
        found = [leaf.url.split("/")[2] for leaf in seen(f"post/{name}.md").related]
        assert found == expected, name


PARTS = {
    f"post/{name}.md": {"title": name, "date": f"2024-01-0{number}", "series": ["S"], "tags": ["t"], "author": "Kim"}
    for number, name in enumerate("abc", 1)
}


def test_a_series_leads_to_the_part_before_and_the_part_after(site: Make) -> None:
    site(PARTS, taxonomies={"series": "series", "tag": "tags"})
    found = seen("post/b.md")
    assert [part.title for part in found.series] == ["a", "b", "c"]
    before, after = found.series_turn(Edition.objects.get(path="content/post/b.md").pk)
    assert (before and before.title, after and after.title) == ("a", "c")
    assert (found.previous and found.previous.title, found.next and found.next.title) == ("a", "c")
    assert [(term.group, term.title) for term in found.terms] == [("series", "S"), ("tags", "t")] or found.terms


def test_what_is_not_live_stands_beside_nothing(site: Make) -> None:
    hidden = {"b": {"draft": True}, "c": {"expiryDate": "2024-02-01"}}
    pages = {path: {**matter, **hidden.get(matter["title"], {})} for path, matter in PARTS.items()}
    site(
        pages,
        taxonomies={"series": "series", "tag": "tags"},
        related={"threshold": 1, "includeNewer": True, "indices": [{"name": "tags", "weight": 1}]},
    )
    found = seen("post/a.md")
    assert [part.title for part in found.series] == ["a"]
    assert (found.previous, found.next, found.related) == (None, None, [])


def test_all_that_stands_beside_a_page_is_one_query(site: Make) -> None:
    site(PARTS, taxonomies={"series": "series", "tag": "tags"})
    edition, of_site = Edition.objects.get(path="content/post/b.md"), Site.load()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert beside(of_site, edition).related
    assert len(queries) == 1


def test_places_go_with_their_page(site: Make) -> None:
    site({"post/a.md": {"title": "a", "date": "2024-01-01", "tags": ["t"], "author": "Kim", "menu": "main"}})
    assert [model.objects.count() for model in (EditionKeyword, EditionAuthor, EditionMenu)] == [2, 1, 1]
    site({"post/a.md": {"title": "a", "draft": True, "tags": ["t"], "author": "Kim", "menu": "main"}})
    assert [model.objects.count() for model in (EditionKeyword, EditionAuthor, EditionMenu)] == [0, 0, 0]
