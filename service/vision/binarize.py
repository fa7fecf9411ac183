"""Binarize: a grey page to ink, whatever the polarity, the paper and the light.

Ink is measured, not cut: it keeps the grey edge of a stroke, because the network learned on such edges.
A picture that is clean already (flat black or white paper, full ink) passes through unchanged.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.lines import without_lines
from service.vision.types import Ink, Page, UInt8Array

Float32Array = NDArray[np.float32]

THUMBNAIL = 192  # pixels of the longer side on which paper and light are studied
FLAT_SHARE = 0.35  # of the pixels at one level (within FLAT_SPREAD): the paper is flat, as in a drawing
FLAT_SPREAD = 6  # grey levels
MIN_CONTRAST = 14.0  # levels of 255 by which ink differs from paper at least; a JPEG's noise is below
NOISE_FACTOR = 5.0  # ink stands out from the paper's own texture by at least this many deviations
FULL_INK = 230.0  # ink this dark is left as it is; fainter ink is strengthened to full
PAPER_NOISE = 1.5  # deviation in levels over which a paper is not clean


@dataclass(frozen=True, slots=True)
class _Paper:
    light: bool  # whether paper is lighter than ink
    flat: bool
    level: float  # of flat paper, after inversion where ink is the lighter


def binarize(page: Page) -> Ink:
    """Measure the ink on a page.

    Returns:
        Ink whose strength is uint8 (h, w), all zero where nothing stands out from the paper.

    """
    grey = page.grey
    thumb = _thumbnail(grey)
    if (
        int(thumb.max()) - int(thumb.min()) < MIN_CONTRAST
        and int(grey.max()) - int(grey.min()) < 2 * MIN_CONTRAST
    ):
        return Ink(np.zeros_like(grey))
    paper = _study(thumb)
    if not paper.light:
        grey, thumb = 255 - grey, 255 - thumb
    depth = _depth(grey, thumb, paper)
    return Ink(_strength(depth))


def _thumbnail(grey: UInt8Array) -> UInt8Array:
    height, width = grey.shape
    shrink = max(height, width) / THUMBNAIL
    if shrink <= 1:
        return grey
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _study(thumb: UInt8Array) -> _Paper:
    """Decide which side of the grey scale is paper, and whether it is flat."""
    histogram = np.bincount(thumb.ravel(), minlength=256).astype(np.float64)
    window = np.convolve(histogram, np.ones(2 * FLAT_SPREAD + 1), mode="same")
    level = int(window.argmax())
    if window[level] >= FLAT_SHARE * thumb.size:
        far = np.arange(256) - level
        lighter = float((histogram * np.clip(far - 2 * FLAT_SPREAD, 0, None)).sum())
        darker = float((histogram * np.clip(-far - 2 * FLAT_SPREAD, 0, None)).sum())
        near = np.abs(far) <= FLAT_SPREAD
        level_mean = float((histogram * np.arange(256))[near].sum() / histogram[near].sum())
        light = darker >= lighter
        return _Paper(light, True, level_mean if light else 255.0 - level_mean)
    detail = thumb.astype(np.float32) - _median(thumb)
    # Strokes are few and far from their surroundings; so the longer tail of the detail is ink.
    tails = np.percentile(detail, [1.0, 99.0])
    return _Paper(bool(-tails[0] >= tails[1]), False, 255.0)


def _median(thumb: UInt8Array) -> Float32Array:
    size = max(3, (max(thumb.shape) // 3) | 1)
    return cv2.medianBlur(thumb, size).astype(np.float32)


def _depth(grey: UInt8Array, thumb: UInt8Array, paper: _Paper) -> Float32Array:
    """Give how far each pixel is darker than the paper beneath it: float32 (h, w), 0..255.

    Relative to the paper's own light, so that ink in a shadow counts as much as ink in the sun.
    """
    if paper.flat and _is_even(thumb, paper.level):
        # The farthest level that is still paper counts as paper: measured from there, not from the mean.
        return np.clip(paper.level - grey.astype(np.float32), 0, None) * (255.0 / max(paper.level, 32.0))
    light = _light(thumb)
    beneath = cv2.resize(light, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(255.0 - 255.0 * grey / np.maximum(beneath, 16.0), 0, 255), np.float32)


def _is_even(thumb: UInt8Array, level: float) -> bool:
    """Tell a drawing's or scan's paper, the same at all four sides, from a photo's."""
    edge = np.concatenate([thumb[0], thumb[-1], thumb[:, 0], thumb[:, -1]]).astype(np.float32)
    return bool(np.mean(np.abs(edge - level) <= 2 * FLAT_SPREAD) > 0.7)


def _light(thumb: UInt8Array) -> Float32Array:
    """Estimate the paper without its ink on the thumbnail: what closing leaves, smoothed."""
    size = max(3, (max(thumb.shape) // 6) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    calm = cv2.medianBlur(thumb, 3)
    closed = cv2.morphologyEx(calm, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    return cv2.GaussianBlur(closed, (0, 0), 1.5).astype(np.float32)


def _strength(depth: Float32Array) -> UInt8Array:
    """Cut the paper's texture off and bring the ink to full strength: uint8 (h, w)."""
    noise = _noise(depth)
    if noise > PAPER_NOISE and min(depth.shape) >= 48:
        depth = cv2.GaussianBlur(depth, (0, 0), 0.8 if max(depth.shape) < 400 else 1.2)
        noise = _noise(depth)
    floor = max(MIN_CONTRAST, NOISE_FACTOR * noise) if noise > 0 else 1.0
    inked = depth[depth > max(floor, MIN_CONTRAST)]
    if len(inked) < 4:
        return np.zeros(depth.shape, np.uint8)
    threshold, _ = cv2.threshold(np.clip(inked, 0, 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    core = inked[inked > threshold]
    level = float(np.percentile(core, 75)) if len(core) else float(inked.max())
    if noise > PAPER_NOISE / 3:
        # Ink fainter than a third of the pen's is the paper's: texture, a faint line, what shines through.
        floor = max(floor, 0.3 * level)
        depth = np.where(depth > floor, depth, 0.0)
    elif floor > 1.0:
        depth = np.where(depth > min(floor, 0.2 * level), depth, 0.0)
    gain = 1.0 if level >= FULL_INK else 255.0 / level
    return without_lines(np.clip(np.rint(depth * gain), 0, 255).astype(np.uint8))


def _noise(depth: Float32Array) -> float:
    """Estimate the deviation of the paper's texture, in levels, from the differences of neighbours.

    Median absolute deviation of the second difference along rows (Immerkaer's idea in one dimension):
    strokes are few, so the median sees paper alone. 1.4826 makes it a normal distribution's deviation.
    """
    sample = depth[:: max(1, depth.shape[0] // 200)]
    if sample.shape[1] < 3:
        return 0.0
    second = sample[:, :-2] - 2 * sample[:, 1:-1] + sample[:, 2:]
    return float(1.4826 * np.median(np.abs(second)) / np.sqrt(6.0))
