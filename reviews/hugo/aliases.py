"""Where a page's `aliases` lead: absolute ones from the language's root, relative ones from beside the page."""

import posixpath
from collections.abc import Sequence

from reviews.hugo.errors import FrontMatterError


def resolve_aliases(aliases: Sequence[str], address: str, prefix: str, is_written: bool = True) -> tuple[str, ...]:
    """The site paths of the aliases, without closing slash and not percent-encoded, as Hugo's `.Aliases` gives them.

    `address` is the page's own unescaped path, `prefix` its language's. Raises FrontMatterError for an alias with a
    protocol and, where `is_written`, for one that leaves the site or is its root: with both Hugo stops the build.
    """
    return tuple(_resolved(alias, address, prefix, is_written) for alias in aliases)


def _resolved(alias: str, address: str, prefix: str, is_written: bool) -> str:
    if alias.startswith(("http://", "https://")):
        raise FrontMatterError(f"aliases: {alias!r} has a protocol; an alias is a path on this site")
    if alias.startswith("/"):
        path = posixpath.normpath(f"/{prefix}/{alias}").replace("//", "/")
    else:
        own = address.removesuffix(".html").strip("/")
        path = posixpath.normpath(f"/{own}/../{alias}" if own else f"../{alias}")
    if is_written and (path == "/" or path.startswith("..")):
        raise FrontMatterError(f"aliases: {alias!r} is the root of the site or lies outside of it")
    return path
