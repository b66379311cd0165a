"""Finished answers, kept for as long as nothing that readers see has changed, and told apart by what is in them.

The key holds the site's serial number, so a publication, and a time that comes, lets go of all pages at once; a page
that comes out the same again has the same ETag, and readers who have it are not sent it again. Kept are answers to bare
addresses that exist: nobody fills the cache with questions or with addresses that were never used.
"""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django import get_version
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from reviews.models.columns import address_key
from reviews.public.standing import Standing
from reviews.typesetting import code_key

try:
    from redis.exceptions import RedisError
except ImportError:  # the embedded profile has no Redis
    UNREACHABLE: tuple[type[Exception], ...] = (OSError,)
else:
    UNREACHABLE = (OSError, RedisError)

logger = logging.getLogger(__name__)
LONGEST = 2 * 1024 * 1024  # bytes; a longer answer is made anew each time
SECONDS = 24 * 3600
MOST_NEAR = 16 * 1024 * 1024  # bytes that a process holds of a cache that is not its own
CACHE_CONTROL = "public, max-age=0, must-revalidate"
_SAID = ("Content-Type", "Content-Language", "X-Robots-Tag")
_ROOM = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Kept:
    """One finished answer."""

    body: bytes
    headers: dict[str, str]
    etag: str

    def response(self) -> HttpResponse:
        """The answer as it is sent."""
        return HttpResponse(self.body, headers=self.headers)


def find(now: Standing, request: HttpRequest) -> Kept | None:
    """The answer to the request, if it is kept."""
    if not _may_keep(now, request):
        return None
    key, near = _key(now, request), _near(now)
    held = near.answers.get(key)
    if held is not None:
        return held
    try:
        found: Kept | None = pages().get(key)
    except UNREACHABLE as error:
        logger.warning("kept pages cannot be read: %s", error)
        return None
    if found is not None:
        near.hold(key, found)
    return found


@dataclass
class Near:
    """Answers out of a cache elsewhere that this process holds too, for as long as the site stands as it does."""

    answers: dict[str, Kept] = field(default_factory=dict)
    size: int = 0  # bytes

    def hold(self, key: str, kept: Kept) -> None:
        """Hold the answer, if the cache is elsewhere; where there is no room, it takes that of all others."""
        if not isinstance(pages(), RedisCache):
            return
        if self.size + len(kept.body) > MOST_NEAR:
            self.answers, self.size = {}, 0
        self.answers[key] = kept
        self.size += len(kept.body)


def _near(now: Standing) -> Near:
    near: Near = now.kept.setdefault("near", Near())
    return near


def keep(now: Standing, request: HttpRequest, response: HttpResponseBase) -> Kept | None:
    """Keep a page, list or feed that was found; None for what has its own way to be told apart, or is none."""
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return None
    if response.has_header("ETag") or response.has_header("Cache-Control") or len(response.content) > LONGEST:
        return None
    headers = {name: response.headers[name] for name in _SAID if name in response.headers}
    headers["Cache-Control"] = CACHE_CONTROL
    said = repr(sorted(headers.items())).encode()
    etag = f'"{hashlib.blake2b(said + response.content, digest_size=16).hexdigest()}"'
    kept = Kept(response.content, headers, etag)
    if _may_keep(now, request):
        try:
            key = _key(now, request)
            pages().set(key, kept, SECONDS)
            _near(now).hold(key, kept)
        except UNREACHABLE as error:
            logger.warning("a page cannot be kept: %s", error)
    return kept


def answered(now: Standing, request: HttpRequest, kept: Kept) -> HttpResponseBase:
    """The kept answer, or that the reader has it already."""
    response = kept.response()
    response.headers["ETag"] = kept.etag
    response.headers["Last-Modified"] = http_date(now.seen)
    found = get_conditional_response(request, etag=kept.etag, last_modified=now.seen, response=response)
    assert found is not None
    return found


def pages() -> BaseCache:
    """Where answers are kept."""
    return caches["pages" if "pages" in settings.CACHES else "default"]


def _may_keep(now: Standing, request: HttpRequest) -> bool:
    return bool(now.token) and not request.META.get("QUERY_STRING")


def _key(now: Standing, request: HttpRequest) -> str:
    return f"{build_key()}.{now.serial}.{address_key(request.path_info)}"


@cache
def build_key() -> str:
    """A key of all that makes pages out of editions: code, templates, static files, the settings that show on pages."""
    folders = [_ROOM, *map(Path, settings.SITE_TEMPLATES), settings.BASE_DIR / "templates"]
    files = sorted(file for folder in folders for kind in ("*.py", "*.html", "*.mo") for file in folder.rglob(kind))
    digest = hashlib.blake2b(digest_size=8)
    for file in files:
        digest.update(file.read_bytes())
    digest.update(f"{get_version()} {code_key()}".encode())
    digest.update(repr(sorted(getattr(staticfiles_storage, "hashed_files", {}).items())).encode())
    names = ("SITE_URL", "OWN_ADDRESSES", "FULL_TEXT_FEEDS", "INDEXNOW_KEY", "STATIC_URL", "SHORTCODE_TEMPLATES")
    digest.update(repr([getattr(settings, name, None) for name in names]).encode())
    digest.update(datetime.now(UTC).isoformat().encode() if settings.DEBUG else b"")
    return digest.hexdigest()
