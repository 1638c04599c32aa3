"""A photo made anew: only what is seen in it is left. Run in a child with limits, since a stranger made the file."""

import base64
import io
from typing import Any

from PIL import Image, ImageOps

LONGEST_SIDE = 1600
QUALITY = 82
MOST_PIXELS = {"PNG": 24_000_000, "JPEG": 60_000_000, "MPO": 60_000_000}
"""A JPEG is made smaller while it is read, a PNG only afterwards. MPO is what some phones make of a JPEG."""


class NotAPhoto(Exception):
    """code: not_a_photo, or too_many_pixels."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def as_jpeg(data: bytes) -> bytes:
    """Return the picture in *data* as a JPEG of at most LONGEST_SIDE, without place, time, camera or anything else.

    The picture is drawn onto an empty one, so nothing that was hidden in or behind the file can come along.
    Raises NotAPhoto for whatever is neither JPEG nor PNG, and for a picture of more than MOST_PIXELS.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS.get(opened.format or "", 0):
                raise NotAPhoto("too_many_pixels")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _drawn_anew(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as trouble:
        raise NotAPhoto("too_many_pixels") from trouble
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, EOFError) as trouble:
        raise NotAPhoto("not_a_photo") from trouble


def _drawn_anew(picture: Image.Image) -> bytes:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", picture.size, "white")
    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA"}:
        seen = picture.convert("RGBA")
        clean.paste(seen, mask=seen)
    else:
        clean.paste(picture.convert("RGB"))
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def in_the_child(data: bytes, words: Any) -> dict[str, str]:
    """Do as as_jpeg does, in plain words for the way between two processes."""
    try:
        return {"jpeg": base64.b64encode(as_jpeg(data)).decode()}
    except NotAPhoto as trouble:
        return {"cannot": trouble.code}


__all__ = ["NotAPhoto", "as_jpeg", "in_the_child"]
