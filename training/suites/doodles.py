"""What people draw that is no letter and no digit, as lines in a square from -1 to 1."""

from collections.abc import Callable
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from training.suites.strokes import cropped
from training.suites.types import Float32Array, Generator

Line: TypeAlias = NDArray[np.floating[Any]]  # (n, 2): x to the right, y down
Doodle: TypeAlias = Callable[[Generator], list[Line]]


def draw(lines: list[Line], height: float, rng: Generator) -> Float32Array:
    """The lines `height` pixels high with a wavering hand and a random pen: ink 0..1, float32 (h, w)."""
    pen = max(2, round(height * rng.uniform(0.02, 0.08)))
    side = int(height) + 4 * pen
    wave = rng.normal(0, 0.03, 2)
    mask = np.zeros((side, side), np.uint8)
    for line in lines:
        dense = _dense(line) + wave
        dense = dense + 0.02 * np.sin(dense[:, ::-1] * rng.uniform(2, 9) + rng.uniform(0, 6.3))
        pixels = side / 2 + dense * height / 2
        cv2.polylines(mask, [(pixels * 16).round().astype(np.int32)], False, 255, pen, cv2.LINE_AA, 4)
    return cropped((mask / 255).astype(np.float32))


def scribble(rng: Generator) -> list[Line]:
    """A pen moved without purpose, in corners or in curves."""
    points = rng.uniform(-0.9, 0.9, (int(rng.integers(9, 20)), 2))
    if rng.random() < 0.6:
        dense = _dense(points, 40).astype(np.float32)
        points = np.column_stack([cv2.GaussianBlur(dense[:, k : k + 1], (1, 0), 0, sigmaY=9) for k in (0, 1)])
    return [points]


def shape(rng: Generator) -> list[Line]:
    """A triangle, rectangle, polygon, five-pointed star, cross or arrow."""
    kind = int(rng.integers(5))
    if kind == 3:
        return [np.array([[-0.9, 0], [0.9, 0]]), np.array([[0, -0.9], [0, 0.9]])]
    if kind == 4:
        return [np.array([[-0.9, 0], [0.9, 0]]), np.array([[0.4, -0.4], [0.9, 0], [0.4, 0.4]])]
    corners = int(rng.integers(3, 7)) if kind < 2 else 5
    angles = np.arange(corners + 1) * (2 if kind == 2 else 1) * 2 * np.pi / corners + rng.uniform(0, 6.3)
    return [0.9 * np.column_stack([np.cos(angles), np.sin(angles)])]


def face(rng: Generator) -> list[Line]:
    """A smiling or a sad face, with or without hair."""
    curve, gap, high = rng.uniform(-0.35, 0.35), rng.uniform(0.25, 0.42), rng.uniform(-0.4, -0.15)
    x = np.linspace(-0.45, 0.45, 20)
    mouth = np.column_stack([x, 0.4 + curve * (1 - (x / 0.45) ** 2)])
    eyes = [_ellipse(sign * gap, high, rng.uniform(0.05, 0.1), rng.uniform(0.05, 0.14)) for sign in (-1, 1)]
    hair = [np.array([[t, -0.85], [t * 1.2, -1.0]]) for t in np.linspace(-0.3, 0.3, 6)]
    nose = [np.array([[0, -0.1], [0.08, 0.15], [-0.04, 0.17]])]
    return [
        _ellipse(0, 0, 0.85, 0.9),
        *eyes,
        mouth,
        *(nose if rng.random() < 0.6 else []),
        *(hair if rng.random() < 0.5 else []),
    ]


def thing(rng: Generator) -> list[Line]:
    """A house, a tree, a fish, a stick figure, a flower, a cup, a cat, an umbrella or a car."""
    return _THINGS[rng.integers(len(_THINGS))](rng)


def icon(rng: Generator) -> list[Line]:
    """A heart, a tick, a flash, a moon, a sun, an envelope or a note of music."""
    return _ICONS[rng.integers(len(_ICONS))](rng)


def _dense(line: Line, steps: int = 24) -> Line:
    """More points along the line, so that it can bend."""
    places = np.linspace(0, len(line) - 1, max(2, (len(line) - 1) * steps))
    return np.column_stack([np.interp(places, np.arange(len(line)), line[:, axis]) for axis in (0, 1)])


def _ellipse(
    x: float, y: float, across: float, down: float, *, arc: tuple[float, float] = (0, 2 * np.pi)
) -> Line:
    angles = np.linspace(*arc, 40)
    return np.column_stack([x + across * np.cos(angles), y + down * np.sin(angles)])


def _path(*points: tuple[float, float]) -> Line:
    return np.array(points, np.float64)


def _house(rng: Generator) -> list[Line]:
    top = rng.uniform(-0.95, -0.7)
    return [
        _path((-0.7, 0.8), (-0.7, -0.1), (0.7, -0.1), (0.7, 0.8), (-0.7, 0.8)),
        _path((-0.85, -0.1), (0, top), (0.85, -0.1)),
        _path((-0.15, 0.8), (-0.15, 0.3), (0.2, 0.3), (0.2, 0.8)),
        _path((-0.55, 0.1), (-0.3, 0.1), (-0.3, 0.35), (-0.55, 0.35), (-0.55, 0.1)),
    ]


def _tree(rng: Generator) -> list[Line]:
    trunk = [_path((-0.1, 0.9), (-0.1, 0.2)), _path((0.12, 0.9), (0.12, 0.2))]
    crown = np.linspace(0, 2 * np.pi, 90)
    reach = 0.6 + 0.08 * np.sin(crown * rng.integers(6, 11))
    return [*trunk, np.column_stack([reach * np.cos(crown), -0.35 + reach * np.sin(crown)])]


def _fish(rng: Generator) -> list[Line]:
    tail = rng.uniform(0.3, 0.5)
    return [
        _ellipse(-0.15, 0, 0.7, 0.42),
        _path((0.5, 0), (0.95, -tail), (0.95, tail), (0.5, 0)),
        _ellipse(-0.55, -0.1, 0.05, 0.05),
        _ellipse(-0.3, 0, 0.2, 0.35, arc=(-1, 1)),
    ]


def _figure(rng: Generator) -> list[Line]:
    arms = rng.uniform(-0.5, 0.2)
    return [
        _ellipse(0, -0.68, 0.25, 0.25),
        _path((0, -0.43), (0, 0.3)),
        _path((-0.55, arms), (0, -0.2), (0.55, arms)),
        _path((-0.4, 0.95), (0, 0.3), (0.4, 0.95)),
    ]


def _flower(rng: Generator) -> list[Line]:
    petals = int(rng.integers(5, 8))
    turns = np.arange(petals) * 2 * np.pi / petals
    return [_ellipse(0.33 * np.cos(t), -0.4 + 0.33 * np.sin(t), 0.2, 0.2) for t in turns] + [
        _ellipse(0, -0.4, 0.14, 0.14),
        _path((0, -0.05), (0.03, 0.95)),
        _ellipse(0.2, 0.5, 0.2, 0.08),
    ]


def _cup(rng: Generator) -> list[Line]:
    steam = [
        np.column_stack([x + 0.06 * np.sin(np.linspace(0, 7, 30)), np.linspace(-0.4, -0.9, 30)])
        for x in (-0.3, 0.1)
    ]
    return [
        _path((-0.6, -0.25), (-0.5, 0.8), (0.35, 0.8), (0.45, -0.25), (-0.6, -0.25)),
        _ellipse(0.5, 0.2, 0.3, 0.28, arc=(-1.5, 1.5)),
        *(steam if rng.random() < 0.7 else []),
    ]


def _cat(rng: Generator) -> list[Line]:
    whiskers = [
        _path((side * 0.2, 0.2 + t), (side * 0.95, 0.1 + 2 * t)) for side in (-1, 1) for t in (0, 0.12)
    ]
    return [
        _ellipse(0, 0.1, 0.65, 0.6),
        _path((-0.6, -0.1), (-0.55, -0.85), (-0.15, -0.45)),
        _path((0.6, -0.1), (0.55, -0.85), (0.15, -0.45)),
        _ellipse(-0.25, -0.05, 0.06, 0.1),
        _ellipse(0.25, -0.05, 0.06, 0.1),
        _path((-0.08, 0.2), (0.08, 0.2), (0, 0.3), (-0.08, 0.2)),
        *(whiskers if rng.random() < 0.8 else []),
    ]


def _car(rng: Generator) -> list[Line]:
    roof = rng.uniform(-0.5, -0.3)
    return [
        _path(
            (-0.9, 0.3),
            (-0.9, 0),
            (-0.5, 0),
            (-0.3, roof),
            (0.35, roof),
            (0.55, 0),
            (0.9, 0.05),
            (0.9, 0.3),
            (-0.9, 0.3),
        ),
        _ellipse(-0.5, 0.35, 0.2, 0.2),
        _ellipse(0.5, 0.35, 0.2, 0.2),
    ]


def _heart(rng: Generator) -> list[Line]:
    t = np.linspace(0, 2 * np.pi, 80)
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return [np.column_stack([16 * np.sin(t) ** 3, -y]) / 18 * np.array([rng.uniform(0.7, 1.0), 0.95])]


def _tick(rng: Generator) -> list[Line]:
    return [_path((-0.8, rng.uniform(-0.1, 0.2)), (-0.3, 0.7), (0.85, rng.uniform(-0.9, -0.5)))]


def _flash(rng: Generator) -> list[Line]:
    x = rng.uniform(0.1, 0.4)
    return [_path((x, -0.95), (-0.5, 0.1), (-0.05, 0.1), (-0.3, 0.95), (0.55, -0.2), (0.1, -0.2), (x, -0.95))]


def _sun(rng: Generator) -> list[Line]:
    rays = int(rng.integers(7, 12))
    turns = np.arange(rays) * 2 * np.pi / rays
    return [_ellipse(0, 0, 0.4, 0.4)] + [
        np.array([[0.55 * np.cos(t), 0.55 * np.sin(t)], [0.95 * np.cos(t), 0.95 * np.sin(t)]]) for t in turns
    ]


def _envelope(rng: Generator) -> list[Line]:
    fold = rng.uniform(0, 0.25)
    return [
        _path((-0.9, -0.55), (0.9, -0.55), (0.9, 0.55), (-0.9, 0.55), (-0.9, -0.55)),
        _path((-0.9, -0.55), (0, fold), (0.9, -0.55)),
    ]


def _notes(rng: Generator) -> list[Line]:
    lift = rng.uniform(0, 0.2)
    heads = [
        _ellipse(x, y, r, 0.75 * r) for x, y in ((-0.55, 0.7), (0.45, 0.7 - lift)) for r in (0.2, 0.13, 0.06)
    ]
    beam = [_path((-0.37, -0.7 + up), (0.63, -0.7 - lift + up)) for up in (0, 0.08)]
    return [*heads, *beam, _path((-0.37, 0.7), (-0.37, -0.7)), _path((0.63, 0.7 - lift), (0.63, -0.7 - lift))]


_THINGS: tuple[Doodle, ...] = (_house, _tree, _fish, _figure, _flower, _cup, _cat, _car)
_ICONS: tuple[Doodle, ...] = (_heart, _tick, _flash, _sun, _envelope, _notes)
