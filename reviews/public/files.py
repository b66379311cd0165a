"""Files for readers: a published bundle's, and the site's own."""

import mimetypes
from pathlib import PurePosixPath
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

from reviews.media import INERT_IMAGES
from reviews.models import Blob, Edition, EditionFile, Site, SiteFile
from reviews.models.columns import address_key
from reviews.models.edition import holds_only_drafts
from reviews.models.resources import blob_storage
from reviews.public.ranges import file_answer

# Shown by browsers in place without being able to run anything; everything else is sandboxed.
INERT = {
    *INERT_IMAGES.values(),
    "text/plain",
    "text/css",
    "application/pdf",
    "font/woff2",
    "font/woff",
    "application/json",
}
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"


def find_file(request: HttpRequest, site: Site, url: str) -> HttpResponseBase | None:
    """The file at `url`, if a live edition shows it or the site carries it outside the bundles."""
    keys = [address_key(each) for each in ((url, f"{url}index.html") if url.endswith("/") else (url,))]
    published = EditionFile.objects.filter(url_key__in=keys, edition__in=Edition.objects.with_files())
    row = published.select_related("blob").first() or site_file(site, *keys)
    return serve(request, row.blob, row.path) if row else None


def site_file(site: Site, *keys: str) -> SiteFile | None:
    """The file outside the bundles whose address has one of the keys, if readers may have it."""
    row = SiteFile.objects.filter(url_key__in=keys).exclude(url="").select_related("blob").first()
    if row is None:
        return None
    folder = str(PurePosixPath(row.path).parent)
    is_loose = any(row.path.startswith(f"{content}/") for content in site.hugo.content_dirs)
    # A picture beside nothing but drafts is a draft's picture.
    is_beside_pages = is_loose and folder not in site.hugo.content_dirs
    return None if is_beside_pages and holds_only_drafts(folder) else row


def serve(request: HttpRequest, blob: Blob, name: str) -> HttpResponseBase:
    """The blob's bytes under `name`, told apart by their hash; what a browser could run is shut in a sandbox."""
    etag, kind = quote_etag(blob.sha256[:32]), served_type(name, blob.media_type)
    full = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response = stored(request, blob.storage_name, etag, full)
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(PurePosixPath(name).name, safe='')}"
    if kind not in INERT:
        response.headers["Content-Security-Policy"] = SANDBOX
    return response


def stored(request: HttpRequest, name: str, etag: str, content_type: str) -> HttpResponseBase:
    """What the storage has under that name, or that the browser has it already; to be asked for again in minutes."""
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = file_answer(request, blob_storage().open(name), blob_storage().size(name), etag, content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def served_type(name: str, stored: str) -> str:
    """The type by the file's own name; an image only where the stored bytes are one."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return stored or "application/octet-stream" if kind in INERT_IMAGES.values() else kind
