"""One sync at a time per folder and per database: kernel and server hold the lock, so that no crash leaves one."""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

POLL = 0.1  # seconds between two tries
ADVISORY = 0x6465736B  # the number that PostgreSQL knows the site's sync by; there is one site to a database


class Busy(Exception):
    """Another sync holds the folder or the database; the text says who, where and since when."""


@contextmanager
def one_at_a_time(folder: Path, wait: float = 0) -> Iterator[None]:
    """Hold `folder` and the database for one run. Waits `wait` seconds for another run to end, then raises Busy."""
    deadline = time.monotonic() + wait
    with ExitStack() as held:
        for name in (_name_of(folder), "database"):
            held.enter_context(_file_lock(settings.DATA_DIR / "locks" / f"{name}.lock", deadline))
        held.enter_context(_folder_lock(folder, deadline))
        if connection.vendor == "postgresql":
            held.enter_context(_advisory_lock(deadline))
        yield


def _name_of(folder: Path) -> str:
    return sha256(os.fsencode(folder.resolve())).hexdigest()[:16]


@contextmanager
def _file_lock(file: Path, deadline: float) -> Iterator[None]:
    """The lock of this data folder, with a note in it on who holds it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "r+") as stream:
        while not _taken(descriptor):
            if time.monotonic() >= deadline:
                stream.seek(0)
                raise Busy(_told(stream.read()))
            time.sleep(POLL)
        _sign(stream)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)  # for processes that were forked meanwhile too


@contextmanager
def _folder_lock(folder: Path, deadline: float) -> Iterator[None]:
    """The folder itself, against a desk with another data folder; a lock on a folder puts no byte into it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield  # an export is going to make it
        return
    try:
        while not _taken(descriptor, if_none=True):
            if time.monotonic() >= deadline:
                raise Busy(_("another program holds %(folder)s; wait for it to end") % {"folder": folder})
            time.sleep(POLL)
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _taken(descriptor: int, *, if_none: bool = False) -> bool:
    """Whether the lock is ours now; `if_none` where the file system knows no such lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        if not if_none:
            raise
    return True


@contextmanager
def _advisory_lock(deadline: float) -> Iterator[None]:
    """PostgreSQL's own lock, against a desk on another machine; its connection is not the one that the run uses."""
    line = connection.copy()
    try:
        with line.cursor() as cursor:
            cursor.execute("SELECT set_config('application_name', %s, false)", [_short_signature()])
            while not _granted(cursor):
                if time.monotonic() >= deadline:
                    raise Busy(_told_by_server(cursor))
                time.sleep(POLL)
            yield
    finally:
        line.close()


def _granted(cursor: Any) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
    return bool(cursor.fetchone()[0])


def _told_by_server(cursor: Any) -> str:
    cursor.execute(
        "SELECT a.application_name, coalesce(host(a.client_addr), '') FROM pg_locks l JOIN pg_stat_activity a"
        " USING (pid) WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = %s"
        " AND a.datname = current_database()",
        [ADVISORY],
    )
    name, address = cursor.fetchone() or ("?", "?")
    message = _("another sync of this database is running: %(who)s from %(address)s; wait for it to end, or --wait")
    return message % {"who": name, "address": address}


def _command() -> str:
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]).strip()


def _short_signature() -> str:
    """What fits PostgreSQL's 63 bytes."""
    return f"{_command()[:24]} {os.getpid()}@{socket.gethostname()[:20]} {timezone.now():%H:%M}Z"


def _sign(stream: Any) -> None:
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "command": _command()}
    stream.seek(0)
    stream.truncate()
    stream.write(json.dumps(holder | {"since": timezone.now().isoformat(timespec="seconds")}))
    stream.flush()


def _told(note: str) -> str:
    """Who holds the lock, from the note in it; the holder may not have signed yet."""
    try:
        holder = json.loads(note)
    except ValueError:
        holder = {}
    about = {key: holder.get(key, "?") for key in ("command", "pid", "host", "since")}
    message = _("another sync is running: %(command)s (process %(pid)s on %(host)s, since %(since)s)")
    return f"{message % about}; {_('wait for it to end, or --wait SECONDS')}"
