"""Where a page's `aliases` lead: absolute ones from the language's root, relative ones from beside the page."""

import posixpath
import re
from collections.abc import Sequence

from reviews.hugo.errors import FrontMatterError

_INDEX_FILE = re.compile(r"/index\.\w+\Z")


def resolve_aliases(
    aliases: Sequence[str], address: str, prefix: str, *, is_written: bool = True, is_ugly: bool = False
) -> tuple[str, ...]:
    """The site paths of the aliases, without closing slash and not percent-encoded, as Hugo's `.Aliases` gives them.

    `address` is the page's own unescaped path, `prefix` its language's. Raises FrontMatterError for an alias with a
    protocol and, where `is_written`, for one that leaves the site or is its root: with both Hugo stops the build.
    Where addresses are ugly, so are aliases: `.html` is put to them.
    """
    paths = (_resolved(alias, address, prefix, is_written) for alias in aliases)
    return tuple(f"{path}.html" if is_ugly and not path.endswith(".html") else path for path in paths)


def _resolved(alias: str, address: str, prefix: str, is_written: bool) -> str:
    if alias.startswith(("http://", "https://")):
        raise FrontMatterError(f"aliases: {alias!r} has a protocol; an alias is a path on this site")
    if alias.startswith("/"):
        path = posixpath.normpath(f"/{prefix}/{alias}").replace("//", "/")
    else:
        own = _INDEX_FILE.sub("/", address).strip("/")
        path = posixpath.normpath(f"/{own}/../{alias}" if own else f"../{alias}")
    if is_written and (path == "/" or path.startswith("..")):
        raise FrontMatterError(f"aliases: {alias!r} is the root of the site or lies outside of it")
    return path
