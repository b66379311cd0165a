"""CPU time and queries of the readers' side beside a bare Django view with one query and one template.

    python -m tests.bench.bench_public [POSTS ...]       default: 100 10000

The bare view looks the same edition up by its key and renders a template of ten lines; both go through the same handler.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
STATE = tempfile.TemporaryDirectory(prefix="bench-public-")
os.environ.update(DATA_DIR=STATE.name, SECRET_KEY="for measuring only", DJANGO_SETTINGS_MODULE="editorial.settings")  # noqa: S106
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from reviews.hugo.ordering import rank, term_rank  # noqa: E402
from reviews.models import Edition, EditionTerm, EditionText, Post, Publication  # noqa: E402
from reviews.models.columns import address_key  # noqa: E402
from reviews.models.insert import insert  # noqa: E402

BARE = engines["django"].from_string(
    "<!doctype html><html lang='{{ e.language }}'><head><title>{{ e.title }}</title></head><body><header>{{ e.date }}"
    "</header>{% if e.author_names %}<p>{% for name in e.author_names %}{{ name }} {% endfor %}</p>{% endif %}<h1>"
    "{{ e.title }}</h1><main>{{ e.text.html|safe }}</main></body></html>"
)
START = datetime(2010, 1, 1, tzinfo=UTC)


def bare(request: HttpRequest, url: str) -> HttpResponse:
    """One query, one template."""
    edition = Edition.objects.select_related("text").get(url_key=address_key(f"/{url}"))
    return HttpResponse(BARE.render({"e": edition}, request))


urlpatterns = [path("admin/", admin.site.urls), path("<path:url>", bare)]


def copies(pattern: Edition, count: int) -> None:
    """`count` posts like `pattern`, with a text of its length and three terms each."""
    post, text = pattern.post, pattern.text
    posts, editions, texts, terms = [], [], [], []
    for n in range(count):
        held = {f.attname: getattr(post, f.attname) for f in Post._meta.concrete_fields if f.name != "id"}
        posts.append(Post(**{**held, "path": f"content/post/c{n}.md", "folder": "content/post", "synced_id": None}))
    insert(posts)
    for n, each in enumerate(posts):
        held = {f.attname: getattr(pattern, f.attname) for f in Edition._meta.concrete_fields if f.name != "id"}
        url, date = f"/p/c{n}/", START + timedelta(hours=n)
        held |= {"post_id": each.pk, "path": each.path, "url": url, "url_key": address_key(url), "wanted_key": ""}
        held |= {
            "title": f"Copy {n}",
            "link_title": f"Copy {n}",
            "date": date,
            "sort_date": date,
            "translation_key": "",
        }
        held |= {"rank": rank(0, date, f"Copy {n}", each.path), "publish_date": date, "keyword_keys": []}
        editions.append(Edition(**held))
    insert(editions)
    for n, edition in enumerate(editions):
        held = {f.attname: getattr(text, f.attname) for f in EditionText._meta.concrete_fields if f.name != "id"}
        texts.append(EditionText(**{**held, "edition_id": edition.pk, "text_key": edition.text_key}))
        for position, key in enumerate((f"t{n % 200}", f"u{n % 10}", "every")):
            terms.append(
                EditionTerm(
                    edition_id=edition.pk, taxonomy="tags", name=key, key=key, url=f"/tags/{key}/",
                    language=edition.language, position=position, rank=term_rank(0, edition.rank),
                )
            )  # fmt: skip
    insert(texts)
    insert(terms)
    Publication.announce()


def cost(ask: Callable[[], Any], rounds: int = 40) -> float:
    """Milliseconds of a core, the best of three runs."""
    ask()
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        for _round in range(rounds):
            ask()
        best = min(best, (time.process_time() - start) / rounds * 1000)
    return best


def measure(posts: int) -> None:
    """One table."""
    client = Client()
    with transaction.atomic():
        copies(Edition.objects.get(path="content/about.md"), posts - Edition.objects.count())
    url = "/p/c5/"
    with override_settings(ROOT_URLCONF=__name__):
        base = cost(lambda: client.get(url))
    print(f"{posts} posts; the bare view {base:.2f} ms")
    deep = f"/post/page/{posts // 10 - 1}/"
    kept = caches["pages"]
    for name, address in (
        ("post", url), ("home", "/"), ("section", "/post/"), ("deep page", deep), ("terms", "/tags/"),
        ("term", "/tags/every/"), ("deep term", f"/tags/every/page/{posts // 10 - 1}/"), ("feed", "/index.xml"),
        ("site map", "/sitemap.xml"), ("404", "/no/such/"),
    ):  # fmt: skip

        def anew(address: str = address) -> Any:
            kept.clear()
            return client.get(address)

        answer = anew()
        kept.clear()
        queries: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, queries: list[str] = queries) -> Any:
            queries.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            client.get(address)
        rounds = 5 if name in ("feed", "site map") else 25
        figures = [cost(anew, rounds)]
        if answer.status_code == 200:
            client.get(address)
            figures.append(cost(lambda address=address: client.get(address)))
            have = {"If-None-Match": answer.headers["ETag"]}
            figures.append(cost(lambda address=address, have=have: client.get(address, headers=have)))
        shown = ", ".join(
            f"{label} {ms:.2f} ms ({ms / base:.2f}x)"
            for label, ms in zip(("anew", "kept", "304"), figures, strict=False)
        )
        print(f"  {name:9} {answer.status_code} {len(queries)} queries: {shown}", flush=True)


def main() -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "content/post").mkdir(parents=True)
        (root / "hugo.toml").write_text('title = "Bench"\n[permalinks]\npost = "/p/:slug/"\n')
        (root / "content/about.md").write_text(
            "---\ntitle: About\nauthor: Kim\n---\n" + "A paragraph of *text*.\n\n" * 150
        )
        (root / "content/post/first.md").write_text("---\ntitle: First\ndate: 2009-01-01\n---\nx\n")
        call_command("hugo_import", str(root), stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    edition = Edition.objects.get(path="content/post/first.md")
    about = Edition.objects.get(path="content/about.md")
    Client().get("/about/")
    Client().get(edition.url)
    Edition.objects.filter(pk=about.pk).update(section="post", parent="/post")
    for posts in map(int, sys.argv[1:] or ("100", "10000")):
        measure(posts)
        Post.objects.filter(path__startswith="content/post/c").delete()


if __name__ == "__main__":
    main()
