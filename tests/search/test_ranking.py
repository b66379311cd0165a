"""What comes first: the weightier text, of equals the newer one."""

import pytest

from reviews.search import finding
from tests.search.posts import Publication, found, post


def test_whole_words_in_a_title_and_more_mentions_in_a_text_weigh_more(publication: Publication) -> None:
    publication(
        part=post("Graphen", date="2024-06-04"),
        whole=post("Der Graph", date="2024-06-03"),
        once=post(body="graph", date="2024-06-02"),
        thrice=post(body="graph graph graph", date="2024-06-01"),
        newer=post(body="graph " * 9, date="2024-05-31"),
        older=post(body="graph " * 90, date="2024-05-30"),  # no better for being long
    )
    assert found("graph") == ["whole", "part", "newer", "older", "thrice", "once"]


def test_words_side_by_side_weigh_more_than_apart(publication: Publication) -> None:
    publication(
        apart=post(body="deep is the learning of graphs", date="2024-01-03"),
        together=post(body="deep learning of graphs", date="2024-01-02"),
        joined=post(body="deeplearning of graphs", date="2024-01-01"),
    )
    assert found("deep learning") == ["together", "joined", "apart"]


def test_what_is_not_weighed_follows_by_date(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "RANKED", 2)
    publication(**{f"n{day}": post(body="graph " * (9 - day), date=f"2024-01-{day:02d}") for day in range(1, 8)})
    assert found("graph") == ["n6", "n7", "n5", "n4", "n3", "n2", "n1"]


def test_pages_that_lists_do_not_name_and_heads_of_lists_are_not_found(publication: Publication) -> None:
    publication(
        shown=post(body="wort"),
        unlisted=post(body="wort", more="build: {list: never}\n"),
        _index=post("Wort", body="wort"),
    )
    assert found("wort") == ["shown"]


def test_authors_are_found_by_their_names_and_a_query_reads_eight_words(publication: Publication) -> None:
    publication(a=post(body="a1 b2 c3 d4 e5 f6 g7 h8", more="author: Kim Minji\n"))
    assert found("minji") == ["a"]
    assert found("a1 b2 c3 d4 e5 f6 g7 h8 nichts") == ["a"]
    assert found("a1 b2 c3 d4 e5 f6 g7 nichts") == []
