"""Measure search: build rate, size, recall against a scan for substrings, CPU by kind of query. Prints; asserts nothing.

DATABASE_URL (an empty database of its own) or DATA_DIR (a folder of its own), SECRET_KEY;
python -m tests.bench.bench_search [POSTS] [QUERIES] [FOLDER_OF_MARKDOWN]...

QUERIES are those of recall; a quarter as many of each kind are timed. A query's CPU is all that a request does for it:
hits, excerpts, facets, a correction, what frames the page, and its HTML. PostgreSQL's is this process's and
its server's, to a hundredth of a second, so each query is asked several times there.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from reviews.models import EditionText, Publication, SearchRow  # noqa: E402
from reviews.public.search import search_page  # noqa: E402
from reviews.public.standing import standing  # noqa: E402
from reviews.search.finding import find  # noqa: E402
from reviews.search.lookup import Place  # noqa: E402
from reviews.search.query import parse  # noqa: E402
from reviews.search.suggestions import suggestions  # noqa: E402
from reviews.search.upkeep import index_missing  # noqa: E402
from tests.bench.search_posts import (  # noqa: E402
    AUTHORS,
    CATEGORIES,
    HANGUL,
    LATIN,
    LOANS,
    NOUNS,
    PARTICLES,
    TOPICS,
    Writer,
    fill,
)

ROOT = Path(__file__).resolve().parents[2]
OWN = [ROOT / "reviews/demo/site/content", ROOT / "tests/content"]
Asked = dict[str, str]  # the parameters of a request


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Reader:
    """Asks what readers ask, out of the words of stored texts."""

    def __init__(self) -> None:
        self.random = random.Random(11)  # noqa: S311 - always the same questions
        self.ids = list(EditionText.objects.values_list("pk", flat=True))
        self.editions = list(SearchRow.objects.values_list("edition", flat=True))

    def text(self) -> str:
        return EditionText.objects.only("plain").get(pk=self.random.choice(self.ids)).plain

    def words(self, pattern: object = HANGUL) -> list[str]:
        """The words of a text that has some."""
        while True:
            found = pattern.findall(self.text())  # type: ignore[attr-defined]
            if len(found) > 3:
                return found

    def place(self) -> Place:
        """Where some row stands."""
        row = SearchRow.objects.only("sort_date").get(edition=self.random.choice(self.editions))
        return Place(str(row.sort_date), row.pk)

    def word(self, pattern: object) -> str:
        return self.random.choice(self.words(pattern))

    def piece(self, word: str, shortest: int = 2) -> str:
        start = self.random.randrange(max(len(word) - shortest, 0) + 1)
        return word[start : self.random.randrange(min(start + shortest, len(word)), len(word) + 1)]

    def phrase(self) -> str:
        """Two or three words that stand together."""
        words = self.text().split()
        start = self.random.randrange(len(words))
        return '"' + " ".join(words[start : start + self.random.randrange(2, 4)]).replace('"', "") + '"'

    def kinds(self) -> dict[str, Callable[[], Asked]]:
        """What is asked, by its name."""
        pick = self.random.choice
        korean, latin = (lambda: self.word(HANGUL)), (lambda: self.word(LATIN))
        noun = lambda: pick([each for each in NOUNS if len(each) == 2])  # noqa: E731
        return {
            "Korean noun, 2 syllables": lambda: {"q": noun()},
            "Korean, inflected": lambda: {"q": pick(NOUNS) + pick(PARTICLES)},
            "Korean word of a text": lambda: {"q": korean()},
            "Korean piece, 2 syllables": lambda: {"q": self.piece(korean())[:2]},
            "Korean, one syllable": lambda: {"q": korean()[0]},
            "Latin loan with particle": lambda: {"q": pick(LOANS) + pick(PARTICLES)},
            "Latin word of a text": lambda: {"q": latin()},
            "Latin piece, 2 and more": lambda: {"q": self.piece(latin())},
            "Latin beginning, 3 letters": lambda: {"q": latin()[:3]},
            "two words of a text": lambda: {"q": " ".join(self.random.sample(self.words(), 2))},
            "Korean compound, 4 syllables": lambda: {"q": noun() + noun()},
            "phrase": lambda: {"q": self.phrase()},
            "word without another": lambda: {"q": f"{latin()} -{latin()}"},
            "newest first": lambda: {"q": noun(), "sort": "newest"},
            "fifth page": lambda: {"q": noun(), "page": "5"},
            "deep page": lambda: {"q": noun(), "before": str(self.place()), "page": "2"},
            "word and tag": lambda: {"q": noun(), "tags": pick(TOPICS).lower()},
            "word and category": lambda: {"q": latin(), "categories": pick(CATEGORIES).lower()},
            "word and year": lambda: {"q": noun(), "year": str(self.random.randrange(2012, 2024))},
            "word and author": lambda: {"q": noun(), "author": pick(AUTHORS)},
            "author alone": lambda: {"author": pick(AUTHORS)},
            "mistyped, nothing found": lambda: {"q": latin()[::-1] + "x"},
        }

    def pieces(self, count: int) -> Iterator[str]:
        """Words and pieces of words, Korean and Latin in turn, of two and more characters."""
        for number in range(count):
            word = self.word(HANGUL if number % 2 else LATIN)
            yield word if number % 4 < 2 else self.piece(word)


def backend_seconds() -> float:
    """CPU of the PostgreSQL process that serves this connection, where it is on this machine; 0 with SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def cpu(work: Callable[[], object], rounds: int = 1) -> float:
    """Milliseconds of CPU, of this process and of the database's."""
    start, there = time.process_time(), backend_seconds()
    for _ in range(rounds):
        work()
    return 1000 * (time.process_time() - start + backend_seconds() - there) / rounds


def build() -> None:
    """The index from nothing, as `search_index` does it; all processes' CPU."""
    kids = getrusage(RUSAGE_CHILDREN)
    started, begun = time.monotonic(), kids.ru_utime + kids.ru_stime
    counts: list[int] = []
    writer = cpu(lambda: counts.append(index_missing())) / 1000
    kids = getrusage(RUSAGE_CHILDREN)
    workers, wall = kids.ru_utime + kids.ru_stime - begun, time.monotonic() - started
    say(f"  {counts[0]:,} indexed: {writer:,.0f} s CPU of the writer, {workers:,.0f} s of the workers, {wall:,.0f} s")


def timed(name: str, works: list[tuple[str, Callable[[], object]]]) -> None:
    """A line of the table."""
    rounds = 5 if connection.vendor == "postgresql" else 1
    for _, work in works[:1]:
        work()
    times = sorted((cpu(work, rounds), said) for said, work in works)
    p50, p95 = (times[len(times) * share // 100][0] for share in (50, 95))
    say(f"  {name:28} {p50:6.1f} {p95:6.1f} {times[-1][0]:6.1f}  {times[-1][1]}")


def measure(reader: Reader, count: int) -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    Publication.announce()  # what frames a page is kept for as long as nothing is published
    site, requests = standing().site, RequestFactory()

    def answer(asked: Asked) -> object:
        return search_page(requests.get("/search/", asked), site, "en", "/search/").content

    say("  milliseconds of CPU            p50    p95    max  slowest")
    everything: list[tuple[str, Callable[[], object]]] = []
    for name, ask in reader.kinds().items():
        asked = [ask() for _ in range(count)]
        works = [(repr(one), lambda one=one: answer(one)) for one in asked]
        timed(name, works)
        everything += reader.random.sample(works, max(count // 4, 1))
    timed("all of them", everything)
    words = [reader.word(HANGUL if number % 2 else LATIN) for number in range(count // 3 + 1)]
    typed = [word[:end] for word in words for end in range(1, min(len(word), 6) + 1)]
    timed("suggestions while typing", [(repr(one), lambda one=one: suggestions(one, "en")) for one in typed])


def all_hits(query: str) -> set[int]:
    found: set[int] = set()
    before = None
    while True:
        answer = find(parse(query), "newest", before)
        found.update(answer.ids)
        before = answer.next
        if before is None:
            return found


def recall(asked: list[str]) -> None:
    """Every text read once; each query's hits against those in which it stands, case aside."""
    standing: dict[str, set[int]] = {query: set() for query in asked}
    lowered = [(query, query.lower()) for query in standing]
    texts = EditionText.objects.values_list("edition", "edition__title", "edition__description", "plain")
    for edition, *parts in texts.iterator(chunk_size=500):
        text = "\n".join(parts).lower()
        for query, lower in lowered:
            if lower in text:
                standing[query].add(edition)
    missed = {query: len(ids - all_hits(query)) for query, ids in standing.items()}
    total = sum(map(len, standing.values()))
    say(f"  recall {1 - sum(missed.values()) / total:.4f} of {total:,} hits of {len(asked)} queries")
    say(f"  missed: { {query: count for query, count in missed.items() if count} }")


def sizes() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('reviews_searchrow'), pg_relation_size('reviews_search')")
            rows, index = cursor.fetchone()
            rows -= index
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'reviews_search_%' AND name NOT LIKE '%row%'"
            )
            index = cursor.fetchone()[0]
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'reviews_searchrow'")
            rows = cursor.fetchone()[0]
        cursor.execute("SELECT sum(octet_length(plain)), count(*) FROM reviews_editiontext" if connection.vendor == "postgresql"
                       else "SELECT sum(length(cast(plain AS blob))), count(*) FROM reviews_editiontext")  # fmt: skip
        text, count = cursor.fetchone()
    say(f"  {count:,} texts {int(text) / 1e6:,.0f} MB, rows {rows / 1e6:,.0f} MB, index {index / 1e6:,.0f} MB")


def linear(reader: Reader) -> None:
    """All hits of words of many and of few texts, by going on to the last."""
    say("  hits of all windows    ms   ms for 1,000")
    words = {reader.word(HANGUL if number % 2 else LATIN) for number in range(40)}
    counted = sorted((len(all_hits(word)), word) for word in words)
    for hits, word in counted[:: max(len(counted) // 8, 1)]:
        spent = cpu(lambda word=word: all_hits(word))
        say(f"  {hits:18,} {spent:8,.0f} {1000 * spent / max(hits, 1):8.1f}  {word}")


def speed() -> None:
    """How fast the machine is just now."""

    def count() -> None:
        for _ in range(5_000_000):
            pass

    say(f"  a loop of 5,000,000 takes {cpu(count) / 1000:.2f} s")


def main(count: int, queries: int, folders: list[Path]) -> None:
    call_command("migrate", verbosity=0)
    if not EditionText.objects.exists():
        say(f"{connection.vendor}: {count:,} posts")
        fill(Writer(folders), count)
        build()
    sizes()
    reader = Reader()
    speed()
    measure(reader, max(queries // 4, 1))
    linear(reader)
    speed()
    recall(list(reader.pieces(queries)))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 200,
        [*map(Path, sys.argv[3:]), *OWN],
    )
