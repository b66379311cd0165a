"""What a browser needs to know of an image before it has it: size, copies of other widths, when to load it."""

import re
from html import unescape
from urllib.parse import quote

from reviews.rendering.addresses import Addresses
from reviews.rendering.characters import escape
from reviews.rendering.options import RenderOptions
from reviews.rendering.sanitising import is_harmless

SOURCE = re.compile(r'\bsrc="([^"]*)"')
SIZED = re.compile(r"\b(?:width|height)=")
WIDTH, HEIGHT = (re.compile(rf' {side}="\d+"') for side in ("width", "height"))
ADDRESS_SIGNS = "%/:?#[]@!$&'()*+;=~"  # as they stand in an address; a comma or a blank would part the list


def image_attributes(attributes: str, options: RenderOptions, addresses: Addresses) -> str:
    """The attributes of one `<img>` (sanitised), and those that the images hook adds. What the author wrote stays."""
    source = SOURCE.search(attributes)
    if not (options.hooks.images and source):
        return attributes
    shown = unescape(source[1])
    written = addresses.written.get(shown, shown)
    added = _size(attributes, written, options)
    added += _variants(attributes + added, written, options)
    if "loading=" not in attributes:
        added += ' loading="lazy"'
    if "decoding=" not in attributes:
        added += ' decoding="async"'
    return attributes + added


def _size(attributes: str, written: str, options: RenderOptions) -> str:
    if options.image_size is None or SIZED.search(attributes):
        return ""
    size = options.image_size(written)
    return f' width="{int(size[0])}" height="{int(size[1])}"' if size else ""


def _variants(attributes: str, written: str, options: RenderOptions) -> str:
    """`srcset` and `sizes`: the browser chooses the copy that fits the screen."""
    if options.image_variants is None or "srcset=" in attributes:
        return ""
    addresses = [(quote(url, safe=ADDRESS_SIGNS), int(width)) for url, width in options.image_variants(written)]
    candidates = ", ".join(f"{url} {width}w" for url, width in addresses if is_harmless(url))
    if not candidates:
        return ""
    sizes = "" if "sizes=" in attributes else f' sizes="{_auto(attributes)}{escape(options.image_sizes)}"'
    return f' srcset="{escape(candidates)}"{sizes}'


def _auto(attributes: str) -> str:
    """The width on the screen itself, for browsers that know it: of lazy images whose form both attributes tell.

    https://html.spec.whatwg.org/multipage/images.html#sizes-attributes
    """
    is_lazy = "loading=" not in attributes or 'loading="lazy"' in attributes
    return "auto, " if is_lazy and WIDTH.search(attributes) and HEIGHT.search(attributes) else ""
