"""Marks beside and below each other: numbers, lines and columns as one drawing of strokes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from training.suites.types import Generator
from training.suites.written.curves import Points
from training.suites.written.hand import HEIGHT, Hand, mark

NEAR = 3  # marks before a mark that it may come near to
MET = 0.4  # of a pen between the middles of two lines that touch; those that overlap go on from there
AHEAD = 0.28  # of a digit's height, at least, from the middle of a mark to the next one's
ALONG = 0.16  # share of a mark's line that may lie on its neighbour: two 1s must stay two
LETTER_SIZE = 0.9


class Stroke(NamedTuple):
    """One line of a pen."""

    points: Points  # (n, 2)
    width: float


Drawing: TypeAlias = tuple[Stroke, ...]
Sizes: TypeAlias = Callable[[str, Generator], float]
Tails: TypeAlias = Callable[[str, Generator], float]


class Box(NamedTuple):
    """What a drawing covers, its ink included."""

    left: float
    top: float
    right: float
    bottom: float


def box(drawing: Drawing) -> Box:
    """The drawing's extent. Raises ValueError where there is no stroke."""
    low = np.min([stroke.points.min(axis=0) - stroke.width / 2 for stroke in drawing], axis=0)
    high = np.max([stroke.points.max(axis=0) + stroke.width / 2 for stroke in drawing], axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def moved(drawing: Drawing, x: float, y: float, scale: float = 1.0) -> Drawing:
    """The drawing scaled, then moved."""
    return tuple(Stroke(points * scale + (x, y), width * scale) for points, width in drawing)


def number(
    text: str, hand: Hand, rng: Generator,
    *, sizes: Sizes | None = None, tails: Tails | None = None,
) -> Drawing:  # fmt: skip
    """One number or word on a line whose foot is y = 0; each mark as near to the last as the hand has it."""
    written: list[list[Points]] = []
    last = ""
    for sign in text:
        size = _size(sign, hand, rng) if sizes is None else sizes(sign, rng)
        tail = 0.0 if tails is None else tails(sign, rng)
        lines = mark(sign, hand, rng, size=size, tail=tail)
        lines = [line + np.array((0.0, rng.normal(0, hand.drift) * HEIGHT)) for line in lines]
        if written:
            clear = rng.uniform(*hand.clear)
            if not (sign.isdigit() and hand.clear[0] < 0):  # signs stand clear even where digits touch
                clear = max(clear, 0.12)
            lines = _beside(written[-NEAR:], lines, clear * HEIGHT, hand.pen * HEIGHT)
            if hand.joined and sign == last == "0":
                lines = [_ligature(written[-1][-1][-1], lines[0][0]), *lines]
        written.append(lines)
        last = sign
    return tuple(Stroke(line, hand.pen * HEIGHT) for lines in written for line in lines)


def columns(rows: Sequence[Sequence[str]], hand: Hand, rng: Generator, *, ragged: float = 0.1) -> Drawing:
    """Rows of numbers, each column beginning near one place; gaps are at least a digit's height."""
    drawn = [[number(text, hand, rng) for text in row] for row in rows]
    widths = [max(_breadth(row[at]) for row in drawn if at < len(row)) for at in range(max(map(len, drawn)))]
    gap, pitch = HEIGHT * rng.uniform(1.0, 2.2), HEIGHT * rng.uniform(1.6, 2.3)
    placed: list[Stroke] = []
    for line, row in enumerate(drawn):
        left = 0.0
        for width, one in zip(widths, row, strict=False):
            shift = rng.normal(0, ragged / 2, 2).clip(-ragged, ragged) * HEIGHT
            placed += moved(one, left - box(one).left + shift[0], line * pitch + shift[1])
            left += width + gap
    return tuple(placed)


def _size(sign: str, hand: Hand, rng: Generator) -> float:
    return float(rng.uniform(*hand.sizes)) * (LETTER_SIZE if sign.isalpha() else 1.0)


def _breadth(drawing: Drawing) -> float:
    extent = box(drawing)
    return extent.right - extent.left


def _beside(before: list[list[Points]], lines: list[Points], clear: float, pen: float) -> list[Points]:
    """Lines moved so that `clear` paper is between their ink and the marks before; below 0 they overlap.

    Lines that would run along each other are kept apart by half a pen.
    """
    behind, ahead = np.concatenate([line for each in before for line in each]), np.concatenate(lines)
    least = _middle(np.concatenate(before[-1])) + AHEAD * HEIGHT - _middle(ahead)
    met = max(pen + clear, MET * pen)
    x = max(least, _place(behind, ahead, met) - (met - pen - clear))
    near = np.hypot(*(behind[:, None] - ahead[None] - (x, 0.0)).transpose(2, 0, 1)).min(axis=0) < pen
    if clear < 0 and near.mean() > ALONG:
        x = max(least, _place(behind, ahead, 1.5 * pen))
    return [line + np.array((x, 0.0)) for line in lines]


def _place(behind: Points, ahead: Points, distance: float) -> float:
    """How far right `ahead` must go for its line to be nowhere nearer to the other than `distance`."""
    apart = behind[:, None, :] - ahead[None, :, :]
    within = np.abs(apart[..., 1]) < distance
    if not within.any():
        return -np.inf
    return float((apart[..., 0] + np.sqrt((distance**2 - apart[..., 1] ** 2).clip(0)))[within].max())


def _ligature(end: Points, start: Points) -> Points:
    """The line of a pen that goes on from one zero to the next in a shallow arc."""
    at = np.linspace(0, 1, 9)[:, None]
    return end + at * (start - end) + np.array([0.0, 0.06 * HEIGHT]) * np.sin(np.pi * at)


def _middle(points: Points) -> float:
    return float(points[:, 0].min() + points[:, 0].max()) / 2
