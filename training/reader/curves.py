"""Pen strokes as smooth curves: control points, some of them corners, to dense polylines."""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Point: TypeAlias = tuple[float, ...]  # x, y and, where the pen turns sharply, a third number
Stroke: TypeAlias = list[Point]
Line: TypeAlias = NDArray[np.float32]  # (n, 2): x, y

SAMPLES = 30  # points of a polyline, about: enough for a curve at a height of 100 pixels


_EVENLY = np.linspace(0, 1, 16)[:, None]  # places along a straight stroke


def corner(x: float, y: float) -> Point:
    """Mark a point at which the pen turns sharply."""
    return (x, y, 1.0)


def arc(middle: Point, radii: Point, start: float, end: float) -> Stroke:
    """Points on an ellipse, one about every 40 degrees; 0 degrees are to the right, 90 below."""
    count = max(4, round(abs(end - start) / 40) + 1)
    angles = np.linspace(np.radians(start), np.radians(end), count)
    xs, ys = middle[0] + radii[0] * np.cos(angles), middle[1] + radii[1] * np.sin(angles)
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def parse(text: str) -> list[Stroke]:
    """Read strokes from text: points `x,y` in hundredths, `!` after a corner, `;` between strokes."""
    strokes: list[Stroke] = []
    for stroke in text.split(";"):
        points: Stroke = []
        for word in stroke.split():
            x, y = word.rstrip("!").split(",")
            points.append((int(x) / 100, int(y) / 100, *((1.0,) if word.endswith("!") else ())))
        strokes.append(points)
    return strokes


def smooth(points: NDArray[np.float64], sharp: NDArray[np.bool_], bend: float) -> NDArray[np.float64]:
    """Join control points (n, 2) by a centripetal Catmull-Rom spline, whose tangents `bend` scales.

    `bend` 1 is the spline itself, 0 straight segments. At a sharp point the curve may turn at any angle.
    """
    if len(points) < 3:
        return points[0] + (points[-1] - points[0]) * _EVENLY
    steps = np.diff(points, axis=0)
    spans = np.sqrt(np.hypot(steps[:, 0], steps[:, 1])) + 1e-3
    slopes = steps / spans[:, None]
    # The tangent at an inner point is the mean of the slopes about it, each weighed by the other's span.
    before, after = spans[:-1, None], spans[1:, None]
    inner = (slopes[:-1] * after + slopes[1:] * before) / (before + after)
    leaving, arriving = slopes.copy(), slopes.copy()
    soft = ~sharp[1:-1]
    leaving[1:][soft] = inner[soft]
    arriving[:-1][soft] = inner[soft]
    # Beside a corner or an end, a segment is a parabola: its slope is the mean of its tangents.
    first, last = sharp[:-1].copy(), sharp[1:].copy()
    first[0] = last[-1] = True
    last &= ~first
    leaving[first] = 1.5 * slopes[first] - 0.5 * arriving[first]
    arriving[last] = 1.5 * slopes[last] - 0.5 * leaving[last]
    leaving = slopes + bend * (leaving - slopes)
    arriving = slopes + bend * (arriving - slopes)
    basis = _hermite(min(14, max(3, round(SAMPLES / len(steps)))))
    parts = np.stack([points[:-1], leaving * spans[:, None], points[1:], arriving * spans[:, None]])
    curve: NDArray[np.float64] = np.einsum("kb,bsc->skc", basis, parts).reshape(-1, 2)
    return np.concatenate([curve, points[-1:]])


@cache
def _hermite(count: int) -> NDArray[np.float64]:
    """Weights (count, 4) of start, its tangent, end, its tangent at `count` places of a segment."""
    t = np.arange(count) / count
    return np.stack([2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, 3 * t**2 - 2 * t**3, t**3 - t**2], axis=1)


def rounded(curve: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Round the corners of a curve (n, 2) by a moving mean over 2 `width` + 1 points; its ends stay."""
    if width < 1 or len(curve) <= 2 * width + 1:
        return curve
    padded = np.concatenate([np.repeat(curve[:1], width, 0), curve, np.repeat(curve[-1:], width, 0)])
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(padded, axis=0)])
    means = (sums[2 * width + 1 :] - sums[: -2 * width - 1]) / (2 * width + 1)
    means[0], means[-1] = curve[0], curve[-1]
    return means
