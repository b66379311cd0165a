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
import time
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

if connection.vendor == "postgresql":
    import psycopg

# The calls that change what outlasts a process: a crash between two of them is every crash that can be told apart.
POINTS = [
    (os, "rename"), (os, "replace"), (os, "fsync"), (os, "unlink"), (os, "mkdir"), (os, "link"), (os, "write"),
    (BaseDatabaseWrapper, "_commit"),
]  # fmt: skip
OWN = f"crash_{os.getpid()}_"  # the databases of this server and its children
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


def delete_at_the_desk() -> int:
    """Every fourth post is deleted; some were live, some have files."""
    erin = User.objects.get(username="erin")
    for post in Post.objects.filter(kind="page").order_by("path")[1::4]:
        move(post, "delete", erin)
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
        for check in ("integrity_check", "foreign_key_check") if connection.vendor == "sqlite" else ():
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


def database_of(data: Path) -> Path | str:
    """The database that goes with a data folder: a file in it, or one of the server's with a name made of its path."""
    if connection.vendor == "sqlite":
        return data / "db.sqlite3"
    return OWN + hashlib.sha256(os.fsencode(data)).hexdigest()[:16]


def duplicate(to: str) -> int:
    """This data folder's database once more, for the data folder `to`; an empty one where there is none yet."""
    if connection.vendor == "postgresql":
        old, new = connection.settings_dict["NAME"], database_of(Path(to))
        with server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
            if not cursor.execute("SELECT FROM pg_database WHERE datname = %s", [old]).rowcount:
                cursor.execute(f'CREATE DATABASE "{new}" TEMPLATE template0')
                return 0
            wait_until_alone(cursor, old)
            cursor.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')
    return 0


def clear() -> int:
    """Take all databases away that this server has made."""
    if connection.vendor == "postgresql":
        with server() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{OWN}%"])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return 0


def server() -> Any:
    """PostgreSQL itself, without a database of ours and without a transaction."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    return psycopg.connect(**parameters, autocommit=True).cursor()


def wait_until_alone(cursor: Any, name: str) -> None:
    """PostgreSQL notices a moment later that a client was killed."""
    for _ in range(200):
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
        if cursor.fetchone()[0] == 0:
            return
        time.sleep(0.02)
    raise TimeoutError(f"somebody is still connected to {name}")


def place(data: Path) -> None:
    """This process works in `data`."""
    settings.DATA_DIR = data
    settings.STORAGES["blobs"]["OPTIONS"]["location"] = data / "blobs"
    settings.CACHES["default"]["LOCATION"] = str(data / "cache")
    connections.settings["default"]["NAME"] = database_of(data)
    if connection.vendor == "postgresql":
        connection.settings_dict["NAME"] = database_of(data)
        with server() as cursor:
            wait_until_alone(cursor, connection.settings_dict["NAME"])


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
