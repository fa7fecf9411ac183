"""Somebody's hand: which forms it has, how it slants and trembles; and one mark in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from training.suites.types import Generator
from training.suites.written.curves import Outline, Points, flowing, wavering
from training.suites.written.forms import DIGITS, forms_of, strokes

HEIGHT = 100.0  # of a digit, in the units of a drawing; whoever shows it scales it
BELLY = 0.6  # of the height: a long tail begins under it
OPENED = 0.12  # of a round stroke's length: what a hasty pen leaves out of a loop


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes; lengths are parts of a digit's height."""

    seed: int  # of what is the hand's own: its forms, and how they differ from the school's
    pen: float = 0.08  # thickness of the line
    slant: float = 0.0  # degrees to the right
    breadth: float = 1.0  # of a digit, against the school's
    quirk: float = 0.02  # standard deviation of the points of every 3 of this hand from the school's
    loose: float = 0.012  # and of one 3 from the hand's others
    tremble: float = 0.0  # of the line
    straight: bool = False  # drawn with few points, as with a mouse: no curves between them
    opened: bool = False  # loops are left a little open
    sizes: tuple[float, float] = (0.94, 1.06)  # of the digits
    drift: float = 0.02  # of the digits' feet from the line
    clear: tuple[float, float] = (0.16, 0.36)  # paper between the inks of two digits; below 0 they overlap
    joined: bool = False  # two zeros are written without lifting the pen
    forms: Mapping[str, str] = field(default_factory=dict)  # instead of the hand's own


def any_hand(rng: Generator) -> Hand:
    """A hand that is neither neat nor hasty."""
    return Hand(
        seed=int(rng.integers(1 << 31)),
        pen=float(np.exp(rng.uniform(np.log(0.04), np.log(0.14)))),
        slant=float(rng.normal(4, 5)),
        breadth=float(rng.uniform(0.85, 1.2)),
    )


def mark(sign: str, hand: Hand, rng: Generator, *, size: float = 1.0, tail: float = 0.0) -> list[Points]:
    """The lines (n, 2) of one mark, its foot at y = 0 and its left end near x = 0, `size` digits high.

    `tail` is how far a digit that ends in a downstroke reaches under the line, in its own heights.
    """
    own = np.random.default_rng([hand.seed, ord(sign)])
    choices = forms_of(sign)
    form = hand.forms.get(sign, choices[int(own.integers(len(choices)))])
    lines = [_stroke(each, sign, hand, own, rng) for each in strokes(form)]
    if tail:
        lines = [_tailed(line, tail) for line in lines]
    slope = np.tan(np.radians(hand.slant))
    return [
        np.stack([(line[:, 0] * hand.breadth - line[:, 1] * slope), line[:, 1]], axis=1) * (HEIGHT * size)
        for line in lines
    ]


def _stroke(drawn: Outline, sign: str, hand: Hand, own: Generator, rng: Generator) -> Points:
    """One stroke in digits' heights, its foot at 0."""
    small = len(drawn.points) == 2 and np.ptp(drawn.points, axis=0).max() < 10  # a dot has no form to vary
    spread = (0.0, 0.0) if small else (hand.quirk, hand.loose)
    points = drawn.points / 100 - (0.0, 1.0)
    moved = points + own.normal(0, spread[0], points.shape) + rng.normal(0, spread[1], points.shape)
    if hand.straight and not small:
        return wavering(_dense(moved), hand.tremble, rng, turns=9)
    line = flowing(moved, drawn.corners, rng)
    if hand.opened and sign in DIGITS and _closed(points):
        line = line[: round(len(line) * (1 - OPENED * rng.uniform(0.4, 1.0)))]
    return wavering(line, 0.0 if small else hand.tremble, rng)


def _dense(points: Points) -> Points:
    """Straight lines between points, with points of their own."""
    place = np.linspace(0, len(points) - 1, 8 * len(points))
    return np.stack([np.interp(place, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], axis=1)


def _closed(points: Points) -> bool:
    return len(points) > 5 and float(np.linalg.norm(points[0] - points[-1])) < 0.2


def _tailed(line: Points, tail: float) -> Points:
    """What is lower than the belly drawn out, downwards and a little to the left."""
    deep = (line[:, 1] - (BELLY - 1.0)).clip(0) / (1 - BELLY)
    return line + np.stack([-0.35 * tail * deep**1.5, tail * deep], axis=1)
