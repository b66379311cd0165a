"""From the parts of an address to Hugo's RelPermalink: sections, slugs, `url`, ugly addresses, languages, base path."""

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from reviews.hugo.formats import HTML, OutputFormat
from reviews.hugo.site import SiteConfig
from reviews.hugo.terms import path_key, sanitise

_PLAIN = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/\[\]-]|%[0-9a-fA-F]{2})*\Z")
_BROKEN = re.compile(r"%(?![0-9a-fA-F]{2})|[\x00-\x1f\x7f]")
_BRANCHES = frozenset(("home", "section", "taxonomy", "term"))


class AddressError(ValueError):
    """An address with which Hugo would stop the build."""


@dataclass(frozen=True)
class Target:
    """What a page's address is made of.

    `folder` is the path above the page (for a branch the whole path), with the slugs of the sections in it.
    """

    kind: str
    folder: str
    base_name: str = ""
    is_bundle: bool = False
    url: str = ""
    permalink: str = ""
    output: OutputFormat = HTML


def address_of(config: SiteConfig, language: str, target: Target, is_ugly: bool = False) -> str:
    """The page's RelPermalink, percent-encoded, with the base URL's path. Raises AddressError."""
    prefix = language_prefix(config, language)
    if target.url and target.kind != "home":
        link = _of_url(target, prefix)
    else:
        is_ugly = (is_ugly or target.output.is_ugly) and not target.output.never_ugly
        parts = [sanitised(config, part) for part in _parts(target, is_ugly)]
        link = _link(parts, prefix, target, is_ugly)
    return base_path(config, language) + escape(link)


def language_prefix(config: SiteConfig, language: str) -> str:
    """The first part of every address in that language: its code, or nothing for the default language."""
    if config.is_multihost or (language == config.default_language and not config.default_language_in_subdir):
        return ""
    return language


def base_path(config: SiteConfig, language: str) -> str:
    """The path of the base URL, without its closing slash: `/blog` for https://example.org/blog/."""
    return _path_of(config.language(language).base_url)


@lru_cache(maxsize=256)
def _path_of(url: str) -> str:
    rest = re.sub(r"\A(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*", "", url)
    path = re.split(r"[?#]", rest, maxsplit=1)[0].rstrip("/")
    return path if path.startswith("/") or not path else "/" + path


def sanitised(config: SiteConfig, text: str) -> str:
    """The text with what Hugo keeps of it in an address."""
    return sanitise(text, not config.disable_path_to_lower, config.remove_path_accents)


def _parts(target: Target, is_ugly: bool) -> list[str]:
    output = target.output
    file = output.base_name + output.suffix
    if target.kind in _BRANCHES:
        parts = [output.folder, target.permalink or target.folder]
        joins = is_ugly and target.kind == "term"
    else:
        parts = (
            [output.folder, target.permalink] if target.permalink else [output.folder, target.folder, target.base_name]
        )
        joins = is_ugly or (_is_named_like_output(target) and not target.permalink)
    return [*parts[:-1], parts[-1].removesuffix("/") + output.suffix] if joins else [*parts, file]


def _is_named_like_output(target: Target) -> bool:
    """A single file named `index` by its slug stands where its folder's own page would."""
    return target.kind not in _BRANCHES and not target.is_bundle and target.base_name == target.output.base_name


def _link(parts: list[str], prefix: str, target: Target, is_ugly: bool) -> str:
    names_index = parts[-1] == "index.html"
    keeps_index = is_ugly and target.kind in _BRANCHES
    shown = parts[:-1] if names_index and not keeps_index else parts
    link = _joined(shown)
    if _is_named_like_output(target):
        link = link.removesuffix(target.base_name)
    link = _joined([prefix, link]) if prefix else link
    return link if link.endswith("/") or not (names_index and not keeps_index) else link + "/"


def _joined(parts: list[str]) -> str:
    """The parts with one slash between them; empty parts go, slashes inside a part stay."""
    joined = ""
    for part in parts:
        if part in ("", "/"):
            continue
        joined = joined.removesuffix("/") + "/" + part.removeprefix("/")
    return joined or "/"


def _of_url(target: Target, prefix: str) -> str:
    """The address that `url` in the front matter asks for; nothing in it is cleaned or lower-cased."""
    url = target.url
    is_relative = not url.startswith("/")
    if ".." in url:
        url = posixpath.normpath("/" + url.lstrip("/"))
    names_file = "." in url and not url.endswith("/")
    parts = [part for part in (target.output.folder, *url.split("/")) if part]
    if not names_file and target.output.suffix != ".html":
        parts, names_file = [*parts, target.output.base_name + target.output.suffix], True
    if names_file and parts[-1] == "index.html":
        parts, names_file = parts[:-1], False
    link = "/" + "/".join(parts)
    if is_relative and prefix and not url.startswith("/" + prefix):
        link = _joined([prefix, link])
    return link if names_file or link.endswith("/") else link + "/"


def escape(link: str) -> str:
    """Percent-encode a link as Go's net/url does. Raises AddressError for a broken escape or a control character."""
    path, mark, query = link.replace("#", "%23").partition("?")
    if _PLAIN.match(path):
        return path + mark + query
    if _BROKEN.search(path):
        raise AddressError(
            f"Hugo cannot make an address of {link!r}: it holds a broken % escape or a control character"
        )
    return quote(unquote_to_bytes(path.encode("utf-8", "surrogateescape")), safe="/$&+,:;=@-_.~") + mark + query


def section_url(config: SiteConfig, language: str, path: str) -> str:
    """The address of a section (or the home page, path "") that has no `_index` file of its own."""
    kind = "section" if path.strip("/") else "home"
    folder = path_key("/" + path.strip("/"))
    return address_of(config, language, Target(kind, folder), is_ugly(config, folder))


def is_ugly(config: SiteConfig, logical: str) -> bool:
    """Whether `uglyURLs` holds for the page of that logical path."""
    setting = config.ugly_urls
    return bool(setting.get(logical.split("/")[1], False)) if isinstance(setting, dict) else setting
