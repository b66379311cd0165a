"""Files for readers: a published bundle's, and the site's own."""

from pathlib import PurePosixPath

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

from reviews.media import INERT_IMAGES
from reviews.models import Blob, Edition, EditionFile, Site, SiteFile
from reviews.models.columns import address_key
from reviews.models.resources import blob_storage

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
    key = address_key(url)
    row = EditionFile.objects.filter(url_key=key, edition__in=Edition.objects.live()).select_related("blob").first()
    blob = row.blob if row else _site_blob(site, key)
    return serve(request, blob) if blob else None


def _site_blob(site: Site, key: str) -> Blob | None:
    row = SiteFile.objects.filter(url_key=key).exclude(url="").select_related("blob").first()
    if row is None:
        return None
    folder = str(PurePosixPath(row.path).parent)
    is_loose = any(row.path.startswith(f"{content}/") for content in site.hugo.content_dirs)
    # A picture beside nothing but drafts is a draft's picture.
    is_beside_pages = is_loose and folder not in site.hugo.content_dirs
    if is_beside_pages and not Edition.objects.live().filter(path__startswith=f"{folder}/").exists():
        return None
    return row.blob


def serve(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    """The blob's bytes, told apart by their hash; what a browser could run is shut in a sandbox."""
    etag = quote_etag(blob.sha256[:32])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    kind = blob.media_type or "application/octet-stream"
    response = FileResponse(
        blob_storage().open(blob.storage_name),
        content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=300"
    if kind not in INERT:
        response.headers["Content-Security-Policy"] = SANDBOX
    return response
