"""Classes of characters as goldmark sees them, and text made safe for HTML and for addresses."""

import re
import unicodedata
from functools import lru_cache
from html.entities import html5
from urllib.parse import quote

ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
ESCAPED_OR_ENTITY = re.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])|" + ENTITY.pattern)
SPECIAL = re.compile('[&<>"]')
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
ADDRESS_SAFE = "!#$&'()*+,-./:;=?@_~%"
BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=4096)
def is_punctuation(char: str) -> bool:
    """Unicode's punctuation and symbols, which decide where emphasis may begin and end."""
    return unicodedata.category(char)[0] in "PS"


@lru_cache(maxsize=4096)
def is_only_punctuation(char: str) -> bool:
    """Unicode's punctuation without the symbols, which the quotation marks ask for."""
    return unicodedata.category(char)[0] == "P"


def is_space(char: str) -> bool:
    """Go's unicode.IsSpace."""
    return char.isspace() and char not in "\x1c\x1d\x1e\x1f"


def escape(text: str) -> str:
    """`text` for HTML, quotation marks included, as Hugo writes it."""
    return SPECIAL.sub(lambda found: ESCAPES[found[0]], text) if SPECIAL.search(text) else text


def resolve_entity(entity: str) -> str:
    """The characters of `&name;` or `&#1;`; what is no entity stays as it is. Invalid code points are U+FFFD."""
    if entity[1] != "#":
        return html5.get(entity[1:], entity)
    code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def plain(text: str) -> str:
    """`text` of a Markdown source with backslash escapes and entities resolved."""
    return ESCAPED_OR_ENTITY.sub(lambda found: found[1] or resolve_entity(found[0]), text)


def escape_address(address: str) -> str:
    """An address as goldmark writes it: everything but letters, digits and the usual signs percent-encoded, once."""
    if address.isascii() and address.replace("/", "").replace(".", "").replace("-", "").isalnum():
        return address
    whole = quote(address.encode("utf-8", "replace"), safe=ADDRESS_SAFE)
    return BAD_PERCENT.sub("%25", whole)
