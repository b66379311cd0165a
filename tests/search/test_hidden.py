"""Pages that wait for their time, or whose time is over, have rows in the index, and no trace in an answer."""

from pathlib import Path

import pytest
from django.test import Client

from reviews.models import Edition, SearchRow
from reviews.search import finding
from reviews.search import suggestions as suggesting
from reviews.search.finding import find
from reviews.search.lookup import Place
from reviews.search.query import parse
from tests.search.posts import Publication, post

LATER = "publishDate: 2999-01-01\n"


def named(ids: list[int]) -> list[str]:
    paths = dict(Edition.objects.values_list("pk", "path"))
    return [Path(paths[pk]).stem for pk in ids]


@pytest.mark.parametrize("question", ["wort", "wort -geheim", '"wort"'])
def test_what_is_hidden_takes_no_place_among_the_hits(
    question: str, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {f"n{day}": post("Wort", date=f"2024-05-0{day}") for day in range(1, 8)}
    hidden = {f"x{day}": post("Wort geheim", f"2024-05-0{day}", f"2024-05-0{day}", LATER) for day in range(2, 8)}
    publication(**shown, **hidden)
    monkeypatch.setattr(finding, "MOST", 3)
    seen: list[list[str]] = []
    before = None
    while not seen or before:
        answer = find(parse(question), "newest", before)
        seen, before = [*seen, named(answer.ids)], answer.next
        assert before is None or before.id == SearchRow.objects.get(edition=answer.ids[-1]).pk
    assert seen == [["n7", "n6", "n5"], ["n4", "n3", "n2"], ["n1"]]


def test_what_is_hidden_crowds_out_no_suggestion(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    publication(a=post("Wort"), **{f"x{day}": post("Wort", date=f"2025-05-0{day}", more=LATER) for day in range(1, 8)})
    monkeypatch.setattr(suggesting, "LOOKED_AT", 3)
    assert [each.title for each in suggesting.suggestions("wort", "ko")] == ["Wort"]


def test_very_many_hidden_pages_do_not_keep_a_search_from_ending(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication(a=post("Wort"), **{f"x{day}": post("Wort", date=f"2025-05-0{day}", more=LATER) for day in range(1, 8)})
    monkeypatch.setattr(finding, "MOST", 1)
    monkeypatch.setattr(finding, "ROUNDS", 2)
    first = find(parse("wort"), "newest")
    assert first.ids == []
    assert first.next is not None
    assert named(find(parse("wort"), "newest", first.next).ids) == ["a"]


@pytest.mark.parametrize(
    "place",
    ["2024-W01-1~5", "2024-05-01T00:00:00+23:59~5", "20240501~5", "2024-02-31 00:00:00~5", "~", "x~1", "2024~٣"],
)
def test_a_place_that_nobody_was_given_is_none(place: str, publication: Publication, client: Client) -> None:
    publication(a=post("Wort"))
    assert Place.read(place) is None
    assert client.get("/search/", {"q": "wort", "before": place}).status_code == 200
