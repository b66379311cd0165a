"""A lone image with a caption as `<figure>`: the caption is the image's title, or the line in italics behind it.

No word is added: the words in italics move into the caption; a title is shown by the style sheet (`data-caption`), for
it is an attribute in Hugo's output and stays one. Images that are all there is in a paragraph stand side by side.
"""

import re

# Sanitised HTML: no attribute holds `<` or `>`.
WORDS = r"(?:[^<]|<(?!/?(?:em|p)\b))*"
LONE_IMAGE = re.compile(
    r"<p(?P<attributes>(?: [^>]*)?)>(?P<image>(?:<a [^>]*>)?<img [^>]*>(?:</a>)?)"
    rf"(?:(?:<br>)?\s*<em>(?P<line>{WORDS})</em></p>|</p>\n<p><em>(?P<paragraph>{WORDS})</em></p>|</p>)"
)
_PICTURE = r"(?:<a [^>]*>)?<img [^>]*>(?:</a>)?"
GALLERY = re.compile(rf"<p>(?={_PICTURE}(?:\s+{_PICTURE})+</p>)")
TITLE = re.compile(r' title="([^"]+)"')


def with_figures(html: str) -> str:
    """`html` (sanitised) with its captioned images as figures, and those that share a paragraph as a gallery."""
    return GALLERY.sub('<p class="gallery">', LONE_IMAGE.sub(_figure, html))


def _figure(found: re.Match[str]) -> str:
    image = found["image"]
    caption = found["line"] or found["paragraph"]
    if caption:
        return f"<figure{found['attributes']}>{image}\n<figcaption>{caption}</figcaption></figure>"
    title = TITLE.search(image, image.index("<img"))
    if title is None:
        return found[0]
    shown = f'<figcaption data-caption="{title[1]}"></figcaption>'
    return f"<figure{found['attributes']}>{image}{shown}</figure>"
