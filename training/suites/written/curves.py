"""Pen strokes as curves: from the points of a letterform, by cubic Bezier curves, to a line to draw."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.suites.types import Generator

Points = NDArray[np.float64]  # (n, 2): x to the right, y down

STEPS = 12  # of a line for each Bezier curve


class Outline(NamedTuple):
    """One stroke of a letterform before a hand writes it."""

    points: Points  # (n, 2)
    corners: NDArray[np.bool_]  # (n,): where the pen turns sharply


def outline(notation: str) -> Outline:
    """A stroke from its notation: `x y` in per cent of the height, separated by commas; `!` is a corner."""
    each = [point.strip() for point in notation.split(",")]
    points = [[float(number) for number in point.rstrip("!").split()] for point in each]
    return Outline(np.array(points), np.array([point.endswith("!") for point in each]))


def flowing(points: Points, corners: NDArray[np.bool_], rng: Generator, *, loose: float = 0.1) -> Points:
    """The line (m, 2) of a pen through points (n, 2); `loose`: how much its Bezier handles vary in length."""
    if len(points) < 2:
        return points
    ends = [0, *np.flatnonzero(corners[1:-1]) + 1, len(points) - 1]
    runs = [_smooth(points[start : end + 1], rng, loose) for start, end in pairwise(ends)]
    return np.concatenate(runs)


def _smooth(points: Points, rng: Generator, loose: float) -> Points:
    """Bezier curves through every point; where they meet, the direction is that of the neighbours."""
    around = np.concatenate([points[:1], points, points[-1:]])
    directions = around[2:] - around[:-2]
    directions /= np.linalg.norm(directions, axis=1, keepdims=True) + 1e-9
    if len(points) > 2:  # at its ends a curve heads for where the next handle points
        directions[0] = _mirrored(directions[1], points[1] - points[0])
        directions[-1] = _mirrored(directions[-2], points[-1] - points[-2])
    at = np.linspace(0, 1, STEPS)[:, None]
    curves = []
    for index in range(len(points) - 1):
        start, end = points[index], points[index + 1]
        reach = np.linalg.norm(end - start) * 0.36 * (1 + rng.normal(0, loose, 2).clip(-0.4, 0.4))
        first, second = start + directions[index] * reach[0], end - directions[index + 1] * reach[1]
        curves.append(
            (1 - at) ** 3 * start + 3 * (1 - at) ** 2 * at * first
            + 3 * (1 - at) * at**2 * second + at**3 * end
        )  # fmt: skip
    return np.concatenate(curves)


def _mirrored(direction: Points, chord: Points) -> Points:
    """The direction at the other end of an arc over this chord."""
    along = chord / (np.linalg.norm(chord) + 1e-9)
    return 2 * float(direction @ along) * along - direction


def wavering(line: Points, amount: float, rng: Generator, *, turns: int = 5) -> Points:
    """The line with a slow tremble of a standard deviation of `amount`, about `turns` swings along it."""
    if amount <= 0 or len(line) < 3:
        return line
    knots = rng.normal(0, amount, (turns + 1, 2))
    place = np.linspace(0, turns, len(line))
    swing = [np.interp(place, np.arange(turns + 1), knots[:, axis]) for axis in (0, 1)]
    return line + np.stack(swing, axis=1)
