"""Films and posts of other sites, as links: a page loads nothing from elsewhere until its reader asks for it.

Hugo has a player or the post itself in these places. https://gohugo.io/shortcodes/
"""

from collections.abc import Callable
from urllib.parse import quote

from reviews.rendering.characters import escape
from reviews.rendering.placeholders import Output
from reviews.rendering.shortcode_calls import ShortcodeCall, ShortcodeRefused
from reviews.rendering.shortcode_page import ShortcodePage

Card = Callable[[ShortcodePage, ShortcodeCall], Output]


def _card(site: str, address: str, title: str) -> Output:
    name, words = f'<span class="embed-site">{site}</span>', f'<span class="embed-title">{escape(title)}</span>'
    link = f'<a class="embed" href="{escape(address)}" rel="noopener nofollow">{words} {name}</a>'
    return Output(f"<p>{link}</p>\n", link)


def youtube(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/youtube/"""
    name = call.text("id", 0)
    if not name:
        raise ShortcodeRefused('The "youtube" shortcode requires an id argument.')
    start = call.text("start")
    at = f"&t={int(start)}s" if start.isdecimal() and len(start) < 9 and int(start) else ""
    address = f"https://www.youtube.com/watch?v={quote(name, safe='')}{at}"
    return _card("YouTube", address, call.text("title") or name)


def vimeo(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/vimeo/"""
    name = call.text("id", 0)
    if not name:
        place = "either as the first positional argument or an argument named id"
        raise ShortcodeRefused(f'The "{call.name}" shortcode requires a video id, {place}.')
    return _card("Vimeo", f"https://vimeo.com/{quote(name, safe='')}", call.text("title") or name)


def instagram(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/instagram/"""
    name = call.text("id", 0)
    if not name:
        what = "a single positional parameter, the ID of the Instagram post"
        raise ShortcodeRefused(f'The "instagram" shortcode requires {what}.')
    return _card("Instagram", f"https://www.instagram.com/p/{quote(name, safe='')}", name)


def x(page: ShortcodePage, call: ShortcodeCall) -> Output:
    """https://gohugo.io/shortcodes/x/"""
    user, name = call.text("user"), call.text("id")
    if not user or not name:
        raise ShortcodeRefused(f'The "{call.name}" shortcode requires two named parameters: user and id.')
    return _card("X", f"https://x.com/{quote(user, safe='')}/status/{quote(name, safe='')}", f"@{user}")


CARDS: dict[str, Card] = {
    "instagram": instagram,
    "vimeo": vimeo,
    "vimeo_simple": vimeo,
    "x": x,
    "x_simple": x,
    "youtube": youtube,
}
