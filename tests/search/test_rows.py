"""The rows that search looks up: written, written anew, gone with their texts."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from reviews.models import Edition, EditionText, Post, SearchRow, Site
from reviews.search import finding, lookup, places, upkeep
from reviews.search.finding import find
from reviews.search.query import parse
from reviews.search.rows import made_rows, write
from reviews.search.upkeep import index_missing
from tests.search.posts import Publication, Run, found, post


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
            cursor.execute("INSERT INTO reviews_search(reviews_search, rank) VALUES ('integrity-check', 1)")


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


def in_order() -> bool:
    """Whether the rows' numbers follow their dates, which only SQLite needs, and its index is whole."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO reviews_search(reviews_search, rank) VALUES ('integrity-check', 1)")
        dates = list(SearchRow.objects.order_by("id").values_list("sort_date", flat=True))
        return dates == sorted(dates)
    return True


@pytest.mark.parametrize("size", [1, 3, 70])
@pytest.mark.parametrize("order", ["-edition__sort_date", "edition__sort_date", "?"])
def test_rows_move_apart_where_others_come_between_them(
    size: int, order: str, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "BATCH", 3)
    names = [f"n{month:02d}{day:02d}" for month in range(1, 4) for day in range(1, 25)]
    publication(**{name: post(body="wort", date=f"2024-{name[1:3]}-{name[3:]}") for name in names})
    texts = list(EditionText.objects.order_by(order))
    between = [text for text in texts if text.edition.sort_date.month == 2]
    around = [text for text in texts if text not in between]
    for more in (around, around[::-1]):
        SearchRow.objects.all().delete()
        write(made_rows(Site.load(), more))
        for start in range(0, len(between), size):
            write(made_rows(Site.load(), between[start : start + size]))
            assert in_order()
    assert SearchRow.objects.count() == len(texts)
    assert found("wort", "newest") == names[::-1]


def test_many_rows_of_the_same_date_stand_between_their_neighbours(publication: Publication) -> None:
    publication(**{f"n{n:02d}": post(body="wort", date=f"2024-01-{1 + n // 2:02d}") for n in range(40)})
    some = list(Edition.objects.order_by("sort_date").values_list("pk", flat=True)[8:24])
    Edition.objects.filter(pk__in=some).update(sort_date=datetime(2024, 1, 8, 12, tzinfo=UTC))
    for pk in some:
        write(made_rows(Site.load(), EditionText.objects.filter(edition=pk)))
        assert in_order()
    assert SearchRow.objects.count() == 40


def test_a_text_with_too_many_tokens_is_found_all_the_same(publication: Publication, monkeypatch: Any) -> None:
    monkeypatch.setattr("reviews.search.tokens.MOST_BYTES", 300)
    publication(long=post(body=" ".join(f"word{n}" for n in range(100))), short=post(body="kurz"))
    assert SearchRow.objects.filter(is_cut=True).count() == 1
    assert (found("word99"), found("word100"), found("kurz"), found("ord9 -word98")) == (["long"], [], ["short"], [])
    assert found("w") == []  # a letter is meant as a word of its own


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
        assert in_order()
    assert SearchRow.objects.count() == EditionText.objects.count() == 8


def test_rows_written_newest_first_batch_by_batch_all_find_numbers_in_order(publication: Publication) -> None:
    publication(**{f"n{day:02d}": post(body="wort", date=f"2024-01-{day:02d}") for day in range(1, 29)})
    SearchRow.objects.all().delete()
    texts = list(EditionText.objects.order_by("-edition__sort_date"))
    for start in range(0, len(texts), 9):
        write(made_rows(Site.load(), texts[start : start + 9]))
    assert in_order()
    assert found("wort", "newest") == [f"n{day:02d}" for day in range(28, 0, -1)]


def test_an_index_that_was_stopped_is_gone_on_with(publication: Publication) -> None:
    publication(**{name: post(body="wort") for name in ("a", "b", "c")})
    SearchRow.objects.filter(edition__path__endswith="b.md").delete()
    kept = set(SearchRow.objects.values_list("pk", flat=True))
    assert index_missing() == 1
    assert kept < set(SearchRow.objects.values_list("pk", flat=True))
    assert len(found("wort")) == 3
    SearchRow.objects.filter(edition__path__endswith="c.md").update(text_key="former")
    assert (index_missing(), len(found("wort"))) == (1, 3)


def test_an_index_of_many_rows_is_put_in_order(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    publication(**{name: post(body="wort") for name in ("a", "b")})
    monkeypatch.setattr(upkeep, "MANY", 2)
    call_command("search_index", rebuild=True)
    assert len(found("wort")) == 2


def test_what_was_indexed_before_an_index_was_stopped_is_kept(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication(**{name: post(body="wort", date=f"2024-01-0{day}") for day, name in enumerate("abc", 1)})
    SearchRow.objects.all().delete()
    monkeypatch.setattr(upkeep, "BATCH", 1)
    written: list[int] = []

    def write_two(rows: list[SearchRow]) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(len(rows))
        write(rows)

    monkeypatch.setattr(upkeep, "write", write_two)
    with pytest.raises(KeyboardInterrupt):
        index_missing(1)
    assert found("wort", "newest") == ["b", "a"]  # the oldest first
    monkeypatch.setattr(upkeep, "write", write)
    assert index_missing(1) == 1
    assert found("wort", "newest") == ["c", "b", "a"]


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
