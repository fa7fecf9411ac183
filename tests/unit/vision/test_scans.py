"""A JPEG of more scans than anybody writes is refused before its pixels are decoded; others are read."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from service.errors import DamagedPicture
from service.vision import decode
from service.vision.scans import MAX_SCANS
from tests.pictures import drawn, jpeg, png


def progressive(scans: int, *, side: int = 280) -> bytes:
    """A progressive JPEG whose last scan is there again and again."""
    file = io.BytesIO()
    Image.fromarray(drawn(7, side=side)).save(file, "JPEG", progressive=True)
    content, end = file.getvalue()[:-2], file.getvalue()[-2:]
    last = content[content.rindex(b"\xff\xda") :]
    return content + last * (scans - content.count(b"\xff\xda")) + end


def test_as_many_scans_as_are_allowed_are_read_and_one_more_is_refused():
    assert decode(progressive(MAX_SCANS)).grey.shape == (280, 280)
    with pytest.raises(DamagedPicture, match="scans"):
        decode(progressive(MAX_SCANS + 1))


def test_scans_are_counted_behind_the_thumbnail_of_a_camera_too():
    thumbnail = b"\xff\xe1\x00\x10" + b"thumbnail \xff\xda\xff\xd9"
    many = progressive(MAX_SCANS + 1)
    with pytest.raises(DamagedPicture, match="scans"):
        decode(many[:2] + thumbnail + many[2:])


def test_scans_are_counted_behind_a_marker_that_has_no_length_too():
    content = progressive(MAX_SCANS + 100)
    at = content.rindex(b"\xff\xda", 0, len(content) // 2)
    with pytest.raises(DamagedPicture, match="scans"):
        decode(content[:at] + b"\xff\x01" + content[at:])


def test_what_follows_the_picture_is_not_counted():
    film = np.random.default_rng(1).bytes(1000) + b"\xff\xda" * 1000
    assert decode(jpeg() + film).grey.shape == (280, 280)


def test_other_formats_may_hold_the_same_bytes():
    content = png()
    text = b"\xff\xda" * 500
    checksum = zlib.crc32(b"abCd" + text).to_bytes(4, "big")
    chunk = len(text).to_bytes(4, "big") + b"abCd" + text + checksum
    assert decode(content[:33] + chunk + content[33:]).grey.shape == (280, 280)
