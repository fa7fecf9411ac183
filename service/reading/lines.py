"""Marks into lines: each goes on the line whose last marks it stands beside, along the slope they share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BESIDE = 0.5  # of a digit's height: how far from the line's middle a mark may stand
TREND = 4  # last marks of a line by which its course is known
SLOPE = 0.5  # most that a line may fall, or rise
SMALL = 0.7  # of the page's usual height: a lower mark stands as far off as one of this height

Array = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class _Page:
    """All marks, one to a row."""

    middles: Array  # (n, 2): x, y
    heights: Array  # (n,)
    tall: NDArray[np.bool_]  # (n,): digits, by which lines run
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
    page = _Page((boxes[:, :2] + boxes[:, 2:]) / 2, heights, tall, usual)
    lines: list[list[int]] = []
    for row in np.argsort(page.middles[:, 0], kind="stable").tolist():
        distances = [_distance(page, line, row) for line in lines]
        nearest = int(np.argmin(distances)) if distances else 0
        if distances and distances[nearest] < 1:
            lines[nearest].append(row)
        else:
            lines.append([row])
    return sorted(lines, key=lambda line: float(np.mean(page.middles[line, 1])))


def _distance(page: _Page, line: list[int], row: int) -> float:
    """How far a mark stands from where a line goes on; under 1 it may belong to it."""
    last = [each for each in line if page.tall[each]][-TREND:] or line[-TREND:]
    x, y = page.middles[row]
    xs, ys = page.middles[last].T
    slope = 0.0
    if len(last) > 1 and float(np.ptp(xs)) > page.usual:
        slope = float(np.clip(np.polyfit(xs, ys, 1)[0], -SLOPE, SLOPE))
    goes_on = float(ys.mean()) + slope * (x - float(xs.mean()))
    height = max(float(page.heights[last].mean()), float(page.heights[row]), SMALL * page.usual)
    return float(abs(y - goes_on) / (BESIDE * height))
