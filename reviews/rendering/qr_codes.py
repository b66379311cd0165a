"""`qr`: a text as a code to scan, of the size that Hugo's has, inside the page: no file and no request."""

from functools import lru_cache

import segno
from segno.encoder import DataOverflowError

from reviews.rendering.characters import escape
from reviews.rendering.placeholders import Output
from reviews.rendering.shortcode_calls import ShortcodeCall, ShortcodeRefused
from reviews.rendering.shortcode_page import ShortcodePage

LEVELS = {"low": "l", "medium": "m", "quartile": "q", "high": "h"}
QUIET = 4  # light modules around the code, as the standard asks
MOST_PIXELS = 8  # a module; larger ones are scaled by the browser


def qr(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/qr/"""
    text = (call.text("text") or call.inner).strip()
    if not text:
        raise ShortcodeRefused('The "qr" shortcode requires a "text" argument.')
    level = call.text("level") or "medium"
    if level not in LEVELS:
        known = "low, medium, quartile, or high"
        raise ShortcodeRefused(f'The "level" argument passed to the "qr" shortcode must be one of {known}.')
    scale = call.get("scale")
    image, modules = _code(text, LEVELS[level], min(_scale(scale), MOST_PIXELS))
    side = modules * _scale(scale)
    others = "".join(f' {name}="{escape(call.text(name))}"' for name in ("class", "title") if call.text(name))
    size = f'width="{side}" height="{side}"'
    html = f'<img src="{image}" {size} alt="{escape(call.text("alt") or text)}"{others}>'
    return Output(html, html)


def _scale(value: object) -> int:
    """Pixels of one module; 4 where nothing useful is said."""
    number = int(value) if isinstance(value, int | str) and str(value).isdecimal() and len(str(value)) < 4 else 0
    return number or 4


@lru_cache(maxsize=256)
def _code(text: str, level: str, scale: int) -> tuple[str, int]:
    """The image as an address that holds it, and its modules on a side, the quiet ones included."""
    try:
        code = segno.make_qr(text, error=level, encoding="utf-8", boost_error=False)
    except (DataOverflowError, UnicodeEncodeError) as error:
        raise ShortcodeRefused('The "qr" shortcode cannot hold so long a text.') from error
    return code.png_data_uri(scale=scale, border=QUIET), int(code.symbol_size(border=QUIET)[0])
