"""The last touches on sanitised HTML: sizes of images, scrolling frames around tables."""

import re
from html import unescape

from reviews.rendering.addresses import Addresses
from reviews.rendering.options import RenderOptions

TAG = re.compile(r"""<(/?)(table|img)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
SOURCE = re.compile(r'\bsrc="([^"]*)"')
SIZED = re.compile(r"\b(?:width|height)=")
FRAME = '<div class="scroll" role="region" tabindex="0">'


def finish(html: str, options: RenderOptions, addresses: Addresses) -> str:
    """`html` (sanitised) with what the readers' page wants; adds constant markup and numbers only."""
    if "<img" not in html and "<table" not in html:
        return html
    frames = _Frames(options.wrap_tables)

    def touched(found: re.Match[str]) -> str:
        closing, tag, attributes = found.groups()
        if tag == "img":
            return f"<img{_image(attributes, options, addresses)}>"
        return frames.close() if closing else frames.open(found[0])

    return TAG.sub(touched, html)


class _Frames:
    """Frames around the outermost tables; the table that only holds line numbers beside code needs none."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.stack: list[bool] = []

    def open(self, tag: str) -> str:
        framed = self.wanted and not self.stack and "lntable" not in tag
        self.stack.append(framed)
        return FRAME + tag if framed else tag

    def close(self) -> str:
        return "</table></div>" if self.stack and self.stack.pop() else "</table>"


def _image(attributes: str, options: RenderOptions, addresses: Addresses) -> str:
    made = attributes
    source = SOURCE.search(attributes)
    if source and options.image_size and not SIZED.search(attributes):
        shown = unescape(source[1])
        size = options.image_size(addresses.written.get(shown, shown))
        made += f' width="{int(size[0])}" height="{int(size[1])}"' if size else ""
    if options.lazy_images:
        made += "" if "loading=" in made else ' loading="lazy"'
        made += "" if "decoding=" in made else ' decoding="async"'
    return made
