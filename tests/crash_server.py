"""Runs commands in forked processes that die where they are told to; driven by tests/test_crashes.py over pipes.

One line of JSON is one order: {"data": DATA_DIR, "do": NAME of a function here, "args": [...], "fault": {...}}; the answer
is {"code": exit code or minus the signal, "calls": how often a fault could have struck, "said": what was printed}.
"""

import errno
import hashlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from reviews.editing import save_text  # noqa: E402
from reviews.models import Blob, Edition, Post, PostFile, Revision, SiteFile, Source  # noqa: E402
from reviews.models.resources import blob_storage  # noqa: E402
from reviews.moving import move  # noqa: E402

# The calls that change what outlasts a process: a crash between two of them is every crash that can be told apart.
POINTS = [
    (os, "rename"), (os, "replace"), (os, "fsync"), (os, "unlink"), (os, "mkdir"), (os, "link"), (os, "write"),
    (BaseDatabaseWrapper, "_commit"),
]  # fmt: skip
calls = 0


def arm(fault: dict[str, Any]) -> None:
    """Strike at the call with the number `at`: kill before or after it, or let it fail as a full disk does."""

    def struck(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            global calls
            calls += 1
            strikes = calls == fault.get("at")
            if strikes and fault["how"] == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            if fault.get("how") == "full" and calls >= fault["at"] and real.__name__ in {"fsync", "write"}:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            try:
                return real(*args, **options)
            finally:
                if strikes and fault["how"] == "after":
                    os.kill(os.getpid(), signal.SIGKILL)

        return call

    for owner, name in POINTS:
        setattr(owner, name, struck(getattr(owner, name)))


def command(*args: str) -> int:
    try:
        call_command(*args)
    except SystemExit as error:
        return int(error.code or 0)
    except CommandError as error:
        print(error)
        return error.returncode
    return 0


def work_at_the_desk() -> int:
    """Every third post is edited, every sixth published, and some have a new picture."""
    erin: User = get_user_model().objects.create_superuser("erin")
    bob: User = get_user_model().objects.create_superuser("bob")
    for number, post in enumerate(Post.objects.filter(kind="page").order_by("path")[::3]):
        save_text(post, post.document.set("title", f"At the desk {number}"), erin, based_on=post.head_id)
        if post.bundle and number % 2:
            blob = Blob.objects.store(f"picture {number}".encode(), "image/png")
            PostFile.objects.create(
                post=post, folder=post.folder, name="new.png", path=f"{post.folder}/new.png", blob=blob
            )
        if number % 2:
            for step, by in (("submit", erin), ("approve", bob), ("publish", erin)):
                move(Post.objects.get(pk=post.pk), step, by)
    return 0


def state() -> int:
    """What the database holds of the folder, for a comparison."""
    posts = Post.objects.order_by("path")
    print(json.dumps([
        [*map(list, posts.values_list("path", "status", "head__sha256", "synced__sha256", "conflict__sha256", "title"))],
        [*posts.exclude(removed_at=None).values_list("path", flat=True)],
        [*map(list, Edition.objects.order_by("path").values_list("path", "url_key", "source__sha256"))],
        sorted(map(list, PostFile.objects.values_list("path", "blob__sha256", "synced__sha256"))),
        sorted(map(list, SiteFile.objects.values_list("path", "blob__sha256", "synced__sha256"))),
    ]))  # fmt: skip
    return 0


def proof() -> int:
    """What is wrong with the database and the blobs, a line for each."""
    with connection.cursor() as cursor:
        for check in ("integrity_check", "foreign_key_check"):
            cursor.execute(f"PRAGMA {check}")
            print(*[f"{check}: {row}" for row in cursor.fetchall() if row != ("ok",)], sep="\n", end="")
    for source in Source.objects.all():
        if hashlib.sha256(bytes(source)).hexdigest() != source.sha256:
            print(f"the source {source} holds other bytes")
    for blob in Blob.objects.all():
        name = blob.storage_name
        if not blob_storage().exists(name) or hashlib.sha256(blob.data).hexdigest() != blob.sha256:
            print(f"the blob {blob} has no file, or another's bytes")
    for post in Post.objects.all():
        if not Revision.objects.filter(post=post, source=post.head_id).exists():
            print(f"the head of {post.path} is not in its history")
    return 0


def place(data: Path) -> None:
    """This process works in `data`."""
    settings.DATA_DIR = data
    settings.STORAGES["blobs"]["OPTIONS"]["location"] = data / "blobs"
    settings.CACHES["default"]["LOCATION"] = str(data / "cache")
    connections.settings["default"]["NAME"] = data / "db.sqlite3"


def run(order: dict[str, Any], out: Path) -> None:
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    place(Path(order["data"]))
    if order.get("fault") is not None:
        arm(order["fault"])
    code = 3
    try:
        code = globals()[order["do"]](*order.get("args", []))
    except BaseException as error:  # noqa: BLE001
        print(f"TRACEBACK {error!r}")
    sys.stdout.flush()
    out.with_suffix(".calls").write_text(str(calls))
    os._exit(code)


def main() -> None:
    """Answer orders until there are no more."""
    out = Path(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        out.with_suffix(".calls").write_text("0")
        child = os.fork()
        if child == 0:
            run(order, out)
        timer = threading.Timer(order["delay"], os.kill, [child, signal.SIGKILL]) if "delay" in order else None
        if timer:
            timer.start()
        _pid, status = os.waitpid(child, 0)
        if timer:
            timer.cancel()
        told = {"code": os.waitstatus_to_exitcode(status), "said": out.read_text(errors="replace")}
        print(json.dumps(told | {"calls": int(out.with_suffix(".calls").read_text())}), flush=True)


if __name__ == "__main__":
    main()
