"""Binarize: a grey page to ink, whatever the polarity, the paper and the light.

Ink is measured, not cut: it keeps the grey edge of a stroke, because the network learned on such edges.
A picture that is clean already (flat black or white paper, full ink) passes through unchanged.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.components import components
from service.vision.lines import without_lines
from service.vision.paper import (
    counted,
    flat_level,
    is_flat_light,
    is_light,
    light_beneath,
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
MIN_EXTENT = 0.018  # of the page's longer side: smaller marks are dust
SHARP = 0.16  # of a mark's strength by which it changes over two pixels at its edge; shade changes less
SAMPLE = 200  # rows or columns of a page from which medians are taken
RIM = 3  # pixels beyond a mark in which the paper around it is looked at
RISE = 0.4  # of the mark's own darkness by which that paper is lighter
ALONE = 0.7  # of the rim that is so: less, and the mark is a piece of a shadow
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
    light = light_beneath(thumb, (grey.shape[0], grey.shape[1]))
    depth = np.clip(255.0 - 255.0 * grey / np.maximum(light, 12.0), -255, 255).astype(np.float32)
    return Ink(_rough_strength(depth, light))


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


def _rough_strength(depth: Float32Array, light: Float32Array) -> UInt8Array:
    """Ink on paper with light, shade and texture: what clearly stands out of it, uint8 (h, w)."""
    is_page = min(depth.shape) >= LARGE
    if is_page:
        depth = cv2.GaussianBlur(depth, (0, 0), 0.7 if max(depth.shape) < 400 else 1.1)
    sample = _sampled(depth)
    middle = float(np.median(sample))
    noise = _deviation(sample - middle) if is_page else _crop_noise(depth, middle)
    floor = middle + max(MIN_CONTRAST, NOISE_FACTOR * noise)
    depth = without_lines(depth, middle + max(MIN_CONTRAST / 2, 2 * noise))
    inked = depth[depth > floor]
    if len(inked) < 6:
        return np.zeros(depth.shape, np.uint8)
    level = _pen(inked)
    if level < min(CLEAR * floor, floor + 60):
        return np.zeros(depth.shape, np.uint8)
    floor = max(floor, SOFT_EDGE * level)
    base = middle + noise
    strength = np.zeros(depth.shape, np.uint8)
    place = _place((depth > floor).astype(np.uint8)) if is_page else (slice(None), slice(None))
    drawn = _drawn(depth[place], floor, light[place], max(depth.shape)) if is_page else depth > floor
    full = (depth[place] - base) * level / max(level - base, 1.0)
    strength[place] = _scaled(np.where(drawn, full, 0), level)
    return strength


def _place(mask: UInt8Array) -> tuple[slice, slice]:
    """Give the part of a page that holds all of a mask, and the rim around it."""
    x, y, width, height = cv2.boundingRect(mask)
    return slice(max(0, y - RIM), y + height + RIM), slice(max(0, x - RIM), x + width + RIM)


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


def _drawn(depth: Float32Array, floor: float, light: Float32Array, side: int) -> NDArray[np.bool_]:
    """Mark what a pen left, bool (h, w): marks of some size with sharp edges, neither dust nor shade.

    `side` is the page's longer one; depth and light are of the part of it that has ink.
    """
    mask = (depth > floor).astype(np.uint8)
    labels, stats = components(mask)
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = extent >= max(6.0, MIN_EXTENT * side)
    kept[0] = False
    edges = cv2.morphologyEx(depth, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    rim = (mask > 0) & (cv2.erode(mask, np.ones((7, 7), np.uint8), borderValue=0) == 0)
    for i in np.flatnonzero(kept):
        x, y, width, height = stats[i, :4]
        own = labels[y : y + height, x : x + width] == i
        mark = depth[y : y + height, x : x + width][own]
        steps = edges[y : y + height, x : x + width][own & rim[y : y + height, x : x + width]]
        kept[i] = np.percentile(steps, 75) >= SHARP * np.percentile(mark, 90)
        if kept[i]:
            part = slice(max(0, y - RIM), y + height + RIM), slice(max(0, x - RIM), x + width + RIM)
            kept[i] = _stands_alone(labels[part] == i, mask[part], depth[part], light[part])
    return kept[labels]


def _stands_alone(own: NDArray[np.bool_], mask: UInt8Array, depth: Float32Array, light: Float32Array) -> bool:
    """Tell whether paper is all around a mark; a piece of a shadow goes on in the grey beyond its edge.

    `own` marks the mark's pixels in a window around it. All around, the page must be lighter than the mark,
    by a good part of what the mark itself is darker than the light that was estimated for it.
    """
    around = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    grey = light * (1 - depth / 255)
    inked = cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0
    rim = (cv2.dilate(own.astype(np.uint8), around) > 0) & ~inked
    darkest = cv2.erode(np.where(own, grey, 255).astype(np.float32), around)[rim]
    lit = cv2.dilate(np.where(own, light, 0).astype(np.float32), around)[rim]
    lighter = grey[rim] - darkest >= RISE * (lit - darkest)
    return len(lighter) == 0 or bool(lighter.mean() >= ALONE)


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
