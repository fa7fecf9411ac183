"""The same ink in other dress: every dressed picture must get the answer of the plain one."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from PIL import Image

from training.dataset import Split
from training.suites.encode import jpeg, png, to_uint8
from training.suites.strokes import stroke
from training.suites.types import Generator, UInt8Array

Dress: TypeAlias = Callable[[UInt8Array, Generator], bytes]

# Operation that turns an upright picture into one that needs this EXIF orientation to stand upright again.
TURNS: Mapping[int, Image.Transpose | None] = MappingProxyType(
    {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }
)  # fmt: skip
ORIENTATION = 0x0112  # the EXIF tag


@dataclass(frozen=True, slots=True)
class Pair:
    """One plain picture and the same ink in another dress."""

    plain: bytes
    dressed: bytes
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs made on demand, digit by digit: each dress once per digit."""

    name: str
    digits: int
    mnist: Split

    def of(self, index: int) -> Iterator[Pair]:
        """Every dress of the digit with this index, below `digits`."""
        row = round(index * (len(self.mnist.labels) - 1) / max(1, self.digits - 1))
        page = _page(self.mnist.digits[row], row)
        plain = png(page)
        for number, (kind, dress) in enumerate(DRESSES.items()):
            dressed = dress(page, np.random.default_rng([row, number]))
            yield Pair(plain, dressed, kind, f"{kind}, test {row}")


def _page(digit: UInt8Array, row: int) -> UInt8Array:
    """Dark ink on white paper, uint8 (h, w): a drawing of 120 to 240 pixels."""
    rng = np.random.default_rng(row)
    ink = stroke(digit, rng.uniform(60, 160))
    border = [(int(rng.integers(20, 50)), int(rng.integers(20, 50))) for _ in range(2)]
    return 255 - to_uint8(np.pad(ink, border))


def shifted(page: UInt8Array, rng: Generator) -> bytes:
    """The ink moved to any place where it still lies whole on the paper."""
    rows, columns = (np.flatnonzero((page < 255).any(axis=axis)) for axis in (1, 0))
    down = int(rng.integers(2 - rows[0], page.shape[0] - rows[-1] - 2))
    right = int(rng.integers(2 - columns[0], page.shape[1] - columns[-1] - 2))
    return png(np.roll(page, (down, right), (0, 1)))


def padded(page: UInt8Array, rng: Generator) -> bytes:
    """More paper around it: the digit becomes a small part of the picture."""
    margins = rng.integers(10, 400, (2, 2))
    return png(np.pad(page, [(int(a), int(b)) for a, b in margins], constant_values=255))


def inverted(page: UInt8Array, rng: Generator) -> bytes:  # noqa: ARG001 - one signature for all
    """White on black."""
    return png(255 - page)


def recoloured(page: UInt8Array, rng: Generator) -> bytes:
    """Any dark colour on any light one, or the reverse."""
    dark, light = rng.uniform(0, 0.4, 3), rng.uniform(0.75, 1.0, 3)
    if rng.random() < 0.3:
        dark, light = light, dark
    ink = 1 - page[..., None].astype(np.float32) / 255
    return png(to_uint8((light + ink * (dark - light)).astype(np.float32)))


def enlarged(page: UInt8Array, rng: Generator) -> bytes:
    """The whole picture two to four times as large."""
    image, factor = Image.fromarray(page), rng.uniform(2, 4)
    size = (round(image.width * factor), round(image.height * factor))
    return _saved(image.resize(size, Image.Resampling.BICUBIC), "PNG")


def as_jpeg(page: UInt8Array, rng: Generator) -> bytes:
    """JPEG of quality 60 to 95."""
    return jpeg(page, int(rng.integers(60, 96)))


def as_cmyk_jpeg(page: UInt8Array, rng: Generator) -> bytes:
    """JPEG as printers make it."""
    return _saved(Image.fromarray(page).convert("CMYK"), "JPEG", quality=int(rng.integers(75, 96)))


def as_16_bit_png(page: UInt8Array, rng: Generator) -> bytes:  # noqa: ARG001 - one signature for all
    """A PNG with 65,536 levels of grey."""
    return png(page.astype(np.uint16) * 257)


def turned(page: UInt8Array, rng: Generator) -> bytes:
    """Stored turned or mirrored, with the EXIF orientation that puts it upright: all eight."""
    orientation = int(rng.integers(1, 9))
    turn = TURNS[orientation]
    image = Image.fromarray(page)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return _saved(image if turn is None else image.transpose(turn), "JPEG", quality=92, exif=exif)


def on_nothing(page: UInt8Array, rng: Generator) -> bytes:
    """The ink alone on a transparent ground; the ink is dark or white."""
    level = int(rng.choice([0, 255]))
    return png(np.dstack([np.full((*page.shape, 3), level, np.uint8), 255 - page]))


def _in_format(name: str) -> Dress:
    def dress(page: UInt8Array, rng: Generator) -> bytes:
        options = {"quality": int(rng.integers(60, 96))} if name == "WEBP" else {}
        return _saved(Image.fromarray(page), name, **options)

    return dress


def _as_palette_png(page: UInt8Array, rng: Generator) -> bytes:  # noqa: ARG001 - one signature for all
    return _saved(Image.fromarray(page).convert("P"), "PNG")


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


DRESSES: Mapping[str, Dress] = MappingProxyType(
    {
        "shift": shifted, "pad": padded, "scale": enlarged, "invert": inverted, "recolour": recoloured,
        "JPEG": as_jpeg, "WebP": _in_format("WEBP"), "GIF": _in_format("GIF"), "BMP": _in_format("BMP"),
        "TIFF": _in_format("TIFF"), "palette PNG": _as_palette_png, "16-bit PNG": as_16_bit_png,
        "CMYK JPEG": as_cmyk_jpeg, "EXIF": turned, "alpha": on_nothing,
    }
)  # fmt: skip
