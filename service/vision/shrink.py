"""Shrink: a smaller copy of a picture, each pixel the mean of those that it stands for."""

import cv2
import numpy as np

from service.vision.types import UInt8Array


def shrunk(picture: UInt8Array, side: int) -> UInt8Array:
    """Shrink (h, w) or (h, w, 3) to at most `side` pixels on the longer side; smaller ones stay."""
    longest = max(picture.shape[:2])
    if longest <= side:
        return picture
    height, width = (max(1, round(length * side / longest)) for length in picture.shape[:2])
    while max(picture.shape[:2]) >= 2 * side and min(picture.shape[:2]) > 1:  # halves cost a tenth
        half = picture.shape[1] // 2, picture.shape[0] // 2
        even = picture[: 2 * half[1], : 2 * half[0]]
        picture = np.asarray(cv2.resize(even, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
