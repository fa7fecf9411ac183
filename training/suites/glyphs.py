"""Letters and signs from fonts, redrawn as a hand with a pen would."""

from functools import lru_cache
from pathlib import Path

import cv2
import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.suites.strokes import stroke
from training.suites.types import Float32Array, Generator, UInt8Array

SIDE, LETTER = 28, 20  # as MNIST: a glyph's longest side is 20 of 28 pixels
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSerif.ttf", "DejaVuSerif-Italic.ttf")

# Without what a person may read as a digit: O o D Q 0, I i l 1, Z z 2, 3, A 4, S s 5, G b 6, B 8, a g q 9, y.
LATIN = "ACEFHKMNPRTUVWXYdefhkmnprtuvwx"
SIGNS = "#&@%*+=~<>{}"
GREEK = "αβγδεηθκλμνξπφχψω" + "ΓΔΘΛΞΠΣΦΨΩ"
CYRILLIC = "ЖШЩЮЯФДЛИЫжшщюяфлиы"
HEBREW_AND_ARABIC = "אהחטלמצש" + "شصطكيسج"


def letter(alphabet: str, height: float, rng: Generator) -> Float32Array:
    """A letter `height` pixels high in a hand's shape: ink 0..1, float32 (h, w)."""
    font = FONTS[0] if alphabet == HEBREW_AND_ARABIC else FONTS[rng.integers(len(FONTS))]
    glyph = _wavering(_glyph(font, alphabet[rng.integers(len(alphabet))]), rng)
    return stroke(glyph, height, pen=rng.uniform(0.04, 0.13) if rng.random() < 0.8 else None)


def _wavering(glyph: UInt8Array, rng: Generator) -> UInt8Array:
    """The glyph slanted, stretched and bent a little, as no two hands write alike."""
    turn, slant = np.deg2rad(rng.uniform(-10, 10)), rng.uniform(-0.25, 0.25)
    bend = np.array([[np.cos(turn), slant - np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    bend *= rng.uniform(0.85, 1.0, (2, 1))
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) - (SIDE - 1) / 2
    x, y = bend[0, 0] * columns + bend[0, 1] * rows, bend[1, 0] * columns + bend[1, 1] * rows
    coarse = rng.normal(0, 0.7, (4, 4, 2)).astype(np.float32)
    waves = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    middle = (SIDE - 1) / 2
    x, y = (x + middle + waves[..., 0]).astype(np.float32), (y + middle + waves[..., 1]).astype(np.float32)
    return cv2.remap(glyph, x, y, cv2.INTER_LINEAR)


@lru_cache(maxsize=512)
def _glyph(font: str, sign: str) -> UInt8Array:
    """A printed sign, uint8 (28, 28), ink = 255, its longest side 20 pixels."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    image = Image.new("L", (240, 240))
    face = ImageFont.truetype(folder / font, 120)
    ImageDraw.Draw(image).text((120, 120), sign, 255, font=face, anchor="mm")
    pixels = np.asarray(image)
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    inked = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    factor = LETTER / max(inked.shape)
    size = [max(1, round(side * factor)) for side in reversed(inked.shape)]
    small = cv2.resize(inked, size, interpolation=cv2.INTER_AREA)
    top, left = (SIDE - small.shape[0]) // 2, (SIDE - small.shape[1]) // 2
    placed = np.zeros((SIDE, SIDE), np.uint8)
    placed[top : top + small.shape[0], left : left + small.shape[1]] = small
    return placed
