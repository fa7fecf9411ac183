"""Marks into lines: each goes on the line whose last marks it stands beside, along the slope they share."""

from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

BESIDE = 0.5  # of a digit's height: how far from the line's middle a mark may stand
HANGING = 0.8  # the same for signs: a comma hangs under the line
TREND = 4  # last marks of a line by which its course is known
SLOPE = 0.5  # most that a line may fall, or rise
LEVEL = 0.5  # of a mark's height: so much lies between head and foot of the line, however far from its middle
SMALL = 0.7  # of the page's usual height: a lower mark stands as far off as one of this height

Array = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class _Page:
    """All marks, one to a row."""

    # Plain Python: each line is a handful of numbers, on which NumPy takes ten times as long.
    middles: list[list[float]]  # x, y
    heights: list[float]
    tall: list[bool]  # digits, by which lines run
    usual: float  # height of a digit


def into_lines(boxes: Array, tall: NDArray[np.bool_]) -> list[list[int]]:
    """Sort marks into lines, from top to bottom, each from left to right.

    Args:
        boxes: (n, 4): left, top, right, bottom.
        tall: (n,): the digits, by which lines run; signs stand beside them.

    Returns:
        Rows of `boxes` for each line.

    """
    if not len(boxes):
        return []
    heights = boxes[:, 3] - boxes[:, 1]
    usual = float(np.median(heights[tall] if tall.any() else heights))
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    page = _Page(middles.tolist(), heights.tolist(), tall.tolist(), usual)
    lines: list[list[int]] = []
    for row in np.argsort(middles[:, 0], kind="stable").tolist():
        distances = [_distance(page, line, row) for line in lines]
        nearest = int(np.argmin(distances)) if distances else 0
        if distances and (distances[nearest] < 1 or _is_level(page, lines[nearest], row)):
            lines[nearest].append(row)
        else:
            lines.append([row])
    return sorted(lines, key=lambda line: fmean(page.middles[row][1] for row in line))


def _is_level(page: _Page, line: list[int], row: int) -> bool:
    """Tell whether a mark lies between head and foot of a line's last marks, which go up and down."""
    tops = [page.middles[each][1] - page.heights[each] / 2 for each in (row, *line[-TREND:])]
    feet = [page.middles[each][1] + page.heights[each] / 2 for each in (row, *line[-TREND:])]
    shared = min(feet[0], max(feet[1:])) - max(tops[0], min(tops[1:]))
    return shared > LEVEL * page.heights[row]


def _distance(page: _Page, line: list[int], row: int) -> float:
    """How far a mark stands from where a line goes on; under 1 it may belong to it."""
    last = [each for each in line if page.tall[each]][-TREND:] or line[-TREND:]
    x, y = page.middles[row]
    middle = fmean(page.middles[each][0] for each in last), fmean(page.middles[each][1] for each in last)
    across = [page.middles[each][0] - middle[0] for each in last]
    down = [page.middles[each][1] - middle[1] for each in last]
    slope = 0.0
    if max(across) - min(across) > page.usual:  # least squares through the line's last marks
        slope = sum(a * b for a, b in zip(across, down, strict=True)) / sum(a * a for a in across)
        slope = min(max(slope, -SLOPE), SLOPE)
    goes_on = middle[1] + slope * (x - middle[0])
    height = max(fmean(page.heights[each] for each in last), page.heights[row], SMALL * page.usual)
    return abs(y - goes_on) / ((BESIDE if page.tall[row] else HANGING) * height)
