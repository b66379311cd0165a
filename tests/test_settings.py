"""The settings as a fresh process reads them from its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def read(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "DJANGO_SETTINGS_MODULE": "editorial.settings", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_key_the_server_stops_and_says_so(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "import editorial.wsgi"],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert "SECRET_KEY" in answer.stderr


def test_the_demo_s_key_is_read_from_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("kept\n")
    assert read("settings.SECRET_KEY", DATA_DIR=str(tmp_path)).stdout == "kept\n"


@pytest.mark.parametrize(
    ("expression", "environment", "value"),
    [
        ("settings.DEBUG", {}, "False"),
        ("settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT", {}, "False False"),
        (
            "settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT",
            {"SITE_URL": "https://a.example"},
            "True True",
        ),
        ("settings.ALLOWED_HOSTS[0]", {"SITE_URL": "https://a.example"}, "a.example"),
        ("settings.ALLOWED_HOSTS", {"ALLOWED_HOSTS": "a,b"}, "['a', 'b']"),
        ("settings.DATABASES['default']['ENGINE']", {}, "django.db.backends.sqlite3"),
        (
            "settings.DATABASES['default']['ENGINE']",
            {"DATABASE_URL": "postgresql://a@b/c"},
            "django.db.backends.postgresql",
        ),
        (
            "settings.CACHES['default']['BACKEND']",
            {"REDIS_URL": "redis://h:1/0"},
            "django.core.cache.backends.redis.RedisCache",
        ),
        ("settings.STORAGES['blobs']['OPTIONS']['bucket_name']", {"BLOB_STORAGE_URL": "s3://k:s@h/bucket"}, "bucket"),
        ("settings.EMAIL_HOST", {"EMAIL_URL": "smtp://u:p@mail.example:25"}, "mail.example"),
    ],
)
def test_the_environment_is_read(expression: str, environment: dict[str, str], value: str, tmp_path: Path) -> None:
    answer = read(expression, SECRET_KEY="x", DATA_DIR=str(tmp_path), **environment)
    assert answer.stdout.strip() == value, answer.stderr


@pytest.mark.parametrize("environment", [{"DEBUG": "perhaps"}, {"BLOB_STORAGE_URL": "ftp://x/y"}])
def test_a_wrong_value_fails_loudly(environment: dict[str, str], tmp_path: Path) -> None:
    answer = read("settings.DEBUG", SECRET_KEY="x", DATA_DIR=str(tmp_path), **environment)
    assert answer.returncode != 0
    assert next(iter(environment)) in answer.stderr


def test_all_state_lies_in_the_data_folder(tmp_path: Path) -> None:
    places = "settings.DATABASES['default']['NAME'], settings.STATIC_ROOT, settings.CACHES['default']['LOCATION'], settings.STORAGES['blobs']['OPTIONS']['location']"
    answer = read(
        f"[str(each).startswith({str(tmp_path)!r}) for each in ({places})]", SECRET_KEY="x", DATA_DIR=str(tmp_path)
    )
    assert answer.stdout.strip() == "[True, True, True, True]", answer.stderr


def test_sqlite_is_set_up_for_many_writers(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from django.db import connection as c\n"
        "with c.cursor() as k:\n"
        " print([k.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode','foreign_keys')], c.settings_dict['OPTIONS']['transaction_mode'])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "editorial.settings"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.stdout.strip() == "['wal', 1] IMMEDIATE", answer.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"DATABASE_URL": "nonsense"},
        {"DEBUG": "perhaps"},
        {"DATA_DIR": "/proc/nowhere"},
        {"BLOB_STORAGE_URL": "ftp://x"},
    ],
)
def test_a_command_in_a_wrong_environment_is_one_line_and_exit_2(environment: dict[str, str], tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "hugo_check", str(tmp_path)],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **environment},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 2
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert next(iter(environment)) in answer.stderr


@pytest.mark.parametrize(("given", "stands"), [("desk", "desk/"), ("/a/b/", "a/b/"), (None, "admin/")])
def test_the_desk_stands_where_the_site_wants_it(given: str | None, stands: str) -> None:
    environment = {"DESK_ADDRESS": given} if given else {}
    code = "[__import__('django').setup(), __import__('django.urls').urls.reverse('admin:index')][1]"
    answer = read(code, SECRET_KEY="x", **environment)
    assert answer.stdout == f"/{stands}\n", answer.stderr


@pytest.mark.parametrize("given", ["", "/", "..", "a b", "a//b"])
def test_an_address_that_is_none_stops_the_desk(given: str) -> None:
    assert "DESK_ADDRESS" in read("settings.DESK_ADDRESS", SECRET_KEY="x", DESK_ADDRESS=given).stderr
