"""Digits that are not one: two or three side by side, two that touch, half of one.

Each takes digits, uint8 (n, 28, 28), gives one picture, uint8 (28, 28), and may give an empty one.
"""

import cv2
import numpy as np

from service.vision import UInt8Array, normalize
from training.augment import CANVAS, redraw
from training.pairs import OVERLAPS, pair

BESIDE = 3  # columns that two touching digits are wider than the wider one; else one hides the other


def side_by_side(digits: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Put two or three digits side by side, or one above the other."""
    parts = [redraw(digits[rng.integers(len(digits))], rng) for _ in range(2 + int(rng.random() < 0.3))]
    if rng.random() < 0.2:
        parts[int(rng.integers(len(parts)))] = normalize(_upright(rng))
    parts = [part[:, part.any(axis=0)] for part in parts if part.any()]
    step = int(rng.integers(-3, 7))  # columns between them; below 0 they overlap
    joined = np.zeros((28, sum(part.shape[1] + max(step, 0) for part in parts) + 1), np.uint8)
    at = 0
    for part in parts:
        place = joined[:, at : at + part.shape[1]]
        np.maximum(place, part[:, : place.shape[1]], out=place)
        at = max(0, at + part.shape[1] + step)
    return normalize(joined)


def touching(digits: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Push two digits together until their inks meet; often one is slender, and easily overlooked."""
    left, right = (digits[rng.integers(len(digits))] for _ in range(2))
    if rng.random() < 0.4:
        slender = _slenderest(digits[rng.integers(len(digits), size=6)])
        left, right = (slender, right) if rng.random() < 0.5 else (left, slender)
    if rng.random() < 0.5:
        left, right = redraw(left, rng), redraw(right, rng)
    if not (left.any() and right.any()):
        return np.zeros((28, 28), np.uint8)
    both = pair(left, right, int(rng.integers(*OVERLAPS)))
    widest = max(_columns(left), _columns(right))
    return normalize(both) if _columns(both) >= widest + BESIDE else np.zeros((28, 28), np.uint8)


def half(digits: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Cut a wide digit from top to bottom and keep the lesser part: what a wrong cut leaves of it."""
    digit = redraw(digits[rng.integers(len(digits))], rng)
    columns = np.flatnonzero(digit.any(axis=0))
    if len(columns) < 13:  # a narrow digit's part may be a 1
        return np.zeros((28, 28), np.uint8)
    kept = int(len(columns) * rng.uniform(0.35, 0.55))
    part = digit[:, columns[:kept]] if rng.random() < 0.5 else digit[:, columns[-kept:]]
    return normalize(part) if part.any() else np.zeros((28, 28), np.uint8)


def _slenderest(digits: UInt8Array) -> UInt8Array:
    """Give the one whose ink is in the fewest columns: a 1, if there is one."""
    return digits[np.argmin([_columns(digit) for digit in digits])]


def _columns(digit: UInt8Array) -> int:
    return int(np.count_nonzero(digit.any(axis=0)))


def _upright(rng: np.random.Generator) -> UInt8Array:
    """Draw a plain 1, which beside another digit is the easiest to take for a stroke of it."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    lean = int(rng.normal(0, 4))
    cv2.line(canvas, (32 + lean, 8), (32 - lean, 56), 255, int(rng.integers(2, 8)), cv2.LINE_AA)
    return canvas
