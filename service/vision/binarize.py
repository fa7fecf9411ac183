"""Binarize: a grey page to ink, whatever the polarity, the paper and the light.

Ink is measured, not cut: it keeps the grey edge of a stroke, because the network learned on such edges.
A picture that is clean already (flat black or white paper, full ink) passes through unchanged.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.light import light_beneath, wider_than_the_pen
from service.vision.lines import without_lines, without_slanted_lines
from service.vision.marks import pen_marks
from service.vision.paper import (
    counted,
    flat_level,
    is_flat_light,
    is_light,
    sampled,
    thumbnail,
)
from service.vision.types import Ink, Page, UInt8Array

Float32Array = NDArray[np.float32]

MIN_CONTRAST = 14.0  # levels of 255 by which ink differs from paper at least
NOISE_FACTOR = 5.0  # ink stands out from the paper's own texture by at least this many deviations
CLEAR = 2.2  # the pen is at least this many times stronger than the weakest ink that texture could be
FULL_INK = 230.0  # ink this dark is left as it is; fainter ink is strengthened to full
SOFT_EDGE = 0.3  # of the pen's strength: on rough paper, ink fainter than this is paper
SAMPLE = 200  # rows or columns of a page from which medians are taken
SHADE_LEFT = 0.015  # of the page: more that is dark and no ink, and the light did not follow a shadow
SHADE_BESIDE = 0.04  # likewise, where some ink was found
ALIKE = 0.9  # of the ink that two estimates of the light show, where both show the same marks
NEIGHBOURS = 15  # sampled rows and columns over which shade hardly changes
LARGE = 64  # pixels of the shorter side from which a picture is more than the crop of a digit


def binarize(page: Page) -> Ink:
    """Measure the ink on a page.

    Returns:
        Ink whose strength is uint8 (h, w), all zero where nothing stands out from the paper.

    """
    grey = page.grey
    if int(grey.max()) - int(grey.min()) < MIN_CONTRAST:
        return Ink(np.zeros_like(grey))
    sample = sampled(grey)
    counts = counted(sample)
    level = flat_level(sample, counts)
    if level is not None:
        every = counts if sample.shape == grey.shape else counted(grey)
        if not is_flat_light(level, counts):
            grey, every, level = 255 - grey, every[::-1], 255.0 - level
        return Ink(_clean_strength(grey, every, level))
    thumb = thumbnail(grey)
    if not is_light(thumb):
        grey, thumb = 255 - grey, 255 - thumb
    return Ink(_rough_strength(grey, thumb))


def _clean_strength(grey: UInt8Array, histogram: NDArray[np.float64], level: float) -> UInt8Array:
    """Ink on flat paper of a level, strengthened only if it is faint: uint8 (h, w).

    As the paper is the same everywhere, ink is a table over the grey levels, and the page its histogram.
    """
    depths = np.clip(level - np.arange(256, dtype=np.float32), 0, 255) * np.float32(255.0 / max(level, 32.0))
    counts = histogram.astype(np.int64)
    inked = depths > MIN_CONTRAST
    if not counts[inked].any():
        return np.zeros(grey.shape, np.uint8)
    pen = _pen(np.repeat(depths[inked], counts[inked]))
    if not _may_have_lines(cv2.LUT(grey, inked.astype(np.uint8))):
        return np.asarray(cv2.LUT(grey, _clean(depths, _median(depths, counts), pen)), np.uint8)
    depth = without_lines(cv2.LUT(grey, depths), MIN_CONTRAST)
    return _clean(depth, float(np.median(depth[depth > 0])) if depth.any() else math.inf, pen)


def _may_have_lines(inked: UInt8Array) -> bool:
    """Tell whether some row or column is inked (1, not 0) for nearly half its length, as no stroke is."""
    height, width = inked.shape
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
    return _scaled(np.where(depth >= floor, depth, 0), pen)


def _rough_strength(grey: UInt8Array, thumb: UInt8Array) -> UInt8Array:
    """Ink on paper with light, shade and texture: what clearly stands out of it, uint8 (h, w).

    Where nothing does, and much shade is left that the estimated light did not follow, ink may be hidden in
    it: then the light follows more closely, until the same marks appear twice.
    """
    shape = (grey.shape[0], grey.shape[1])
    discs = wider_than_the_pen(thumb)
    strength, shade = _strength_in(light_beneath(thumb, shape, discs), grey)
    if shade <= (SHADE_BESIDE if strength.any() else SHADE_LEFT) * grey.size:
        return strength
    before = strength
    for fewer in range(discs - 1, 0, -1):
        closer, shade = _strength_in(light_beneath(thumb, shape, fewer), grey)
        if shade <= SHADE_LEFT * grey.size:
            if _are_alike(before, closer):
                return before
            before = closer
    return strength


def _are_alike(one: UInt8Array, other: UInt8Array) -> bool:
    """Tell whether nearly the same pixels are inked, and some are."""
    inked, also = one > 0, other > 0
    return bool(np.count_nonzero(inked & also) > ALIKE * np.count_nonzero(inked | also))


def _strength_in(light: Float32Array, grey: UInt8Array) -> tuple[UInt8Array, int]:
    """Ink on paper that is lit so, uint8 (h, w), and how many pixels are darker but no ink: shade."""
    depth = np.clip(255.0 - 255.0 * grey / np.maximum(light, 12.0), -255, 255).astype(np.float32)
    nothing = np.zeros(depth.shape, np.uint8)
    is_page = min(depth.shape) >= LARGE
    if is_page:
        depth = cv2.GaussianBlur(depth, (0, 0), 0.7 if max(depth.shape) < 400 else 1.1)
    sample = _sampled(depth)
    middle = float(np.median(sample))
    noise = _page_noise(sample, middle) if is_page else _crop_noise(depth, middle)
    floor = middle + max(MIN_CONTRAST, NOISE_FACTOR * noise)
    depth = without_lines(depth, middle + max(MIN_CONTRAST / 2, 2 * noise))
    inked = depth[depth > floor]
    if len(inked) < 6:
        return nothing, 0
    level = _pen(inked)
    if level < min(CLEAR * floor, floor + 60):
        return nothing, 0
    floor = max(floor, SOFT_EDGE * level)
    base = middle + noise
    shade = 0
    drawn = depth > floor
    if is_page:
        drawn, shade = pen_marks(depth, floor, light)
        plain = without_slanted_lines(depth, drawn, floor)
        if plain is not depth:
            depth = plain
            drawn, shade = pen_marks(depth, floor, light)
    x, y, width, height = cv2.boundingRect(drawn.astype(np.uint8))
    place = slice(y, y + height), slice(x, x + width)
    full = (depth[place] - base) * level / max(level - base, 1.0)
    strength = nothing
    strength[place] = _scaled(np.where(drawn[place], full, 0), level)
    return strength, shade


def _page_noise(sample: Float32Array, middle: float) -> float:
    """Estimate the texture of a page's paper, in levels.

    Shade that the light did not follow is no texture, so a pixel is compared with those around it, too; in
    dense writing these are ink, and the whole page tells more.
    """
    around = cv2.blur(sample, (NEIGHBOURS, NEIGHBOURS), borderType=cv2.BORDER_REFLECT)
    return min(_deviation(sample - middle), _deviation(sample - around))


def _crop_noise(depth: Float32Array, middle: float) -> float:
    """Estimate the texture of a crop's paper, in levels.

    The crop of a digit is half ink: there, neighbours are compared (second differences, of deviation
    sqrt(6) times the noise's) rather than levels.
    """
    if depth.shape[1] < 3:
        return _deviation(depth - middle)
    second = depth[:, :-2] - 2 * depth[:, 1:-1] + depth[:, 2:]
    return _deviation(second) / math.sqrt(6.0)


def _deviation(differences: Float32Array) -> float:
    """Give a normal deviation, from the median deviation, which few strokes do not move."""
    return float(1.4826 * np.median(np.abs(differences)))


def _sampled(depth: Float32Array) -> Float32Array:
    step = max(1, max(depth.shape) // SAMPLE)
    return np.ascontiguousarray(depth[::step, ::step])


def _pen(inked: Float32Array) -> float:
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


def _scaled(depth: Float32Array, level: float) -> UInt8Array:
    gain = 1.0 if level >= FULL_INK else 255.0 / level
    return np.clip(np.rint(depth * gain), 0, 255).astype(np.uint8)
