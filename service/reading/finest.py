"""Of all looks at a mark, the finest that shows it at a readable size says what it is."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service.model.reader_map import DIGITS
from service.reading.candidates import Candidates, Float32Array

LARGEST = 44.0  # pixels of a digit's height up to which the network was trained to read


class Window(NamedTuple):
    """A part of the page, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a part of the page found."""

    marks: Candidates
    window: Window
    scale: float  # pixels of the view to one of the page


def finest(looks: list[Look]) -> Candidates:
    """Keep of each look, from coarse to fine, what no finer one shows at a readable size."""
    kept = []
    for number, look in enumerate(looks):
        decided = np.zeros(len(look.marks), bool)
        sizes = _sizes(look.marks)
        x, y = ((look.marks.boxes[:, axis] + look.marks.boxes[:, axis + 2]) / 2 for axis in (0, 1))
        for finer in looks[number + 1 :]:
            left, top, right, bottom = finer.window
            inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)
            decided |= inside & (sizes * finer.scale <= LARGEST)
        kept.append(look.marks.take(np.flatnonzero(~decided)))
    return Candidates.joined(kept)


def _sizes(marks: Candidates) -> Float32Array:
    """How high the digits beside each mark are, in pixels of the page: a point has no size of its own."""
    heights = marks.boxes[:, 3] - marks.boxes[:, 1]
    is_digit = marks.labels.argmax(axis=1) < len(DIGITS)
    sure = is_digit & (marks.peaks > 0)
    if not sure.any():
        return heights
    return np.where(is_digit, heights, np.maximum(heights, np.median(heights[sure]))).astype(np.float32)
