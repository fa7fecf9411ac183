"""Digits moved, turned, leant and stretched by a hair: so those learned on again are not the same again.

Drawing them anew costs eleven times as much. Unlike that, this leaves the ink where no service would put it,
off the middle: it makes a network care less where exactly a stroke lies.
"""

import cv2
import numpy as np

from service.vision import UInt8Array

SIDE = 28
# Standard deviations.
TURN = 0.08  # radians
LEAN = 0.08  # columns a row
STRETCH = 0.06  # of the logarithm of width and of height
MOVE = 0.8  # pixels

_MIDDLE = np.full(2, (SIDE - 1) / 2)


def jittered(digits: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Move each digit by a hair of its own: uint8 (n, 28, 28) to uint8 (n, 28, 28)."""
    turn, lean = rng.normal(0, TURN, len(digits)), rng.normal(0, LEAN, len(digits))
    wide, tall = np.exp(rng.normal(0, STRETCH, (2, len(digits))))
    cos, sin = np.cos(turn), np.sin(turn)
    linear = np.stack([cos * wide, lean - sin * tall, sin * wide, cos * tall], axis=1).reshape(-1, 2, 2)
    move = _MIDDLE - linear @ _MIDDLE + rng.normal(0, MOVE, (len(digits), 2))
    out = np.empty_like(digits)
    for at, matrix in enumerate(np.concatenate([linear, move[:, :, None]], axis=2)):
        cv2.warpAffine(digits[at], matrix, (SIDE, SIDE), dst=out[at], flags=cv2.INTER_CUBIC)
    return out
