"""Line breaks between wide characters, which some sites want to be none (`cjk.eastAsianLineBreaks`).

https://gohugo.io/configuration/markup/#cjk
"""

import unicodedata

from reviews.rendering.characters import is_only_punctuation
from reviews.rendering.tokens import Token


def joins(before: str, after: str, style: str) -> bool:
    """Whether a line that ends with `before` and one that begins with `after` are shown without a gap between them.

    style: "simple" joins wide characters; "css3draft" leaves Korean alone, for it has spaces between words, and joins
    what touches a sign or a Chinese or Japanese character.
    """
    if not after or before in " \t":
        return False
    wide = [unicodedata.east_asian_width(char) in "WF" for char in (before, after)]
    if style != "css3draft":
        return all(wide)
    hangul = [_is_hangul(before), _is_hangul(after)]
    if all(wide):
        return not any(hangul)
    return any(
        is_only_punctuation(char) or (is_wide and not is_korean and char.isalpha())
        for char, is_wide, is_korean in zip((before, after), wide, hangul, strict=True)
    )


def join_elements(tokens: list[Token]) -> None:
    """In the css3draft style, a line that goes on with an element is joined to the text before it."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.type == "softbreak" and before.type == "text" and after.type != "text":
            token.hidden = True


def _is_hangul(char: str) -> bool:
    return "HANGUL" in unicodedata.name(char, "")
