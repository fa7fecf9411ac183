"""Paper: which side of the grey scale it is on, and how light it is beneath the ink."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.shrink import shrunk
from service.vision.types import UInt8Array

Float32Array = NDArray[np.float32]

THUMBNAIL = 320  # pixels of the longer side on which paper and light are studied
FLAT_SPREAD = 2  # grey levels: a drawing's paper is all of one level, give or take JPEG's rounding
FLAT_SHARE = 0.35  # of the pixels at that level
FLAT_ROUND = 16  # levels around it; where more than a few pixels are there, it is light or texture
FLAT_PURITY = 0.85  # of the pixels within FLAT_ROUND that are within FLAT_SPREAD
SAMPLE = 400  # rows and columns of the page on which flatness is judged
STROKE = 5  # the page's side to the widest stroke: what is wider is shade, not ink
REGROWN = 0.6  # of that width: so far a shadow grows back into its own corners, which the square cut off
DIM = 110  # median level under which a page may well be a board with chalk
BRIGHT_PRIOR = 2.5  # over it, dark ink is that much likelier than light ink


def thumbnail(grey: UInt8Array) -> UInt8Array:
    """Shrink a page (h, w) to at most THUMBNAIL pixels on its longer side."""
    return shrunk(grey, THUMBNAIL)


def sampled(grey: UInt8Array) -> UInt8Array:
    """Give every nth row and column of a page: shrinking would average its texture away."""
    step = max(1, max(grey.shape) // SAMPLE)
    return grey[::step, ::step]


def counted(grey: UInt8Array) -> NDArray[np.float64]:
    """Count the pixels of each level: float64 (256,)."""
    return cv2.calcHist([np.ascontiguousarray(grey)], [0], None, [256], [0, 256]).ravel().astype(np.float64)


def flat_level(grey: UInt8Array, histogram: NDArray[np.float64]) -> float | None:
    """Give the level of paper that is all alike, as in a drawing or a screenshot, or None for other paper.

    `grey` is a page, or every nth pixel of a large one, and `histogram` counts its levels.
    """
    level = int(np.convolve(histogram, np.ones(2 * FLAT_SPREAD + 1), mode="same").argmax())
    near, round_about = (_around(histogram, level, spread) for spread in (FLAT_SPREAD, FLAT_ROUND))
    if near.sum() < max(FLAT_SHARE * grey.size, FLAT_PURITY * round_about.sum()):
        return None
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]).astype(np.int16)
    if min(grey.shape) >= 48 and (np.abs(edge - level) <= 4 * FLAT_SPREAD).mean() < 0.7:
        return None
    mode = int(near.argmax())
    if near[mode] > 0.5 * near.sum():
        return float(mode)  # drawn on exactly one level: every difference from it is ink
    return float((near * np.arange(256)).sum() / near.sum())


def _around(histogram: NDArray[np.float64], level: int, spread: int) -> NDArray[np.float64]:
    levels = np.arange(256)
    return np.where(np.abs(levels - level) <= spread, histogram, 0.0)


def is_flat_light(level: float, histogram: NDArray[np.float64]) -> bool:
    """Tell whether flat paper of a level is lighter than the ink on it."""
    far = np.arange(256) - level
    darker, lighter = far < -4 * FLAT_SPREAD, far > 4 * FLAT_SPREAD
    return bool(-far[darker] @ histogram[darker] >= far[lighter] @ histogram[lighter])


def is_light(thumb: UInt8Array) -> bool:
    """Tell whether uneven paper is lighter than the ink on it."""
    small = thumb[::2, ::2] if min(thumb.shape) >= 100 else thumb
    # A median over a third of the page sees through strokes and their loops to the paper around.
    detail = small.astype(np.int16) - cv2.medianBlur(np.ascontiguousarray(small), _odd(max(small.shape) / 3))
    least = max(0.4 * float(np.abs(detail).max(initial=0)), 6.0)
    darkness, lightness = float(-detail[detail < -least].sum()), float(detail[detail > least].sum())
    prior = 1.0 if np.median(small) <= DIM else BRIGHT_PRIOR
    return darkness * prior >= lightness


def light_beneath(thumb: UInt8Array, shape: tuple[int, int]) -> Float32Array:
    """Estimate how light the paper is, without its dark ink: float32 of `shape`.

    Closing takes out what is dark and narrower than STROKE of the side, and leaves the edges of shadows
    where they are. Enlarged, such an edge is a ramp; the darker side of it is taken, or it would be ink.
    """
    size = _odd(max(thumb.shape) / STROKE)
    calm = cv2.medianBlur(thumb, 5) if min(thumb.shape) > 64 else thumb
    closed = cv2.morphologyEx(
        calm, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8), borderType=cv2.BORDER_REPLICATE
    )
    for _ in range(round(REGROWN * size)):
        closed = np.maximum(cv2.erode(closed, np.ones((3, 3), np.uint8)), calm)
    closed = cv2.blur(cv2.erode(closed, np.ones((5, 5), np.uint8)), (5, 5))
    return cv2.resize(closed, shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _odd(size: float) -> int:
    return max(3, round(size) | 1)
