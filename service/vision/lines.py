"""Ruled and squared paper: take the printed lines away and leave the strokes that cross them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.components import components
from service.vision.slanted import slanted_lines
from service.vision.types import UInt8Array

Float32Array = NDArray[np.float32]

SPAN = 0.6  # of the page's width (or height) that a printed line runs through at least
SPAN_OF_STRIP = 0.93  # of a strip of one line of writing, across it: there, a 1 runs through 0.6, too
SHORT = 0.6  # of the other side: a shorter side is across a strip
RUN = 0.15  # of the width over which a line is averaged: noise and strokes fade, lines remain
LONG_RUN = 0.5  # of the width over which a line has ink nearly all along, and a row of digits here and there
UNBROKEN = 0.85  # of such a run
INKED = 0.35  # of the floor: as faint as a printed line may be
MIN_SIDE = 64  # pixels; smaller pictures are crops of a digit, in which any line is a stroke
MAX_THICKNESS = 0.012  # of the page's longer side: thicker bars are no printed lines


def without_lines(depth: Float32Array, floor: float) -> Float32Array:
    """Remove long straight thin lines along both axes from ink, float32 (h, w); `floor` is the paper's."""
    if min(depth.shape) < MIN_SIDE:
        return depth
    inked = (depth > INKED * floor).astype(np.uint8)
    across, down = _lines(depth, inked, floor), _lines(_turned(depth), _turned(inked), floor).T
    return _erased(depth, across, down, floor)


def without_slanted_lines(depth: Float32Array, drawn: NDArray[np.bool_], floor: float) -> Float32Array:
    """Remove lines that rise or fall a little, as a camera held askew sees them, from ink, float32 (h, w).

    `drawn`: what of it was taken for marks of a pen, bool (h, w); `floor` is the paper's.
    """
    marks = drawn.astype(np.uint8)
    return _erased(depth, slanted_lines(marks), slanted_lines(_turned(marks)).T, floor)


def _erased(
    depth: Float32Array, across: NDArray[np.bool_], down: NDArray[np.bool_], floor: float
) -> Float32Array:
    """Take marked lines out of ink, float32 (h, w), and leave the strokes that cross them."""
    if not (across.any() or down.any()):
        return depth
    # A stroke that crosses a line keeps its ink there; another line that crosses it does not.
    thickness = _thickness(depth)
    lines = across & ~_crossing(np.where(down, 0, depth), floor, thickness)
    lines |= down & ~_crossing(np.where(across, 0, depth).T, floor, thickness).T
    cleaned = np.where(lines, 0, depth).astype(np.float32)
    return np.where(lines, np.minimum(_bridged(cleaned), depth), cleaned).astype(np.float32)


def _turned(page: np.ndarray) -> np.ndarray:
    return cv2.transpose(page)


def _has_long_run(inked: UInt8Array, axis: int) -> bool:
    """Tell whether some row (axis 1) or column (0) has the ink that a line needs; `inked` is 0 or 1.

    A line covers SPAN of the columns, more than the windows of `_unbroken` that reach over the border: one
    window at least lies wholly inside, and nearly all of it is inked.
    """
    thick = cv2.dilate(inked, np.ones((3, 1) if axis else (1, 3), np.uint8))
    most = cv2.reduce(thick, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).max()
    return bool(most >= UNBROKEN * _run(inked.shape[axis]) - 1)


def _lines(depth: Float32Array, inked: UInt8Array, floor: float) -> NDArray[np.bool_]:
    """Mark the pixels of horizontal lines, bool (h, w)."""
    if not _has_long_run(inked, 1):  # on most pages no line can be, and that is all there is to do
        return np.zeros(depth.shape, bool)
    height, width = depth.shape
    span = width * (SPAN if width > SHORT * height else SPAN_OF_STRIP)
    unbroken = _unbroken(inked)
    if np.count_nonzero(unbroken.max(axis=0)) < span:
        return np.zeros(depth.shape, bool)
    ridge = _ridge(depth, unbroken, floor)
    if np.count_nonzero(ridge.max(axis=0)) < span:
        return np.zeros(depth.shape, bool)
    joined = cv2.dilate(ridge, np.ones((3, max(3, int(0.05 * width))), np.uint8))
    labels, stats = components(joined)
    long = (stats[:, cv2.CC_STAT_WIDTH] >= span) & (stats[:, cv2.CC_STAT_HEIGHT] < 0.08 * height + 12)
    long[0] = False
    near = cv2.dilate((long[labels] & (ridge > 0)).astype(np.uint8), np.ones((3, 5), np.uint8))
    return near > 0


def _unbroken(inked: UInt8Array) -> UInt8Array:
    """Mark the pixels around which the row has ink nearly all along, uint8 0 or 1 (h, w)."""
    thick = cv2.dilate(inked, np.ones((3, 1), np.uint8))
    run = _run(inked.shape[1])
    count = cv2.boxFilter(thick, cv2.CV_32F, (run, 1), normalize=False, borderType=cv2.BORDER_REFLECT)
    return (count >= UNBROKEN * run - 1e-3).astype(np.uint8)


def _run(width: int) -> int:
    return max(9, int(LONG_RUN * width))


def _ridge(depth: Float32Array, unbroken: UInt8Array, floor: float) -> UInt8Array:
    """Mark the unbroken pixels that are darker than what lies above and below, uint8 0 or 1 (h, w)."""
    height, reach = len(depth), 2 * _thickness(depth)
    wanted = cv2.dilate(unbroken.max(axis=1), np.ones(2 * reach + 1, np.uint8))
    rows = np.flatnonzero(wanted)  # of most pages few; each unbroken one is among its own neighbours
    width = max(9, int(RUN * depth.shape[1]))
    along = cv2.blur(np.clip(depth[rows], 0, 4 * floor), (width, 1), borderType=cv2.BORDER_REFLECT)
    above = cv2.blur(along, (1, 2 * reach + 1), borderType=cv2.BORDER_REFLECT)
    ridge = np.zeros((height, depth.shape[1]), np.uint8)
    ridge[rows] = ((along - above) > 0.4 * floor).astype(np.uint8) & unbroken[rows]
    return ridge


def _thickness(depth: Float32Array) -> int:
    return max(3, round(MAX_THICKNESS * max(depth.shape)))


def _crossing(depth: Float32Array, floor: float, thickness: int) -> NDArray[np.bool_]:
    """Mark what runs vertically for longer than a line is thick: the strokes that cross it."""
    mask = np.ascontiguousarray(depth > 1.5 * floor).astype(np.uint8)
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2 * thickness + 1, 1), np.uint8)).astype(bool)


def _bridged(cleaned: Float32Array) -> Float32Array:
    """Close the gaps that lines leave in strokes: what has ink on both sides is ink."""
    size = 2 * max(2, round(MAX_THICKNESS * max(cleaned.shape))) + 1
    across = cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((size, 3), np.uint8))
    return np.maximum(across, cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((3, size), np.uint8)))
