"""Decode: whatever the format, mode and orientation, the same page; whatever the bytes, a clear error."""

import io

import numpy as np
import pytest
from PIL import Image, ImageFile

from service.errors import DamagedPicture, EmptyPicture, PictureError, PictureTooLarge, UnsupportedPicture
from service.vision import decode
from tests.pictures import drawn

SEVEN = drawn(7, side=120)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF", "WEBP", "JPEG", "AVIF"])
def test_every_accepted_format_gives_the_same_page(kind):
    lossless = {"lossless": True} if kind == "WEBP" else {}
    page = decode(encoded(Image.fromarray(SEVEN).convert("RGB"), kind, **lossless))

    assert page.grey.shape == SEVEN.shape
    assert np.abs(page.grey.astype(int) - SEVEN).mean() < 3


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "I", "CMYK"])
def test_every_mode_gives_the_same_page(mode):
    image = Image.fromarray(SEVEN)
    if mode == "I;16":
        image = Image.fromarray(SEVEN.astype(np.uint16) * 257)
    elif mode == "I":
        image = Image.fromarray(SEVEN.astype(np.int32) * 257)
    else:
        image = image.convert(mode)
    page = decode(encoded(image, "TIFF" if mode in ("I", "CMYK") else "PNG"))

    assert np.abs(page.grey.astype(int) - SEVEN).mean() < 3


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0)])
def test_ink_on_a_transparent_sheet_lies_on_the_opposite_paper(ink, paper):
    alpha = 255 - SEVEN
    sheet = np.dstack([np.full_like(SEVEN, ink)] * 3 + [alpha])
    page = decode(encoded(Image.fromarray(sheet)))

    assert page.grey[0, 0] == paper
    assert np.unique(page.grey[alpha == 255]).tolist() == [ink]


TRANSPOSED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", list(TRANSPOSED))
def test_every_exif_orientation_comes_out_upright(orientation):
    upright = Image.fromarray(SEVEN[:, :90])
    how = TRANSPOSED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = decode(encoded(upright if how is None else upright.transpose(how), exif=exif))

    assert (page.width, page.height) == (90, 120)
    assert np.array_equal(page.grey, SEVEN[:, :90])


@pytest.mark.parametrize("orientation", list(TRANSPOSED))
@pytest.mark.parametrize("deep", [False, True])
def test_a_tiff_is_turned_once(orientation, deep):
    upright = Image.fromarray(SEVEN[:, :90].astype(np.uint16) * 257 if deep else SEVEN[:, :90])
    how = TRANSPOSED[orientation]
    turned = upright if how is None else upright.transpose(how)
    page = decode(encoded(turned, "TIFF", tiffinfo={0x0112: orientation}))

    assert (page.width, page.height) == (90, 120)
    assert np.abs(page.grey.astype(int) - SEVEN[:, :90]).max() <= 1


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_deep_pictures_are_read_by_the_bits_that_they_use(bits):
    levels = (SEVEN.astype(np.float64) / 255 * (2**bits - 1)).round().astype(np.uint16)

    assert np.abs(decode(encoded(Image.fromarray(levels))).grey.astype(int) - SEVEN).max() <= 1


def test_a_large_jpeg_is_decoded_reduced_and_says_by_how_much():
    page = decode(encoded(Image.fromarray(SEVEN).resize((4000, 3000)), "JPEG"))

    assert (page.width, page.height) == (4000, 3000)
    assert page.grey.shape == (750, 1000)
    assert page.scale == 4.0


def test_too_many_pixels_are_refused_from_the_header_alone():
    header = encoded(Image.new("L", (3000, 3000)))[:60]

    with pytest.raises(PictureTooLarge, match="3000 x 3000"):
        decode(header, max_pixels=8_999_999)


@pytest.mark.parametrize(
    ("bytes_", "error", "named"),
    [
        (b"", EmptyPicture, "empty"),
        (b"%PDF-1.7 ...", UnsupportedPicture, "PDF"),
        (b"\0\0\0\x18ftypheic....", UnsupportedPicture, "HEIC"),
        (b"hello, this is text", UnsupportedPicture, "Accepted: PNG"),
        (b"\x89PNG\r\n\x1a\n", DamagedPicture, "damaged"),
    ],
)
def test_what_is_no_picture_is_named(bytes_, error, named):
    with pytest.raises(error, match=named):
        decode(bytes_)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_mutated_and_cut_pictures_raise_nothing_but_picture_errors(kind):
    good = encoded(Image.fromarray(SEVEN).convert("RGB"), kind)
    rng = np.random.default_rng(1)
    for _ in range(60):
        bad = bytearray(good[: rng.integers(1, len(good) + 1)])
        for at in rng.integers(0, len(bad), rng.integers(1, 9)):
            bad[at] = rng.integers(256)
        try:
            page = decode(bytes(bad), max_pixels=1_000_000)
        except PictureError:
            continue
        assert page.grey.dtype == np.uint8
        assert page.grey.ndim == 2


def test_a_picture_that_memory_does_not_hold_is_too_large_not_damaged(monkeypatch: pytest.MonkeyPatch):
    def load(_):
        raise MemoryError

    picture = encoded(Image.fromarray(SEVEN).convert("RGB"))
    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    with pytest.raises(PictureTooLarge, match="more memory than there is"):
        decode(picture)
