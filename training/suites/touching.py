"""Pairs of MNIST's digits that touch."""

import cv2
import numpy as np

from training.dataset import Split
from training.suites.encode import png
from training.suites.reading import ReadingCase, ReadingSuite
from training.suites.types import UInt8Array

OVERLAPS = range(5)  # pixels of MNIST by which the boxes of two digits overlap, before they are made to touch
OVERLAPPING = 0.5  # of the narrower digit's width: more would hide it
INKED = 64  # from which a pixel is ink
SCALES = (1, 4)  # as small as MNIST is, and as large as somebody would draw it


def touching_pairs(mnist: Split, per_kind: int = 100, seed: int = 0) -> ReadingSuite:
    """Two digits that touch, their boxes overlapping by 0 to 4 pixels: as many pairs of each."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, len(mnist), (per_kind * len(OVERLAPS), 2))

    def case(index: int) -> ReadingCase:
        overlap = OVERLAPS[index // per_kind]
        left, right = (int(row) for row in rows[index])
        both = np.pad(pair(mnist.digits[left], mnist.digits[right], overlap), ((2, 2), (6, 6)))
        scale = SCALES[index % len(SCALES)]
        if scale > 1:
            both = cv2.resize(both, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        picture = png(both if index % 4 < 2 else 255 - both)
        text = f"{mnist.labels[left]}{mnist.labels[right]}"
        return ReadingCase(picture, text, f"overlap {overlap}", f"overlap {overlap}: {left}, {right}")

    return ReadingSuite("touching pairs", len(rows), case)


def pair(left: UInt8Array, right: UInt8Array, overlap: int) -> UInt8Array:
    """Two digits of MNIST, uint8 (28, 28), side by side so that they touch.

    Their inks' boxes overlap by `overlap` pixels, or by the narrower's width; where the inks still do not
    meet, they are pushed together until they do, but no further than half of the narrower.
    """
    a, b = (_inked_columns(digit) for digit in (left, right))
    overlap = min(overlap, a.shape[1], b.shape[1])
    most = max(overlap, round(OVERLAPPING * min(a.shape[1], b.shape[1])))
    shared = next((each for each in range(overlap, most) if _meet(a, b, each)), most)
    both = np.pad(a, ((0, 0), (0, b.shape[1] - shared)))
    both[:, a.shape[1] - shared :] = np.maximum(both[:, a.shape[1] - shared :], b)
    return both


def _meet(a: UInt8Array, b: UInt8Array, shared: int) -> bool:
    """Whether the inks of two digits touch when their boxes overlap by `shared` pixels."""
    one = np.pad(a > INKED, ((0, 0), (0, b.shape[1] - shared))).astype(np.uint8)
    other = np.pad(b > INKED, ((0, 0), (a.shape[1] - shared, 0)))
    return bool((cv2.dilate(one, np.ones((3, 3), np.uint8)) & other).any())


def _inked_columns(digit: UInt8Array) -> UInt8Array:
    inked = np.flatnonzero(digit.any(axis=0))
    return digit[:, inked[0] : inked[-1] + 1]
