"""Marks on rough paper: what a pen left, told from dust, grain and shade."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.components import components
from service.vision.types import UInt8Array

Float32Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

MIN_EXTENT = 0.018  # of the page's longer side: smaller marks are dust
SHARP = 0.16  # of a mark's strength by which it changes over two pixels at its edge; shade changes less
RIM = 3  # pixels beyond a mark in which the paper around it is looked at
RISE = 0.4  # of the mark's own darkness by which that paper is lighter
ALONE = 0.7  # of the rim that is so: less, and the mark is a piece of a shadow
SHADE = 0.05  # of the longer side: shade of that extent may have ink in it
BROAD = 0.06  # of the longer side: what is so thick and reaches the border is a shadow that falls in
SOLID = 0.4  # of its box that such a shadow's corner fills
ALONG = 1.5  # times its thickness that the border cuts of it
REACH = 0.05  # of the longer side that it has in common with the border


def pen_marks(depth: Float32Array, floor: float, light: Float32Array) -> tuple[Mask, int]:
    """Tell what a pen left, bool (h, w): marks of some size with sharp edges, and paper all around.

    In shade that the estimated light did not follow, ink is what is darker still. How many pixels are such
    shade is told, too.

    Args:
        depth: by how much each pixel is darker than the paper, in levels of 255: float32 (h, w).
        floor: depth from which a pixel is no paper.
        light: how light the paper is there, float32 (h, w).

    """
    place = _place((depth > floor).astype(np.uint8))
    drawn = np.zeros(depth.shape, bool)
    page = _Page(depth[place], light[place], _border(depth.shape)[place], max(depth.shape))
    found, shade = _told_apart((page.depth > floor).astype(np.uint8), page)
    deeper = _deeper(shade, page)
    if deeper.any():
        found |= _told_apart(deeper, page)[0]
    drawn[place] = found
    return drawn, int(np.count_nonzero(shade))


class _Page:
    """The part of a page that has ink, with what is known of each of its pixels."""

    def __init__(self, depth: Float32Array, light: Float32Array, border: Mask, side: int) -> None:
        self.depth, self.light, self.border, self.side = depth, light, border, side
        self.edges = cv2.morphologyEx(depth, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))


def _border(shape: tuple[int, ...]) -> Mask:
    border = np.ones(shape, bool)
    border[1:-1, 1:-1] = False
    return border


def _place(mask: UInt8Array) -> tuple[slice, slice]:
    """Give the part of a page that holds all of a mask, and the rim around it."""
    x, y, width, height = cv2.boundingRect(mask)
    return slice(max(0, y - RIM), y + height + RIM), slice(max(0, x - RIM), x + width + RIM)


def _told_apart(mask: UInt8Array, page: _Page) -> tuple[Mask, UInt8Array]:
    """Tell a mask's marks that a pen left, bool (h, w), from its shade, 0 or 1 (h, w); dust is neither."""
    labels, stats = components(mask)
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    large = extent >= max(6.0, MIN_EXTENT * page.side)
    large[0] = False
    kept = large.copy()
    rim = (mask > 0) & (cv2.erode(mask, np.ones((7, 7), np.uint8), borderValue=0) == 0)
    for i in np.flatnonzero(large):
        x, y, width, height = stats[i, :4]
        part = slice(max(0, y - RIM), y + height + RIM), slice(max(0, x - RIM), x + width + RIM)
        own = labels[part] == i
        kept[i] = (
            _is_sharp(page.depth[part][own], page.edges[part][own & rim[part]])
            and not _falls_in(own, page.border[part], page.side)
            and _stands_alone(own, mask[part], page.depth[part], page.light[part])
        )
    return kept[labels], (large & ~kept)[labels].astype(np.uint8)


def _is_sharp(mark: Float32Array, steps: Float32Array) -> bool:
    return bool(np.percentile(steps, 75) >= SHARP * np.percentile(mark, 90))


def _falls_in(own: Mask, border: Mask, side: int) -> bool:
    """Tell a shadow that falls in from outside: the border cuts it, and it is broad or a solid corner."""
    cut = np.count_nonzero(own & border)
    if cut < REACH * side:
        return False
    framed = np.pad(own.astype(np.uint8), 1)
    thickness = 2 * float(cv2.distanceTransform(framed, cv2.DIST_L2, 3).max())
    *_, width, height = cv2.boundingRect(framed)
    is_solid = np.count_nonzero(own) >= SOLID * width * height
    return thickness >= BROAD * side or bool(is_solid and cut >= ALONG * thickness)


def _stands_alone(own: Mask, mask: UInt8Array, depth: Float32Array, light: Float32Array) -> bool:
    """Tell whether paper is all around a mark; a piece of a shadow goes on in the grey beyond its edge.

    `own` marks the mark's pixels in a window around it. All around, the page must be lighter than the mark,
    by a good part of what the mark itself is darker than the light that was estimated for it.
    """
    around = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    grey = light * (1 - depth / 255)
    inked = cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0
    rim = (cv2.dilate(own.astype(np.uint8), around) > 0) & ~inked
    if not rim.any():
        return True
    if depth[own].mean() - depth[rim].mean() < RISE * depth[own].mean():
        return False
    darkest = cv2.erode(np.where(own, grey, 255).astype(np.float32), around)[rim]
    lit = cv2.dilate(np.where(own, light, 0).astype(np.float32), around)[rim]
    lighter = grey[rim] - darkest >= RISE * (lit - darkest)
    return bool(lighter.mean() >= ALONE)


def _deeper(shade: UInt8Array, page: _Page) -> UInt8Array:
    """Mark the darker of the two kinds of pixel in each large piece of shade, 0 or 1 (h, w)."""
    deeper = np.zeros_like(shade)
    labels, stats = components(shade)
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    for i in np.flatnonzero(extent[1:] >= SHADE * page.side) + 1:
        x, y, width, height = stats[i, :4]
        part = slice(y, y + height), slice(x, x + width)
        own = labels[part] == i
        levels = np.clip(page.depth[part][own], 0, 255).astype(np.uint8)
        threshold, _ = cv2.threshold(levels, 0, 255, cv2.THRESH_OTSU)
        deeper[part] |= (own & (page.depth[part] > threshold)).astype(np.uint8)
    return deeper
