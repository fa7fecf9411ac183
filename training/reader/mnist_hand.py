"""Digits of MNIST as somebody's handwriting: one lean, one pen and one width for a whole page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dataset import Split
from training.reader.sheet import Float32Array

Generator = np.random.Generator

UP = 2  # times the size at which digits are bent and their strokes widened
LONG_TAILS = "14679"


class MnistDigits:
    """MNIST's digits by label, cropped to their ink."""

    def __init__(self, split: Split) -> None:
        self._digits = split.digits
        self._rows = [np.flatnonzero(split.labels == label) for label in range(10)]

    def any(self, label: int, rng: Generator) -> NDArray[np.uint8]:
        """Some digit of that label, uint8 (h, w) of its ink."""
        rows = self._rows[label]
        digit = self._digits[rows[rng.integers(len(rows))]]
        x, y, width, height = cv2.boundingRect((digit > 40).astype(np.uint8))
        return digit[y : y + height, x : x + width]


@dataclass(frozen=True, slots=True)
class MnistHand:
    """How somebody writes MNIST's digits."""

    digits: MnistDigits
    slant: float  # tangent of the lean to the right
    widen: int  # pixels, at twice the size, by which strokes grow; negative: shrink
    breadth: float  # factor on widths
    tails: float  # chance that a digit with a tail has a long one

    @classmethod
    def any(cls, digits: MnistDigits, rng: Generator) -> "MnistHand":
        """Somebody's hand."""
        return cls(
            digits,
            slant=float(rng.normal(0.03, 0.14)),
            widen=int(rng.choice([-2, -1, 0, 0, 0, 1, 2, 3])),
            breadth=float(np.exp(rng.normal(0, 0.12))),
            tails=float(rng.choice([0.0, 0.0, 0.15, 0.5])),
        )

    def render(self, character: str, height: float, rng: Generator) -> tuple[Float32Array, float]:
        """A digit's ink, 0..1, cropped; and how far its top lies below the line's."""
        ink = self.digits.any(int(character), rng)
        long = character in LONG_TAILS and rng.random() < self.tails
        tall = max(5.0, height * (rng.uniform(1.2, 1.7) if long else 1.0))
        broad = max(2.0, ink.shape[1] / ink.shape[0] * height * self.breadth)
        grown = cv2.resize(ink, (round(broad * UP), round(tall * UP)), interpolation=cv2.INTER_CUBIC)
        bent = self._pen(self._leaning(grown, rng), height)
        small = cv2.resize(
            bent, (max(2, bent.shape[1] // UP), max(2, bent.shape[0] // UP)), interpolation=cv2.INTER_AREA
        )
        x, y, width, high = cv2.boundingRect((small > 60).astype(np.uint8))
        if not width:
            return small.astype(np.float32) / 255, 0.0
        return small[y : y + high, x : x + width].astype(np.float32) / 255, 0.0

    def _leaning(self, ink: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
        height, width = ink.shape
        shear, turn = self.slant + rng.normal(0, 0.04), rng.normal(0, 0.05)
        pad = int(height * (abs(shear) + abs(turn))) // 2 + 6
        cos, sin = np.cos(turn), np.sin(turn)
        matrix = np.array([[cos, -sin - shear], [sin, cos]], np.float64)
        middle = np.array([width / 2, height / 2])
        out = np.array([width / 2 + pad, height / 2 + 6 + abs(sin) * width / 2])
        whole = np.column_stack([matrix, out - matrix @ middle]).astype(np.float32)
        size = (width + 2 * pad, int(height + 12 + abs(sin) * width))
        return np.asarray(cv2.warpAffine(ink, whole, size), np.uint8)

    def _pen(self, ink: NDArray[np.uint8], height: float) -> NDArray[np.uint8]:
        if self.widen < 0 and height > 22:
            ink = np.asarray(cv2.erode(ink, np.ones((2, 2), np.uint8), iterations=-self.widen), np.uint8)
        elif self.widen > 0:
            size = 1 + round(self.widen * max(0.7, height / 28))
            disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
            ink = np.asarray(cv2.dilate(ink, disc), np.uint8)
        # MNIST's edges are soft; a page's are as sharp as its camera.
        return np.asarray(np.clip((ink.astype(np.float32) - 70) * 2.0, 0, 255), np.uint8)
