"""Normalize: one digit's ink to uint8 28x28, by the geometry by which MNIST was made.

LeCun et al. 1998: the ink's box is scaled to 20 pixels on its longer side, aspect kept, and placed so
that its centre of mass lies at the centre of 28x28. Measured on MNIST itself: a centre at pixel index 14
with whole-pixel shifts leaves all 10,000 test pictures as they are.
"""

import cv2
import numpy as np

from service.vision.types import CENTRE, DIGIT_SIZE, SIDE, UInt8Array

MIN_STROKE = 1.6  # pixels of 20: thinner strokes are widened before they are shrunk, or they would fade
FULL_INK = 230  # a digit whose darkest twentieth is fainter than this after scaling is strengthened
NEIGHBOURS = np.ones((3, 3), np.uint8)
MAX_SHRINK = 4.0  # strokes are measured at no more than this many times the final size


def normalize(strength: UInt8Array) -> UInt8Array:
    """Scale and centre one digit's ink.

    Args:
        strength: uint8 (h, w), 0 paper to 255 full ink; any size of at least one inked pixel.

    Returns:
        uint8 (28, 28), ink = 255. Ink that is 20 pixels on its longer side already is moved, not resampled.

    """
    x, y, width, height = cv2.boundingRect(strength)
    if not width:
        return np.zeros((SIDE, SIDE), np.uint8)
    ink = strength[y : y + height, x : x + width]
    if max(ink.shape) != DIGIT_SIZE:
        ink = _resized(ink)
    return _centred(ink)


def _resized(ink: UInt8Array) -> UInt8Array:
    longest = max(ink.shape)
    if longest > DIGIT_SIZE:
        ink = _thick_enough(_shrunk(ink, DIGIT_SIZE * MAX_SHRINK))
    size = _fitted(ink, DIGIT_SIZE)
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if longest > DIGIT_SIZE else cv2.INTER_LINEAR)
    if not small.any():  # ink so faint or fine that it averages away: its box is all that is known
        return np.full(size[::-1], 255, np.uint8)
    inked = small[small > 32] if small.max() > 32 else small[small > 0]
    level = float(np.partition(inked, at := int(0.95 * len(inked)))[at])
    if level < FULL_INK:
        small = cv2.convertScaleAbs(small, alpha=255.0 / max(level, 1.0))
    return np.asarray(small, np.uint8)


def _fitted(ink: UInt8Array, side: float) -> tuple[int, int]:
    height, width = ink.shape
    factor = side / max(height, width)
    return max(1, round(width * factor)), max(1, round(height * factor))


def _shrunk(ink: UInt8Array, side: float) -> UInt8Array:
    if max(ink.shape) <= side:
        return ink
    return np.asarray(cv2.resize(ink, _fitted(ink, side), interpolation=cv2.INTER_AREA), np.uint8)


def _thick_enough(ink: UInt8Array) -> UInt8Array:
    """Widen strokes that would be thinner than MIN_STROKE once the digit is DIGIT_SIZE pixels large."""
    peak = int(ink.max(initial=0))
    mask = (ink > peak // 2).view(np.uint8)
    area = cv2.countNonZero(mask)
    edge = area - cv2.countNonZero(cv2.erode(mask, NEIGHBOURS, borderValue=0))
    # A stroke of width w and length l has the area w*l and two edges of length l.
    stroke = 2.0 * area / max(edge, 1)
    wanted = MIN_STROKE * max(ink.shape) / DIGIT_SIZE
    missing = round(wanted - stroke)
    if missing < 1:
        return ink
    ink = cv2.copyMakeBorder(ink, missing, missing, missing, missing, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(
        cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (missing + 1, missing + 1)))
    )


def _centred(ink: UInt8Array) -> UInt8Array:
    rows, columns = (ink.sum(axis=axis, dtype=np.float64) for axis in (1, 0))
    total = float(rows.sum())
    height, width = ink.shape
    y = float(rows @ np.arange(height)) / total
    x = float(columns @ np.arange(width)) / total
    top = min(max(round(CENTRE - y), 0), SIDE - height)
    left = min(max(round(CENTRE - x), 0), SIDE - width)
    digit = np.zeros((SIDE, SIDE), np.uint8)
    digit[top : top + height, left : left + width] = ink
    return digit
