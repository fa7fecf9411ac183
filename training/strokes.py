"""Digits drawn stroke by stroke in forms that MNIST has few of: other people's habits.

MNIST was written by Americans. Elsewhere a 1 has a flag as long as itself, a 7 a bar through its leg; some
write a 4 open, a 9 with a straight leg, a 5 whose bar stands apart, and a mouse draws a 0 as round as a
circle and a 7 of two straight lines. Each form is a few strokes through points in a unit square (x to the
right, y downwards), moved at random, drawn with a random pen.
"""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision import UInt8Array, normalize
from training.augment import redraw

CANVAS = 64  # pixels of the side on which a digit is drawn
SIZE = 44.0  # pixels of its height
AS_DRAWN = 0.35  # share that stays clean, as a mouse draws, lest a network take clean lines for no digit's

Stroke: TypeAlias = list[tuple[float, float]]
Generator: TypeAlias = np.random.Generator


def draw(count: int, rng: Generator) -> tuple[UInt8Array, NDArray[np.uint8]]:
    """Draw digits in rare forms: uint8 (count, 28, 28) and their labels, uint8 (count,)."""
    digits, labels = np.zeros((count, 28, 28), np.uint8), np.zeros(count, np.uint8)
    for i, chosen in enumerate(rng.choice(len(FORMS), size=count, p=SHARES)):
        labels[i] = FORMS[chosen][0]
        while not digits[i].any():
            clean = _drawn(FORMS[chosen][1](rng), rng)
            digits[i] = clean if rng.random() < AS_DRAWN else redraw(clean, rng)
    return digits, labels


def _one_with_flag(rng: Generator) -> list[Stroke]:
    """Draw a 1 that starts with an upstroke, steep enough that nobody takes it for the top of a 7."""
    top, reach = (0.7, 0.0), rng.uniform(0.2, 0.75)
    fall = max(0.12, reach * rng.uniform(0.5, 1.2))
    strokes = [[(top[0] - reach, fall), top, (0.7 + rng.normal(0, 0.06), 1.0)]]
    return strokes + _foot(rng, 0.25)


def _one_plain(rng: Generator) -> list[Stroke]:
    lean = rng.normal(0, 0.16)
    return [[(0.5 + lean, 0.0), (0.5 + rng.normal(0, 0.03), 0.5), (0.5 - lean, 1.0)]]


def _one_with_foot(rng: Generator) -> list[Stroke]:
    strokes: list[Stroke] = [[(0.7 - rng.uniform(0.05, 0.35), rng.uniform(0.05, 0.35)), (0.7, 0), (0.7, 1)]]
    return strokes + _foot(rng, 1.0)


def _foot(rng: Generator, chance: float) -> list[Stroke]:
    if rng.random() > chance:
        return []
    return [[(0.7 - rng.uniform(0.15, 0.4), 1.0), (0.7 + rng.uniform(0.1, 0.4), 1.0)]]


def _seven(rng: Generator) -> list[Stroke]:
    """Draw a 7: its top level or wavy, perhaps with a serif, its leg straight or bent, often crossed."""
    crossed = rng.random() < 0.6
    # Without the bar only a broad, level top and a leg that goes back under it tell a 7 from a 1.
    foot, bend = rng.uniform(0.15, 0.6 if crossed else 0.45), rng.uniform(-0.05, 0.12)
    right, rise = rng.uniform(*((0.75, 1.0) if crossed else (1.05, 1.2))), rng.uniform(-0.06, 0.08)
    middle = ((right + foot) / 2 - bend, rng.uniform(0.42, 0.6))
    left, wave = rng.uniform(0, 0.15) - (0 if crossed else 0.1), rng.uniform(0, 0.14)
    top: Stroke = [(left, rise), (left + 0.35, wave), (right, 0.0)]
    start = rng.random()
    if start < 0.45:  # a serif, or the hook in which a wavy top begins
        top.insert(0, (left - rng.uniform(-0.04, 0.08), rng.uniform(0.1, 0.32 if crossed else 0.2)))
    elif start < 0.55 and crossed:  # a loop; without the bar it would be a 9 to many
        size = rng.uniform(0.06, 0.12)
        loop = _arc(left + 0.1, size, 0.16, size, start=rng.uniform(-120, -60), end=rng.uniform(220, 300))
        top = loop + top[1:]
    strokes: list[Stroke] = [[*top, middle, (foot, 1.0)]]
    if crossed:
        half, tilt = rng.uniform(0.15, 0.4), rng.normal(0, 0.05)
        strokes.append([(middle[0] - half, middle[1] + tilt), (middle[0] + half, middle[1] - tilt)])
    return strokes


def _zero(rng: Generator) -> list[Stroke]:
    """Draw a 0, narrow or as a circle or wider; it ends short of where it began, or past it."""
    wide, start, way = rng.uniform(0.5, 0.78), rng.uniform(-150, -30), rng.choice([-1, 1])
    return [_arc(0.5, 0.5, wide, 0.5, start=start, end=start + way * rng.uniform(335, 400))]


def _four(rng: Generator) -> list[Stroke]:
    """Draw a 4 of two strokes, open or closed at the top."""
    bar, stem = rng.uniform(0.5, 0.72), rng.uniform(0.6, 0.8)
    start = stem if rng.random() < 0.3 else rng.uniform(0.15, 0.5)
    return [
        [(start, 0.0), (0.0, bar), (rng.uniform(stem + 0.08, 1.1), bar + rng.normal(0, 0.04))],
        [(stem, 0.0 if start == stem else rng.uniform(0.1, 0.45)), (stem + rng.normal(0, 0.05), 1.0)],
    ]


def _nine(rng: Generator) -> list[Stroke]:
    """Draw a 9 with a straight leg, or with one that ends in a hook."""
    wide, tall = rng.uniform(0.28, 0.42), rng.uniform(0.2, 0.34)
    bowl = _arc(0.5, tall, wide, tall, start=rng.uniform(-40, 0), end=rng.uniform(-380, -290))
    right = 0.5 + wide
    leg: Stroke = [(right, rng.uniform(0, 0.2)), (right + rng.normal(0, 0.05), rng.uniform(0.7, 0.85))]
    end = [(right, 1.0)] if rng.random() < 0.6 else [(right - 0.15, 0.97), (0.5 - rng.uniform(0, 0.3), 0.95)]
    return [bowl, leg + end]


def _five(rng: Generator) -> list[Stroke]:
    """Draw a 5 whose bar is a stroke of its own."""
    gap, top = rng.uniform(-0.05, 0.12), rng.uniform(0.0, 0.1)
    bowl = _arc(0.4, 0.68, rng.uniform(0.4, 0.6), 0.32, start=-110, end=140)
    return [
        [(0.2, top), (0.15, 0.45), *bowl],
        [(0.2 + gap, rng.uniform(-0.06, 0.06)), (rng.uniform(0.7, 1.05), rng.normal(0, 0.06))],
    ]


def _three(rng: Generator) -> list[Stroke]:
    """Draw a 3 with a flat top, or one of two narrow bows."""
    bowl = _arc(0.42, 0.68, rng.uniform(0.3, 0.58), 0.32, start=-90, end=rng.uniform(100, 150))
    if rng.random() < 0.5:
        return [[*_arc(0.35, 0.2, rng.uniform(0.25, 0.5), 0.2, start=rng.uniform(-170, -110), end=70), *bowl]]
    return [[(rng.uniform(0, 0.15), rng.normal(0, 0.03)), (rng.uniform(0.75, 1.0), 0.0), (0.42, 0.36), *bowl]]


def _six(rng: Generator) -> list[Stroke]:
    """Draw a 6 with a straight or curved back, its bowl closed, open or crossed."""
    bowl = _arc(0.45, 0.7, 0.42, rng.uniform(0.2, 0.3), start=180, end=180 - rng.uniform(300, 420))
    return [[(rng.uniform(0.4, 1.1), rng.uniform(0.0, 0.15)), (0.15, 0.35), *bowl]]


def _eight(rng: Generator) -> list[Stroke]:
    """Draw an 8 of two rings."""
    upper, ring = rng.uniform(0.2, 0.27), rng.uniform(0.25, 0.45)
    lower = 0.5 - upper + rng.uniform(-0.02, 0.02)
    return [
        _arc(0.5, upper, ring * rng.uniform(0.7, 1), upper, start=90, end=450 + rng.uniform(-10, 20)),
        _arc(0.5, 2 * upper + lower, ring, lower, start=-90, end=270 + rng.uniform(-10, 20)),
    ]


FORMS: tuple[tuple[int, Callable[[Generator], list[Stroke]], float], ...] = (
    (1, _one_with_flag, 0.26), (1, _one_plain, 0.06), (1, _one_with_foot, 0.08), (7, _seven, 0.28),
    (0, _zero, 0.1), (4, _four, 0.1), (9, _nine, 0.08), (5, _five, 0.05), (3, _three, 0.05),
    (6, _six, 0.04), (8, _eight, 0.04),
)  # fmt: skip
SHARES = np.array([share for *_, share in FORMS]) / sum(share for *_, share in FORMS)


def _arc(x: float, y: float, wide: float, tall: float, *, start: float, end: float) -> Stroke:  # noqa: PLR0913  an arc has six numbers
    """Follow an ellipse from one angle to another, in degrees, 0 to the right, growing clockwise."""
    angles = np.deg2rad(np.linspace(start, end, 14))
    return [(x + wide * float(np.cos(a)), y + tall * float(np.sin(a))) for a in angles]


def _drawn(strokes: list[Stroke], rng: Generator) -> UInt8Array:
    """Draw the strokes as a hand would, not quite through the points: uint8 (28, 28)."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    lean, wide = rng.normal(0.05, 0.12), rng.uniform(0.38, 0.85)
    turned = np.array([[wide, 0.0], [-lean * wide, 1.0]])
    pen, soft = int(rng.integers(2, 8)), rng.uniform(0.0, 1.2)
    for stroke in strokes:
        points = np.array(stroke) + rng.normal(0, 0.02, (len(stroke), 2))
        points = _rounded(points, soft if len(stroke) > 2 else 0.0)
        places = (points - 0.5) @ turned * SIZE + CANVAS / 2
        cv2.polylines(canvas, [np.rint(places * 8).astype(np.int32)], False, 255, pen, cv2.LINE_AA, 3)
    return normalize(canvas)


def _rounded(points: NDArray[np.float64], soft: float) -> NDArray[np.float64]:
    """Round the corners of a line: resampled evenly along its length, then smoothed."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    even = np.linspace(0, lengths[-1], 40)
    line = np.stack([np.interp(even, lengths, points[:, k]) for k in (0, 1)], axis=1)
    if soft < 0.2:
        return line
    smooth = cv2.GaussianBlur(line, (1, 0), 0, sigmaY=soft, borderType=cv2.BORDER_REPLICATE)
    smooth[0], smooth[-1] = line[0], line[-1]
    return smooth
