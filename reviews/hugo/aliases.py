"""Where a page's `aliases` lead: absolute ones from the language's root, relative ones from beside the page."""

import posixpath
from collections.abc import Sequence

from reviews.hugo.errors import FrontMatterError


def resolve_aliases(aliases: Sequence[str], address: str, prefix: str) -> tuple[str, ...]:
    """The site paths of the aliases, without closing slash and not percent-encoded, as Hugo's `.Aliases` gives them.

    `address` is the page's own unescaped path, `prefix` its language's. Raises FrontMatterError for an alias with a
    protocol and for one that leaves the site or is its root: with both Hugo stops the build.
    """
    return tuple(_resolved(alias, address, prefix) for alias in aliases)


def _resolved(alias: str, address: str, prefix: str) -> str:
    if alias.startswith(("http://", "https://")):
        raise FrontMatterError(f"aliases: {alias!r} has a protocol; an alias is a path on this site")
    if alias.startswith("/"):
        return posixpath.normpath(f"/{prefix}/{alias}".replace("//", "/").replace("//", "/"))
    beside = posixpath.dirname(address.rstrip("/")) if address.strip("/") else "/.."
    path = posixpath.normpath(f"{beside}/{alias}")
    return path if path.startswith("/") else "/" + path
