"""Clean paper: ink on a page that is all of one level, as a drawing or a screenshot is."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.lines import without_lines
from service.vision.margin import cropped
from service.vision.pen import MIN_CONTRAST, pen_level, scaled
from service.vision.types import Box, UInt8Array

Float32Array = NDArray[np.float32]

LARGE = 64  # pixels of the shorter side from which a picture is more than the crop of a digit


def ink_on_clean_paper(
    grey: UInt8Array, inner: Box, histogram: NDArray[np.float64], level: float, *, is_light: bool
) -> UInt8Array:
    """Ink on flat paper of a level, strengthened only if it is faint: uint8 (h, w).

    As the paper is the same everywhere, ink is a table over the grey levels, and the page its histogram.
    `inner` is the box inside the page's margin; `is_light`: the paper is lighter than the ink.
    """
    if not is_light:  # from here to the tables' use, levels are those of the inverted page
        histogram, level = histogram[::-1], 255.0 - level
    depths = np.clip(level - np.arange(256, dtype=np.float32), 0, 255) * np.float32(255.0 / max(level, 32.0))
    counts = histogram.astype(np.int64)
    inked = depths > MIN_CONTRAST
    if not counts[inked].any():
        return np.zeros(grey.shape, np.uint8)
    pen = pen_level(np.repeat(depths[inked], counts[inked]))
    marked = cropped(grey, inner)
    if not _may_have_lines(_looked_up(inked.astype(np.uint8), marked, is_light=is_light), grey.shape):
        strengths = _clean(depths, _median(depths, counts), pen)
        ink = np.full(grey.shape, strengths[grey[0, 0] if is_light else 255 - grey[0, 0]], np.uint8)
        cropped(ink, inner)[:] = _looked_up(strengths, marked, is_light=is_light)
        return ink
    depth = without_lines(_looked_up(depths, grey, is_light=is_light), MIN_CONTRAST)
    return _clean(depth, float(np.median(depth[depth > 0])) if depth.any() else math.inf, pen)


def _looked_up(table: np.ndarray, grey: UInt8Array, *, is_light: bool) -> np.ndarray:
    """Look each pixel up in a table over the levels of the page, or of the inverted page."""
    return np.asarray(cv2.LUT(grey, table if is_light else np.ascontiguousarray(table[::-1])))


def _may_have_lines(inked: UInt8Array, page: tuple[int, ...]) -> bool:
    """Tell whether a row or column is inked (1, not 0) for nearly half the page's length, as no stroke is."""
    height, width = page
    if min(height, width) < LARGE:
        return False
    columns, rows = (cv2.reduce(inked, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).max() for axis in (0, 1))
    return bool(columns > 0.4 * height or rows > 0.4 * width)


def _median(depths: Float32Array, counts: NDArray[np.int64]) -> float:
    """Give the median depth of what is not plain paper; `depths` fall with the grey level."""
    marked = depths > 0
    up_to = np.cumsum(counts[marked])
    middle = np.searchsorted(up_to, [(up_to[-1] - 1) // 2, up_to[-1] // 2], side="right")
    return float(depths[marked][middle].mean())


def _clean(depth: Float32Array, median: float, pen: float) -> UInt8Array:
    """Scale ink to full, without what is fainter than the pen's edge where the paper has some texture."""
    floor = min(MIN_CONTRAST, 0.1 * pen) if median < MIN_CONTRAST else 0.5
    return scaled(np.where(depth >= floor, depth, 0), pen)
