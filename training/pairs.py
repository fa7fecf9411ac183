"""Two digits side by side that touch: what training draws as no digit, and cuts apart again."""

import cv2
import numpy as np

from service.vision import UInt8Array

OVERLAPS = (0, 5)  # pixels of MNIST by which the boxes of two digits overlap, before they are made to touch
OVERLAPPING = 0.5  # of the narrower digit's width: more would hide it


def pair(left: UInt8Array, right: UInt8Array, overlap: int) -> UInt8Array:
    """Put two digits of MNIST, uint8 (28, 28), side by side so that they touch.

    Their inks' boxes overlap by `overlap` pixels, or by the narrower's width; where the inks still do not
    meet, they are pushed together until they do, but no further than half of the narrower.
    """
    a, b = (_columns(each) for each in (left, right))
    overlap = min(overlap, a.shape[1], b.shape[1])
    most = max(overlap, round(OVERLAPPING * min(a.shape[1], b.shape[1])))
    for shared in range(overlap, most + 1):
        both = np.zeros((28, a.shape[1] + b.shape[1] - shared), np.uint8)
        both[:, : a.shape[1]] = a
        both[:, a.shape[1] - shared :] = np.maximum(both[:, a.shape[1] - shared :], b)
        if _touch(a, b, shared):
            break
    return both


def _touch(a: UInt8Array, b: UInt8Array, shared: int) -> bool:
    """Whether the inks of two digits meet when their boxes overlap by `shared` pixels."""
    width = a.shape[1] + b.shape[1] - shared
    one, other = (np.zeros((28, width), np.uint8) for _ in range(2))
    one[:, : a.shape[1]], other[:, a.shape[1] - shared :] = a > 64, b > 64
    return bool((cv2.dilate(one, np.ones((3, 3), np.uint8)) & other).any())


def _columns(digit: UInt8Array) -> UInt8Array:
    inked = np.flatnonzero(digit.any(axis=0))
    return digit[:, inked[0] : inked[-1] + 1]
