"""Decode: picture bytes to an upright grey page, within limits, whatever the format, mode and orientation."""

import struct
import warnings
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError, features

from service.errors import DamagedPicture, EmptyPicture, PictureTooLarge, UnsupportedPicture
from service.vision.colour import to_grey
from service.vision.filling import refuse_filling
from service.vision.scans import refuse_many_scans
from service.vision.types import Page, UInt8Array

MAX_PIXELS = 64_000_000  # a 50-megapixel phone passes

# The page keeps at least this many pixels on its longer side (if the picture has them) and fewer than
# twice as many. A digit of 1/40 of the picture's side is then still 25 pixels high, more than the 20
# that it is normalised to, and a 12-megapixel JPEG is decoded at a quarter of its size.
PAGE_SIDE = 1000

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
ACCEPTED = ", ".join(FORMATS[:-1]) + (" and AVIF" if features.check("avif") else "")
SAVE_AS_ONE_OF = f"Accepted: {ACCEPTED}. Save it as one of them."

# The greatest level of deep pictures, by the bits that scanners and cameras use of theirs.
DEEP_RANGES = (1, 2**8 - 1, 2**10 - 1, 2**12 - 1, 2**14 - 1, 2**16 - 1)

# What a file begins with, for a message that names what was found. Formats that people do send.
SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an XML document"),
    (b"<!DOCTYPE", "a web page"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"8BPS", "a Photoshop document"),
)
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")

# What Pillow's decoders raise on damaged files.
DECODER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    RuntimeError,
)


def decode(picture: bytes, *, max_pixels: int = MAX_PIXELS) -> Page:
    """Decode a picture upright and in grey, reduced if it is large.

    Args:
        picture: a file as it was uploaded. Of an animation, the first frame is read.
        max_pixels: the most pixels that are decoded, checked in the header.

    Raises:
        EmptyPicture, PictureTooLarge, UnsupportedPicture, DamagedPicture: each with a message for the sender.

    """
    if not picture:
        raise EmptyPicture("The file is empty. Send a picture.")
    refuse_filling(picture)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata; the pixels are what counts
        image = _open(picture, max_pixels)
        refuse_many_scans(picture)
        try:
            return _read(image)
        except MemoryError as error:
            raise PictureTooLarge(
                f"This {image.format} picture takes more memory than there is. Send a smaller copy."
            ) from error
        except DECODER_ERRORS as error:
            raise DamagedPicture(
                f"This {image.format} picture is damaged or cut off: its pixels cannot be decoded. "
                "Send the whole file, or save it anew."
            ) from error


def _open(picture: bytes, max_pixels: int) -> Image.Image:
    try:
        image = Image.open(BytesIO(picture), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(_too_large(f"far more than {max_pixels:,}", max_pixels)) from error
    except UnidentifiedImageError as error:
        raise _unidentified(picture) from error
    except DECODER_ERRORS as error:
        raise DamagedPicture(
            "The header of this picture is damaged. Send the whole file, or save it anew."
        ) from error
    if image.width * image.height > max_pixels:
        raise PictureTooLarge(_too_large(f"{image.width} x {image.height}", max_pixels))
    return image


def _too_large(found: str, max_pixels: int) -> str:
    return f"The picture has {found} pixels; at most {max_pixels:,} are read. Send a smaller copy."


def _unidentified(picture: bytes) -> UnsupportedPicture | DamagedPicture:
    start = picture[:64].lstrip()
    if picture[4:8] == b"ftyp" and picture[8:12] in HEIC_BRANDS:
        return UnsupportedPicture(
            f"This is a HEIC picture, which is not accepted. Accepted: {ACCEPTED}. Save it as JPEG."
        )
    for signature, kind in SIGNATURES:
        if start.startswith(signature):
            return UnsupportedPicture(f"This is {kind}, not a picture. {SAVE_AS_ONE_OF}")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        return DamagedPicture("The header of this picture is damaged. Send the whole file, or save it anew.")
    return UnsupportedPicture(f"This is not a picture in a known format. {SAVE_AS_ONE_OF}")


def _read(image: Image.Image) -> Page:
    if image.format == "JPEG" and max(image.size) >= 2 * PAGE_SIDE:
        shrink = max(image.size) / PAGE_SIDE
        size = (int(image.width / shrink), int(image.height / shrink))
        full = image.size
        image.draft(None, size)  # decodes 1/2, 1/4 or 1/8 of the picture straight from its coefficients
    else:
        full = image.size
    # Pillow turns a TIFF by itself when it loads it, and tells the turned size from the start.
    orientation = 1 if image.format == "TIFF" else image.getexif().get(0x0112, 1)
    grey = _grey(image)
    grey = _upright(grey, orientation)
    width, height = full if orientation not in (5, 6, 7, 8) else full[::-1]
    return Page(grey=grey, width=width, height=height)


def _grey(image: Image.Image) -> UInt8Array:
    if image.mode in ("L", "1"):
        if "transparency" not in image.info:
            return np.asarray(_reduced(image if image.mode == "L" else image.convert("L")))
        image = image.convert("RGBA")  # one level is transparent
    elif image.mode in ("I;16", "I;16B", "I;16L", "I;16N", "I", "F"):
        return _from_deep(np.asarray(_reduced_deep(image), dtype=np.float32))
    elif "transparency" in image.info or image.mode in ("LA", "PA", "La", "RGBa"):
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGB")
    return to_grey(np.asarray(_reduced(image)))


def _reduced(image: Image.Image) -> Image.Image:
    factor = max(image.size) // PAGE_SIDE
    return image.reduce(factor) if factor >= 2 else image


def _reduced_deep(image: Image.Image) -> Image.Image:
    # Pillow cannot average 16-bit pictures of odd byte orders; as numbers it can.
    return _reduced(image.convert("F"))


def _from_deep(levels: np.ndarray) -> UInt8Array:
    """Bring 16-bit, 32-bit or floating levels to 0..255 by the range that such a picture has."""
    if not np.isfinite(levels).all():
        raise ValueError("levels that are no numbers")
    top = float(levels.max(initial=0.0))
    full = next((float(most) for most in DEEP_RANGES if top <= most), top)
    return np.clip(np.rint(levels * (255.0 / full)), 0, 255).astype(np.uint8)


def _upright(grey: UInt8Array, orientation: int) -> UInt8Array:
    """Turn the page as EXIF says that the camera was held."""
    turned = {
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.T,
        6: lambda a: np.rot90(a, -1),
        7: lambda a: a[::-1, ::-1].T,
        8: lambda a: np.rot90(a, 1),
    }.get(orientation, lambda a: a)(grey)
    return np.ascontiguousarray(turned)
