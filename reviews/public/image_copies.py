"""Narrower copies of published pictures, at addresses that never mean anything else."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

from reviews.media import INERT_IMAGES
from reviews.models import Blob, Edition, EditionFile, Site
from reviews.pictures import FOLDER, KINDS, WIDTHS, Busy, copies, kept_copy, measured
from reviews.public.files import serve, site_file, stored

_WIDTH = "|".join(map(str, WIDTHS))
OF_BUNDLE = re.compile(rf"/{FOLDER}/([0-9a-f]{{64}})-({_WIDTH})")
OF_SITE = re.compile(rf"/{FOLDER}/([0-9a-f]{{32}})-({_WIDTH})")
YEAR = 31_536_000


def find_copy(request: HttpRequest, site: Site, url: str) -> HttpResponseBase | None:
    """The copy at `url` of a picture that readers may have; whether AVIF or WebP is the browser's choice."""
    if match := OF_BUNDLE.fullmatch(url):
        return _of_bundle(request, match[1], int(match[2]))
    if match := OF_SITE.fullmatch(url):
        return _of_site(request, site, match[1], int(match[2]))
    return None


def _of_bundle(request: HttpRequest, digest: str, width: int) -> HttpResponseBase | None:
    shown = EditionFile.objects.filter(blob__sha256=digest, edition__in=Edition.objects.live())
    file = shown.select_related("blob").first()
    response = _copy(request, file.blob, width) if file else None
    if response is not None and response.status_code != 503:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _of_site(request: HttpRequest, site: Site, key: str, width: int) -> HttpResponseBase | None:
    """The picture itself where it has no such copy: a page names those of an earlier one, perhaps."""
    row = site_file(site, key)
    if row is None or row.blob.media_type not in INERT_IMAGES.values():
        return None
    return _copy(request, row.blob, width) or serve(request, row.blob, row.path)


def _copy(request: HttpRequest, blob: Blob, width: int) -> HttpResponseBase | None:
    if width not in {each for _url, each in copies(measured(blob), "")}:
        return None
    kind = next((kind for kind, media in KINDS.items() if media in request.headers.get("Accept", "")), "webp")
    try:
        name = kept_copy(blob, width, kind)
    except Busy:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    if name is None:
        return None
    response = stored(request, name, quote_etag(f"{blob.sha256[:32]}-{width}-{kind}"), KINDS[kind])
    patch_vary_headers(response, ["Accept"])
    return response
