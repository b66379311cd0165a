"""Measure search: build rate, size, recall against a scan for substrings, CPU per query. Prints figures; asserts nothing.

DATABASE_URL (an empty database of its own) or DATA_DIR (a folder of its own), SECRET_KEY;
python -m tests.bench.bench_search [POSTS] [QUERIES] [FOLDER_OF_MARKDOWN]...
"""

import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unicodedata import normalize

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from reviews.models import Edition, EditionTerm, EditionText, Post, Site, Source, sha256  # noqa: E402
from reviews.models.columns import address_key  # noqa: E402
from reviews.search.finding import find  # noqa: E402
from reviews.search.query import parse  # noqa: E402
from reviews.search.upkeep import rebuild  # noqa: E402

CHUNK = 500
ROOT = Path(__file__).resolve().parents[2]
OWN = [ROOT / "reviews/demo/site/content", ROOT / "tests/content"]
TOPICS = [f"{name} {number}" for name in ("Vision", "언어 모델", "Audio", "강화 학습") for number in range(40)]
HANGUL = re.compile("[가-힣]{2,}")
LATIN = re.compile("[A-Za-z]{3,}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def sentences(folders: list[Path]) -> tuple[list[str], list[int]]:
    """Sentences of real articles, and those articles' lengths in characters."""
    found, lengths = [], []
    for file in sorted(file for folder in folders for file in folder.rglob("*.md")):
        text = normalize("NFC", file.read_text("utf-8", "replace"))
        text = re.sub(r"\A---.*?\n---\n|\(https?[^)]*\)|[#*`>|]", " ", text, flags=re.S)
        if len(text) > 1000:
            lengths.append(min(len(text), 40_000))
            found += [
                part for part in (" ".join(s.split()) for s in re.split(r"(?<=[.!?다])\s", text)) if len(part) > 20
            ]
    return found, lengths


class Writer:
    """Texts with the sentences, the lengths and the growing vocabulary of real ones."""

    def __init__(self, folders: list[Path]) -> None:
        self.random = random.Random(7)  # noqa: S311 - always the same texts
        self.sentences, self.lengths = sentences(folders)
        self.korean = [s for s in self.sentences if HANGUL.search(s)]
        words = "\n".join(self.sentences)
        self.hangul, self.latin = HANGUL.findall(words), LATIN.findall(words)

    def new_word(self, korean: bool) -> str:
        """A word put together of the ends of others, as names and compounds are."""
        stock = self.hangul if korean else self.latin
        one, two = self.random.choice(stock), self.random.choice(stock)
        return one[: max(2, len(one) // 2)] + two[len(two) // 2 :]

    def text(self) -> str:
        korean = self.random.random() < 0.5
        stock, length = self.korean if korean else self.sentences, self.random.choice(self.lengths)
        parts, size = [], 0
        while size < length:
            sentence = self.random.choice(stock) + (f" {self.new_word(korean)}" if self.random.random() < 0.3 else "")
            parts.append(sentence)
            size += len(sentence) + 1
        return " ".join(parts)


def fill(writer: Writer, count: int) -> None:
    """Posts, editions and texts straight into the tables."""
    site = Site.stored()
    start = datetime(2012, 1, 1, tzinfo=UTC)
    for first in range(0, count, CHUNK):
        with transaction.atomic():
            numbers = range(first, min(first + CHUNK, count))
            texts = [writer.text() for _ in numbers]
            sources = Source.objects.bulk_create(
                Source(sha256=sha256(f"{n}".encode()), data=f"{n}".encode(), size=1) for n in numbers
            )
            posts = Post.objects.bulk_create(
                Post(site=site, path=f"content/post/{n}.md", folder="content/post", head=source, status="published")
                for n, source in zip(numbers, sources, strict=True)
            )
            editions = Edition.objects.bulk_create(
                _edition(writer, post, start + timedelta(hours=n)) for n, post in zip(numbers, posts, strict=True)
            )
            EditionTerm.objects.bulk_create(term for edition in editions for term in _terms(writer, edition))
            EditionText.objects.bulk_create(
                EditionText(edition=edition, text_key="k", renderer_key="k", plain=text, html=f"<p>{text}</p>")
                for edition, text in zip(editions, texts, strict=True)
            )


def _edition(writer: Writer, post: Post, date: datetime) -> Edition:
    url = f"/{post.path}/"
    title = " ".join(writer.random.choice(writer.sentences).split()[:7])[:300]
    return Edition(
        post=post, source_id=post.head_id, path=post.path, url=url, url_key=address_key(url), kind="page",
        language=writer.random.choice(["ko", "en"]), section="post", title=title, text_key="k", date=date, sort_date=date,
        description=writer.random.choice(writer.sentences)[:200],
    )  # fmt: skip


def _terms(writer: Writer, edition: Edition) -> Iterator[EditionTerm]:
    for position, name in enumerate(writer.random.sample(TOPICS, 3)):
        yield EditionTerm(
            edition=edition, taxonomy="tags", name=name, key=name.lower(), url=f"/tags/{name}/",
            language=edition.language, position=position,
        )  # fmt: skip


def pieces(writer: Writer, count: int) -> list[str]:
    """Words and pieces of words, Korean and English in turn, of two and more characters, out of stored texts."""
    ids = list(EditionText.objects.values_list("pk", flat=True))
    found = []
    while len(found) < count:
        text = EditionText.objects.get(pk=writer.random.choice(ids)).plain
        words = (HANGUL if len(found) % 2 else LATIN).findall(text)
        if words:
            word = writer.random.choice(words)
            start = writer.random.randrange(len(word) - 1)
            end = writer.random.randrange(start + 2, len(word) + 1)
            found.append(word if len(found) % 4 < 2 else word[start:end])
    return found


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


def all_hits(query: str) -> set[int]:
    found: set[int] = set()
    before = None
    while True:
        answer = find(parse(query), "newest", before)
        found.update(answer.ids)
        before = answer.next
        if before is None:
            return found


def measure(writer: Writer, count: int) -> None:
    asked = pieces(writer, count)
    times = []
    for query in asked:
        answer = find(parse(query))
        rounds = 3 if connection.vendor == "postgresql" else 1
        times.append((cpu(lambda query=query: find(parse(query)), rounds), len(answer.ids), query))
    times.sort()
    for share in (50, 90, 95, 99):
        ms, hits, query = times[len(times) * share // 100]
        say(f"  p{share}: {ms:.1f} ms CPU ({query!r}, {hits} hits)")
    say(f"  slowest: {', '.join(f'{query!r} {ms:.0f} ms ({hits})' for ms, hits, query in times[-5:])}")
    recall(asked)


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
    say(f"  recall {1 - sum(missed.values()) / total:.4f} of {total:,} hits")
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
        cursor.execute("SELECT sum(octet_length(plain)) FROM reviews_editiontext" if connection.vendor == "postgresql"
                       else "SELECT sum(length(cast(plain AS blob))) FROM reviews_editiontext")  # fmt: skip
        text = cursor.fetchone()[0]
    say(f"  texts {int(text) / 1e6:,.0f} MB, rows {rows / 1e6:,.0f} MB, index {index / 1e6:,.0f} MB")


def main(count: int, queries: int, folders: list[Path]) -> None:
    call_command("migrate", verbosity=0)
    writer = Writer(folders)
    if not EditionText.objects.exists():
        say(f"{connection.vendor}: {count:,} posts")
        fill(writer, count)
        seconds = cpu(rebuild) / 1000
        say(f"  indexed in {seconds:,.0f} s CPU, {count / seconds:,.0f} posts/s")
    sizes()
    measure(writer, queries)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 500,
        [*map(Path, sys.argv[3:]), *OWN],
    )
