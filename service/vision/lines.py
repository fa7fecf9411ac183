"""Ruled and squared paper: take the printed lines away and leave the strokes that cross them."""

import cv2
import numpy as np

from service.vision.types import UInt8Array

SPAN = 0.5  # of the page's width (or height) that a printed line runs through at least
RUN = 0.12  # of the width: length of a straight piece by which a line is recognised
MIN_SIDE = 64  # pixels; smaller pictures are crops of a digit, in which any line is a stroke
MAX_THICKNESS = 0.02  # of the page's longer side: thicker bars are no printed lines


def without_lines(strength: UInt8Array) -> UInt8Array:
    """Remove long straight thin lines along both axes from uint8 (h, w) ink; give ink of the same shape."""
    if min(strength.shape) < MIN_SIDE:
        return strength
    horizontal = _lines(strength)
    vertical = _lines(strength.T).T
    if not horizontal.any() and not vertical.any():
        return strength
    cleaned = strength.copy()
    cleaned[horizontal | vertical] = 0
    return _healed(cleaned, strength, horizontal | vertical)


def _lines(strength: UInt8Array) -> np.ndarray:
    """Mark the pixels of horizontal lines, bool (h, w), where no stroke crosses them."""
    height, width = strength.shape
    mask = (strength > 40).astype(np.uint8)
    pieces = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, max(15, int(RUN * width))), np.uint8))
    if not pieces.any():
        return pieces.astype(bool)
    # A line that leans a little is a staircase of pieces: join them before its span is measured.
    joined = cv2.dilate(pieces, np.ones((3, max(3, int(0.05 * width))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    thickness = max(3, round(MAX_THICKNESS * max(height, width)))
    long = [i for i in range(1, count) if stats[i, cv2.CC_STAT_WIDTH] >= SPAN * width]
    near = cv2.dilate((np.isin(labels, long) & (pieces > 0)).astype(np.uint8), np.ones((3, 9), np.uint8))
    return (near > 0) & (mask > 0) & ~_crossing(mask, thickness)


def _crossing(mask: UInt8Array, thickness: int) -> np.ndarray:
    """Mark what runs vertically for longer than a line is thick: the strokes that cross it."""
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((thickness + 2, 1), np.uint8)).astype(bool)


def _healed(cleaned: UInt8Array, strength: UInt8Array, removed: np.ndarray) -> UInt8Array:
    """Give removed pixels back where ink stands on both sides: a slanted stroke crossed there."""
    size = 2 * max(2, round(MAX_THICKNESS * max(strength.shape) / 2)) + 1
    bridged = cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((size, 3), np.uint8))
    bridged = np.maximum(bridged, cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((3, size), np.uint8)))
    return np.where(removed, np.minimum(bridged, strength), cleaned)
