"""A picture for each published post, for where it is shared: its title set in type, 1200 by 630 pixels.

Drawn when it is first asked for, kept beside the blobs under the hash of what stands on it. Only a live page has one.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from PIL import Image, ImageDraw, ImageFont

from reviews.models import Edition, Site
from reviews.models.resources import blob_storage

FOLDER = "_cards"
ADDRESS = re.compile(rf"/{FOLDER}/([0-9a-f]{{32}})\.png$")
DESIGN = "1"  # another number draws all anew
SIZE, MARGIN = (1200, 630), 80
GROUND, INK, QUIET, ACCENT = "#fbfcfb", "#17201d", "#52605a", "#0b6351"
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
# (file, number of the face in it): the first that is there; Hangul and Latin in one.
BOLD = (
    ("Pretendard-Bold.otf", 0), ("NotoSansCJK-Bold.ttc", 1), ("NotoSansKR-Bold.otf", 0), ("NanumGothicBold.ttf", 0),
    ("AppleSDGothicNeo.ttc", 6), ("malgunbd.ttf", 0), ("DejaVuSans-Bold.ttf", 0),
)  # fmt: skip
REGULAR = (
    ("Pretendard-Regular.otf", 0), ("NotoSansCJK-Regular.ttc", 1), ("NotoSansKR-Regular.otf", 0),
    ("NanumGothic.ttf", 0), ("AppleSDGothicNeo.ttc", 0), ("malgun.ttf", 0), ("DejaVuSans.ttf", 0),
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What stands on a card."""

    title: str
    about: str
    foot: str

    @property
    def digest(self) -> str:
        """The same for the same card."""
        return hashlib.sha256("\0".join((DESIGN, self.title, self.about, self.foot)).encode()).hexdigest()


def card_url(edition: Edition) -> str:
    """Where the page's card stands; empty where the page has no address."""
    return f"/{FOLDER}/{edition.url_key}.png" if edition.url_key and edition.kind == "page" else ""


def find_card(request: HttpRequest, site: Site, url: str) -> HttpResponseBase | None:
    """The card at `url`, of a live page."""
    match = ADDRESS.fullmatch(url)
    edition = Edition.objects.live().filter(url_key=match[1], kind="page").first() if match else None
    if edition is None:
        return None
    card = card_of(site, edition)
    etag = quote_etag(card.digest[:32])
    response: HttpResponseBase = HttpResponseNotModified()
    if etag not in parse_etags(request.headers.get("If-None-Match", "")):
        response = FileResponse(kept(card), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def card_of(site: Site, edition: Edition) -> Card:
    """What stands on the page's card."""
    of_site = site.hugo.language(edition.language).title or site.hugo.title
    parts = [of_site, ", ".join(edition.author_names[:3]), f"arXiv {edition.shelf_mark}" if edition.shelf_mark else ""]
    return Card(edition.title, edition.description, "   ·   ".join(part for part in parts if part))


def kept(card: Card) -> "File[bytes]":
    """The card's PNG, open for reading; drawn where it is not yet there."""
    storage, name = blob_storage(), f"cards/{card.digest[:2]}/{card.digest[2:]}.png"
    if not storage.exists(name):
        storage.save(name, ContentFile(draw(card)))
    return storage.open(name)


def draw(card: Card) -> bytes:
    """The card as PNG. Letters that no font here has are left out."""
    image = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((MARGIN, MARGIN, SIZE[0] - MARGIN, MARGIN + 5), fill=INK)
    pen.rectangle((MARGIN, MARGIN, MARGIN + 96, MARGIN + 5), fill=ACCENT)
    below = _paragraph(pen, card.title, BOLD, (108, 90, 74, 60, 50), INK, MARGIN + 40, 3)
    _paragraph(pen, card.about, REGULAR, (34,), QUIET, below + 20, 2)
    _paragraph(pen, card.foot, REGULAR, (28,), INK, SIZE[1] - MARGIN - 34, 1)
    output = io.BytesIO()
    image.quantize(64).save(output, "PNG", optimize=True)
    return output.getvalue()


def _paragraph(
    pen: ImageDraw.ImageDraw, text: str, faces: tuple[tuple[str, int], ...], sizes: tuple[int, ...], ink: str, top: int,
    most: int,
) -> int:  # fmt: skip
    """Set `text` in the largest size that needs no more than `most` lines, cut where none does. Its lower end."""
    lines: list[str] = []
    font = _font(faces, sizes[-1])
    for size in sizes:
        font = _font(faces, size)
        lines = _lines(font, _drawable(font, " ".join(text.split())[:400]))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(" .,") + "…"]
    for line in lines:
        pen.text((MARGIN, top), line, font=font, fill=ink)
        top += round(font.size * 1.28)
    return top


def _lines(font: ImageFont.FreeTypeFont, text: str) -> list[str]:
    """`text` in lines of the card's width, broken at blanks, and inside a word only where it is wider than a line."""
    width, lines, line = SIZE[0] - 2 * MARGIN, [], ""
    for word in text.split():
        wider = f"{line} {word}".strip()
        if font.getlength(wider) <= width:
            line = wider
            continue
        lines += [line] if line else []
        line = word
        while font.getlength(line) > width:
            fits = next(n for n in range(len(line), 0, -1) if n == 1 or font.getlength(line[:n]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def _drawable(font: ImageFont.FreeTypeFont, text: str) -> str:
    return "".join(letter for letter in text if letter == " " or _has(font, letter))


def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    """Whether the font draws something else for `letter` than for what it does not know."""
    unknown = font.getmask("\U000f0000")
    mask = font.getmask(letter)
    return mask.size != unknown.size or bytes(mask) != bytes(unknown)


@cache
def _font(faces: tuple[tuple[str, int], ...], size: int) -> ImageFont.FreeTypeFont:
    for name, index in faces:
        path = _installed().get(name.lower())
        if path is not None:
            return ImageFont.truetype(path, size, index=index)
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)
    return found


@cache
def _installed() -> dict[str, Path]:
    wanted = {name.lower() for name, _ in (*BOLD, *REGULAR)}
    files = (path for folder in FOLDERS if Path(folder).is_dir() for path in Path(folder).rglob("*.?t?"))
    return {path.name.lower(): path for path in files if path.name.lower() in wanted}
