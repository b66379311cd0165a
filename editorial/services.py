"""The services that stand in for the embedded defaults, read from their URLs in the environment."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # 64 MiB of pages and rarer checkpoints: an import's indexes are touched all over.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=10000;"
    ),
}


def database(env: Env, name: str, data_dir: Path) -> dict[str, Any]:
    """The database of the URL in `name` (PostgreSQL), else the SQLite file of the data folder."""
    if env.str(name, default=""):
        settings: dict[str, Any] = _database_of_url(env, name)
        if "sqlite" in settings["ENGINE"]:
            settings["OPTIONS"] = SQLITE_OPTIONS | settings.get("OPTIONS", {})
        return settings
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR: {data_dir} cannot be made: {error.strerror}") from error
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": data_dir / "db.sqlite3", "OPTIONS": SQLITE_OPTIONS}


def _database_of_url(env: Env, name: str) -> dict[str, Any]:
    try:
        return dict(env.dj_db_url(name, conn_max_age=60, conn_health_checks=True))
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}: write postgresql://USER:PASSWORD@HOST/DATABASE ({error})") from error


def cache(env: Env, name: str, data_dir: Path) -> dict[str, Any]:
    """Redis at the URL in `name`, else files in the data folder."""
    if url := env.str(name, default=""):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": data_dir / "cache"}


def page_cache(env: Env, name: str) -> dict[str, Any]:
    """Where finished pages are kept: Redis at the URL in `name`, else the memory of each process."""
    if url := env.str(name, default=""):
        wait = {"socket_timeout": 1, "socket_connect_timeout": 1}  # a page is made anew sooner than that
        redis = "django.core.cache.backends.redis.RedisCache"
        return {"BACKEND": redis, "LOCATION": url, "KEY_PREFIX": "pages", "OPTIONS": wait}
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    }


def blob_storage(env: Env, name: str, data_dir: Path) -> dict[str, Any]:
    """Object storage at `s3://KEY:SECRET@HOST/BUCKET` in `name`, else files in the data folder."""
    url = urlsplit(env.str(name, default=""))
    if not url.scheme:
        return {"BACKEND": "reviews.models.storage.BlobStorage", "OPTIONS": {"location": data_dir / "blobs"}}
    if url.scheme != "s3":
        raise ImproperlyConfigured(f"{name}: unknown scheme {url.scheme!r}; write s3://KEY:SECRET@HOST/BUCKET")
    options = {
        "bucket_name": url.path.strip("/"),
        "access_key": unquote(url.username or "") or None,
        "secret_key": unquote(url.password or "") or None,
        "endpoint_url": f"https://{url.hostname}" + (f":{url.port}" if url.port else "") if url.hostname else None,
        "querystring_auth": False,
        "file_overwrite": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def mail(env: Env, name: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for the SMTP URL in `name`; without one, mail is printed to the log."""
    if not env.str(name, default=""):
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return {key: value for key, value in env.dj_email_url(name).items() if key.startswith("EMAIL_")}


def committer(env: Env, name: str, address: str) -> tuple[str, str]:
    """Name and address that the desk's commits carry as their committer."""
    found = parseaddr(env.str(name, default=f"Editorial desk <{address}>"))
    if not all(found):
        raise ImproperlyConfigured(f"{name}: write NAME <ADDRESS>")
    return found


def publish_hook(env: Env, name: str) -> str:
    """What is done in the folder when a post is published or withdrawn: "" (nothing), "export" or "commit"."""
    found: str = env.str(name, default="").strip().lower()
    if found not in {"", "off", "export", "commit"}:
        raise ImproperlyConfigured(f"{name}: write export, commit or off")
    return "" if found == "off" else found


def desk_address(env: Env, name: str) -> str:
    """The path below which the desk stands, with a slash behind: `admin/`."""
    found = str(env.str(name, default="admin/")).strip("/")
    if not all(part and part not in {".", ".."} and quote(part) == part for part in found.split("/")):
        raise ImproperlyConfigured(f"{name}: write a path like desk/")
    return f"{found}/"
