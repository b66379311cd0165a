"""Who and what the tests play with: the people of the desk, and a Hugo site with a real post in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection

from reviews.roles import make_groups

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs beside the tests' database calls
SHARED = Path(__file__).resolve().parents[2] / "shared"
OWN_POST = Path(__file__).parent / "content" / "foundation-models"
HUGO_TOML = """baseURL = "https://example.org/"
title = "Paper Review"
timeZone = "Asia/Seoul"
defaultContentLanguage = "ko"
hasCJKLanguage = true

[permalinks]
post = "/p/:slugorcontentbasename/"
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in service: threads have connections of their own that wait for each other.

    In memory they would share a cache, whose table locks nobody waits for."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def own_state(settings: Any, tmp_path: Path) -> None:
    """Blobs and collected files of each test in a folder of its own; fast passwords; plain static files."""
    settings.DATA_DIR = tmp_path / "data"
    settings.STORAGES = {
        **settings.STORAGES,
        "blobs": {
            "BACKEND": "reviews.models.storage.BlobStorage",
            "OPTIONS": {"location": tmp_path / "data" / "blobs"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # tests of the cache turn it on
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A small Hugo site: the real post of this publication, a section's head, a page that is no post, a static file."""
    root = tmp_path / "site"
    seed = SHARED / "seed" / "foundation-models"
    shutil.copytree(
        seed if seed.is_dir() else OWN_POST, root / "content/post/foundation-models", copy_function=shutil.copyfile
    )
    (root / "hugo.toml").write_text(HUGO_TOML)
    images = root / "content/post/foundation-models/images"
    images.mkdir(exist_ok=True)
    shutil.copyfile(OWN_POST / "images" / "figure1.png", images / "figure1.png")
    (root / "content/post/_index.md").write_text("---\ntitle: Posts\n---\n")
    (root / "content/about.md").write_text("---\ntitle: About\nmenu: main\n---\n\nWho we are.\n")
    (root / "static").mkdir()
    (root / "static" / "mark.txt").write_text("a mark")
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a management command as a shell would: its exit code and what it printed on standard output."""

    def command(name: str, *args: Any) -> tuple[int, str]:
        capsys.readouterr()
        code = 0
        try:
            call_command(name, *[str(arg) for arg in args])
        except SystemExit as error:
            code = int(error.code or 0)
        return code, capsys.readouterr().out

    return command


def make_user(name: str, group: str) -> User:
    """A user of the desk in that group; none: a stranger with an account."""
    user: User = get_user_model().objects.create_user(name, password="pw", is_staff=bool(group))
    if group:
        make_groups()  # a transactional test before this one may have flushed them
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def alice(db: None) -> User:
    """An author."""
    return make_user("alice", "Author")


@pytest.fixture
def bob(db: None) -> User:
    """A reviewer."""
    return make_user("bob", "Reviewer")


@pytest.fixture
def erin(db: None) -> User:
    """An editor."""
    return make_user("erin", "Editor")


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger who has an account."""
    return make_user("charlie", "")


@pytest.fixture
def imported(db: None, site_folder: Path, run: Callable[..., tuple[int, str]]) -> Iterator[Path]:
    """The site's folder, after its import."""
    assert run("hugo_import", site_folder)[0] == 0
    yield site_folder
