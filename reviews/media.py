"""What kind of file some bytes are: decided by the bytes for images, by the name for the rest."""

import io
import mimetypes
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ExifTags import Base

# Types that a browser shows as they are and that can do nothing.
INERT_IMAGES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
# What Pillow's decoders raise on bytes that are no image, or that were made to break them.
BROKEN = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, RuntimeError, LookupError, ArithmeticError, TypeError,
    EOFError, struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
ORIENTATION = Base.Orientation
ENCODING: dict[str, dict[str, Any]] = {"webp": {"quality": 80, "method": 4}, "avif": {"quality": 62, "speed": 8}}


def image_type(data: bytes) -> str:
    """The media type of a png, jpeg, gif, webp or avif that decodes; "" for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(INERT_IMAGES)) as image:
                image.verify()
                return INERT_IMAGES.get(image.format or "", "")
    except BROKEN:
        return ""


def media_type(name: str, data: bytes) -> str:
    """The type to serve a stored file as: an image only where the bytes start like one, else by its name."""
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if guessed in INERT_IMAGES.values() and not data.startswith(_SIGNATURES) and b"ftypavi" not in data[:32]:
        return "application/octet-stream"
    return guessed[:100]


@dataclass(frozen=True)
class Facts:
    """What an image's head says: its size as it is shown, and whether smaller copies may be made of it."""

    width: int
    height: int
    is_resizable: bool


NO_IMAGE = Facts(0, 0, False)
MOST_PIXELS = 40_000_000  # of an image that is decoded: 160 MB of memory
_TURNED = {5, 6, 7, 8}  # EXIF orientations that lie on their side
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"}


def measure(file: IO[bytes]) -> Facts:
    """The facts of an image, out of its head: no pixel is decoded. NO_IMAGE for what is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(INERT_IMAGES)) as image:
                return _facts(image)
    except BROKEN:
        return NO_IMAGE


def _facts(image: Image.Image) -> Facts:
    width, height = image.size
    # A PNG's `getexif` decodes the whole image when its head has none.
    has_exif = image.format != "PNG" or "exif" in image.info
    is_turned = has_exif and image.getexif().get(ORIENTATION) in _TURNED
    is_moving = image.format == "GIF" or bool(getattr(image, "is_animated", False))
    is_resizable = not is_moving and image.mode in _MODES and 0 < width * height <= MOST_PIXELS
    return Facts(height, width, is_resizable) if is_turned else Facts(width, height, is_resizable)


def smaller(file: IO[bytes], width: int, kind: str) -> bytes | None:
    """A copy of the image, `width` pixels wide, upright, as `kind` (webp or avif), without EXIF and other metadata.

    None for what does not decode, is too large to be decoded, or must not be resized.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=list(INERT_IMAGES)) as image:
                facts = _facts(image)
                return _copy(image, facts, width, kind) if facts.is_resizable and width < facts.width else None
    except BROKEN:
        return None


def _copy(image: Image.Image, facts: Facts, width: int, kind: str) -> bytes:
    height = max(1, round(facts.height * width / facts.width))
    profile = image.info.get("icc_profile")
    image.draft("RGB", (max(width, height) * 2, max(width, height) * 2))
    upright = ImageOps.exif_transpose(image)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    resized = upright.convert("RGBA" if has_alpha else "RGB").resize((width, height), Image.Resampling.LANCZOS)
    resized.info = {}
    output = io.BytesIO()
    kept = {"icc_profile": profile} if profile and image.mode != "CMYK" else {}
    resized.save(output, kind.upper(), **ENCODING[kind], **kept)
    return output.getvalue()
