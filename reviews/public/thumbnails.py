"""The pictures beside the entries of a list: the covers that the pages name, as narrow as the list shows them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from reviews.hugo.site import SiteConfig
from reviews.models import Blob, Edition, EditionFile, SiteFile
from reviews.models.columns import address_key
from reviews.pictures import copies
from reviews.public.covers import bundle_name, bundle_url, named_cover, rooted_url

Context = dict[str, Any]


def thumbnails(config: SiteConfig, editions: Iterable[Edition]) -> dict[int, Context]:
    """The covers of `editions` by their ids: url, width, height, srcset. No query where no page names one."""
    named = {each: name for each in editions if (name := named_cover(each.params)[0])}
    found = _of_bundles(named)
    rest = {each: rooted_url(config, each.language, name) for each, name in named.items() if each.pk not in found}
    return {**found, **_of_site({each: url for each, url in rest.items() if url})}


def _of_bundles(named: dict[Edition, str]) -> dict[int, Context]:
    wanted = {(each.pk, inside): each for each, name in named.items() if (inside := bundle_name(name))}
    if not wanted:
        return {}
    files = EditionFile.objects.filter(edition__in=list(wanted.values()), name__in={name for _, name in wanted})
    return {
        file.edition_id: _picture(bundle_url(edition.url, file.name), file.blob, copies(file.blob, file.blob.sha256))
        for file in files.filter(blob__media_type__startswith="image/").select_related("blob")
        if (edition := wanted.get((file.edition_id, file.name)))
    }


def _of_site(urls: dict[Edition, str]) -> dict[int, Context]:
    if not urls:
        return {}
    keys = {each.pk: address_key(url) for each, url in urls.items()}
    files = SiteFile.objects.filter(url_key__in=set(keys.values()), blob__media_type__startswith="image/")
    blobs = {file.url_key: file.blob for file in files.select_related("blob")}
    return {
        each.pk: _picture(quote(url), blob, copies(blob, keys[each.pk] or ""))
        for each, url in urls.items()
        if (blob := blobs.get(keys[each.pk]))
    }


def _picture(url: str, blob: Blob, narrower: list[tuple[str, int]]) -> Context:
    """`thumbnail` is the narrowest copy, which is wide enough beside an entry; `srcset` is for the page's lead."""
    thumbnail, wide = narrower[0] if narrower else (url, blob.width or 0)
    return {
        "url": url,
        "thumbnail": thumbnail,
        "thumbnail_width": wide,
        "thumbnail_height": round(wide * (blob.height or 0) / blob.width) if blob.width else 0,
        "width": blob.width,
        "height": blob.height,
        "srcset": srcset(url, blob, narrower),
    }


def srcset(url: str, blob: Blob, narrower: list[tuple[str, int]]) -> str:
    """The picture at `url` among its copies; nothing where there is no choice, or where a comma would part it."""
    choices = [*narrower, (url, blob.width)]
    return ", ".join(f"{each} {width}w" for each, width in choices) if narrower and "," not in url else ""
