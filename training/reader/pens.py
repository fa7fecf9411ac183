"""Polylines to ink: lines of a pen whose width and pressure vary, antialiased."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.reader.curves import Line

THINNEST = 1.1  # pixels: the width of a hairline
PARTS = 5  # pieces of a stroke that may differ in width
SHIFT = 4  # bits of a pixel's fraction in OpenCV's coordinates


def ink(
    lines: list[Line], height: float, pen: float, pressure: float, rng: np.random.Generator
) -> tuple[NDArray[np.float32], float, float]:
    """Draw polylines in em units: ink float32 (h, w) in 0..1, cropped, and the crop's top and left in pixels.

    `height` is that of the em box in pixels, `pen` the line's width in heights, `pressure` the share by
    which it gets thinner where the pen hardly presses.
    """
    scale = 3 if height < 48 else 2
    wide = max(THINNEST, pen * height)
    every = np.concatenate(lines) * height
    low = np.floor(every.min(axis=0) - wide / 2 - 1)
    size = np.ceil(every.max(axis=0) + wide / 2 + 1 - low).astype(int)
    canvas = np.zeros((size[1] * scale, size[0] * scale), np.uint8)
    for line in lines:
        # A pixel's middle is at a whole number in OpenCV, at a half here.
        places = np.rint(((line * height - low) * scale - 0.5) * (1 << SHIFT)).astype(np.int32)
        for part, share in _parts(places, pressure, rng):
            thick = max(1, round(max(THINNEST, wide * share) * scale))
            cv2.polylines(canvas, [part], False, 255, thick, cv2.LINE_8, SHIFT)
    drawn = cv2.resize(canvas, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA)
    left, top, columns, rows = cv2.boundingRect(drawn)
    crop = drawn[top : top + rows, left : left + columns].astype(np.float32) * np.float32(1 / 255)
    return crop, float(low[1]) + top, float(low[0]) + left


def _parts(
    line: NDArray[np.int32], pressure: float, rng: np.random.Generator
) -> list[tuple[NDArray[np.int32], float]]:
    """Cut a line into pieces that share their ends, each with the share of the pen's width it is drawn in."""
    if not pressure or len(line) < 3 * PARTS:
        return [(line, 1.0)]
    shares = 1 - pressure * rng.random(PARTS)
    shares[-1] = 1 - pressure
    cuts = np.linspace(0, len(line) - 1, PARTS + 1).astype(int)
    return [(line[a : b + 1], float(s)) for a, b, s in zip(cuts[:-1], cuts[1:], shares, strict=True)]
