"""What kind of file some bytes are: decided by the bytes for images, by the name for the rest."""

import io
import mimetypes
import warnings

from PIL import Image, UnidentifiedImageError

# Types that a browser shows as they are and that can do nothing.
INERT_IMAGES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")


def image_type(data: bytes) -> str:
    """The media type of a png, jpeg, gif, webp or avif that decodes; "" for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(INERT_IMAGES)) as image:
                image.verify()
                return INERT_IMAGES.get(image.format or "", "")
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return ""


def media_type(name: str, data: bytes) -> str:
    """The type to serve a stored file as: an image only where the bytes start like one, else by its name."""
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if guessed in INERT_IMAGES.values() and not data.startswith(_SIGNATURES) and b"ftypavi" not in data[:32]:
        return "application/octet-stream"
    return guessed[:100]
