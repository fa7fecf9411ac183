"""What is mostly filling is refused before it is parsed; pictures of many parts are read."""

import struct
import time
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import JpegImagePlugin

from service.errors import DamagedPicture
from service.vision import decode
from service.vision.filling import HARMLESS, MARKER, MAX_FILLING, MAX_PNG_PARTS
from tests.pictures import drawn, encoded, jpeg, png

LONG = 16_000_000


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with(filling: bytes) -> bytes:
    return png()[:33] + filling + png()[33:]


def jpeg_with(filling: bytes) -> bytes:
    return jpeg()[:2] + filling + jpeg()[2:]


def part(marker: int, content: bytes) -> bytes:
    """A JPEG's part: its marker, its length, its content."""
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


FULL = 65_533  # bytes that a JPEG's part can hold
FILLED = {
    "empty chunks": png_with(chunk(b"abCd", b"") * (LONG // 12)),
    "profiles": png_with(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(1_000_000))) * (LONG // 1_000)),
    "fill bytes": jpeg_with(b"\xff" * LONG),
    "zeros": jpeg_with(b"\x00" * LONG),
    "restarts": jpeg_with(b"\xff\xd0" * (LONG // 2)),
    "fill bytes behind an end": jpeg_with(b"\xff\xd9" + b"\xff" * LONG),
    **{
        f"fill bytes that {marker:x} seems to hold": jpeg_with(part(marker, b"\xff" * FULL) * (LONG // FULL))
        for marker in (0x01, 0xC8, 0xD8, 0xD9, 0xF0, 0xFD)
    },
    "empty comments": jpeg_with(part(0xFE, b"") * (LONG // 4)),
    "comments with filling": jpeg_with((part(0xFE, b"") + b"\xff" * (MAX_FILLING - 10)) * 240),
    "Exif": jpeg_with(part(0xE1, b"Exif\0\0" + bytes(300)) * (LONG // 310)),
    "large Exif": jpeg_with(part(0xE1, b"Exif\0\0" + bytes(60_000)) * (LONG // 60_000)),
    "frames": jpeg_with(part(0xC0, b"\x08\0\x40\0\x40\x01" + bytes(FULL - 6)) * (LONG // FULL)),
}


@pytest.mark.parametrize("picture", FILLED.values(), ids=FILLED.keys())
def test_a_large_file_of_filling_costs_little(picture: bytes):
    begun = time.process_time()
    with pytest.raises(DamagedPicture):
        decode(picture)
    assert time.process_time() - begun < 2  # in fact 0.05 s; without the guard up to 30 s


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, "JPEG") for name in ("fill bytes", "empty comments", "Exif", "large Exif", "frames")),
        *((name, "PNG") for name in ("empty chunks", "profiles")),
    ],
)
def test_filling_is_refused_with_what_to_do(name: str, kind: str):
    with pytest.raises(DamagedPicture, match=f"{kind} picture has more filling .* Save it anew"):
        decode(FILLED[name])


def test_the_walk_knows_the_markers_after_which_pillow_reads_a_length():
    known = {marker & 0xFF for marker, (_, _, reader) in JpegImagePlugin.MARKER.items() if reader is not None}
    assert {marker for marker in range(256) if MARKER.match(bytes([0xFF, marker]))} == known


def test_as_many_parts_as_are_allowed_are_read_and_more_are_refused():
    own = 3  # IHDR, IDAT and IEND
    parts = MAX_PNG_PARTS - own
    assert decode(png_with(chunk(b"abCd", b"x") * parts)).grey.shape == (280, 280)
    with pytest.raises(DamagedPicture, match="PNG picture has more filling"):
        decode(png_with(chunk(b"abCd", b"x") * (parts + 1)))


def test_a_jpeg_may_have_as_much_metadata_as_fits():
    metadata = part(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(60_000)) * 250
    profile = part(0xE2, b"ICC_PROFILE\0\x01\xff" + bytes(60_000)) * 20
    camera = part(0xE1, b"Exif\0\0" + bytes(60_000))
    assert decode(jpeg_with(camera + metadata + profile)).grey.shape == (280, 280)


def test_a_picture_in_small_pieces_is_read():
    page = np.random.default_rng(3).integers(0, 256, (1200, 1200)).astype(np.uint8)
    content = encoded(page, "PNG", compress_level=0)
    start, end = content.index(b"IDAT") - 4, content.rindex(b"IEND") - 4
    packed = b"".join(contents_of_chunks(content, start, end))
    pieces = b"".join(chunk(b"IDAT", packed[at : at + 100]) for at in range(0, len(packed), 100))
    assert decode(content[:start] + pieces + content[end:]).grey.shape == (1200, 1200)


def contents_of_chunks(content: bytes, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        length = int.from_bytes(content[start : start + 4], "big")
        yield content[start + 8 : start + 8 + length]
        start += 12 + length


def test_white_in_the_thumbnail_of_a_camera_is_no_filling():
    thumbnails = b"".join(b"\xff\xe1" + (60_002).to_bytes(2, "big") + b"\xff" * 60_000 for _ in range(5))
    assert decode(jpeg_with(thumbnails)).grey.shape == (280, 280)


def test_what_follows_the_picture_may_be_anything():
    for picture in (jpeg(), png()):
        assert decode(picture + b"\xff" * 10 * HARMLESS).grey.shape == drawn(7).shape


def test_a_file_that_is_cut_off_is_damaged_as_ever():
    cut_off = jpeg()[:2] + b"\xff\xe1\xff\xff" + bytes(HARMLESS)
    with pytest.raises(DamagedPicture):
        decode(cut_off)
