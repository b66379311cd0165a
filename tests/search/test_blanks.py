"""Korean compounds, which some write with a blank in them and some without."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reviews.search.excerpts import excerpt
from reviews.search.folding import fold
from reviews.search.query import holds, parse
from reviews.search.tokens import SPACED, loose_piece, tokens
from tests.search.posts import Publication, found, post


def test_a_compound_is_found_with_and_without_its_blank_the_way_it_was_asked_for_first(
    publication: Publication,
) -> None:
    publication(
        apart=post(body="학습은 보상을 강화한다", date="2024-01-04"),
        spaced=post(body="이 글은 강화 학습을 다룬다", date="2024-01-03"),
        joined=post(body="이 글은 강화학습을 다룬다", date="2024-01-02"),
        chemistry=post(body="화학 반응", date="2024-01-01"),
    )
    assert found("강화학습", "newest") == ["spaced", "joined"]
    assert found("강화학습") == ["joined", "spaced"]
    assert found("강화 학습", "newest") == ["apart", "spaced", "joined"]
    assert found("강화 학습") == ["spaced", "joined", "apart"]
    assert (found('"강화학습"'), found('"강화 학습"')) == (["joined"], ["spaced"])
    assert found("글은 -강화학습") == ["spaced"]  # what is taken away is what was written
    assert found("화학") == ["joined", "chemistry"]  # two characters are looked for as they stand


@pytest.mark.parametrize(
    ("text", "queries", "others"),
    [
        ("딥 러닝을 쓴다", ["딥러닝", "딥러닝을"], ['"딥러닝"', "딥러닝이"]),
        ("자연어 처리 모델", ["자연어처리", "자연어처리모델", "자연어 처리모델"], ["연어처리를"]),
        ("GPT 모델과 오픈 AI", ["GPT모델", "gpt모델과", "오픈AI"], ["GPT모델은", "GP모델"]),
        ("모델과 적합한 방법도 메인", ["방법도메인"], ["과적합", "도메인"]),  # one character is no word's end
        ("학습 이미지를 모델 을지로에서", [], ["학습이", "모델을"]),  # nor a particle the next word's beginning
        ("a b 가 나", [], ["ab", "가나"]),
    ],
)
def test_blanks_matter_only_between_words_of_a_compound(
    text: str, queries: list[str], others: list[str], publication: Publication
) -> None:
    publication(here=post(text), there=post(body=f"lang\n\n{text}"))
    assert {query: sorted(found(query)) for query in queries} == {query: ["here", "there"] for query in queries}
    assert {query: found(query) for query in others} == {query: [] for query in others}


def test_compounds_are_marked_and_suggested_with_their_blank(publication: Publication, client: Client) -> None:
    publication(a=post("딥 러닝 입문", more="tags: [강화 학습]\n"))
    assert excerpt("이 글은 강화 학습을", parse("강화학습")) == "이 글은 <mark>강화 학습</mark>을"
    assert excerpt("Ｇpt 모델", parse("gpt모델")) == "<mark>Ｇpt 모델</mark>"
    for typed, meant in (("딥러닝", "딥 러닝 입문"), ("강화학습", "강화 학습")):
        rows = client.get("/search/suggest.json", {"q": typed}).json()["suggestions"]
        assert [row["title"] for row in rows] == [meant]


@given(st.text(alphabet="강화학습딥모델abc1", min_size=2, max_size=8), st.sampled_from(["", "앞", "앞 ", "a\n"]))
def test_every_spelling_has_the_tokens_that_are_looked_up(word: str, before: str) -> None:
    wanted = loose_piece(fold(word))
    for spelling in (wanted.text, *wanted.spellings):
        there = tokens(fold(f"{before}{spelling}뒤"))
        assert all(token in there or (token in wanted.loose and SPACED + token in there) for token in wanted.tokens)
        assert spelling[1:2] == " " or holds(fold(f"{before}{spelling}뒤"), wanted)
