"""Writes runs of characters onto a sheet in one hand: sizes, gaps, slopes, ligatures, long tails."""

from dataclasses import dataclass

import cv2
import numpy as np

from service.model.reader_map import DIGITS, OTHER, SIGNS
from training.reader.hands import Hand
from training.reader.kerning import Shape, touching
from training.reader.letterforms import LOOKALIKES
from training.reader.mnist_hand import MnistDigits, MnistHand
from training.reader.sheet import Float32Array, Sheet, label_of

Generator = np.random.Generator

A_WORD = 3  # letters


@dataclass(frozen=True, slots=True)
class Writer:
    """How one person writes on one page; lengths are parts of a digit's height."""

    stroked: Hand
    mnist: MnistHand
    share: float  # of the digits that are MNIST's, the others are strokes
    size: float  # pixels of a digit's height
    gap: float  # between the ink of two characters; negative: they overlap
    gap_varies: float
    sizes: float  # standard deviation of the log of heights
    rises: float  # standard deviation of the feet
    slope: float  # tangent by which lines fall
    zeros: float  # height of a zero behind other digits
    zeros_hang: float  # 0: small zeros stand on the line, 1: they hang from the top
    ligatures: float  # chance of a line from one digit to the next
    apart: float  # gap between two numbers
    sign_gap: float  # how much further signs may stand off
    kerned: bool  # gaps are between inks, so that boxes may overlap

    @classmethod
    def any(cls, digits: MnistDigits, size: float, rng: Generator) -> "Writer":
        """Somebody."""
        style = rng.random()
        gap = rng.uniform(0.06, 0.45)
        if style < 0.28:
            gap = rng.uniform(-0.17, 0.05)
        elif style > 0.8:
            gap = rng.uniform(0.45, 1.3)
        return cls(
            Hand.any(rng),
            MnistHand.any(digits, rng),
            share=float(rng.choice([0.0, 0.0, 0.5, 1.0, 1.0])),
            size=size,
            gap=float(gap),
            gap_varies=float(rng.uniform(0.02, 0.15)),
            sizes=float(rng.choice([0.04, 0.08, 0.12, 0.3], p=[0.35, 0.35, 0.2, 0.1])),
            rises=float(rng.choice([0.02, 0.05, 0.1, 0.3], p=[0.4, 0.35, 0.2, 0.05])),
            slope=float(np.tan(np.radians(rng.normal(0, 4)))),
            zeros=float(rng.uniform(0.4, 0.85) if rng.random() < 0.3 else 1.0),
            zeros_hang=float(rng.choice([0.0, 0.0, 0.5, 1.0])),
            ligatures=float(rng.choice([0.0, 0.0, 0.05, 0.4], p=[0.5, 0.3, 0.15, 0.05])),
            apart=float(max(gap + rng.uniform(0.5, 1.6), 2.0 * gap)),
            sign_gap=float(rng.choice([0.0, 0.15, 0.4])),
            kerned=bool(rng.random() < 0.4),
        )

    def write(self, sheet: Sheet, text: str, x: float, y: float, rng: Generator) -> float:
        """Write a run whose digits' tops stand at y where it begins; return where it ends."""
        starts, tie, before = True, None, None
        begin = x
        is_word = sum(character.isalpha() for character in text) >= A_WORD
        for number, character in enumerate(text):
            height, drop = self._height_of(character, text[:number], rng)
            ink, top = self._render(character, height, rng)
            first, last = _extent_in_line(ink, top, height)
            foot = y + (x - begin) * self.slope + self.size * rng.normal(0, self.rises)
            gap = self._gap_before(character, text[:number], rng)
            shape = Shape(ink, foot + drop + top, first, last)
            place = x - first
            if before is not None:
                place = self._place(before, shape, x, gap)
            label = label_of(character)
            lesson = None if character in LOOKALIKES and not is_word else label
            sheet.put(ink, place, shape.top, lesson, size=self.size, starts=starts and label != OTHER)
            if tie is not None and label < OTHER and rng.random() < self.ligatures:
                self._tie(sheet, tie, (place + first, foot + self.size * rng.uniform(0.2, 1)), rng)
            tie = (place + last, foot + self.size * rng.uniform(0.2, 1.0)) if label < OTHER else None
            starts = label == OTHER
            before = (shape, place)
            x = place + last
        return x

    def _gap_before(self, character: str, before: str, rng: Generator) -> float:
        """Pixels of paper between a character and the one before; signs stand further off, with some."""
        gap = self.gap + rng.normal(0, self.gap_varies)
        if before and (character in SIGNS or before[-1] in SIGNS):
            gap += self.sign_gap * rng.uniform(0, 1)
        return float(self.size * gap)

    def _place(self, before: "tuple[Shape, float]", shape: "Shape", x: float, gap: float) -> float:
        """Where a character's ink begins, beside the one before."""
        width = shape.last - shape.first
        boxed = x + max(gap, -0.3 * width) - shape.first
        if not self.kerned:
            return boxed
        # No nearer than half a width, or one would hide the other.
        return max(touching(before, shape) + max(gap, -0.12 * self.size), x - 0.5 * width - shape.first)

    def _height_of(self, character: str, before: str, rng: Generator) -> tuple[float, float]:
        height = self.size * float(np.exp(rng.normal(0, self.sizes)))
        if character == "0" and self.zeros < 1 and any(one in DIGITS for one in before):
            small = height * self.zeros
            return small, (height - small) * (1 - self.zeros_hang)
        return height, (self.size - height) * rng.choice([0.5, 1.0, 1.0])

    def _render(self, character: str, height: float, rng: Generator) -> tuple[Float32Array, float]:
        if character in DIGITS and rng.random() < self.share:
            return self.mnist.render(character, height, rng)
        ink, top, _ = self.stroked.render(character, height, rng)
        return ink, top

    def _tie(
        self, sheet: Sheet, start: tuple[float, float], end: tuple[float, float], rng: Generator
    ) -> None:
        """Draw the line that a hurried pen leaves between two characters."""
        if end[0] - start[0] > 0.8 * self.size:
            return
        ends = [(round(x * 8), round(y * 8)) for x, y in (start, end)]
        thick = max(1, round(self.size * rng.uniform(0.04, 0.1)))
        cv2.line(sheet.written, ends[0], ends[1], 1.0, thick, cv2.LINE_AA, 3)


def _extent_in_line(ink: Float32Array, top: float, height: float) -> tuple[float, float]:
    """From which column to which ink lies between a line's head and foot: tails push nothing away."""
    rows = ink[max(0, round(-top)) : max(1, round(height - top))]
    columns = np.flatnonzero((rows if rows.size and rows.max() > 0.3 else ink).max(axis=0) > 0.3)
    return (float(columns[0]), float(columns[-1] + 1)) if len(columns) else (0.0, float(ink.shape[1]))
