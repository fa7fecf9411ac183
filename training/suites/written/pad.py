"""A drawing as a drawing pad shows it: antialiased black strokes on white."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.suites.encode import png
from training.suites.types import Float32Array, Generator, UInt8Array
from training.suites.written.hand import HEIGHT
from training.suites.written.layout import Drawing, Stroke, box, moved

WIDTHS = (280, 1000)  # of a pad, in pixels
FINE = 2  # pixels drawn for one, in each direction: a line's width is then exact to half a pixel
THINNEST = 2.0  # pixels of a pad's line
TALLEST = 260  # pixels of a digit
SHIFT = 4  # bits of a pixel that OpenCV's coordinates have


def ink(drawing: Drawing, height: int, width: int, *, filled: bool = False) -> Float32Array:
    """How much ink lies on each pixel, 0..1, float32 (height, width); strokes end round.

    `filled` strokes are outlines: what lies inside an odd number of them is ink, as in print.
    """
    canvas = np.zeros((height * FINE, width * FINE), np.uint8)
    if filled:
        cv2.fillPoly(canvas, [_fixed(stroke) for stroke in drawing], 255, cv2.LINE_AA, SHIFT)
    else:
        for stroke in drawing:
            _draw(canvas, stroke)
    small = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255


def _fixed(stroke: Stroke) -> NDArray[np.int32]:
    return np.round((stroke.points * FINE) * (1 << SHIFT)).astype(np.int32)


def _draw(canvas: UInt8Array, stroke: Stroke) -> None:
    fixed = _fixed(stroke)
    thick = max(1, round(stroke.width * FINE))
    if np.ptp(stroke.points, axis=0).max() < stroke.width / 2:  # a dot: OpenCV's shortest line is no disc
        middle = fixed.mean(axis=0).astype(int)
        radius = round(stroke.width * 0.62 * FINE * (1 << SHIFT))
        cv2.circle(canvas, (int(middle[0]), int(middle[1])), radius, 255, -1, cv2.LINE_AA, SHIFT)
        return
    cv2.polylines(canvas, [fixed[:, None, :]], False, 255, thick, cv2.LINE_AA, SHIFT)


def pad(drawing: Drawing, rng: Generator) -> bytes:
    """A PNG of the drawing on a white pad of any of `WIDTHS`, somewhere near its middle."""
    width = int(rng.integers(WIDTHS[0], WIDTHS[1] + 1))
    extent = box(drawing)
    broad, tall = extent.right - extent.left, extent.bottom - extent.top
    scale = min(width * rng.uniform(0.45, 0.9) / broad, TALLEST * rng.uniform(0.5, 1.0) / HEIGHT)
    height = max(140, round(tall * scale * rng.uniform(1.15, 1.7)))
    spare = width - broad * scale, height - tall * scale
    x, y = (room * rng.uniform(0.3, 0.7) for room in spare)
    placed = moved(drawing, x - extent.left * scale, y - extent.top * scale, scale)
    thick = tuple(Stroke(points, max(THINNEST, line)) for points, line in placed)
    return png((255 - np.round(ink(thick, height, width) * 255)).astype(np.uint8))
