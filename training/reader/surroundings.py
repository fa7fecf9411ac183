"""What else is on a page: rules, grids, frames, circles, holes, scribbles, crossed-out numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from service.model.reader_map import OTHER
from training.reader.sheet import Float32Array, Mark, Sheet

Generator = np.random.Generator

SHIFT = 3  # bits of a pixel's fraction in OpenCV's drawing
ONE = 1 << SHIFT


@dataclass(frozen=True, slots=True)
class Area:
    """Where something stands on a page, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, marks: list[Mark]) -> "Area":
        """The box around marks."""
        return cls(
            min(mark.x for mark in marks),
            min(mark.y for mark in marks),
            max(mark.x + mark.width for mark in marks),
            max(mark.y + mark.height for mark in marks),
        )

    def grown(self, by: float) -> "Area":
        """With a margin."""
        return Area(self.left - by, self.top - by, self.right + by, self.bottom + by)


def line(
    layer: Float32Array,
    start: tuple[float, float],
    end: tuple[float, float],
    thick: float,
    value: float = 1.0,
) -> None:
    """A straight line, in place."""
    ends = [(round(x * ONE), round(y * ONE)) for x, y in (start, end)]
    cv2.line(layer, ends[0], ends[1], value, max(1, round(thick)), cv2.LINE_AA, SHIFT)


def curve(layer: Float32Array, points: Float32Array, thick: float, value: float = 1.0) -> None:
    """A line through points (n, 2), in place."""
    cv2.polylines(
        layer,
        [np.round(points * ONE).astype(np.int32)],
        False,
        value,
        max(1, round(thick)),
        cv2.LINE_AA,
        SHIFT,
    )


def ruled(sheet: Sheet, size: float, rng: Generator) -> None:
    """Lines across the page, as in a notebook; half of the time graph paper or a margin line, too."""
    pitch, thick = rng.uniform(0.5, 3.0) * size, _thin(size, rng)
    strength, slope = rng.uniform(0.15, 0.9), np.tan(np.radians(rng.normal(0, 3)))
    for y in np.arange(rng.uniform(-1, 0) * pitch - 40, sheet.height + 40, pitch):
        line(sheet.printed, (0, y), (sheet.width, y + slope * sheet.width), thick, strength)
    if rng.random() < 0.4:
        for x in np.arange(rng.uniform(-1, 0) * pitch - 40, sheet.width + 40, pitch):
            line(sheet.printed, (x, 0), (x - slope * sheet.height, sheet.height), thick, strength)
    elif rng.random() < 0.3:
        x = rng.uniform(0, sheet.width)
        line(sheet.printed, (x, 0), (x - slope * sheet.height, sheet.height), thick, strength)


def framed(sheet: Sheet, area: Area, size: float, rng: Generator) -> None:
    """A box around something, printed or drawn by hand; sometimes with cells, or open on a side."""
    box = area.grown(size * rng.uniform(0.02, 0.8))
    thick, strength = _thin(size, rng) * rng.choice([1, 1, 2]), rng.uniform(0.3, 1.0)
    wobble = size * rng.choice([0.0, 0.0, 0.08])
    corners = np.array(
        [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    ) + rng.normal(0, wobble + 0.01, (4, 2))
    sides = [(0, 1), (1, 2), (2, 3), (3, 0)]
    if rng.random() < 0.15:
        sides.pop(int(rng.integers(4)))
    for a, b in sides:
        line(sheet.printed, tuple(corners[a]), tuple(corners[b]), thick, strength)


def combed(sheet: Sheet, marks: list[Mark], size: float, rng: Generator) -> None:
    """A form's comb: a cell for each digit."""
    area = Area.of(marks).grown(size * rng.uniform(0.05, 0.3))
    thick, strength = _thin(size, rng), rng.uniform(0.3, 1.0)
    for a, b in ((area.top, area.top), (area.bottom, area.bottom)):
        line(sheet.printed, (area.left, a), (area.right, b), thick, strength)
    edges = [area.left, area.right]
    for before, after in pairwise(marks):
        edges.append((before.x + before.width + after.x) / 2)
    top = area.top if rng.random() < 0.7 else area.bottom - 0.35 * size
    for x in edges:
        line(sheet.printed, (x, top), (x, area.bottom), thick, strength)


def circled(sheet: Sheet, area: Area, size: float, rng: Generator) -> None:
    """A circle drawn by hand around something."""
    box = area.grown(size * rng.uniform(0.1, 0.5))
    angle = np.linspace(0, 2 * np.pi * rng.uniform(0.93, 1.15), 40) + rng.uniform(0, 6.3)
    middle = np.array([(box.left + box.right) / 2, (box.top + box.bottom) / 2])
    radii = np.array([(box.right - box.left) / 2 + 0.15 * size, (box.bottom - box.top) / 2])
    drift = 1 + np.cumsum(rng.normal(0, 0.006, 40))
    points = middle + np.stack([np.cos(angle), np.sin(angle)], 1) * radii * drift[:, None]
    curve(sheet.printed, points.astype(np.float32), _pen(size, rng), rng.uniform(0.6, 1.0))


def underlined(sheet: Sheet, area: Area, size: float, rng: Generator) -> None:
    """One line or two under something, drawn or printed."""
    y = area.bottom + size * rng.uniform(-0.05, 0.3)
    for _ in range(1 + int(rng.random() < 0.2)):
        tilt = rng.normal(0, 0.04) * size
        ends = (
            (area.left - rng.uniform(0, 0.5) * size, y),
            (area.right + rng.uniform(0, 0.5) * size, y + tilt),
        )
        line(sheet.printed, *ends, _pen(size, rng), rng.uniform(0.5, 1.0))
        y += 0.15 * size


def struck(sheet: Sheet, first: int, size: float, rng: Generator) -> None:
    """Cross out the marks from `first` on."""
    marks = sheet.marks[first:]
    if not marks:
        return
    area = Area.of(marks)
    y0, y1 = max(0, int(area.top)), max(0, int(area.bottom) + 1)
    x0, x1 = max(0, int(area.left)), max(0, int(area.right) + 1)
    struck_ink = sheet.written[y0:y1, x0:x1].copy()
    sheet.written[y0:y1, x0:x1] = 0
    np.maximum(sheet.other[y0:y1, x0:x1], struck_ink, out=sheet.other[y0:y1, x0:x1])
    for _ in range(int(rng.integers(2, 7))):
        ends = [(rng.choice([area.left, area.right]), rng.uniform(area.top, area.bottom)) for _ in range(2)]
        if rng.random() < 0.6:
            ends = [
                (area.left, rng.uniform(area.top, area.bottom)),
                (area.right, rng.uniform(area.top, area.bottom)),
            ]
        line(sheet.other, ends[0], ends[1], _pen(size, rng))
    sheet.cross_out(first)


def scribbled(sheet: Sheet, size: float, rng: Generator) -> None:
    """A doodle that is no character."""
    points = rng.uniform(0, 1, (int(rng.integers(3, 9)), 2))
    t = np.linspace(0, len(points) - 1.001, 60)
    at, part = t.astype(int), (t % 1)[:, None]
    smooth = points[at] * (1 - part) + points[np.minimum(at + 1, len(points) - 1)] * part
    kernel = np.ones(9) / 9
    smooth = np.stack([np.convolve(smooth[:, axis], kernel, "valid") for axis in (0, 1)], 1)
    span = size * rng.uniform(0.6, 3.0) * np.array([rng.uniform(0.6, 1.6), 1.0])
    place = np.array([rng.uniform(-0.2, 1) * sheet.width, rng.uniform(-0.2, 1) * sheet.height])
    points = (smooth * span + place).astype(np.float32)
    curve(sheet.other, points, _pen(size, rng))
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    fits = min(x1, sheet.width) > max(0.0, x0) and min(y1, sheet.height) > max(0.0, y0)
    inside = x0 >= 0 and y0 >= 0 and x1 <= sheet.width and y1 <= sheet.height
    if fits:
        label = OTHER if inside else None
        sheet.marks.append(Mark(label, x0, y0, max(2.0, x1 - x0), max(2.0, y1 - y0), size, starts=False))


def holes(sheet: Sheet, size: float, rng: Generator) -> None:
    """Punched holes or a spiral along one side."""
    pitch, radius = size * rng.uniform(0.6, 2.5), size * rng.uniform(0.12, 0.5)
    along = rng.uniform(0, 0.15) * sheet.width
    for y in np.arange(rng.uniform(0, pitch), sheet.height, pitch):
        middle = (round(along * ONE), round(y * ONE))
        thick = -1 if rng.random() < 0.5 else max(1, round(radius * 0.4))
        cv2.circle(sheet.printed, middle, round(radius * ONE), 1.0, thick, cv2.LINE_AA, SHIFT)
        if rng.random() < 0.5:
            line(sheet.printed, (along - 2 * radius, y - radius), (along + radius, y), radius * 0.5)


def brace(sheet: Sheet, area: Area, size: float, rng: Generator) -> None:
    """A brace before several lines, as equations have it."""
    x, middle = area.left - size * rng.uniform(0.3, 0.8), (area.top + area.bottom) / 2
    bow = size * rng.uniform(0.1, 0.3)
    ys = np.linspace(area.top, area.bottom, 25)
    bend = np.where(np.abs(ys - middle) < (area.bottom - area.top) * 0.06, -bow, 0.0)
    bend[:2], bend[-2:] = bow, bow
    points = np.stack([x + bend, ys], 1).astype(np.float32)
    curve(sheet.other, points, _pen(size, rng))
    box = Area.of([Mark(OTHER, x - bow, area.top, 2 * bow, area.bottom - area.top, size, starts=False)])
    sheet.marks.append(
        Mark(None, box.left, box.top, box.right - box.left, box.bottom - box.top, size, starts=False)
    )


def stains(sheet: Sheet, size: float, rng: Generator) -> None:
    """Specks and dust."""
    for _ in range(int(rng.integers(1, 12))):
        middle = (int(rng.integers(sheet.width) * ONE), int(rng.integers(sheet.height) * ONE))
        radius = max(0.4, size * rng.uniform(0.01, 0.04))
        cv2.circle(sheet.printed, middle, round(radius * ONE), rng.uniform(0.2, 0.8), -1, cv2.LINE_AA, SHIFT)


AROUND_NUMBERS: tuple[Callable[[Sheet, Area, float, Generator], None], ...] = (framed, circled, underlined)


def _pen(size: float, rng: Generator) -> float:
    return max(1.0, size * float(rng.uniform(0.03, 0.12)))


def _thin(size: float, rng: Generator) -> float:
    return max(1.0, size * float(rng.uniform(0.01, 0.08)))
