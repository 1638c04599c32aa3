"""A photo is made anew: nothing is left but the picture, and what is no picture is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from faelled.core.photos import LONGEST_SIDE, NotAPhoto, as_jpeg

SCRIPT = b"<script>alert(1)</script>"


def picture(kind, size=(60, 40), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **more)
    return out.getvalue()


def with_gps():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 40.0, 12.0)})
    exif[0x010F], exif[0x0112] = "Kameraet", 6
    return picture("JPEG", exif=exif, comment=b"fra Lones telefon")


def bomb(side):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    row = zlib.compress(bytes(side + 1) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


@pytest.mark.parametrize("data", [
    picture("JPEG"), picture("PNG", mode="RGBA"), picture("PNG", mode="P"), picture("PNG", mode="I;16"),
    with_gps(), picture("JPEG") + SCRIPT, picture("PNG") + b"PK\x03\x04" + SCRIPT,
])  # fmt: skip
def test_only_what_is_seen_is_left(data):
    made = as_jpeg(data)
    with Image.open(io.BytesIO(made)) as seen:
        assert (seen.format, seen.mode, dict(seen.getexif())) == ("JPEG", "RGB", {})
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(seen.info)
    assert SCRIPT not in made and b"Lones" not in made and b"Kameraet" not in made


def test_a_picture_stands_as_it_was_held_and_is_no_larger_than_needed():
    with Image.open(io.BytesIO(as_jpeg(with_gps()))) as turned:
        assert turned.size == (40, 60)
    with Image.open(io.BytesIO(as_jpeg(picture("JPEG", (4000, 1000))))) as small:
        assert small.size == (LONGEST_SIDE, LONGEST_SIDE // 4)


@pytest.mark.parametrize(("data", "code"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_photo"),
    (b"GIF89a" + bytes(50), "not_a_photo"),
    (picture("GIF"), "not_a_photo"), (picture("WEBP"), "not_a_photo"),
    (picture("JPEG")[:300], "not_a_photo"), (b"", "not_a_photo"), (SCRIPT, "not_a_photo"),
    (bomb(5_000), "too_many_pixels"), (bomb(60_000), "too_many_pixels"),
])  # fmt: skip
def test_what_is_no_photo_is_refused(data, code):
    with pytest.raises(NotAPhoto) as trouble:
        as_jpeg(data)
    assert trouble.value.code == code
