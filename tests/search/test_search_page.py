"""The search page, its suggestions and its marks."""

import json
import re
from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from reviews.models import Edition
from reviews.search.excerpts import excerpt, marked
from reviews.search.finding import find
from reviews.search.folding import fold, fold_with_places
from reviews.search.query import parse
from reviews.search.suggestions import correction, is_one_apart, jamo
from reviews.search.tokens import index_tokens
from tests.search.posts import Publication, post, said

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


def test_only_titles_and_terms_with_the_words_are_suggested_and_not_too_many(
    publication: Publication, client: Client
) -> None:
    many = {f"n{n:02d}": post(f"Graph {n}", date=f"2024-01-{n + 1:02d}") for n in range(9)}
    publication(about=post("Other", more="description: graph\ntags: [Nirgends, Graphen]\n"), **many)
    answer = client.get("/search/suggest.json?q=graph")
    titles = [row["title"] for row in answer.json()["suggestions"]]
    assert titles == ["Graphen", *(f"Graph {n}" for n in range(8, 1, -1))]
    assert answer.headers["X-Robots-Tag"] == "noindex"


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


def test_corrections_follow_what_is_published_and_lead_to_no_page_whose_time_is_over(
    publication: Publication, client: Client
) -> None:
    publication(a=post("Transformer"))
    assert "transformer" in said(client, "/search/?q=transfomer").css_first(".none").text()
    publication(b=post("Diffusion"))
    assert "diffusion" in said(client, "/search/?q=difusion").css_first(".none").text()
    Edition.objects.filter(title="Diffusion").update(expiry_date=datetime(2020, 1, 1, tzinfo=UTC))
    assert correction(parse("difusion")) == ""


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


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("x<y<z & x", '"x<y"', "<mark>x&lt;y</mark>&lt;z &amp; x"),
        ("<i> wort <b>", "wort", "&lt;i&gt; <mark>wort</mark> &lt;b&gt;"),
        ("abcde", "abc bcd", "<mark>abcd</mark>e"),
        ("İİİ wort", "wort", "İİİ <mark>wort</mark>"),  # longer in lower case
        (normalize("NFD", "강화 학습"), "학습", "강화 <mark>학습</mark>"),
    ],
)
def test_marks_are_escaped_and_stand_at_their_places(text: str, query: str, shown: str) -> None:
    assert marked(text, parse(query)) == excerpt(text, parse(query)) == shown


def test_an_excerpt_begins_some_words_before_the_first_hit() -> None:
    shown = excerpt("lang " * 300 + "wort " + "kurz " * 300, parse("wort"))
    assert shown.startswith("… lang lang") and shown.endswith("kurz kurz …")
    assert "<mark>wort</mark>" in shown and len(shown) < 300


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


def test_words_are_marked_that_only_folding_shows_beside_others_and_such_as_are_not_there() -> None:
    assert excerpt("zwei Cafés, １２３ und ein\nganzer Satz", parse('zwei cafe 123 nichts "ein ganzer"')) == (
        "<mark>zwei</mark> <mark>Café</mark>s, <mark>１２３</mark> und <mark>ein\nganzer</mark> Satz"
    )


def test_no_query_walks_more_rows_than_it_asks_for_by_number(publication: Publication, client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("its planner counts rows")
    publication(**{f"n{n}": post("Wort", "wort", more="tags: [a, b]\ncategories: [c]\n") for n in range(30)})
    client.get("/search/", {"q": "ort-"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/", {"q": "worte"})
        client.get("/search/", {"q": "wort"})
        client.get("/search/suggest.json", {"q": "wort"})
    asked = [query["sql"] for query in queries if re.search(r"\bIN \(\d+(, \d+)+|json_each", query["sql"])]
    assert len(asked) > 5
    with connection.cursor() as cursor:
        for statement in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            steps = [row[3] for row in cursor.fetchall() if " reviews_" in row[3]]
            assert all(re.search(r"\((rowid|edition_id)=\?\)", step) for step in steps), statement
