"""The one allow-list that every piece of public HTML passes, and HTML as plain text."""

import re
from collections.abc import Callable
from html import unescape

import nh3

TEXT_TAGS = frozenset(
    "a abbr article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s samp "
    "section small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr "
    "audio video track input".split()
)
MATH_TAGS = frozenset(
    "math merror menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle "
    "msub msubsup msup mtable mtd mtext mtr munder munderover none semantics".split()
)
MATH_ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height largeop linethickness "
    "lspace mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace scriptlevel separator stretchy symmetric "
    "voffset width xmlns".split()
)
COMMON_ATTRIBUTES = {"id", "class", "title", "lang", "dir", "role", "tabindex", "hidden", "translate"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": COMMON_ATTRIBUTES,
    "a": {"href", "hreflang", "target", "rel", "download"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "bdo": {"dir"},
    "blockquote": {"cite"},
    "col": {"span", "align", "width"},
    "colgroup": {"span", "align"},
    "del": {"cite", "datetime"},
    "details": {"open", "name"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding", "align"},
    "input": {"type", "checked", "disabled"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "table": {"align", "border", "width", "cellpadding", "cellspacing"},
    "td": {"align", "colspan", "headers", "rowspan", "valign", "width"},
    "th": {"align", "colspan", "headers", "rowspan", "scope", "valign", "width", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "controls", "loop", "muted", "preload", "poster", "width", "height", "playsinline"},
} | {tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS}
URL_SCHEMES = {"http", "https", "mailto", "tel"}
DROPPED_WITH_CONTENT = {"script", "style", "noscript", "noembed", "noframes", "template", "iframe", "object", "embed", "svg", "title"}
URL_ATTRIBUTES = {"href", "src", "poster", "cite"}
AttributeFilter = Callable[[str, str, str], str | None]


def sanitise(html: str, attribute_filter: AttributeFilter | None = None) -> str:
    """`html` with nothing left that runs, phishes or styles itself. `attribute_filter(tag, name, value)` may rewrite values."""
    return nh3.clean(
        html,
        tags=set(TEXT_TAGS | MATH_TAGS),
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=attribute_filter,
        url_schemes=URL_SCHEMES,
        generic_attribute_prefixes={"aria-", "data-"},
        link_rel=None,
    )


TAGS = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of `html` (as `sanitise` gives it), entities resolved, one blank where white space was."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())
