"""The site's own icons, which browsers are led to: as Hugo's sites have them in `static/`, or where `params` say."""

from typing import NamedTuple

from reviews.hugo.addresses import base_path
from reviews.hugo.config_values import as_mapping, as_text
from reviews.models import Site, SiteFile
from reviews.models.columns import address_key

TYPES = {"svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon"}


class Icon(NamedTuple):
    """What a `link` says. `sizes` keeps browsers from taking the `.ico` where there is a drawing."""

    url: str
    rel: str = "icon"
    sizes: str = ""

    @property
    def type(self) -> str:
        """The kind of picture that the address promises; empty where it says nothing."""
        return TYPES.get(self.url.rpartition(".")[2].lower(), "")


USUAL = (
    Icon("/favicon.ico", sizes="32x32"),
    Icon("/favicon-16x16.png", sizes="16x16"),
    Icon("/favicon-32x32.png", sizes="32x32"),
    Icon("/favicon.png"),
    Icon("/favicon.svg"),
    Icon("/apple-touch-icon.png", "apple-touch-icon"),
)


def icons(site: Site, language: str) -> list[Icon]:
    """Those of the usual ones and of the named ones that the site has a file for, the best last; one query."""
    base = base_path(site.hugo, language)
    wanted = [each._replace(url=base + each.url) for each in (*USUAL, *_named(site))]
    keys = {address_key(each.url): each for each in wanted}
    there = set(SiteFile.objects.filter(url_key__in=keys).values_list("url_key", flat=True))
    return [icon for key, icon in keys.items() if key in there]


def _named(site: Site) -> list[Icon]:
    """As themes have it: `params.favicon`, and `params.assets` with a key for each."""
    assets = as_mapping(site.hugo.params.get("assets"))
    found = [
        Icon(as_text(assets.get("apple_touch_icon")), "apple-touch-icon"),
        *(Icon(as_text(assets.get(key))) for key in ("favicon16x16", "favicon32x32", "favicon")),
        Icon(as_text(site.hugo.params.get("favicon"))),
    ]
    return [each._replace(url="/" + each.url.lstrip("/")) for each in found if each.url]
