"""What is mostly filling is refused before it is parsed; pictures of many parts are read."""

import struct
import time
import zlib
from collections.abc import Iterator

import numpy as np
import pytest

from service.errors import DamagedPicture
from service.vision import decode
from service.vision.filling import HARMLESS, MAX_FILLING, MAX_PARTS
from tests.pictures import drawn, encoded, jpeg, png

LONG = 16_000_000


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with(filling: bytes) -> bytes:
    return png()[:33] + filling + png()[33:]


def jpeg_with(filling: bytes) -> bytes:
    return jpeg()[:2] + filling + jpeg()[2:]


@pytest.mark.parametrize(
    "picture",
    [
        png_with(chunk(b"abCd", b"") * (LONG // 12)),
        jpeg_with(b"\xff" * LONG),
        jpeg_with(b"\x00" * LONG),
        jpeg_with(b"\xff\xd0" * (LONG // 2)),
        jpeg_with(b"\xff\xfe\x00\x02" * (LONG // 4)),
        jpeg_with((b"\xff\xfe\x00\x02" + b"\xff" * (MAX_FILLING - 10)) * 240),
    ],
    ids=["empty chunks", "fill bytes", "zeros", "restarts", "empty comments", "both"],
)
def test_a_large_file_of_filling_is_answered_in_time(picture: bytes):
    begun = time.process_time()
    try:
        decode(picture)
    except DamagedPicture as error:
        assert "filling" in str(error)  # noqa: PT017  it may be read as well, if that is quick
    assert time.process_time() - begun < 4  # without the guard it took up to 26 s


@pytest.mark.parametrize("filling", [b"\xff" * LONG, b"\xff\xfe\x00\x02" * (LONG // 4)])
def test_filling_is_refused_with_what_to_do(filling: bytes):
    with pytest.raises(DamagedPicture, match=r"JPEG picture has more filling .* Save it anew"):
        decode(jpeg_with(filling))


def test_as_many_parts_as_are_allowed_are_read_and_more_are_refused():
    own = 3  # IHDR, IDAT and IEND, of which the last ends the walk
    parts = MAX_PARTS - own
    assert decode(png_with(chunk(b"abCd", b"x") * parts)).grey.shape == (280, 280)
    with pytest.raises(DamagedPicture, match="PNG picture has more filling"):
        decode(png_with(chunk(b"abCd", b"x") * (parts + 1)))


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
