"""Cut: where digits that touch may be parted, as seams from the top of their ink to its foot."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.types import Box, Segment

ROWS = 40  # of the reduced ink in which seams are sought
PAPER = 0.03  # what a seam pays for a row of paper, where a row of full ink costs 1: straight is shorter
SIDEWAYS = 0.1  # what it pays for a step aside
APART = 0.07  # of the height: seams nearer to each other are one
EVERY = 0.15  # of the height: where no seam is cheap, one is tried every so far
MOST = 16  # seams of a piece that is no wider than PAIR heights
PAIR = 3.0
WIDEST = 40.0  # heights: what is wider is a line; the work grows with the square (1,000 heights: 13 s)
FAINT = 64  # strength up to which ink is the edge of a stroke
LEVELS = (0.3, 0.5, 0.7)  # of the height, at which seams start up and down

Float32Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Parts:
    """A piece cut at every seam."""

    atoms: list[Segment]  # from left to right
    cuts: list[float]  # ink that each seam crosses, in parts of the height; one fewer than atoms


def cut(segment: Segment) -> Parts:
    """Part a piece at every place where two digits may touch."""
    ink = segment.strength
    if ink.shape[1] > WIDEST * ink.shape[0]:
        return Parts([segment], [])
    factor = ROWS / ink.shape[0]
    columns = max(3, round(ink.shape[1] * factor))
    small = cv2.resize(ink, (columns, ROWS), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    seams = _seams(small.astype(np.float32) / 255)
    if not seams:
        return Parts([segment], [])
    rows = np.minimum((np.arange(ink.shape[0]) * factor).astype(int), ROWS - 1)
    borders = [np.rint((seam[rows] + 0.5) / factor).astype(int) for seam, _ in seams]
    return _parted(segment, borders, [cost for _, cost in seams])


def _seams(ink: Float32Array) -> list[tuple[NDArray[np.int64], float]]:
    """Find seams, each as columns (ROWS,) and the ink it crosses in parts of the height, left to right."""
    cost = ink + PAPER
    down, up = _cheapest(cost), _cheapest(cost[::-1])[::-1]
    upwards, downwards = _nexts(down[:-1]), _nexts(up[1:])
    found: list[tuple[float, NDArray[np.int64]]] = []
    for level in LEVELS:
        row = int(level * ROWS)
        through = down[row] + up[row] - cost[row]
        valleys = _valleys(through)
        found += zip(through[valleys].tolist(), _traced(upwards, downwards, row, valleys), strict=True)
    return [(seam, float(ink[np.arange(ROWS), seam].sum()) / ROWS) for seam in _chosen(found, cost)]


def _chosen(found: list[tuple[float, NDArray[np.int64]]], cost: Float32Array) -> list[NDArray[np.int64]]:
    """Choose of these seams and straight ones the cheapest that lie apart, from left to right."""
    width = cost.shape[1]
    steps = np.arange(EVERY * ROWS, width - 0.5 * EVERY * ROWS, EVERY * ROWS)
    for column in steps.astype(int):
        straight = np.full(ROWS, column, np.int64)
        found.append((1.5 + float(cost[:, column].sum()), straight))
    found.sort(key=lambda each: each[0])
    seams = np.array([seam for _, seam in found])
    middles = seams.mean(axis=1)
    inside = (middles > 0.04 * ROWS) & (middles < width - 1 - 0.04 * ROWS)
    kept: list[int] = []
    for number in np.flatnonzero(inside).tolist():
        if (np.abs(seams[kept] - seams[number]).mean(axis=1) >= APART * ROWS).all():
            kept.append(number)
        if len(kept) >= MOST * max(1.0, width / (PAIR * ROWS)):
            break
    kept.sort(key=lambda number: float(middles[number]))
    return [seams[number] for number in kept]


def _cheapest(cost: Float32Array) -> Float32Array:
    """Sum the cheapest way from the top to every pixel, (ROWS, w)."""
    total = np.pad(cost, ((0, 0), (1, 1)), constant_values=np.inf)
    for above, here in pairwise(total):
        here[1:-1] += np.minimum(above[1:-1], np.minimum(above[:-2], above[2:]) + SIDEWAYS)
    return total[:, 1:-1]


def _valleys(through: Float32Array) -> NDArray[np.intp]:
    """Columns that are cheaper than their neighbours, the middle of each level stretch."""
    around = np.pad(through, 1, constant_values=np.inf)
    low = (through <= around[:-2]) & (through <= around[2:])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], low.astype(np.int8), [0]])))
    return (edges[::2] + edges[1::2] - 1) // 2


def _nexts(total: Float32Array) -> NDArray[np.int64]:
    """Give the column where the cheapest way goes on in each row, from each column of the row beside it."""
    padded = np.pad(total, ((0, 0), (1, 1)), constant_values=np.inf)
    aside = np.float32(SIDEWAYS)
    near = np.stack([padded[:, :-2] + aside, padded[:, 1:-1], padded[:, 2:] + aside])
    return np.arange(total.shape[1]) + near.argmin(axis=0) - 1


def _traced(
    upwards: NDArray[np.int64], downwards: NDArray[np.int64], row: int, columns: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Follow the cheapest ways up and down from several columns of a row: (n, ROWS)."""
    seams = np.empty((len(upwards) + 1, len(columns)), np.int64)
    seams[row] = columns
    for here in range(row - 1, -1, -1):
        seams[here] = upwards[here][seams[here + 1]]
    for here in range(row + 1, len(seams)):
        seams[here] = downwards[here - 1][seams[here - 1]]
    return seams.T


def _parted(segment: Segment, borders: list[NDArray[np.int64]], costs: list[float]) -> Parts:
    height, width = segment.strength.shape
    left = np.zeros(height, np.int64)
    atoms: list[Segment] = []
    cuts: list[float] = []
    for number, border in enumerate([*borders, np.full(height, width)]):
        right = np.maximum(border, left)
        part = _between(segment, left, right)
        if part is not None:
            if atoms:
                cuts.append(costs[number - 1])
            atoms.append(part)
            left = right
    return Parts(atoms, cuts)


def _between(segment: Segment, left: NDArray[np.int64], right: NDArray[np.int64]) -> Segment | None:
    """Give the ink from the left border to before the right one, each (h,); None if it is only faint."""
    first, last = int(left.min()), int(right.max())
    columns = np.arange(first, last)
    own = (columns >= left[:, None]) & (columns < right[:, None])
    strength = segment.strength[:, first:last] * own
    if not (strength > FAINT).any():
        return None
    x, y, width, height = cv2.boundingRect(strength)
    place = Box(segment.box.x + first + x, segment.box.y + y, width, height)
    return Segment(strength[y : y + height, x : x + width], place)
