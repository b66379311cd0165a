"""By what hits can be narrowed, and the addresses that lead on."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from reviews.search import facets, finding
from tests.search.posts import Publication, post, said


def choices(page: LexborHTMLParser) -> dict[str, list[str]]:
    """The values that the page offers, by the filter's name; the chosen one with a star."""
    found = {}
    for box in page.css("select"):
        values = [(option.attributes["value"], "selected" in option.attributes) for option in box.css("option")]
        found[str(box.attributes["name"])] = [f"{value}{'*' * chosen}" for value, chosen in values if value]
    return found


def test_hits_are_narrowed_by_what_tells_them_apart(publication: Publication, client: Client) -> None:
    publication(
        a=post(body="wort", date="2023-12-31T23:30:00Z", more="tags: [Graph]\nauthor: Kim\n"),
        b=post(body="wort", date="2022-01-01", more="tags: [Bild, Graph]\ncategories: [Note]\nauthor: KIM Á\n"),
        c=post("Other", date="2021-01-01", more="tags: [Nirgends]\n"),
    )
    every = {"tags": ["bild", "graph"], "year": ["2022", "2024"], "author": ["KIM Á", "Kim"], "sort": ["newest"]}
    assert choices(said(client, "/search/?q=wort")) == every
    narrowed = said(client, "/search/?q=wort&author=kim%20%C3%A1&tags=bild")
    assert len(narrowed.css("article")) == 1
    assert choices(narrowed)["author"] == ["KIM Á", "kim á*"]
    assert choices(narrowed)["tags"] == ["bild*", "graph"]
    assert choices(said(client, "/search/?q=wort&year=1999"))["year"] == ["1999*"]


def test_a_filter_offers_the_commonest_values(
    publication: Publication, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MOST", 2)
    publication(
        a=post(body="wort", more="tags: [c, d]\n"),
        b=post(body="wort", more="tags: [c, d]\n"),
        e=post(body="wort", more="tags: [a, b]\n"),
    )
    assert choices(said(client, "/search/?q=wort"))["tags"] == ["c", "d"]


def test_pages_lead_to_the_next_hits_with_all_that_was_asked(
    publication: Publication, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 22)
    many = {f"n{n:02d}": post(f"P{n:02d}", "wort", f"2024-01-{n + 1:02d}", "tags: [a]\n") for n in range(28)}
    publication(**many)
    url, seen, asked = "/search/?q=wort&sort=newest&tags=a", [], []
    while url:
        page = said(client, url)
        seen.append([link.text() for link in page.css("article h3 a")])
        asked.append(parse_qs(urlsplit(url).query))
        assert "넘게" in page.css_first("#_found").text()  # more than so many
        following = page.css_first("[rel=next]")
        url = f"/search/{following.attributes['href']}".replace("/search//search/", "/search/") if following else ""
    assert [len(each) for each in seen] == [20, 2, 6]
    assert sum(seen, []) == [f"P{n:02d}" for n in range(27, -1, -1)]
    assert all((each["q"], each["sort"], each["tags"]) == (["wort"], ["newest"], ["a"]) for each in asked)
    assert ("page" in asked[1], "before" in asked[2], "page" in asked[2]) == (True, True, False)
