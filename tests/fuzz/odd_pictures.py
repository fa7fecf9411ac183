"""Pictures that nobody sends in good faith: mutated by a seed, of odd shapes, small files of many pixels."""

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

from tests.pictures import drawn, row_of

NUMBERS = [
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"\0\x01",
    b"\xff\xfe",
    b"\0\0",
]
PNG_HEAD = 8


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def good_pictures() -> list[bytes]:
    """Every accepted format in several of its ways."""
    grey = Image.fromarray(drawn(7, side=64))
    several = Image.fromarray(row_of("204", height=64))
    colour, clear = grey.convert("RGB"), Image.merge("LA", (grey, grey)).convert("RGBA")
    exif = Image.Exif()
    exif[0x0112] = 6
    pictures = [
        encoded(image, "PNG")
        for image in (grey, several, colour, clear, grey.convert("P"), grey.convert("1"))
    ]
    pictures += [encoded(Image.fromarray(np.asarray(grey).astype(np.uint16) * 257), "PNG")]
    pictures += [encoded(several, "JPEG", exif=exif), encoded(colour, "JPEG", progressive=True)]
    pictures += [
        encoded(colour.convert("CMYK"), "JPEG"),
        encoded(colour, "MPO", save_all=True, append_images=[colour]),
    ]
    pictures += [encoded(colour, "WEBP"), encoded(clear, "WEBP", lossless=True)]
    pictures += [
        encoded(colour, "WEBP", save_all=True, append_images=[several.resize(colour.size).convert("RGB")])
    ]
    pictures += [
        encoded(grey, "GIF"),
        encoded(grey, "GIF", save_all=True, append_images=[several.resize(grey.size)]),
    ]
    pictures += [encoded(image, "BMP") for image in (grey, colour, grey.convert("1"))]
    ways: list[dict[str, object]] = [
        {},
        *({"compression": each} for each in ("tiff_lzw", "tiff_deflate", "jpeg", "packbits")),
    ]
    pictures += [encoded(colour, "TIFF", **way) for way in ways]
    pictures += [encoded(grey.convert("1"), "TIFF", compression="group4"), encoded(grey.convert("F"), "TIFF")]
    pictures += [encoded(colour, "AVIF"), encoded(clear, "AVIF")]
    return pictures


def mutated(good: list[bytes], seed: int, case: int) -> bytes:
    """One of the good pictures with bytes changed, moved, repeated or cut off; the same for the same seed."""
    rng = np.random.default_rng((seed, case))
    picture = bytearray(good[int(rng.integers(len(good)))])
    reach = len(picture) if rng.random() < 0.5 else min(len(picture), 200)  # half of them near the head
    for _ in range(int(rng.integers(1, 6))):
        at = int(rng.integers(reach))
        way = rng.integers(5)
        if way == 0:
            picture[at : at + 1] = bytes([int(rng.integers(256))])
        elif way == 1:
            number = NUMBERS[int(rng.integers(len(NUMBERS)))]
            picture[at : at + len(number)] = number
        elif way == 2:
            picture[at:at] = picture[at : at + int(rng.integers(1, 64))] * int(rng.integers(1, 20))
        elif way == 3:
            del picture[at : at + int(rng.integers(1, 16))]
        else:
            picture[at : at + 1] = (
                bytes([picture[at] ^ 1 << int(rng.integers(8))]) if at < len(picture) else b""
            )
    if rng.random() < 0.1:
        del picture[int(rng.integers(1, len(picture) + 1)) :]
    changed = bytes(picture)
    return with_checksums(changed) if changed.startswith(b"\x89PNG") and rng.random() < 0.7 else changed


def with_checksums(png: bytes) -> bytes:
    """A PNG with the checksums that its chunks ask for: otherwise a decoder looks no further."""
    told, position = bytearray(png[:PNG_HEAD]), PNG_HEAD
    while position + 12 <= len(png):
        [length] = struct.unpack_from(">I", png, position)
        content = png[position + 4 : position + 8 + length]
        told += struct.pack(">I", length) + content + struct.pack(">I", zlib.crc32(content))
        position += 12 + length
    return bytes(told)


def bombs(side: int) -> Iterator[tuple[str, bytes]]:
    """Small files of `side` x `side` pixels in every accepted format."""
    page = Image.new("L", (side, side), 255)
    colour = page.convert("RGB")
    yield "PNG", encoded(colour, "PNG")
    yield "PNG of 16 bits", encoded(page.convert("I;16"), "PNG")
    yield "JPEG", encoded(page, "JPEG")
    yield "progressive JPEG", encoded(colour, "JPEG", progressive=True)
    yield "WEBP", encoded(colour, "WEBP", method=0)
    yield "GIF", encoded(page, "GIF")
    yield "BMP", encoded(page.convert("1"), "BMP")
    yield "TIFF", encoded(colour, "TIFF", compression="tiff_deflate")
    yield "TIFF of floats", encoded(page.convert("F"), "TIFF", compression="tiff_deflate")
    yield "AVIF", encoded(page, "AVIF", speed=10)


def frames(count: int) -> Iterator[tuple[str, bytes]]:
    """Small pictures with so many frames: the first one counts."""
    first = Image.fromarray(drawn(7, side=64)).convert("RGB")
    others = [Image.new("RGB", (64, 64), (number % 256, number // 256, 0)) for number in range(count)]
    for kind in ("GIF", "WEBP", "TIFF"):
        yield f"{kind} of {count} frames", encoded(first, kind, save_all=True, append_images=others)


def shapes() -> Iterator[tuple[str, bytes]]:
    """Long, thin, tiny and empty ones."""
    for width, height in ((100_000, 1), (1, 100_000), (60_000, 2), (1, 1), (2, 1), (3, 3), (60_000, 1000)):
        white = Image.new("L", (width, height), 255)
        line = Image.new("L", (width, height), 255)
        line.paste(0, (0, 0, max(1, width // 2), max(1, height // 2)))
        yield f"{width} x {height}, blank", encoded(white, "PNG")
        yield f"{width} x {height}, inked", encoded(line, "PNG")
    ragged = np.full((60, 20_000), 255, np.uint8)  # a line that could be cut in thousands of places
    ragged[20:40, 20:-20] = np.random.default_rng(1).integers(0, 100, (20, 19_960))
    yield "a ragged line of 1,000 heights", encoded(Image.fromarray(ragged), "PNG")
    yield "no bytes", b""
    noise = np.random.default_rng(1).integers(0, 256, (2000, 2000), np.uint8)
    yield "noise", encoded(Image.fromarray(noise), "PNG", compress_level=1)
    board = (np.indices((2000, 2000)) // 2).sum(0) % 2 * 255
    yield "a million marks", encoded(Image.fromarray(board.astype(np.uint8)), "PNG")


def slow_to_parse(size: int) -> Iterator[tuple[str, bytes]]:
    """Files of about `size` bytes that keep a parser busy rather than a decoder."""
    png, jpeg, gif = (encoded(Image.fromarray(drawn(7, side=64)), kind) for kind in ("PNG", "JPEG", "GIF"))
    chunk = struct.pack(">I", 0) + b"abCd" + struct.pack(">I", zlib.crc32(b"abCd"))
    yield "a PNG of empty chunks", png[:33] + chunk * (size // len(chunk)) + png[33:]
    yield "a JPEG of filling", jpeg[:2] + b"\xff" * size + jpeg[2:]
    yield "a JPEG of comments", jpeg[:2] + b"\xff\xfe\x00\x02" * (size // 4) + jpeg[2:]
    large = encoded(Image.new("L", (4000, 4000), 255), "JPEG", progressive=True)
    scan = large[large.rindex(b"\xff\xda") : -2]
    yield "a JPEG of scans", large[:-2] + scan * 1000 + b"\xff\xd9"
    at = gif.index(b",", 13 + 3 * (2 << (gif[10] & 7)))
    yield "a GIF of comments", gif[:at] + b"\x21\xfe\x01a\x00" * (size // 5) + gif[at:]
    runs = b"\x01\x00" * (size // 2)
    info = struct.pack("<IiiHHIIiiII", 40, 4000, 4000, 1, 8, 1, len(runs), 0, 0, 256, 0)
    head = struct.pack("<2sIHHI", b"BM", 1078 + len(runs), 0, 0, 1078)
    yield "a BMP of runs", head + info + bytes(1024) + runs
