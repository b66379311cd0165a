"""Search for readers: what is found, in which order, and what never is."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reviews.models import Edition, EditionText, Post, SearchRow, Site
from reviews.search import finding, lookup, upkeep
from reviews.search.excerpts import excerpt, marked
from reviews.search.finding import find
from reviews.search.folding import fold, fold_with_places
from reviews.search.query import parse
from reviews.search.rows import made_rows, write
from reviews.search.suggestions import is_one_apart, jamo
from reviews.search.tokens import index_tokens, piece, tokens
from reviews.search.upkeep import index_missing

Run = Callable[..., tuple[int, str]]
Publication = Callable[..., None]
CONFIG = """baseURL = "https://example.org/"
title = "Search"
defaultContentLanguage = "ko"
timeZone = "Asia/Seoul"
[languages.ko]
weight = 1
[languages.en]
weight = 2
[permalinks]
post = "/p/:contentbasename/"
"""


def post(title: str = "T", body: str = "text", date: str = "2024-05-01", more: str = "") -> str:
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {date}\n{more}---\n{body}\n"


@pytest.fixture
def publication(db: None, tmp_path: Path, run: Run) -> Publication:
    """Posts by name, imported, their texts set and indexed."""

    def make(**posts: str) -> None:
        root = tmp_path / "site"
        for name, text in posts.items():
            path = name.replace("_en", ".en")
            file = root / f"content/post/{path}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (root / "hugo.toml").write_text(CONFIG)
        assert run("hugo_import", root)[0] == 0
        call_command("search_index")

    return make


def said(client: Client, url: str) -> Any:
    """The page at `url`, to look into."""
    return LexborHTMLParser(client.get(url).content.decode())


def found(text: str, sort: finding.Sort = "relevance", **filters: str) -> list[str]:
    """The names of the posts that a query finds, in order."""
    ids = find(parse(text, filters), sort).ids
    paths = dict(Edition.objects.values_list("pk", "path"))
    return [Path(paths[pk]).name.split(".")[0] for pk in ids]


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


def test_a_withdrawn_text_leaves_nothing_in_the_index(publication: Publication, tmp_path: Path) -> None:
    publication(a=post(body="verschwunden"), b=post(body="bleibt"))
    assert found("verschwunden") == ["a"]
    Post.objects.filter(path="content/post/a.md").delete()
    assert found("verschwunden") == []
    assert SearchRow.objects.count() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM reviews_search WHERE reviews_search MATCH '\"versch\"'")
            assert cursor.fetchone() == (0,)
            cursor.execute("INSERT INTO reviews_search(reviews_search) VALUES ('integrity-check')")


def test_a_rewritten_text_is_not_found_by_its_former_words(publication: Publication, tmp_path: Path, run: Run) -> None:
    publication(a=post(body="vorher"))
    root = tmp_path / "site"
    (root / "content/post/a.md").write_text(post(body="nachher"))
    run("hugo_import", root)
    assert found("vorher") == []  # not even before the new text is set
    call_command("search_index")
    assert (found("vorher"), found("nachher")) == ([], ["a"])


def test_a_rebuilt_index_finds_the_same_in_the_order_of_dates(publication: Publication) -> None:
    publication(**{f"n{day}": post(body="wort", date=f"2024-01-{day:02d}") for day in (5, 1, 9, 3)})
    before = found("wort", "newest")
    call_command("search_index", rebuild=True)
    assert found("wort", "newest") == before == ["n9", "n5", "n3", "n1"]
    assert list(SearchRow.objects.order_by("id").values_list("id", flat=True)) == list(
        SearchRow.objects.order_by("sort_date").values_list("id", flat=True)
    )


def test_rows_that_find_no_number_between_their_neighbours_stay_in_order(publication: Publication) -> None:
    publication(first=post(body="wort", date="2024-01-01"), last=post(body="wort", date="2024-12-01"))
    names = {f"n{day:02d}": post(body="wort", date=f"2024-02-{28 - day:02d}") for day in range(20)}
    publication(**names)
    assert found("wort", "newest") == ["last", *names, "first"]


def test_a_text_with_too_many_tokens_is_found_all_the_same(publication: Publication, monkeypatch: Any) -> None:
    monkeypatch.setattr("reviews.search.tokens.MOST_BYTES", 300)
    publication(long=post(body=" ".join(f"word{n}" for n in range(100))), short=post(body="kurz"))
    assert SearchRow.objects.filter(is_cut=True).count() == 1
    assert (found("word99"), found("word100"), found("kurz"), found("ord9 -word98")) == (["long"], [], ["short"], [])


HOSTILE = [
    '"', "''", "*", "a*", "^^a", "NEAR(a b)", "tokens:a", "a AND", "OR", "NOT x", "-", "--", "-\"", "(", "{}", "\\", "a\\", "%", "_",
    "\0", "a\0b", "💥", "😀😀", "\ud800".encode("utf-8", "replace").decode(), "'; DROP TABLE x; --", "<script>alert(1)</script>",
    "(a+)+$", "x" * 10_000, "가" * 10_000, "a " * 5_000, "\u0301", "\u200b", ":every", ":any", "!!", "::", "&|!", "a:*", "\u115f", "ㅎ",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_can_be_asked(query: str, publication: Publication, client: Client) -> None:
    publication(a=post(body="nothing to see"))
    for url in ("/search/", "/search/suggest.json"):
        answer = client.get(url, {"q": query, "page": query[:9], "before": query, "sort": query, "year": query})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
        assert client.get(url, {"q": query}).status_code == 200
    assert len(find(parse(query)).ids) <= 1


def test_the_search_page_is_not_for_indexing_and_shows_marked_hits(publication: Publication, client: Client) -> None:
    publication(a=post("Ein <b>Graph</b>", "lang " * 80 + "x < y im Graphen & mehr", more="tags: [Graph]\n"))
    answer = client.get("/search/?q=graph")
    shown = answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in shown
    assert "Ein &lt;b&gt;<mark>Graph</mark>&lt;/b&gt;" in shown
    assert "x &lt; y im <mark>Graph</mark>en &amp; mehr" in shown
    assert client.get("/search/").status_code == client.get("/en/search/").status_code == 200


def test_a_page_of_the_site_with_the_layout_search_is_the_search_page(publication: Publication, client: Client) -> None:
    publication(suche=post("Suche hier", more="layout: search\n"), a=post(body="wort"))
    shown = client.get("/p/suche/?q=wort").content.decode()
    assert "<h1" in shown and "Suche hier" in shown and "<mark>wort</mark>" in shown


def test_results_come_in_pages(publication: Publication, client: Client) -> None:
    publication(**{f"n{n:02d}": post(f"P{n:02d}", "wort", date=f"2024-01-{n + 1:02d}") for n in range(25)})
    first = said(client, "/search/?q=wort")
    assert first.css_first("#_found").text() == "25편을 찾았습니다"
    assert (len(first.css("article")), first.css_first("[rel=prev]")) == (20, None)
    second = said(client, str(first.css_first("[rel=next]").attributes["href"]))
    assert (len(second.css("article")), second.css_first("[rel=next]")) == (5, None)
    assert said(client, "/search/?q=wort&page=99").css("article") == []


def test_titles_and_terms_are_suggested(publication: Publication, client: Client) -> None:
    publication(
        a=post("트랜스포머 리뷰", more="tags: [트랜스젠]\n"),
        b=post("Other", "트랜스포머"),
        a_en=post("English 트랜스포머"),
    )
    rows = json.loads(client.get("/search/suggest.json?q=트랜스").content)["suggestions"]
    assert [(row["title"], row["kind"]) for row in rows] == [("트랜스젠", "term"), ("트랜스포머 리뷰", "page")]
    assert rows[1]["url"] == "/p/a/"
    assert json.loads(client.get("/search/suggest.json?q=").content) == {"suggestions": []}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Trasnformer", "transformer"), ("transfomer", "transformer"), ("흐랜스포머", "트랜스포머"), ("zzzzzz", "")],
)
def test_a_mistyped_word_is_led_to_a_known_one(
    typed: str, meant: str, publication: Publication, client: Client
) -> None:
    publication(a=post("Transformer 트랜스포머"))
    correction = said(client, f"/search/?q={typed}").css_first(".none a")
    assert (correction.text() if correction else "") == meant


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [("ab", "ba", True), ("abc", "ab", True), ("ab", "abc", True), ("abc", "axc", True), ("abc", "cba", False), ("a", "a", False)],
)  # fmt: skip
def test_one_typing_mistake(one: str, other: str, is_near: bool) -> None:
    assert is_one_apart(one, other) is is_near
    assert is_one_apart(jamo("가"), jamo("각"))


def test_hits_are_marked_where_folding_moves_them(publication: Publication) -> None:
    query = parse("strasse fine")
    assert marked("Die Straße ﬁne <x>", query) == "Die <mark>Straße</mark> <mark>ﬁne</mark> &lt;x&gt;"
    assert excerpt("", query) == ""
    assert len(excerpt("wort " * 1000, parse("nicht"))) < 300


@given(st.text(max_size=60))
def test_folded_places_lie_in_the_text(text: str) -> None:
    folded, places = fold_with_places(text)
    assert len(folded) == len(places)
    assert all(0 <= place < len(text) for place in places)
    assert places == sorted(places)
    assert index_tokens(fold(text)) is not None


def test_many_hits_take_as_many_queries_as_few(publication: Publication, client: Client) -> None:
    publication(**{f"n{n}": post(body="wort" if n else "wort eins", more="tags: [a, b]\n") for n in range(30)})
    counts = []
    for query in ("eins", "wort"):
        client.get("/search/", {"q": query})
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": query})
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_rows_find_a_number_of_their_own_however_often_dates_change(publication: Publication) -> None:
    publication(**{f"n{number}": post(f"N {number}") for number in range(8)})
    chance = random.Random(7)  # noqa: S311
    days = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    for _round in range(60):
        texts = chance.sample(list(EditionText.objects.all()), 4)
        for text in texts:
            Edition.objects.filter(pk=text.edition_id).update(sort_date=chance.choice(days))
        with transaction.atomic():
            write(made_rows(Site.load(), texts))
    assert SearchRow.objects.count() == EditionText.objects.count() == 8


def test_rows_written_newest_first_batch_by_batch_all_find_numbers_in_order(publication: Publication) -> None:
    publication(**{f"n{day:02d}": post(body="wort", date=f"2024-01-{day:02d}") for day in range(1, 29)})
    SearchRow.objects.all().delete()
    texts = list(EditionText.objects.order_by("-edition__sort_date"))
    for start in range(0, len(texts), 9):
        write(made_rows(Site.load(), texts[start : start + 9]))
    assert not SearchRow.objects.filter(is_displaced=True).exists()
    assert found("wort", "newest") == [f"n{day:02d}" for day in range(28, 0, -1)]


def test_an_index_that_was_stopped_is_gone_on_with(publication: Publication) -> None:
    publication(**{name: post(body="wort") for name in ("a", "b", "c")})
    SearchRow.objects.filter(edition__path__endswith="b.md").delete()
    kept = set(SearchRow.objects.values_list("pk", flat=True))
    assert index_missing() == 1
    assert kept < set(SearchRow.objects.values_list("pk", flat=True))
    assert len(found("wort")) == 3


def test_a_text_that_is_set_anew_meanwhile_is_not_indexed_as_it_was(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication(a=post(body="vorher"))
    made = upkeep.rows_for

    def and_then_somebody_publishes(ids: list[int]) -> list[SearchRow]:
        rows = made(ids)
        EditionText.objects.update(text_key="new")
        return rows

    SearchRow.objects.all().delete()
    monkeypatch.setattr(upkeep, "rows_for", and_then_somebody_publishes)
    index_missing()
    assert not SearchRow.objects.exists()


def test_frequent_words_have_the_same_newest_hits_by_the_newest_months_alone(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"n{month:02d}{day:02d}" for month in range(12, 0, -1) for day in (28, 2)]
    publication(**{name: post(body="wort", date=f"2024-{name[1:3]}-{name[3:]}") for name in names})
    monkeypatch.setattr(finding, "MOST", 3)
    for window in (1, 5, 100):
        monkeypatch.setattr(lookup, "WINDOW", window)
        seen: list[int] = []
        before = None
        while not seen or before:
            answer = find(parse("wort"), "newest", before)
            seen, before = [*seen, *answer.ids], answer.next
        assert seen == list(Edition.objects.order_by("-sort_date").values_list("pk", flat=True)), window


def test_words_are_marked_that_only_folding_shows_beside_others_and_such_as_are_not_there() -> None:
    assert excerpt("zwei Cafés, １２３ und ein\nganzer Satz", parse('zwei cafe 123 nichts "ein ganzer"')) == (
        "<mark>zwei</mark> <mark>Café</mark>s, <mark>１２３</mark> und <mark>ein\nganzer</mark> Satz"
    )


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
