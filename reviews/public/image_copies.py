"""Narrower copies of published pictures, at addresses that never mean anything else."""

import re

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from reviews.models import Blob, Edition, EditionFile, Site
from reviews.models.resources import blob_storage
from reviews.pictures import FOLDER, KINDS, WIDTHS, Busy, copies, kept_copy, measured

ADDRESS = re.compile(rf"/{FOLDER}/([0-9a-f]{{64}})-({'|'.join(map(str, WIDTHS))})")
YEAR = 31_536_000


def find_copy(request: HttpRequest, site: Site, url: str) -> HttpResponseBase | None:
    """The copy at `url`, of a picture that a live page shows; whether AVIF or WebP is the browser's choice."""
    match = ADDRESS.fullmatch(url)
    blob = _published(match[1]) if match else None
    if match is None or blob is None or url not in dict(copies(measured(blob))):
        return None
    kind = next((kind for kind, media in KINDS.items() if media in request.headers.get("Accept", "")), "webp")
    try:
        name = kept_copy(blob, int(match[2]), kind)
    except Busy:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    return _answer(name, KINDS[kind]) if name else None


def _published(digest: str) -> Blob | None:
    shown = EditionFile.objects.filter(blob__sha256=digest, edition__in=Edition.objects.live())
    file = shown.select_related("blob").first()
    return file.blob if file else None


def _answer(name: str, media_type: str) -> HttpResponseBase:
    response = FileResponse(blob_storage().open(name), content_type=media_type)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    patch_vary_headers(response, ["Accept"])
    return response
