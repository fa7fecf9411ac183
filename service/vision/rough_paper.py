"""Rough paper: ink on a page with light, shade and texture."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.light import light_beneath, wider_than_the_pen
from service.vision.lines import without_lines, without_slanted_lines
from service.vision.marks import pen_marks
from service.vision.pen import MIN_CONTRAST, pen_level, scaled
from service.vision.remains import without_remains
from service.vision.types import UInt8Array

Float32Array = NDArray[np.float32]

NOISE_FACTOR = 5.0  # ink stands out from the paper's own texture by at least this many deviations
CLEAR = 2.2  # the pen is at least this many times stronger than the weakest ink that texture could be
SOFT_EDGE = 0.3  # of the pen's strength: on rough paper, ink fainter than this is paper
SAMPLE = 200  # rows or columns of a page from which medians are taken
SHADE_LEFT = 0.015  # of the page: more that is dark and no ink, and the light did not follow a shadow
SHADE_BESIDE = 0.04  # likewise, where some ink was found
CLOSER = 0.8  # times as wide a disc, for light that follows more closely
ALIKE = 0.9  # of the ink that two estimates of the light show, where both show the same marks
DARKEST = 12.0  # level of the light that is told from none
NEIGHBOURS = 15  # sampled rows and columns over which shade hardly changes
LARGE = 64  # pixels of the shorter side from which a picture is more than the crop of a digit


def ink_on_rough_paper(grey: UInt8Array, thumb: UInt8Array) -> UInt8Array:
    """Ink on paper with light, shade and texture: what clearly stands out of it, uint8 (h, w).

    Where much shade is left that the estimated light did not follow, it may hide ink: then the light follows
    more and more closely, until the same marks appear twice.
    """
    shape = (grey.shape[0], grey.shape[1])
    discs = wider_than_the_pen(thumb)
    strength, shade = _strength_in(light_beneath(thumb, shape, discs), grey)
    if shade <= (SHADE_BESIDE if strength.any() else SHADE_LEFT) * grey.size:
        return strength
    best, before, shade_before = strength, strength, shade
    while discs > 1:
        discs = int(CLOSER * discs)
        closer, shade = _strength_in(light_beneath(thumb, shape, discs), grey)
        if shade <= SHADE_LEFT * grey.size and _are_alike(before, closer):
            best = before
            if shade_before <= SHADE_LEFT * grey.size:
                break
        before, shade_before = closer, shade
    return best


def _are_alike(one: UInt8Array, other: UInt8Array) -> bool:
    """Tell whether nearly the same pixels are inked, and some are."""
    inked, also = one > 0, other > 0
    return bool(np.count_nonzero(inked & also) > ALIKE * np.count_nonzero(inked | also))


def _strength_in(light: Float32Array, grey: UInt8Array) -> tuple[UInt8Array, int]:
    """Ink on paper that is lit so, uint8 (h, w), and how many pixels are darker but no ink: shade."""
    depth = _depth(grey, light)
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
    level = pen_level(inked)
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
    marks = scaled(np.where(drawn[place], full, 0), level)
    strength[place] = without_remains(marks) if is_page else marks
    return strength, shade


def _depth(grey: UInt8Array, light: Float32Array) -> Float32Array:
    """By how much each pixel is darker than the light on it, in levels of 255: float32 (h, w), from -255."""
    depth = cv2.divide(grey.astype(np.float32), cv2.max(light, DARKEST), scale=-255.0)
    depth += np.float32(255.0)
    return cv2.max(depth, -255.0)


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
