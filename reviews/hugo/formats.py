"""Output formats and markups that Hugo knows: what `outputs` and `markup` may name, what a format does to addresses.

Rules: https://gohugo.io/configuration/output-formats/ , https://gohugo.io/configuration/media-types/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviews.hugo.config_values import as_bool, as_list, as_mapping, as_text


@dataclass(frozen=True)
class OutputFormat:
    """How a page in this format is named: `base_name` and `suffix` of its file, the `folder` put before its path."""

    name: str
    base_name: str = "index"
    suffix: str = ".html"
    folder: str = ""
    is_ugly: bool = False
    never_ugly: bool = False


HTML = OutputFormat("html")
_BUILT_IN = {
    each.name: each
    for each in (
        HTML,
        OutputFormat("404", "", is_ugly=True),
        OutputFormat("alias", "", is_ugly=True),
        OutputFormat("amp", folder="amp"),
        OutputFormat("calendar", suffix=".ics"),
        OutputFormat("css", "styles", ".css"),
        OutputFormat("csv", suffix=".csv"),
        OutputFormat("gotmpl", "", ".gotmpl"),
        OutputFormat("json", suffix=".json"),
        OutputFormat("markdown", suffix=".md"),
        OutputFormat("robots", "robots", ".txt"),
        OutputFormat("rss", suffix=".xml", never_ugly=True),
        OutputFormat("sitemap", "sitemap", ".xml", is_ugly=True),
        OutputFormat("sitemapindex", "sitemap", ".xml", is_ugly=True),
        OutputFormat("webappmanifest", "manifest", ".webmanifest"),
    )
}
# The media types of Hugo and the suffixes of their files, the first of them for new files.
_MEDIA_TYPES = {
    "application/json": "json", "application/manifest+json": "webmanifest", "application/octet-stream": "",
    "application/pdf": "pdf", "application/rss+xml": "xml rss", "application/source-map": "map",
    "application/toml": "toml", "application/wasm": "wasm", "application/xml": "xml", "application/yaml": "yaml yml",
    "font/otf": "otf", "font/ttf": "ttf", "font/woff": "woff", "font/woff2": "woff2", "image/avif": "avif",
    "image/bmp": "bmp", "image/gif": "gif", "image/heic": "heic", "image/heif": "heif",
    "image/jpeg": "jpg jpeg jpe jif jfif", "image/png": "png", "image/svg+xml": "svg", "image/tiff": "tif tiff",
    "image/webp": "webp", "text/asciidoc": "adoc asciidoc ad", "text/calendar": "ics", "text/css": "css",
    "text/csv": "csv", "text/html": "html htm", "text/javascript": "js jsm mjs", "text/jsx": "jsx",
    "text/markdown": "md mdown markdown", "text/org": "org", "text/pandoc": "pandoc pdc", "text/plain": "txt",
    "text/rst": "rst", "text/tsx": "tsx", "text/typescript": "ts", "text/x-gotmpl": "gotmpl", "text/x-sass": "sass",
    "text/x-scss": "scss", "video/3gpp": "3gpp 3gp", "video/mp4": "mp4", "video/mpeg": "mpeg mpg", "video/ogg": "ogv",
    "video/webm": "webm", "video/x-msvideo": "avi",
}  # fmt: skip
_LIST_OUTPUTS = ("html", "rss")
_DEFAULT_OUTPUTS = {
    "home": _LIST_OUTPUTS, "section": _LIST_OUTPUTS, "taxonomy": _LIST_OUTPUTS, "term": _LIST_OUTPUTS,
    "page": ("html",),
}  # fmt: skip
_MARKUP_NAMES = frozenset(("goldmark", "asciidocext"))


@dataclass(frozen=True)
class Formats:
    """What a site's pages may name: output formats, markups, and the formats of every kind of page."""

    outputs: Mapping[str, OutputFormat]
    markups: frozenset[str]
    first: Mapping[str, OutputFormat]
    of_kind: Mapping[str, tuple[str, ...]]  # the names of all formats of a kind of page
    may_have_more: bool = False  # a theme or module, whose configuration is not at hand, may add some


def read_formats(raw: Mapping[str, Any]) -> Formats:
    """The formats of a configuration, Hugo's own and those that it adds."""
    media = {name: suffixes.split() for name, suffixes in _MEDIA_TYPES.items()}
    for name, value in as_mapping(raw.get("mediatypes")).items():
        media[name] = [as_text(each) for each in as_list(as_mapping(value).get("suffixes"))] or media.get(name, [])
    outputs = dict(_BUILT_IN)
    for name, value in as_mapping(raw.get("outputformats")).items():
        outputs[name] = _configured(name, as_mapping(value), outputs.get(name), media)
    names = {
        kind: [as_text(each).lower() for each in as_list(given)]
        for kind, given in as_mapping(raw.get("outputs")).items()
    }
    first = {kind: outputs[naming(given)] for kind, given in names.items() if given and naming(given) in outputs}
    of_kind = {**_DEFAULT_OUTPUTS, **{kind: tuple(given) for kind, given in names.items()}}
    has_themes = any([*as_list(raw.get("theme")), *as_list(as_mapping(raw.get("module")).get("imports"))])
    return Formats(outputs, _markups(media), first, of_kind, has_themes)


def naming(names: Sequence[str]) -> str:
    """The one of a page's formats that its address is of: HTML links to HTML; a page without it has its first."""
    return "html" if "html" in names else names[0]


def _markups(media: Mapping[str, list[str]]) -> frozenset[str]:
    subtypes = {name.partition("/")[2].partition("+")[0] for name in media}
    return frozenset({*_MARKUP_NAMES, *media, *subtypes, *(each for suffixes in media.values() for each in suffixes)})


def _configured(
    name: str, value: dict[str, Any], known: OutputFormat | None, media: Mapping[str, list[str]]
) -> OutputFormat:
    suffixes = media.get(as_text(value.get("mediatype")).lower(), [])
    return OutputFormat(
        name,
        as_text(value.get("basename")) or (known.base_name if known else "index"),
        f".{suffixes[0]}" if suffixes else known.suffix if known else "",
        as_text(value.get("path")) or (known.folder if known else ""),
        as_bool(value.get("ugly", known.is_ugly if known else False)),
        as_bool(value.get("nougly", known.never_ugly if known else False)),
    )
