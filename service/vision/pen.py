"""Pen: how strong the ink of a page is, and ink strengthened to full."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.types import UInt8Array

Float32Array = NDArray[np.float32]

MIN_CONTRAST = 14.0  # levels of 255 by which ink differs from paper at least
FULL_INK = 230.0  # ink this dark is left as it is; fainter ink is strengthened to full


def pen_level(inked: Float32Array) -> float:
    """Give the strength of the pen: the upper quarter of the darker of two kinds of ink (Otsu)."""
    threshold, _ = cv2.threshold(np.clip(inked, 0, 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    core = inked[inked > threshold]
    return _upper_quartile(core if len(core) else inked)


def _upper_quartile(values: Float32Array) -> float:
    """As `np.percentile(values, 75)`, which takes five times as long for a few thousand values."""
    place = 0.75 * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    ordered = np.partition(values, (below, above))
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def scaled(depth: Float32Array, level: float) -> UInt8Array:
    """Ink in levels, float32 (h, w), with a faint pen of that level strengthened to full: uint8 (h, w)."""
    gain = 1.0 if level >= FULL_INK else 255.0 / level
    return np.clip(np.rint(depth * gain), 0, 255).astype(np.uint8)
