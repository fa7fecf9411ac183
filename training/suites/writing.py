"""Whole pages of handwriting with known answers: digits and signs in lines, as the ink that a pen leaves.

    hand = any_hand(rng, height=60)
    written = write(["2048", "7"], digits, hand, rng)   # ink 0..1, with the digits that stand on it

What it is written on, the light and the camera are `pages`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from training.dataset import Split
from training.suites.glyphs import letter
from training.suites.strokes import cropped, stroke
from training.suites.types import Float32Array, Generator

Point = tuple[float, float]

DIGITS = "0123456789"
SIGNS = ".,-/:"  # between digits; a letter is written for any other character
LETTERS = "kmxtEUNHdr"
MARGIN = 0.6  # of a digit's height: paper around the block


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes; lengths are parts of a digit's height unless they say otherwise."""

    height: float = 60.0  # of a digit, in pixels
    pen: float | None = 0.08  # thickness of the line; None keeps what MNIST has
    gap: tuple[float, float] = (0.12, 0.5)  # between the boxes of two digits
    kerned: bool = False  # gaps are between the inks, so that boxes may overlap
    sizes: float = 0.06  # standard deviation of the digits' heights
    drift: float = 0.03  # of the digits' feet from the line
    lean: float = 0.0  # degrees to the right
    skew: float = 0.0  # degrees by which lines fall
    leading: tuple[float, float] = (0.5, 1.0)  # between lines
    breaks: float = 0.0  # chance that the pen left a gap in a digit


@dataclass(frozen=True, slots=True)
class Written:
    """A block of handwriting."""

    ink: Float32Array  # (h, w), 0..1
    text: str  # the digits alone, lines separated by line breaks
    height: float  # of a digit, in pixels


@dataclass(slots=True)
class _Line:
    """A line while it is being written: inks by their place on it, the foot at 0."""

    parts: list[tuple[Float32Array, float, float]] = field(default_factory=list)  # ink, left, top
    right: float = 0.0


def any_hand(rng: Generator, height: float) -> Hand:
    """Somebody's neat hand, its digits `height` pixels high."""
    pen = max(rng.uniform(0.06, 0.13), 2.0 / height) if rng.random() < 0.75 else None
    return Hand(height, pen=pen, lean=rng.normal(0, 4))


def number(rng: Generator, least: int = 2, most: int = 8) -> str:
    """Draw a number of `least` to `most` digits, every digit as likely."""
    return "".join(str(d) for d in rng.integers(0, 10, rng.integers(least, most + 1)))


def write(lines: Iterable[str], digits: Split, hand: Hand, rng: Generator) -> Written:
    """Write lines of digits and signs, each digit as some row of `digits` that has its label."""
    lines = list(lines)
    written = [_line(line, digits, hand, rng) for line in lines]
    width = max(line.right for line in written)
    pitches = [hand.height * (1 + rng.uniform(*hand.leading)) for _ in written]
    pad = hand.height * MARGIN + abs(np.tan(np.radians(hand.skew))) * width
    size = (round(sum(pitches) + 2 * pad), round(width + 2 * hand.height * MARGIN))
    ink = np.zeros(size, np.float32)
    foot = pad
    for line, pitch in zip(written, pitches, strict=True):
        foot += pitch
        for part, left, top in line.parts:
            _put(ink, part, round(left + hand.height * MARGIN), round(foot + top))
    if hand.skew:
        ink = _turned(ink, hand.skew)
    text = "\n".join("".join(sign for sign in line if sign in DIGITS) for line in lines)
    return Written(cropped(ink), text, hand.height)


def _line(text: str, digits: Split, hand: Hand, rng: Generator) -> _Line:
    line = _Line()
    for sign in text:
        if sign == " ":
            line.right += hand.height * rng.uniform(0.6, 1.2)
            continue
        part, top = _sign(sign, digits, hand, rng)
        gap = hand.height * rng.uniform(*hand.gap) if line.parts else 0.0
        left = line.right + gap
        if hand.kerned and line.parts:
            left = _kerned(line.parts[-1], part, top, gap)
        line.parts.append((part, left, top))
        line.right = max(line.right, left + part.shape[1])
    return line


def _kerned(before: tuple[Float32Array, float, float], part: Float32Array, top: float, gap: float) -> float:
    """Where a part stands when the least distance of its ink to the one before, in any row, is `gap`."""
    ink, left, above = before
    reach = max(2, round(gap))
    first = round(min(above, top)) - reach
    rows = round(max(above + ink.shape[0], top + part.shape[0])) + reach - first
    ends, starts = np.full(rows, -np.inf), np.full(rows, np.inf)
    a, b = round(above) - first, round(top) - first
    ends[a : a + ink.shape[0]] = [
        row[-1] if len(row := np.flatnonzero(each > 0.3)) else -np.inf for each in ink
    ]
    starts[b : b + part.shape[0]] = [
        row[0] if len(row := np.flatnonzero(each > 0.3)) else np.inf for each in part
    ]
    near = np.max([np.roll(ends, shift) for shift in range(-reach, reach + 1)], axis=0)
    touching = float(np.max(near - starts))
    boxed = ink.shape[1]
    return left + (touching if np.isfinite(touching) else boxed) + gap


def _sign(sign: str, digits: Split, hand: Hand, rng: Generator) -> tuple[Float32Array, float]:
    """One sign's ink and how far its top lies over the line's foot (a negative number)."""
    size = hand.height
    if sign in SIGNS:
        thick = max(2.0, size * (hand.pen or 0.1))
        return _drawn_sign(sign, size, thick, rng)
    if sign not in DIGITS:
        ink = letter(LETTERS, size * rng.uniform(0.6, 1.0), rng)
        return ink, float(-ink.shape[0])
    rows = np.flatnonzero(digits.labels == int(sign))
    height = size * float(np.exp(rng.normal(0, hand.sizes)))
    ink = stroke(digits.digits[rng.choice(rows)], height, pen=hand.pen)
    if hand.lean:
        ink = _leaning(ink, hand.lean + rng.normal(0, 2))
    if rng.random() < hand.breaks:
        ink = _broken(ink, max(2.0, 0.05 * size), rng)
    return ink, float(-ink.shape[0] + rng.normal(0, hand.drift) * size)


def _drawn_sign(sign: str, size: float, thick: float, rng: Generator) -> tuple[Float32Array, float]:
    """Draw a point, comma, minus, slash or colon, float32 (h, w), with its top over the foot."""
    canvas = np.zeros((round(1.6 * size), round(0.9 * size)), np.float32)
    foot, middle = 1.3 * size, 0.4 * size
    dot = 1.5 if sign in ".:" else 1.0
    for start, end in _strokes(sign, rng):
        ends = [(round((middle + x * size) * 8), round((foot + y * size) * 8)) for x, y in (start, end)]
        cv2.line(canvas, ends[0], ends[1], 1.0, round(thick * dot), cv2.LINE_AA, 3)
    ink = cv2.GaussianBlur(canvas, (0, 0), 0.6)
    top = float(np.flatnonzero((ink > 0.02).any(axis=1))[0])
    return cropped(ink), top - 2 - foot


def _strokes(sign: str, rng: Generator) -> list[tuple[Point, Point]]:
    """Where the pen goes for a sign, in digits' heights from its place on the line's foot."""
    match sign:
        case ".":
            return [((0, 0), (0.02, 0.02))]
        case ",":
            return [((0, -0.02), (-0.06, 0.14))]
        case ":":
            return [((0, -0.15), (0.01, -0.14)), ((0.02, -0.6), (0.03, -0.59))]
        case "-":
            return [((-0.2, -0.45), (rng.uniform(0.1, 0.25), -0.45 + rng.normal(0, 0.02)))]
        case _:
            return [((-rng.uniform(0.18, 0.3), 0.12), (rng.uniform(0.18, 0.3), -1.12))]


def _leaning(ink: Float32Array, degrees: float) -> Float32Array:
    height, width = ink.shape
    shear = np.tan(np.radians(degrees))
    room = int(abs(shear) * height) + 2
    matrix = np.array([[1, -shear, room + shear * height / 2], [0, 1, 0]], np.float32)
    return cropped(cv2.warpAffine(ink, matrix, (width + 2 * room, height)))


def _broken(ink: Float32Array, width: float, rng: Generator) -> Float32Array:
    """Take a thin strip out of the ink, as where the pen skipped."""
    height, length = ink.shape
    y, slope = rng.uniform(0.15, 0.85) * height, rng.uniform(-0.5, 0.5)
    strip = np.ones(ink.shape, np.float32)
    start, end = (0, round(y - slope * length / 2)), (length, round(y + slope * length / 2))
    cv2.line(strip, start, end, 0.0, max(1, round(width)), cv2.LINE_AA)
    return ink * strip


def _turned(ink: Float32Array, degrees: float) -> Float32Array:
    height, width = ink.shape
    cos, sin = abs(np.cos(np.radians(degrees))), abs(np.sin(np.radians(degrees)))
    size = (int(width * cos + height * sin) + 4, int(width * sin + height * cos) + 4)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    matrix[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return cv2.warpAffine(ink, matrix, size, flags=cv2.INTER_LINEAR)


def _put(ink: Float32Array, part: Float32Array, left: int, top: int) -> None:
    """Add a part to the ink, in place; what lies outside is cut off."""
    y, x = max(0, top), max(0, left)
    bottom, right = min(ink.shape[0], top + part.shape[0]), min(ink.shape[1], left + part.shape[1])
    if bottom > y and right > x:
        place = ink[y:bottom, x:right]
        np.maximum(place, part[y - top : bottom - top, x - left : right - left], out=place)
