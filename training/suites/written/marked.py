"""Digits with something drawn around or under them: circles, frames, lines; and pencil one hardly sees."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from training.suites.types import Generator
from training.suites.written.apart import ruled
from training.suites.written.curves import wavering
from training.suites.written.hand import HEIGHT, Hand, any_hand
from training.suites.written.layout import Box, Drawing, Stroke, box, moved, number
from training.suites.written.numbers import Maker, digits
from training.suites.written.sheet import Layer, any_ink, photo


def circled(rng: Generator) -> tuple[bytes, str]:
    """One to three circled digits, as tasks are numbered."""
    hand, colour = _clear(rng), any_ink(rng)
    said = list(digits(rng, 1, 3))
    drawn: list[Stroke] = []
    for place, text in enumerate(said):
        one = number(text, hand, rng)
        ring = _ring(box(one), hand.pen * HEIGHT, rng)
        drawn += moved((*one, ring), place * HEIGHT * rng.uniform(2.7, 3.0), HEIGHT * rng.normal(0, 0.08))
    return photo([Layer(tuple(drawn), colour)], rng, digit=rng.uniform(36, 110)), " ".join(said)


def framed(rng: Generator) -> tuple[bytes, str]:
    """One to three numbers below each other; a box is drawn around one, or all stand in boxes of a form."""
    hand, said = _clear(rng), [digits(rng, 2, 5) for _ in range(rng.integers(1, 4))]
    chosen = int(rng.integers(len(said))) if rng.random() < 0.6 else None
    drawn: list[Stroke] = []
    frames: list[Stroke] = []
    width = HEIGHT * rng.uniform(0.03, 0.08)
    for line, text in enumerate(said):
        one = moved(number(text, hand, rng), 0, line * HEIGHT * 2.2)
        drawn += one
        if chosen in (None, line):
            frames += _frame(box(one), width, rng, by_hand=chosen is not None)
    grey = float(rng.uniform(0.1, 0.4))
    colour = any_ink(rng)
    layers = [
        Layer(tuple(frames), (grey, grey, grey) if chosen is None else colour),
        Layer(tuple(drawn), colour),
    ]
    return photo(layers, rng, digit=rng.uniform(36, 90)), "\n".join(said)


def underlined(rng: Generator) -> tuple[bytes, str]:
    """A number with one or two lines under it, of the same pen."""
    hand, said = _clear(rng), digits(rng, 2, 6)
    one = number(said, hand, rng)
    extent = box(one)
    lines = []
    for at in range(int(rng.integers(1, 3))):
        y = extent.bottom + HEIGHT * (rng.uniform(0.12, 0.25) + 0.2 * at)
        ends = np.linspace((extent.left - HEIGHT * rng.uniform(0, 0.3), y), (extent.right, y), 12)
        line = wavering(ends, 0.012 * HEIGHT, rng) + (0.0, rng.normal(0, 2)) * np.linspace(0, 1, 12)[:, None]
        lines.append(Stroke(line, hand.pen * HEIGHT))
    return photo([Layer((*one, *lines), any_ink(rng))], rng, digit=rng.uniform(36, 110)), said


def faint_pencil(rng: Generator) -> tuple[bytes, str]:
    """Pencil hardly pressed, on rough paper: a sixth to a third darker than the sheet."""
    hand = replace(any_hand(rng), pen=float(rng.uniform(0.06, 0.1)))
    said = digits(rng, 1, 4)
    grey = float(rng.uniform(0.25, 0.4))
    layer = Layer(
        number(said, hand, rng), (grey, grey, grey), rng.uniform(0.28, 0.5), rng.uniform(0.15, 0.35)
    )
    picture = photo([layer], rng, digit=rng.uniform(60, 160), texture=rng.uniform(0.4, 1.0), shade=0.4)
    return picture, said


MARKED: Mapping[str, Maker] = MappingProxyType(
    {"circled": circled, "framed": framed, "underlined": underlined}
)
FAINT: Mapping[str, Maker] = MappingProxyType({"faint pencil": faint_pencil})


def _clear(rng: Generator) -> Hand:
    hand = any_hand(rng)
    return replace(hand, pen=min(hand.pen, 0.11))


def _ring(around: Box, width: float, rng: Generator) -> Stroke:
    """A circle by hand around a digit: it does not meet its own beginning."""
    turn = np.linspace(0, 2 * np.pi * rng.uniform(0.96, 1.06), 48) + rng.uniform(0, 2 * np.pi)
    middle = ((around.left + around.right) / 2, (around.top + around.bottom) / 2)
    half = (around.bottom - around.top) * rng.uniform(0.72, 0.88)
    radii = np.linspace(half, half * rng.uniform(0.96, 1.08), 48)
    flat = rng.uniform(0.88, 1.0)
    line = np.stack([radii * flat * np.cos(turn), radii * np.sin(turn)], axis=1) + middle
    return Stroke(wavering(line, 0.02 * HEIGHT, rng, turns=4), width)


def _frame(around: Box, width: float, rng: Generator, *, by_hand: bool) -> Drawing:
    """A box around a number: ruled, or drawn in one go."""
    room = HEIGHT * rng.uniform(0.22, 0.4, 4)
    left, top = around.left - room[0], around.top - room[1]
    right, bottom = around.right + room[2], around.bottom + room[3]
    if not by_hand:
        return moved(ruled(1, 1, bottom - top, right - left, width), left, top)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    corners += rng.normal(0, 0.04 * HEIGHT, corners.shape)
    return tuple(
        Stroke(wavering(np.linspace(start, end, 12), 0.01 * HEIGHT, rng), width)
        for start, end in pairwise(corners)
    )
