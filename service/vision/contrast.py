"""Contrast: how far each pixel of a page stands out from the paper around it, whatever the light."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.types import UInt8Array

PAPER = 128  # level of a pixel that is as light as its surroundings
AROUND = (
    41  # pixels of the window whose median is the paper; marks are up to 44 pixels high, strokes under 10
)
NEAR = 31  # pixels around one in which the strongest contrast counts as full ink
LEAST = 0.04  # of the paper's light: what stands out less is never full ink
OF_STRONGEST = 0.3  # of the page's strongest contrast, likewise: flat paper beside ink stays flat
DARKEST = 20.0  # grey level below which paper is not told from darkness


def contrast(grey: UInt8Array, *, dark_ink: bool | None = None) -> UInt8Array:
    """Divide a page by its own background, and bring what stands out nearby to one strength.

    Args:
        grey: uint8 (h, w), at the size at which it will be read.
        dark_ink: whether ink is darker than paper; None finds out.

    Returns:
        uint8 (h, w): 128 is paper, up to 255 ink, down to 0 what is lighter than paper (darker, on a board).

    """
    relative = _relative(grey)
    if dark_ink is None:
        dark_ink = _is_dark(relative)
    if not dark_ink:
        relative = -relative
    strongest = np.abs(relative)
    nearby = cv2.blur(cv2.dilate(strongest, np.ones((NEAR, NEAR), np.uint8)), (NEAR, NEAR))
    full = np.maximum(nearby, max(LEAST, OF_STRONGEST * float(np.quantile(strongest, 0.995))))
    scaled: UInt8Array = np.clip(PAPER + relative / full * 127.0, 0, 255).astype(np.uint8)
    return scaled


def has_dark_ink(grey: UInt8Array) -> bool:
    """Tell whether what stands out of a page, uint8 (h, w), is darker than the page."""
    return _is_dark(_relative(grey))


def _relative(grey: UInt8Array) -> NDArray[np.float32]:
    """Return how much darker than the paper around it each pixel is, in parts of that paper's light."""
    height, width = grey.shape
    half = cv2.resize(grey, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    window = min(AROUND // 2 | 1, (min(half.shape) - 1) | 1)
    paper = cv2.GaussianBlur(cv2.medianBlur(half, max(3, window)), (0, 0), 2.0)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    return np.asarray((paper - grey) / np.maximum(paper, DARKEST), np.float32)


def _is_dark(relative: NDArray[np.float32]) -> bool:
    """Ink covers less than paper, so what stands out furthest is ink: the third moment tells its side."""
    side = np.clip(relative, -1, 1)
    return float(np.mean(side * side * side)) >= 0
