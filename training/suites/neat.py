"""Neat digits: straight lines and arcs, as a mouse or a ruler draws them. No ink of MNIST's is in them.

A form is a few lines in a box one high; x goes to the right, y down. Every form is meant to be plain to a
person: a 0 may be a circle, a 7 has a broad level top, a 1 at most a short, steep flag.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from training.suites.encode import png
from training.suites.types import Case, Generator, Suite

Line: TypeAlias = NDArray[np.floating[Any]]  # (n, 2)
SIDE = 200  # pixels of the page
INK, PAPER = 20, 255


def neat(per_digit: int = 150, seed: int = 0) -> Suite:
    """`per_digit` pictures of each of the ten digits; the same seed gives the same pictures."""

    def case(index: int) -> Case:
        digit = index // per_digit
        return Case(picture(digit, seed + index), digit, f"a {digit}", f"a neat {digit}, {index % per_digit}")

    return Suite("neat digits", 10 * per_digit, case)


def picture(digit: int, seed: int) -> bytes:
    """Dark lines of one width on a white page, slightly turned: a PNG."""
    rng = np.random.default_rng([seed, digit])
    lines = FORMS[digit](rng)
    every = np.concatenate(lines)
    middle = (every.min(axis=0) + every.max(axis=0)) / 2
    turn, height, pen = np.deg2rad(rng.uniform(-8, 8)), rng.uniform(80, 140), int(rng.integers(5, 18))
    spin = height * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    page = np.full((SIDE, SIDE), PAPER, np.uint8)
    for line in lines:
        points = ((line - middle) @ spin + SIDE / 2) * 16
        cv2.polylines(page, [points.round().astype(np.int32)], False, INK, pen, cv2.LINE_AA, 4)
    return png(page)


def zero(rng: Generator) -> list[Line]:
    """Half as wide as high, up to a circle; closed."""
    wide = rng.uniform(0.25, 0.5)
    return [_arc(wide, 0.5, wide, 0.5, -90, 270)]


def one(rng: Generator) -> list[Line]:
    """A stroke, with a short steep flag, or with a flag and a foot."""
    kind, lean, flag = int(rng.integers(3)), rng.uniform(-0.05, 0.15), rng.uniform(0.12, 0.2)
    top, stem = [lean, 0.0], [0.0, 1.0]
    if kind == 0:
        return [np.array([top, stem])]
    if kind == 1:
        return [np.array([[lean - flag, flag * rng.uniform(0.9, 1.3)], top, stem])]
    return [np.array([[-flag, flag], [0, 0], [0, 1]]), np.array([[-0.22, 1.0], [0.22, 1.0]])]


def two(rng: Generator) -> list[Line]:
    """A bow, a slant and a straight base."""
    wide, tall = rng.uniform(0.25, 0.4), rng.uniform(0.25, 0.33)
    bow = _arc(wide, tall, wide, tall, rng.uniform(170, 200), rng.uniform(380, 400))
    return [np.concatenate([bow, [[0, 1], [2 * wide, 1]]])]


def three(rng: Generator) -> list[Line]:
    """Two bows, or a flat top and one bow."""
    wide = rng.uniform(0.22, 0.4)
    bowl = _arc(wide, 0.72, wide, 0.28, -80, 150)
    if rng.random() < 0.5:
        return [np.concatenate([[[0, 0], [1.8 * wide, 0], [wide, 0.43]], bowl])]
    return [_arc(wide, 0.24, 0.85 * wide, 0.24, -150, 80), bowl]


def four(rng: Generator) -> list[Line]:
    """Closed in one line, or open in two."""
    wide, bar = rng.uniform(0.5, 0.85), rng.uniform(0.55, 0.68)
    stem = wide * rng.uniform(0.6, 0.8)
    if rng.random() < 0.5:
        return [np.array([[stem, 1], [stem, 0], [0, bar], [wide, bar]])]
    return [
        np.array([[rng.uniform(0, 0.2) * wide, 0], [0, bar], [wide, bar]]),
        np.array([[stem, rng.uniform(0.05, 0.3)], [stem, 1]]),
    ]


def five(rng: Generator) -> list[Line]:
    """A bar, a short back and a bowl, in one line."""
    wide = rng.uniform(0.25, 0.4)
    bowl = _arc(wide, 0.7, wide, 0.3, -120, 140)
    return [np.concatenate([[[1.8 * wide, 0], [0.2, 0], [0.12, 0.45]], bowl])]


def six(rng: Generator) -> list[Line]:
    """A straight back and a closed bowl."""
    wide = rng.uniform(0.24, 0.36)
    return [np.concatenate([[[rng.uniform(1, 1.8) * wide, 0]], _arc(wide, 0.72, wide, 0.28, -170, 190)])]


def seven(rng: Generator) -> list[Line]:
    """A broad level top and a straight leg, crossed or not."""
    wide, foot = rng.uniform(0.55, 0.9), rng.uniform(0.1, 0.5)
    leg = np.array([[0, rng.uniform(-0.02, 0.05)], [wide, 0], [foot * wide, 1]])
    if rng.random() < 0.6:
        return [leg]
    middle = wide * (1 + foot) / 2
    return [leg, np.array([[middle - 0.25, 0.5], [middle + 0.25, 0.5]])]


def eight(rng: Generator) -> list[Line]:
    """Two rings, the lower one a little larger."""
    wide = rng.uniform(0.22, 0.36)
    upper = _arc(wide, 0.24, wide * rng.uniform(0.8, 0.95), 0.24, 90, 450)
    return [upper, _arc(wide, 0.74, wide, 0.26, -90, 270)]


def nine(rng: Generator) -> list[Line]:
    """A ring with a straight leg or a hook."""
    wide = rng.uniform(0.22, 0.34)
    ring = _arc(wide, 0.28, wide, 0.28, 0, 360)
    if rng.random() < 0.5:
        return [np.concatenate([ring, [[2 * wide * rng.uniform(0.85, 1.0), 1.0]]])]
    return [np.concatenate([ring, _arc(wide, 0.7, wide, 0.3, 0, rng.uniform(70, 130))])]


FORMS: tuple[Callable[[Generator], list[Line]], ...] = (
    zero, one, two, three, four, five, six, seven, eight, nine,
)  # fmt: skip


def _arc(x: float, y: float, wide: float, tall: float, start: float, end: float) -> Line:  # noqa: PLR0913, PLR0917  an arc has six numbers
    """Follow an ellipse from one angle to another, in degrees, 0 to the right, growing clockwise."""
    angles = np.deg2rad(np.linspace(start, end, 40))
    return np.stack([x + wide * np.cos(angles), y + tall * np.sin(angles)], axis=1)
