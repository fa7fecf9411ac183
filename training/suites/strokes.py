"""A 28x28 digit redrawn as a pen stroke of any size and thickness, without pixels showing."""

import cv2
import numpy as np

from training.suites.types import Float32Array, UInt8Array

UPSCALE = 6  # field pixels to one MNIST pixel: enough for a smooth outline at any size
MARGIN = 4  # MNIST pixels of paper kept around the ink, so that a thicker pen stays inside
BLOT = 1.75  # a line this much thicker than its median is a blot; true of about one MNIST digit in seven
SMOOTH = 1.8  # standard deviation, in field pixels, that takes the steps out of a centre line
SOFT = 1.0  # picture pixels over which an edge goes from paper to ink


def stroke(digit: UInt8Array, height: float, *, pen: float | None = None) -> Float32Array:
    """How much ink lies on each pixel, 0..1, float32 (h, w), with the digit's ink `height` pixels high.

    `pen` is the thickness of the line as a part of the digit's height (0.02 a hairline, 0.16 a marker);
    None keeps the thickness that MNIST gave it. A pen that would close a loop is made thinner, and a digit
    whose loop is filled with ink keeps its own line: its centre line would be another digit.
    """
    shape = _outline(digit)
    field = _signed_distance(shape) if pen is None or _blotted(shape) else _redrawn(shape, pen)
    rows = np.flatnonzero((field > 0).any(axis=1))
    factor = height / max(1, rows[-1] - rows[0] + 1)
    size = [max(3, round(side * factor)) for side in reversed(field.shape)]
    shrinks = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    inside = cv2.resize(field, size, interpolation=shrinks) * factor
    return cropped((inside / SOFT + 0.5).clip(0, 1))


def cropped(mask: Float32Array) -> Float32Array:
    """The mask cut to its ink, with two pixels of paper around it."""
    rows, columns = (np.flatnonzero((mask > 0.02).any(axis=axis)) for axis in (1, 0))
    return np.pad(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 2)


def thinned(shape: UInt8Array) -> UInt8Array:
    """The centre line, one pixel wide, of a shape of 0 and 1 (Zhang and Suen 1984)."""
    shape = np.pad(shape, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            loose = _removable(shape, first=first)
            shape[loose] = 0
            changed |= bool(loose.any())
    return shape[1:-1, 1:-1]


def _removable(shape: UInt8Array, *, first: bool) -> np.ndarray:
    ring = [np.roll(shape, move, (0, 1)) for move in
            ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))]  # fmt: skip
    neighbours = sum(part.astype(np.int16) for part in ring)
    changes = sum((ring[i] == 0) & (ring[(i + 1) % 8] == 1) for i in range(8))
    north, east, south, west = ring[0], ring[2], ring[4], ring[6]
    if first:
        open_side = (north * east * south == 0) & (east * south * west == 0)
    else:
        open_side = (north * east * west == 0) & (north * south * west == 0)
    return (shape == 1) & (neighbours >= 2) & (neighbours <= 6) & (changes == 1) & open_side


def _outline(digit: UInt8Array) -> UInt8Array:
    """The digit's shape as 0 and 1, at `UPSCALE` with a margin."""
    padded = np.pad(digit, MARGIN).astype(np.float32)
    side = padded.shape[0] * UPSCALE
    smooth = cv2.GaussianBlur(cv2.resize(padded, (side, side), interpolation=cv2.INTER_CUBIC), (0, 0), 2.5)
    return (smooth > 0.42 * smooth.max()).astype(np.uint8)


def _signed_distance(shape: UInt8Array) -> Float32Array:
    """Pixels to the outline: positive inside, negative outside."""
    inside = cv2.distanceTransform(shape, cv2.DIST_L2, 5)
    outside = cv2.distanceTransform(1 - shape, cv2.DIST_L2, 5)
    return cv2.GaussianBlur(inside - outside, (0, 0), 1.5)


def _blotted(shape: UInt8Array) -> bool:
    """Whether the line is much thicker in one place than along most of its length."""
    depth = cv2.distanceTransform(shape, cv2.DIST_L2, 5)
    along = depth[thinned(shape) == 1]
    return bool(along.max() > BLOT * np.median(along))


def _redrawn(shape: UInt8Array, pen: float) -> Float32Array:
    """The distance field of the centre line drawn again with another pen."""
    rows = np.flatnonzero(shape.any(axis=1))
    stepped = cv2.distanceTransform(1 - thinned(shape), cv2.DIST_L2, 5)
    blurred = cv2.GaussianBlur(stepped, (0, 0), SMOOTH)
    # A blur lifts the line itself to 0.8 sigma; undone here. The minimum keeps hairlines in one piece.
    from_line = np.minimum(stepped, np.sqrt((blurred**2 - (0.8 * SMOOTH) ** 2).clip(0, None)))
    # The centre line is a field pixel wide itself; less than 0.6 would leave gaps.
    half = max(0.6, pen * (rows[-1] - rows[0] + 1) / 2 - 0.5)
    for _ in range(6):
        field = half - from_line
        if _loops((field > 0).astype(np.uint8)) == _loops(shape):
            break
        half *= 0.85
    return field.astype(np.float32)


def _loops(shape: UInt8Array) -> int:
    """How many areas of paper the shape encloses, counting those large enough to be seen."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(1 - shape, connectivity=4)
    return int((stats[1:, cv2.CC_STAT_AREA] > UPSCALE * UPSCALE).sum())
