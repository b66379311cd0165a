"""The one allow-list that every piece of public HTML passes, and HTML as plain text.

Ids and names: a heading keeps the id that Hugo gives it, whatever it is, for deep links lead there; so do footnotes,
whose ids hold a colon. `document` has no property for them, and a property of `window` that exists wins over them, so
they hide nothing; our scripts read no global that they might make (tests/rendering/test_clobbering.py keeps it so).
Anything else keeps an id or a name only where it is no property of `window`, `document`, a form or an element, and what
a form would list among its fields (`input`, `img`, media) keeps none.

What is not named here does not reach a reader: no script, no style, no event handler, no frame, no form field but a
box that cannot be ticked, no address that runs something, no `data-` attribute that a script of the site could obey.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from html import unescape
from pathlib import Path

import nh3

TEXT_TAGS = frozenset(
    """
    a abbr article aside audio b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div
    dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li main mark nav ol p picture
    pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead
    time tr track tt u ul var video wbr
    """.split()  # noqa: SIM905 - a list of words
)
MATH_TAGS = frozenset(
    """
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt
    mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
    """.split()  # noqa: SIM905 - a list of words
)
MATH_ATTRIBUTES = frozenset(
    """
    accent accentunder columnalign columnspan depth display displaystyle fence form height largeop linethickness
    lspace mathcolor mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator
    stretchy symmetric voffset width
    """.split()  # noqa: SIM905 - a list of words
)
ARIA = ("controls", "describedby", "expanded", "hidden", "label", "labelledby", "level", "roledescription")
COMMON = {
    "id",
    "class",
    "title",
    "lang",
    "dir",
    "role",
    "tabindex",
    "hidden",
    "translate",
    "data-lang",
    "data-shortcode",
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": COMMON | {f"aria-{name}" for name in ARIA},
    "a": {"name", "href", "hreflang", "target", "rel", "download"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "blockquote": {"cite"},
    "col": {"span", "align", "width"},
    "colgroup": {"span", "align"},
    "del": {"cite", "datetime"},
    "details": {"open", "name"},
    "figcaption": {"data-caption"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "align"},
    "input": {"checked", "disabled", "type"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "table": {"align", "border", "width", "cellpadding", "cellspacing"},
    "td": {"align", "colspan", "headers", "rowspan", "valign", "width"},
    "th": {"abbr", "align", "colspan", "headers", "rowspan", "scope", "valign", "width"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "controls", "loop", "muted", "preload", "poster", "width", "height", "playsinline"},
} | {tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS}
OURS = ("_", "id_")  # the ids of our own pages, and of the admin's fields
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
NAMELESS = frozenset({"input", "img", "picture", "source", "track", "audio", "video"})
# What a script finds under these names in Chromium, and what libraries put there.
PROPERTIES = frozenset((Path(__file__).parent / "property_names.txt").read_text("utf-8").split())
ADDRESSES = frozenset({"href", "src", "srcset", "poster", "cite"})
SCHEMES = {"http", "https", "mailto", "tel"}
# Pixels that cannot run: an `<img>` may hold them itself. Nothing else may, and no drawing (SVG).
INLINE_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/]+={0,2}")
GONE_WITH_CONTENT = set(
    """
    embed iframe noembed noframes noscript object script select style svg template textarea title xmp
    """.split()  # noqa: SIM905 - a list of words
)
TICK_BOX = {"input": {"type": "checkbox", "disabled": ""}}
# `sanitise` escapes what could be mistaken for the end of a tag.
TAGS = re.compile(r"<[^>]*>")
AttributeFilter = Callable[[str, str, str], str | None]
_rewrite: ContextVar[AttributeFilter | None] = ContextVar("rewrite", default=None)


def _checked(tag: str, name: str, value: str) -> str | None:
    """The last word on an address: rewritten for the page, dropped where it then has a forbidden scheme."""
    if name not in ADDRESSES:
        return value if name not in ("id", "name") or _is_free(tag, name, value) else None
    rewrite = _rewrite.get()
    shown = value if rewrite is None else rewrite(tag, name, value)
    if shown is None:
        return None
    if name == "src" and tag == "img" and INLINE_IMAGE.fullmatch(shown):
        return shown
    addresses = shown.split(",") if name == "srcset" else [shown]
    return shown if all(is_harmless(address) for address in addresses) else None


def _is_free(tag: str, name: str, value: str) -> bool:
    """Whether the element may have this id or name: see the top of the module."""
    if tag in HEADINGS:
        return True
    return tag not in NAMELESS and value not in PROPERTIES and not value.startswith(OURS)


def is_harmless(address: str) -> bool:
    """A relative address, or one with an allowed scheme. Blanks and control characters in a scheme do not hide it."""
    head = re.split("[/?#]", address, maxsplit=1)[0]
    scheme, colon, _ = "".join(char for char in head if char > " ").partition(":")
    return not colon or scheme.lower() in SCHEMES


# Building one costs ten times what cleaning a short text does.
_CLEANER = nh3.Cleaner(
    tags=set(TEXT_TAGS | MATH_TAGS),
    clean_content_tags=GONE_WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_checked,
    url_schemes=SCHEMES | {"data"},  # `_checked` has the last word
    set_tag_attribute_values=TICK_BOX,
    link_rel=None,
)


def sanitise(html: str, attribute_filter: AttributeFilter | None = None) -> str:
    """`html` with nothing left that runs, phishes or styles itself.

    attribute_filter(tag, name, value) may rewrite an address (href, src, srcset, poster, cite), or drop it (None).
    """
    token = _rewrite.set(attribute_filter)
    try:
        return _CLEANER.clean(html)
    finally:
        _rewrite.reset(token)


def plain_text(html: str) -> str:
    """The text of `html` (as `sanitise` gives it), entities resolved, one blank where white space was."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())
