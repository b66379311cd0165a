"""The picture that a post's front matter names for itself, as far as readers may get it."""

import posixpath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from reviews.hugo.addresses import base_path
from reviews.hugo.config_values import as_list, as_mapping, as_text
from reviews.hugo.site import SiteConfig

KEYS = ("cover", "image", "images", "featured_image", "featuredimage", "thumbnail")


def named_cover(params: dict[str, Any]) -> tuple[str, str, str]:
    """The picture as the front matter names it (what Hugo's themes call it), its alternative text and its caption."""
    for key in KEYS:
        value = params.get(key)
        table = as_mapping(value)
        name = as_text(table.get("image") or table.get("src")) if table else next(iter(_texts(value)), "")
        if name and table.get("hidden") is not True:
            return name, as_text(table.get("alt")), as_text(table.get("caption"))
    return "", "", ""


def _texts(value: Any) -> list[str]:
    return [each for each in (as_list(value) if isinstance(value, list) else [value]) if isinstance(each, str) and each]


def bundle_name(name: str) -> str:
    """The name of a bundle's file; empty where `name` is an address of another kind."""
    parts = urlsplit(name)
    clean = posixpath.normpath(unquote(parts.path)) if parts.path else ""
    is_inside = not parts.scheme and not parts.netloc and not clean.startswith(("/", ".."))
    return clean if clean and is_inside else ""


def rooted_url(config: SiteConfig, language: str, name: str) -> str:
    """The address of a site's file that `name` gives from the root, as `/img/x.png` or `img/x.png`."""
    parts = urlsplit(name)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return f"{base_path(config, language).rstrip('/')}/{posixpath.normpath(unquote(parts.path)).lstrip('/')}"


def bundle_url(page_url: str, name: str) -> str:
    """Where a bundle's file stands."""
    return f"{page_url.rsplit('/', 1)[0]}/{quote(name)}"
