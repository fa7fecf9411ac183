"""How far apart two characters' inks are: the way to the first touch, row by row."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.reader.sheet import Float32Array

INKED = 0.3  # share of ink from which a pixel counts
REACH = 2  # rows above and below in which ink may touch, too


class Shape(NamedTuple):
    """A character that stands on a line."""

    ink: Float32Array  # (h, w), 0..1
    top: float  # pixels of its first row on the page
    first: float  # columns between which its ink lies in the line, tails left out
    last: float


def touching(before: tuple[Shape, float], shape: Shape) -> float:
    """Where a shape's first column stands when its ink just touches that of the one before, in any row."""
    left, place = before
    begin = min(left.top, shape.top) - REACH
    rows = round(max(left.top + len(left.ink), shape.top + len(shape.ink)) - begin) + REACH + 1
    ends = np.full(rows, -np.inf)
    starts = np.full(rows, np.inf)
    _fill(ends, left, begin, last=True)
    _fill(starts, shape, begin, last=False)
    widest = np.max([np.roll(ends, shift) for shift in range(-REACH, REACH + 1)], axis=0)
    apart = starts - widest
    if not np.isfinite(apart).any():
        return place + left.ink.shape[1]
    return float(place + 1 - apart[np.isfinite(apart)].min())


def _fill(edge: NDArray[np.float64], shape: Shape, begin: float, *, last: bool) -> None:
    """Write the column of each row's last ink, or first, into an edge."""
    inked = shape.ink > INKED
    some = inked.any(axis=1)
    columns = inked.shape[1] - 1 - inked[:, ::-1].argmax(axis=1) if last else inked.argmax(axis=1)
    top = round(shape.top - begin)
    edge[top : top + len(inked)][some] = columns[some]
