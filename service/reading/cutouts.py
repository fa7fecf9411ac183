"""A mark's own ink, cut out of the page without neighbours and rules, as the digit network takes it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.reading.candidates import Float32Array
from service.reading.looks import InkMap
from service.vision import UInt8Array, normalize
from service.vision.contrast import PAPER, contrast
from service.vision.shrink import rescaled
from service.vision.types import SIDE

HEIGHT = 36.0  # pixels at which a mark is cut out: twice what the digit network is given
AROUND = 0.6  # of its longer side: paper seen around it, to know what paper is
GROWN = 0.08  # of its sides: how far its ink may reach out of its box
FAINTEST = 40  # of 255: less contrast is no ink
LIKELY = -2.0  # logit from which the network takes a place for ink of digits
STICKS_OUT = 1.5  # times the way from its middle to its border: no mark's ink reaches further
OWN = 0.5  # of a component's ink that must be nearest to this mark


def digits_of(
    grey: UInt8Array, boxes: Float32Array, which: NDArray[np.intp], ink: list[InkMap], *, dark_ink: bool
) -> UInt8Array:
    """Cut out marks as uint8 (n, 28, 28), ink 255: `which` of the boxes, (m, 4), all of them neighbours."""
    cut = [_digit(grey, boxes, int(row), ink, dark_ink=dark_ink) for row in which]
    return np.array(cut, np.uint8).reshape(-1, SIDE, SIDE)


def _digit(
    grey: UInt8Array, boxes: Float32Array, row: int, ink: list[InkMap], *, dark_ink: bool
) -> UInt8Array:
    left, top, right, bottom = boxes[row].tolist()
    width, height = right - left, bottom - top
    margin = AROUND * max(width, height)
    x0, y0 = max(0, int(left - margin)), max(0, int(top - margin))
    x1, y1 = min(grey.shape[1], int(right + margin) + 1), min(grey.shape[0], int(bottom + margin) + 1)
    part = grey[y0:y1, x0:x1]
    if not part.size:
        return np.zeros((SIDE, SIDE), np.uint8)
    scale = min(3.0, HEIGHT / max(height, width, 1.0))
    seen = contrast(rescaled(part, scale), dark_ink=dark_ink)
    strength = np.clip((seen.astype(np.int16) - PAPER) * 2, 0, 255).astype(np.uint8)
    strength[strength < FAINTEST] = 0
    strength[_unlikely(ink, (x0, y0), scale, strength.shape)] = 0
    places = (boxes - np.array([x0, y0, x0, y0], np.float32)) * scale
    return normalize(_own_ink(strength, places, row))


def _unlikely(
    ink: list[InkMap], corner: tuple[int, int], scale: float, shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Where, in a cutout, the network sees no ink of digits."""
    best = min(ink, key=lambda each: abs(np.log(each.scale * 2 / scale)))
    factor = best.scale / scale
    matrix = np.array(
        [
            [factor, 0, (corner[0] - best.left) * best.scale + (factor - 1) / 2],
            [0, factor, (corner[1] - best.top) * best.scale + (factor - 1) / 2],
        ],
        np.float32,
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    likely = cv2.warpAffine(
        best.likely, matrix, (shape[1], shape[0]), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(likely < LIKELY)


def _own_ink(strength: UInt8Array, boxes: Float32Array, row: int) -> UInt8Array:
    """Keep the ink that is nearer to this mark than to any other."""
    height, width = strength.shape
    near = (boxes[:, 0] < width) & (boxes[:, 2] > 0) & (boxes[:, 1] < height) & (boxes[:, 3] > 0)
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None]
    own = _distance(boxes[row], x, y)
    nearest = np.ones((height, width), bool)
    for other in np.flatnonzero(near):
        if other != row:
            nearest &= own <= _distance(boxes[other], x, y)
    mine = nearest & (own <= 1 + 2 * GROWN)
    count, labels = cv2.connectedComponents((strength > 0).view(np.uint8), connectivity=8)
    inside = np.bincount(labels[mine], strength[mine], minlength=count)
    whole = np.maximum(np.bincount(labels.ravel(), strength.ravel(), minlength=count), 1)
    # What is mostly this mark's own is kept whole where it sticks out; of what it shares, its part.
    kept = mine | ((inside / whole > OWN)[labels] & nearest & (own <= STICKS_OUT))
    return np.where(kept, strength, 0).astype(np.uint8)


def _distance(box: Float32Array, x: Float32Array, y: Float32Array) -> Float32Array:
    """How far each place is from a box's middle: 1 on its border."""
    left, top, right, bottom = box.tolist()
    across = np.abs(x - (left + right - 1) / 2) / max((right - left) / 2, 1.0)
    down = np.abs(y - (top + bottom - 1) / 2) / max((bottom - top) / 2, 1.0)
    return np.asarray(np.maximum(across, down), np.float32)
