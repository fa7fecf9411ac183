"""One writer's hand: habits drawn at random, kept from character to character, and how they move the pen."""

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from training.reader import pens
from training.reader.curves import Line, Stroke, rounded, smooth
from training.reader.habits import DRAWS, Habit
from training.reader.letterforms import FORMS

Style = Literal["neat", "hasty", "round", "angular", "mouse"]
Generator = np.random.Generator

# How often each style, how much its points move, how much its curves bend, how far its corners are rounded.
STYLES: dict[Style, tuple[float, tuple[float, float], tuple[float, float], tuple[int, int]]] = {
    "neat": (0.3, (0.003, 0.014), (0.85, 1.1), (0, 2)),
    "hasty": (0.25, (0.015, 0.05), (0.8, 1.15), (0, 3)),
    "round": (0.2, (0.008, 0.025), (0.95, 1.15), (1, 3)),
    "angular": (0.12, (0.008, 0.028), (0.3, 0.7), (0, 1)),
    "mouse": (0.13, (0.008, 0.03), (0.0, 0.5), (0, 1)),
}
# Degrees beyond which a hand's slant does not go: a 1 or a bracket would be a slash, whose lean is its own.
STEEPEST = {"1": 22.0, "/": 0.0, "scribble": 0.0} | dict.fromkeys("+=()[]", 18.0)
NARROWEST = {"7": 0.58, "/": 1.0}  # widths below which a 7 would be a 1, a slash lose its lean
LOOSE = 0.07  # how far a habit strays from time to time, in parts of its range


@dataclass(frozen=True)
class Hand:
    """One writer. Lengths are in digit heights, angles in degrees."""

    style: Style
    slant: float  # -10..35 to the right
    width: float  # 0.45..1: how broad a digit is for its height
    wobble: float  # how far points stray, smoothly
    tremor: float  # how far the line shakes
    bend: float  # 0 straight segments, 1 smooth curves
    roundness: int  # points over which corners are rounded
    pen: float  # 0.03..0.2: width of the line
    pressure: float  # 0..0.5: how much thinner the line gets
    overshoot: float  # how far strokes go past their ends
    lap: float  # degrees by which loops overlap; below 0 they stay open
    tail: float  # how far legs of 1 4 7 9 go below the baseline
    zero: float  # 0.5..1: height of a 0
    seed: int  # of this writer's forms and their proportions
    _forms: dict[str, tuple[list[int], NDArray[np.float64]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def any(cls, rng: Generator) -> "Hand":
        """Draw a writer."""
        names = list(STYLES)
        style = names[int(rng.choice(len(names), p=[STYLES[name][0] for name in names]))]
        _, wobble, bend, roundness = STYLES[style]
        pen = float(np.exp(rng.uniform(math.log(0.03), math.log(0.2))))
        narrow = 0.4 + 1.4 * pen  # a thick pen would fill loops narrower than this
        width = float(rng.uniform(0.45, 1) if rng.random() < 0.4 else rng.normal(0.65, 0.1))
        return cls(
            style=style,
            slant=float(np.clip(rng.normal(9, 11), -10, 35)),
            width=min(1.0, max(width, narrow, 0.45)),
            wobble=float(rng.uniform(*wobble)),
            tremor=float(rng.choice([0.0, rng.uniform(0.001, 0.005)], p=[0.5, 0.5])),
            bend=float(rng.uniform(*bend)),
            roundness=int(rng.integers(roundness[0], roundness[1] + 1)),
            pen=pen,
            pressure=float(rng.choice([0.0, rng.uniform(0.1, 0.5)], p=[0.55, 0.45])),
            overshoot=float(rng.uniform(0, 0.06) if style == "hasty" else rng.uniform(0, 0.02)),
            lap=float(rng.uniform(-30, -8) if rng.random() < 0.25 else rng.uniform(-4, 25)),
            tail=float(rng.uniform(0.15, 0.6) if rng.random() < 0.25 else rng.uniform(0, 0.1)),
            zero=float(rng.uniform(0.5, 0.85) if rng.random() < 0.35 else rng.uniform(0.85, 1)),
            seed=int(rng.integers(2**31)),
        )

    def strokes(self, char: str, rng: Generator) -> list[Line]:
        """Write a character once: polylines float32 (n, 2), a digit between y = 0 and its baseline y = 1.

        Raises `KeyError` for a character that is not in `letterforms.FORMS`.
        """
        lines = [smooth(*self._controls(stroke, rng), self.bend) for stroke in self._skeleton(char, rng)]
        lines = [rounded(line, self.roundness) for line in lines]
        slant = math.tan(math.radians(min(STEEPEST.get(char, 35.0), self.slant + float(rng.normal(0, 1.5)))))
        width = max(self.width, NARROWEST.get(char, 0.0))
        warp = rng.normal(0, self.wobble, 4)
        phases = rng.uniform(0, 2 * math.pi, 2)
        moved: list[Line] = []
        for line in lines:
            x, y = line[:, 0], line[:, 1]
            bowed = x + warp[0] * np.sin(3.2 * y + phases[0]) + warp[1] * y
            lifted = y + (warp[2] * np.sin(3.2 * x + phases[1]) + warp[3] * (x - 0.5)) * 0.7
            shaken = np.stack([bowed * width + (1 - lifted) * slant, lifted], axis=1)
            if self.tremor and len(line) > 6:
                shaken += _tremor(len(line), rng) * self.tremor
            moved.append(shaken.astype(np.float32))
        return moved

    def render(self, char: str, height_px: float, rng: Generator) -> tuple[NDArray[np.float32], float, float]:
        """Draw a character once: ink float32 (h, w) in 0..1, cropped, and its top and left in pixels.

        Top and left are those of the crop from the upper left of the em box, whose height is `height_px`;
        they may be negative. The line is at least 1.1 pixels wide.
        """
        return pens.ink(self.strokes(char, rng), height_px, self.pen, self.pressure, rng)

    def _skeleton(self, char: str, rng: Generator) -> list[Stroke]:
        preferred, usual = self._prefers(char)
        form = preferred[0] if len(preferred) == 1 or rng.random() < 0.7 else preferred[1]
        moved = rng.normal(0, LOOSE, DRAWS)
        if char == "scribble":  # nobody has a habit of these
            usual = rng.random(DRAWS)
        habit = Habit(usual, moved, self.lap, self.tail, self.zero, self.slant, self.pen)
        return FORMS[char][form](habit)

    def _prefers(self, char: str) -> tuple[list[int], NDArray[np.float64]]:
        """Return the one or two forms of a character that this writer uses, and its usual proportions."""
        if char not in self._forms:
            rng = np.random.default_rng([self.seed, *char.encode()])
            count = len(FORMS[char])
            chosen = rng.permutation(count)[: 1 + int(rng.random() < 0.35)]
            self._forms[char] = ([int(i) for i in chosen], rng.random(DRAWS))
        return self._forms[char]

    def _controls(self, stroke: Stroke, rng: Generator) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return a stroke's control points (n, 2), moved at random, and which of them are corners."""
        points = np.array([point[:2] for point in stroke], np.float64)
        reach = float(np.abs(points - points[0]).max()) if len(points) > 1 else 0.0
        # Small marks, as points and rings, move less than a whole digit's strokes.
        points += rng.normal(0, self.wobble * min(1.0, reach + 0.1), points.shape)
        if reach > 0.3 and self.overshoot:
            for end, inner in ((0, 1), (-1, -2)):
                way = points[end] - points[inner]
                length = math.hypot(*way)
                points[end] += way / (length + 1e-6) * abs(float(rng.normal(0, self.overshoot)))
        return points, np.array([len(point) > 2 for point in stroke])


def _tremor(count: int, rng: Generator) -> NDArray[np.float64]:
    """Draw a shaking of a line's points: (count, 2), of about one, smooth over three points."""
    noise = rng.normal(0, 1, (count + 2, 2))
    return (noise[:-2] + noise[1:-1] + noise[2:]) / math.sqrt(3)
