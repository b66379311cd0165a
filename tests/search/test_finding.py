"""What is found, in which order, and what never is."""

from unicodedata import normalize

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reviews.models import Edition
from reviews.search import finding
from reviews.search.finding import find
from reviews.search.folding import fold
from reviews.search.query import parse
from reviews.search.tokens import piece, tokens
from tests.search.posts import Publication, found, post, said


@pytest.mark.parametrize(
    ("text", "queries", "others"),
    [
        ("트랜스포머를 학습시켰다", ["트랜스포머", "랜스", "학습", "머를", "습시켰다", "학"], ["트랜스폼", "학슴"]),
        ("a Transformer model", ["transformer", "TRANSFORMER", "sform", "el", "rans", "a", "transform"], ["transfer", "lm"]),
        ("GPT-4 and C++ on arXiv:2005.14165, don’t", ["GPT-4", "c++", "arXiv:2005.14165", "don't", "14165", "T-4"], ["GPT-5", "c#"]),
        ("Café Ångström naïve ﬁne", ["cafe", "Angstrom", "naive", "fine", "CAFÉ"], ["caff"]),
        ("Ａｌｐｈａ １２３", ["alpha", "123"], ["1234"]),
        ("深層学習のモデル", ["学習", "深層学習", "モデル", "の"], ["学深"]),
        ("GPT를 쓴다", ["GPT를", "t를", "쓴다"], ["gpt는"]),
        ("Привет, мир; αβγδ", ["привет", "ПРИВЕТ", "ивет", "ми", "βγ"], ["прет"]),
        ("🎉 done 👍🏽", ["🎉", "👍🏽"], ["🎈"]),
        ('5" of a\\b and d\'e, x"y', ["5\"", "a\\b", "\\b", "d'e", "'e", 'x"y'], ["a\\c", "d'f", 'x"z']),
    ],
)  # fmt: skip
def test_any_piece_of_two_characters_is_found(
    text: str, queries: list[str], others: list[str], publication: Publication
) -> None:
    publication(here=post(body=text), other=post("Other", "nichts weiter"))
    assert {query: found(query) for query in queries} == {query: ["here"] for query in queries}
    assert {query: found(query) for query in others} == {query: [] for query in others}


def test_decomposed_hangul_is_found(publication: Publication) -> None:
    publication(here=post(body="\u1112\u1161\u11a8\u1109\u1173\u11b8"))
    assert found("학습") == ["here"]


WORDS = st.text(alphabet="abcde 가나다라1-+.é", min_size=2, max_size=40)


@given(WORDS, st.integers(0, 40), st.integers(2, 12))
def test_every_piece_of_a_text_has_all_its_tokens_in_it(text: str, start: int, length: int) -> None:
    folded = fold(text)
    wanted = folded[start : start + length].strip()
    if len(wanted) < 2:
        return
    there = tokens(folded)
    assert there.issuperset(piece(wanted).tokens)


@given(st.lists(WORDS, max_size=5), WORDS)
def test_a_piece_that_says_it_is_exact_is_right(texts: list[str], text: str) -> None:
    wanted = piece(fold(text)) if fold(text) else None
    for folded in map(fold, texts):
        there = tokens(folded)
        has_all = wanted is not None and there.issuperset(wanted.tokens)
        if wanted is not None and wanted.is_exact and has_all and len(wanted.text) > 1:
            assert wanted.text in folded


def test_several_words_are_all_wanted_a_phrase_is_wanted_whole_and_a_minus_takes_away(publication: Publication) -> None:
    publication(
        one=post(body="deep learning of graphs", date="2024-01-03"),
        two=post(body="learning is deep", date="2024-01-02"),
        three=post(body="learning alone", date="2024-01-01"),
    )
    assert found("deep learning", "newest") == ["one", "two"]
    assert found('"deep learning"') == ["one"]
    assert found("learning -deep") == ["three"]
    assert found('learning -"deep learning"', "newest") == ["two", "three"]
    assert found("-deep") == []
    assert found('"deep') == found('deep"') == found("deep")


def test_title_terms_and_description_weigh_more_than_the_text(publication: Publication) -> None:
    publication(
        text=post(body="graph graph graph", date="2024-06-01"),
        about=post(more="description: about a graph\n", date="2024-03-01"),
        tagged=post(more="tags: [Graph]\n", date="2024-02-01"),
        title=post("A graph", date="2024-01-01"),
    )
    assert found("graph") == ["title", "tagged", "about", "text"]
    assert found("graph", "newest") == ["text", "about", "tagged", "title"]


def test_the_best_hits_come_first_among_more_than_are_looked_at(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(finding, "RANKED", 2)
    days = {f"n{day}": post(body="graph", date=f"2024-01-{day:02d}") for day in range(2, 9)}
    publication(oldest=post("Graph", date="2024-01-01"), **days)
    assert found("graph")[:2] == ["oldest", "n8"]


def test_every_hit_is_reached_by_going_on(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(finding, "MOST_READ", 2)
    publication(**{f"n{day}": post(body="데이터베이스", date=f"2024-01-{day:02d}") for day in range(1, 9)})
    for query in ("데이", "데이터베이스"):
        seen: list[int] = []
        answer = find(parse(query), "newest")
        while answer.next:
            seen += answer.ids
            answer = find(parse(query), "newest", answer.next)
        dates = list(Edition.objects.order_by("-sort_date").values_list("pk", flat=True))
        assert seen + answer.ids == dates, query


def test_filters_narrow(publication: Publication) -> None:
    publication(
        a=post(body="wort", more="tags: [Über Nacht]\ncategories: [C++]\nauthor: Kim Á\n", date="2023-12-31T23:30:00Z"),
        b=post(body="wort", date="2022-05-05", more="tags: [other]\n"),
        b_en=post(body="wort", date="2022-05-05"),
    )
    assert found("wort", tags="über-nacht") == found("", tags="über-nacht") == ["a"]
    assert found("wort", categories="c++") == found("wort", author="kim á") == ["a"]
    assert found("wort", year="2024") == ["a"]  # in Seoul it is New Year
    assert found("wort", year="2022", language="en") == ["b"]
    assert found("wort", tags="nowhere") == []


HIDDEN = {"draft": "draft: true\n", "scheduled": "publishDate: 2999-01-01\n", "expired": "expiryDate: 2020-01-01\n"}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_not_public_is_not_found_nor_suggested_nor_counted(
    kind: str, publication: Publication, client: Client
) -> None:
    more = f"tags: [geheimnis]\nauthor: geheimnis\ndescription: geheimnis\n{HIDDEN[kind]}"
    publication(hidden=post("Geheimnis", "geheimnis", more=more), shown=post("Open", "offen"))
    for query in ("geheim", "eheimni", "geheim -x", '"geheim"', "geheimnsi"):
        assert found(query) == []
        for url in ("/search/", "/search/?tags=geheimni&author=geheimni", "/search/suggest.json"):
            answer = client.get(url, {"q": query}).content.decode().lower()
            assert "geheimnis" not in answer, url
    assert said(client, "/search/?q=geheim").css_first("#_found").text() == "0편을 찾았습니다"


@pytest.mark.parametrize(
    ("text", "queries", "others"),
    [
        ("이 모델을 제안하고, 모델은 강화 학습으로 배운다.", ["모델", "모델을", "모델은", "강화", "학습으로", "강화 학습", '"강화 학습"', "제안"], ["모델이", "학습을"]),
        ("GPT가 쓴 문장과 GPT-4로 쓴 문장", ["GPT", "gpt가", "GPT-4", "gpt-4로", "문장"], ["GPT는", "GPT-5"]),
        ("論文의 저자 金氏는 漢字를 쓴다", ["論文", "論", "漢字", "漢字를", "金"], ["論者"]),
        ("カタカナ와 ひらがな, ｶﾀｶﾅ", ["カタカナ", "ひら", "ｶﾀ"], ["ひな"]),
        ("ＧＰＴ－４ 전각 글자", ["GPT", "gpt-4", "ＧＰＴ", "전각"], ["GPT-3"]),
        ("값 1,024개를 3.14로 나눈다 😀👨‍👩‍👧", ["1,024", "3.14", "1,024개", "😀", "👨‍👩‍👧"], ["1.024", "😡"]),
    ],
)  # fmt: skip
def test_korean_is_found_as_it_is_written(
    text: str, queries: list[str], others: list[str], publication: Publication
) -> None:
    publication(here=post(body=text), other=post("Other", "nichts weiter"))
    for form in ("NFC", "NFD", "NFKD"):
        assert {query: found(normalize(form, query)) for query in queries} == {query: ["here"] for query in queries}
    assert {query: found(query) for query in others} == {query: [] for query in others}
