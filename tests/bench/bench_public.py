"""CPU time and queries of the readers' side beside a bare Django view with one query and one template.

    python -m tests.bench.bench_public [--profile NAME] [POSTS ...]       default: 100 10000

The bare view looks an edition up by its key and renders a template of ten lines; both go through the same handler, in
turns, each post once. TEST_DATABASE_URL names a PostgreSQL server, TEST_REDIS_URL a Redis for the kept pages, which is
emptied. `--profile feed` prints where the time of that page goes.
"""

import argparse
import cProfile
import itertools
import logging
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
STATE = tempfile.TemporaryDirectory(prefix="bench-public-")
os.environ.update(DATA_DIR=STATE.name, SECRET_KEY="for measuring only", DJANGO_SETTINGS_MODULE="editorial.settings")  # noqa: S106
for service in ("DATABASE_URL", "REDIS_URL"):  # never those of a desk
    os.environ[service] = os.environ.get(f"TEST_{service}", "")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

from editorial.urls import handler404  # noqa: E402, F401
from editorial.urls import urlpatterns as desk_and_readers  # noqa: E402
from reviews.models import Edition  # noqa: E402
from reviews.models.columns import address_key  # noqa: E402
from reviews.public.standing import last_known  # noqa: E402
from tests.bench.public_rows import grow, url_of  # noqa: E402

BARE = engines["django"].from_string(
    "<!doctype html><html lang='{{ e.language }}'><head><title>{{ e.title }}</title></head><body><header>{{ e.date }}"
    "</header>{% if e.author_names %}<p>{% for name in e.author_names %}{{ name }} {% endfor %}</p>{% endif %}<h1>"
    "{{ e.title }}</h1><main>{{ e.text.html|safe }}</main></body></html>"
)
ROUNDS, MOST_SECONDS = 60, 6.0
Ask = Callable[[], Any]


def bare(request: HttpRequest, url: str) -> HttpResponse:
    """One query, one template."""
    edition = Edition.objects.select_related("text").get(url_key=address_key(f"/{url}"))
    return HttpResponse(BARE.render({"e": edition}, request))


urlpatterns = [path("_bare/<path:url>", bare), *desk_and_readers]


def pages(posts: int) -> dict[str, str]:
    """The addresses that are asked for, by what they are called here."""
    last = posts // 10 - 1
    return {
        "home": "/", "section": "/post/", "deep page": f"/post/page/{last}/", "terms": "/tags/",
        "term": "/tags/every/", "deep term": f"/tags/every/page/{last}/", "feed": "/index.xml", "Atom": "/feed.atom",
        "section's": "/post/feed.json", "site map": "/sitemap.xml", "its part": "/sitemap-1.xml",
        "archive": "/archive/", "year": "/archive/2010/", "author": "/authors/kim-lee/", "llms.txt": "/llms.txt",
        "404": "/no/such/",
    }  # fmt: skip


def forget() -> None:
    """What is kept of pages, and of what stands beside each."""
    caches["pages"].clear()
    known = last_known()
    if known is not None:
        known.kept.pop("beside", None)
        known.kept.pop("near", None)


def timed(ask: Ask) -> float:
    """Milliseconds of a core."""
    start = time.process_time()
    ask()
    return (time.process_time() - start) * 1000


def compare(beside: Ask, ask: Ask, prepare: Ask) -> tuple[float, float]:
    """The least that each of the two took, asked in turns."""
    least, base = 1e9, 1e9
    until = time.monotonic() + MOST_SECONDS
    for number in range(ROUNDS):
        base = min(base, timed(beside))
        prepare()
        least = min(least, timed(ask))
        if number > 4 and time.monotonic() > until:
            break
    return base, least


def queries(ask: Ask) -> int:
    """How many a request takes."""
    seen: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        ask()
    return len(seen)


def measure(posts: int, profile: str) -> None:
    """One table."""
    client = Client()
    numbers = itertools.cycle(range(5, posts - 5))

    def reference() -> None:
        client.get(f"/_bare{url_of(next(numbers))}")

    for _warm in range(3):
        reference()
        client.get(url_of(next(numbers)))
    print(f"{posts} posts on {connection.vendor}, pages kept in {type(caches['pages']).__name__}")
    report("post", reference, lambda: client.get(url_of(next(numbers))), forget, profile)
    for name, address in pages(posts).items():
        ask = lambda address=address: client.get(address)  # noqa: E731
        answer = ask()
        report(name, reference, ask, forget, profile)
        if answer.status_code == 200 and name in ("home", "feed"):
            report(f"{name} kept", reference, ask, lambda: None, profile)
            have = {"If-None-Match": answer.headers["ETag"]}
            report(f"{name} 304", reference, lambda a=address, h=have: client.get(a, headers=h), lambda: None, profile)
    kept = url_of(7)
    etag = client.get(kept).headers["ETag"]
    report("post kept", reference, lambda: client.get(kept), lambda: None, profile)
    report("post 304", reference, lambda: client.get(kept, headers={"If-None-Match": etag}), lambda: None, profile)


def report(name: str, beside: Ask, ask: Ask, prepare: Ask, profile: str) -> None:
    """One line of the table."""
    ask()
    prepare()
    asked = queries(ask)
    base, least = compare(beside, ask, prepare)
    prepare()
    answer = ask()
    size = len(answer.content) // 1024
    print(
        f"  {name:10} {answer.status_code} {size:5} KiB {asked} queries  {least:7.2f} ms beside {base:.2f}: {least / base:.2f}x",
        flush=True,
    )
    if name == profile:
        show_profile(ask, prepare)


def show_profile(ask: Ask, prepare: Ask) -> None:
    """Where the time goes."""
    profiler = cProfile.Profile()
    for _ in range(20):
        prepare()
        profiler.enable()
        ask()
        profiler.disable()
    stats = pstats.Stats(profiler)
    stats.sort_stats("cumulative").print_stats(75)
    stats.sort_stats("tottime").print_stats(30)


def prepare() -> Edition:
    """An empty database with a small site in it; the post that all others are made like."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS.append("testserver")
    settings.ROOT_URLCONF = __name__
    logging.disable(logging.WARNING)
    connection.settings_dict["TEST"]["NAME"] = f"{STATE.name}/test.sqlite3"
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"bench_public_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "content/post").mkdir(parents=True)
        (root / "hugo.toml").write_text('title = "Bench"\n[permalinks]\npost = "/p/:slug/"\n')
        (root / "content/about.md").write_text(
            "---\ntitle: About\nauthor: Kim Lee\n---\n" + "A paragraph of *text*.\n\n" * 150
        )
        (root / "content/post/first.md").write_text("---\ntitle: First\ndate: 2009-01-01\n---\nx\n")
        with Path(os.devnull).open("w") as nowhere:
            call_command("hugo_import", str(root), stdout=nowhere)
    Client().get("/about/")
    return Edition.objects.select_related("text", "post").get(path="content/about.md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", nargs="*", type=int, default=[100, 10_000])
    parser.add_argument("--profile", default="", help="the name of a page, as the table has it")
    given = parser.parse_args()
    pattern = prepare()
    try:
        for posts in sorted(given.posts):
            grow(pattern, posts)
            measure(posts, given.profile)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
