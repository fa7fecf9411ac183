"""Drawn digits for a version's probe: made by rule, so that a version holds nobody's handwriting."""

import numpy as np
from numpy.typing import NDArray

# Seven segments, as on a pocket calculator: which are lit for 0 to 9, and between which corners they lie.
SEGMENTS = (
    *("1110111", "0010010", "1011101", "1011011", "0111010"),
    *("1101011", "1101111", "1010010", "1111111", "1111011"),
)
LINES = (
    ((0, 0), (0, 1)),
    ((0, 0), (1, 0)),
    ((0, 1), (1, 1)),
    ((1, 0), (1, 1)),
    ((1, 0), (2, 0)),
    ((1, 1), (2, 1)),
    ((2, 0), (2, 1)),
)  # (row, column) of a grid of 3 x 2
HANDS = ((9.0, 9.0, 0.0, 1.4), (9.5, 8.0, 0.15, 1.0), (8.0, 9.5, -0.1, 2.0))  # height, width, slant, pen


def draw() -> NDArray[np.uint8]:
    """Digits (30, 28, 28), ink = 255: 0 to 9, in three hands that differ in pen, slant and size."""
    return np.stack([_digit(label, hand) for hand in range(len(HANDS)) for label in range(10)])


def _digit(label: int, hand: int) -> NDArray[np.uint8]:
    height, width, slant, pen = HANDS[hand]
    rows, columns = np.mgrid[0:28, 0:28].astype(float)
    nearest = np.full((28, 28), np.inf)
    for lit, ((row, column), (to_row, to_column)) in zip(SEGMENTS[label], LINES, strict=True):
        if lit == "1":
            start = _place(row, column, height, width, slant)
            end = _place(to_row, to_column, height, width, slant)
            nearest = np.minimum(nearest, _distance(rows, columns, start, end))
    return np.asarray((255 * np.clip(pen + 0.5 - nearest, 0, 1)).astype(np.uint8))


def _place(row: int, column: int, height: float, width: float, slant: float) -> tuple[float, float]:
    down = (row - 1) * height
    return 14 + down, 14 + (column - 0.5) * width - slant * down


def _distance(
    rows: NDArray[np.float64],
    columns: NDArray[np.float64],
    start: tuple[float, float],
    end: tuple[float, float],
) -> NDArray[np.float64]:
    """Of every pixel from the line between two points."""
    down, along = end[0] - start[0], end[1] - start[1]
    share = ((rows - start[0]) * down + (columns - start[1]) * along) / (down**2 + along**2)
    share = np.clip(share, 0, 1)
    return np.hypot(rows - start[0] - share * down, columns - start[1] - share * along)
