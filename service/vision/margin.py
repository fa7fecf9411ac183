"""Margin: the border of a page that is all of one level, of which one pixel tells as much as all."""

import cv2
import numpy as np

from service.vision.types import Box, UInt8Array


def inside_margin(grey: UInt8Array) -> Box:
    """Give the box of all that is not of the level of the page's corners; the whole page if they differ.

    Most of a drawing lies outside it, and need not be gone through pixel by pixel.
    """
    height, width = grey.shape
    level = grey[0, 0]
    if not level == grey[0, -1] == grey[-1, 0] == grey[-1, -1]:
        return Box(0, 0, width, height)
    return Box(*cv2.boundingRect((grey != level).view(np.uint8)))


def cropped(grey: UInt8Array, box: Box) -> UInt8Array:
    """Give what lies in a box of a page (h, w): a view."""
    return grey[box.y : box.y + box.height, box.x : box.x + box.width]
