"""Pictures as readers get them: their sizes, and narrower copies of published ones, each made once.

The address of a copy is a key of the original and a width: `/_image/KEY-480`. A bundle's picture has its hash as the
key, and never changes under it. One of the site's other files may be replaced without any page being set again; its key
is that of its own address (`address_key`). Whether a browser gets AVIF or WebP there is for it to say (`Accept`).
"""

import logging
import time
from collections.abc import Callable
from threading import BoundedSemaphore
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from reviews.media import INERT_IMAGES, measure, smaller
from reviews.models import Blob, Edition, EditionFile, EditionText, Publication, SiteFile
from reviews.models.columns import address_key
from reviews.models.resources import blob_storage

logger = logging.getLogger(__name__)
FOLDER = "_image"
WIDTHS = (480, 960, 1440)
KINDS = {"avif": "image/avif", "webp": "image/webp"}  # the better one first
LONGEST = 20  # seconds to wait for a copy that another process makes
AGAIN = 3600  # seconds until what could not be made is tried again
_AT_ONCE = BoundedSemaphore(2)  # copies that this process makes at a time: each decodes a whole picture


class Busy(Exception):
    """Another process makes this copy and has not finished yet."""


def copies(blob: Blob, key: str) -> list[tuple[str, int]]:
    """The narrower copies as (address, width); none of a picture that moves or is too large."""
    widths = [width for width in WIDTHS if width < (blob.width or 0)] if blob.is_resizable else []
    return [(f"/{FOLDER}/{key}-{width}", width) for width in widths]


def measured(blob: Blob) -> Blob:
    """The blob with its size, which is read from its bytes once and kept if the database takes it."""
    if blob.width is not None or blob.media_type not in INERT_IMAGES.values():
        return blob
    try:
        with blob_storage().open(blob.storage_name) as file:
            facts = measure(file)
        blob.width, blob.height, blob.is_resizable = facts.width, facts.height, facts.is_resizable
        with transaction.atomic():
            blob.save(update_fields=["width", "height", "is_resizable"])
            Publication.announce()  # lists and covers name the picture with its size
    except (OSError, DatabaseError) as error:  # the bytes are away for now, or the database is busy
        logger.warning("the size of the picture %s is not known: %s", blob, error)
    return blob


class Shown:
    """The pictures that a published page can show, looked up when the first of them is asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.known: dict[str, tuple[Blob, str] | None] | None = None

    def measure(self) -> None:
        """Read the sizes of the bundle's pictures that are not known yet; a cover is not named in the text."""
        unread = EditionFile.objects.filter(edition=self.edition, blob__width=None)
        for file in unread.filter(blob__media_type__in=INERT_IMAGES.values()).select_related("blob"):
            measured(file.blob)

    def size(self, source: str) -> tuple[int, int] | None:
        """The pixels of the picture that the text names so."""
        found = self._find(source)
        return (found[0].width or 0, found[0].height or 0) if found and found[0].width else None

    def copies(self, source: str) -> list[tuple[str, int]]:
        """Its copies, and itself as the widest choice."""
        found = self._find(source)
        narrower = copies(*found) if found else []
        return [*narrower, (urljoin(self.edition.url, source), found[0].width or 0)] if found and narrower else []

    def _find(self, source: str) -> tuple[Blob, str] | None:
        """The blob, and the key of its copies."""
        parts = urlsplit(source)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        key = address_key(urljoin(self.edition.url, parts.path))
        if self.known is None:
            files = EditionFile.objects.filter(edition=self.edition).select_related("blob")
            self.known = {file.url_key: (file.blob, file.blob.sha256) for file in files}
        if key not in self.known:
            file = SiteFile.objects.filter(url_key=key).select_related("blob").first()
            self.known[key] = (file.blob, key) if file else None
        found = self.known[key]
        return (measured(found[0]), found[1]) if found else None


def files_changed(files: list[EditionFile], shown: dict[str, int]) -> None:
    """Texts are set again whose pictures are others than `shown` (blobs by path): they name copies by their hashes."""
    changed = {file.edition_id for file in files if shown.get(file.path, file.blob_id) != file.blob_id}
    if changed:
        EditionText.objects.filter(edition__in=changed).exclude(text_key="").update(text_key="")


def kept_copy(blob: Blob, width: int, kind: str) -> str | None:
    """The storage's name of the copy, made if it is not there; None for what cannot be made. Raises Busy."""
    name = f"copies/{blob.sha256[:2]}/{blob.sha256[2:]}-{width}.{kind}"
    if blob_storage().exists(name):
        return name
    if cache.get(f"{name}:failed"):
        return None
    return _once(name, lambda: _make(blob, width, kind, name))


def _make(blob: Blob, width: int, kind: str, name: str) -> str | None:
    started = time.monotonic()
    with _AT_ONCE, blob_storage().open(blob.storage_name) as file:
        data = smaller(file, width, kind)
    if data is None:
        cache.set(f"{name}:failed", True, AGAIN)
        return None
    blob_storage().save(name, ContentFile(data))
    logger.info("%s: %d bytes in %.1f s", name, len(data), time.monotonic() - started)
    return name


def _once(name: str, make: Callable[[], str | None]) -> str | None:
    """What `make` makes; of several who ask for the same at once, the others wait for the first."""
    until = time.monotonic() + LONGEST
    while not cache.add(f"{name}:in-work", True, LONGEST):
        if time.monotonic() > until:
            raise Busy(name)
        time.sleep(0.05)
        if blob_storage().exists(name):
            return name
    try:
        return name if blob_storage().exists(name) else make()
    finally:
        cache.delete(f"{name}:in-work")
