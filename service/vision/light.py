"""Light: how light the paper is beneath the ink, with shadows on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.types import UInt8Array

Float32Array = NDArray[np.float32]

RADIUS = 4  # of the disc, in pixels of a thumbnail, of which wider ones are put together
WIDEST = 1 / 3  # of the longer side that a stroke may be wide: what is wider is shade, not ink
LOW = 0.6  # of the shorter side, likewise, where the page is long
REGROWN = 0.15  # of that width: so far a shadow grows back into its own corners
SMALL = 64  # pixels of the shorter side of a thumbnail that is not studied further
BLACK = 12.0  # level under which light is not told from darkness
LEAST = 14 / 255  # part of the light that ink takes at least
INK = 0.5  # of the darkest tenth's depth: what is darker is ink
ENOUGH = 6  # pixels of ink
AHEAD = 2  # wider discs that find no more ink than one that is wide enough
ALL = 0.95  # of the marks' ink that a disc must find to be wide enough
NEARLY = 0.25  # of what wider discs find, shade and all: with less, there may be a broader pen yet


def light_beneath(thumb: UInt8Array, shape: tuple[int, int], discs: int) -> Float32Array:
    """Estimate how light the paper is, without its dark ink: float32 of `shape`.

    Closing by a disc, of `discs` small ones, takes out what is dark and narrower than the disc, and leaves
    the edges of shadows where they are, whichever way they run; their corners, which a disc rounds off, grow
    back. Enlarged, such an edge is a ramp; the darker side of it is taken, or it would be ink.
    """
    calm = _calmed(thumb)
    closed = _closed(calm, RADIUS, discs)
    for _ in range(round(REGROWN * discs * 2 * RADIUS)):
        closed = np.maximum(cv2.erode(closed, np.ones((3, 3), np.uint8)), calm)
    closed = cv2.blur(cv2.erode(closed, np.ones((5, 5), np.uint8)), (5, 5))
    return cv2.resize(closed, shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def wider_than_the_pen(thumb: UInt8Array) -> int:
    """Tell how many discs together are wider than the pen: the fewer, the closer to shadows the light is.

    As the disc grows, strokes appear once it is wider than they are; from then on only shade is added.
    """
    calm = _calmed(thumb)
    most = max(1, round(min(max(calm.shape) * WIDEST, min(calm.shape) * LOW) / (2 * RADIUS)))
    if most == 1 or min(calm.shape) <= SMALL:
        return most
    half = np.ascontiguousarray(calm[::2, ::2])

    def depth(discs: int) -> Float32Array:
        light = _closed(half, RADIUS // 2, discs).astype(np.float32)
        return np.asarray(1 - half / np.maximum(light, BLACK), np.float32)

    deepest = depth(most)
    dark = deepest[deepest > LEAST]
    if len(dark) < ENOUGH:
        return most
    enough = max(LEAST, INK * float(np.percentile(dark, 90)))
    inks: list[UInt8Array] = []
    for discs in range(1, most + 1):
        inks.append((depth(discs) > enough).astype(np.uint8))
        if len(inks) > AHEAD and all(_is_all(inks[-1 - AHEAD], wider) for wider in inks[-AHEAD:]):
            return discs - AHEAD + 1  # one more, for the pen is not equally wide everywhere
    return most


def _calmed(thumb: UInt8Array) -> UInt8Array:
    return np.asarray(cv2.medianBlur(thumb, 5)) if min(thumb.shape) > SMALL else thumb


def _is_all(ink: UInt8Array, wider: UInt8Array) -> bool:
    """Tell whether a wider disc finds no more ink in the same marks, and not far more beside them."""
    labels = cv2.connectedComponents(wider, connectivity=8)[1]
    touched = np.zeros(int(labels.max()) + 1, bool)
    touched[labels[ink > 0]] = True
    touched[0] = False
    found = np.count_nonzero(ink)
    least = max(ENOUGH, ALL * np.count_nonzero(touched[labels]), NEARLY * np.count_nonzero(wider))
    return bool(found >= least)


def _closed(grey: UInt8Array, radius: int, discs: int) -> UInt8Array:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(
        cv2.morphologyEx(grey, cv2.MORPH_CLOSE, disc, iterations=discs, borderType=cv2.BORDER_REPLICATE)
    )
