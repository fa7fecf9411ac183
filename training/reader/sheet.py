"""A training page while it is being drawn: layers of ink, and the marks that stand on it."""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import DIGITS, OTHER, SIGNS, STRIDE

Float32Array = NDArray[np.float32]

CLASS_OF = {character: number for number, character in enumerate(DIGITS + SIGNS)}
WHOLE = 0.75  # share of a mark's ink that must lie on the page, or it is left out of the lesson
HIDDEN = 0.04  # share under which nothing of it is there


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: its class and the box of its ink, in pixels; parts of it may lie outside of the page."""

    label: int | None  # a class of `service.model.reader_map`; None: no lesson is to be drawn from it
    x: float
    y: float
    width: float
    height: float
    size: float  # height of a digit in the writing that it belongs to
    starts: bool  # whether it is the first of its number

    @property
    def middle(self) -> tuple[float, float]:
        """x, y of its box's centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(slots=True)
class Sheet:
    """Layers of one page, 0..1, and its marks."""

    height: int
    width: int
    written: Float32Array = field(init=False)  # digits and signs
    other: Float32Array = field(init=False)  # written too, but neither
    printed: Float32Array = field(init=False)  # lines, frames, print, stains
    marks: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start with a blank page."""
        self.written, self.other, self.printed = (
            np.zeros((self.height, self.width), np.float32) for _ in range(3)
        )

    def put(  # noqa: PLR0913  a mark is where, what and how large
        self, ink: Float32Array, left: float, top: float, label: int | None, *, size: float, starts: bool
    ) -> None:
        """Write a mark, cut off at the page's borders."""
        layer = self.other if label is None or label == OTHER else self.written
        seen = laid(layer, ink, round(top), round(left))
        if seen > HIDDEN:
            height, width = ink.shape
            known = label if seen > WHOLE else None
            self.marks.append(Mark(known, round(left), round(top), width, height, size, starts))

    def shrunk(self, factor: float) -> "Sheet":
        """The same page, so many times smaller, down to a multiple of a map's cells."""
        height, width = (
            max(STRIDE, int(side / factor) // STRIDE * STRIDE) for side in (self.height, self.width)
        )
        small = Sheet(height, width)
        for layer in ("written", "other", "printed"):
            part = cv2.resize(getattr(self, layer), (width, height), interpolation=cv2.INTER_AREA)
            setattr(small, layer, part)
        across, down = width / self.width, height / self.height
        small.marks = [
            replace(
                mark,
                x=mark.x * across,
                y=mark.y * down,
                width=mark.width * across,
                height=mark.height * down,
                size=mark.size * down,
            )
            for mark in self.marks
        ]
        return small

    def cross_out(self, first: int) -> None:
        """Make the marks from `first` on one that is no digit, as when they were struck through."""
        struck = self.marks[first:]
        if not struck:
            return
        left, top = min(mark.x for mark in struck), min(mark.y for mark in struck)
        right = max(mark.x + mark.width for mark in struck)
        foot = max(mark.y + mark.height for mark in struck)
        label = OTHER if all(mark.label is not None for mark in struck) else None
        whole = replace(struck[0], label=label, x=left, y=top, width=right - left, height=foot - top)
        self.marks[first:] = [whole]


def laid(layer: Float32Array, ink: Float32Array, top: int, left: int) -> float:
    """Lay ink over a layer, in place; return the share of it that lies within."""
    height, width = ink.shape
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(layer.shape[0], top + height), min(layer.shape[1], left + width)
    if y1 <= y0 or x1 <= x0:
        return 0.0
    part = ink[y0 - top : y1 - top, x0 - left : x1 - left]
    place = layer[y0:y1, x0:x1]
    np.maximum(place, part, out=place)
    return float(part.sum() / max(float(ink.sum()), 1e-6))


def label_of(character: str) -> int:
    """The class of a character; OTHER for what is neither digit nor sign."""
    return CLASS_OF.get(character, OTHER)
