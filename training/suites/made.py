"""Made pictures: MNIST test digits on twelve kinds of pen, paper, light and camera.

Every picture is meant to be plainly readable by a person. Sizes are 200 to 1,600 pixels.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np

from training.dataset import Split
from training.suites import camera, paper, pens
from training.suites.encode import jpeg, png, to_uint8
from training.suites.paper import Colour, Size
from training.suites.strokes import stroke
from training.suites.types import Case, Float32Array, Generator, Suite, UInt8Array

Maker: TypeAlias = Callable[[UInt8Array, Generator], bytes]


class Place(NamedTuple):
    """How large a digit lies on its page, and how thick its line is."""

    parts: tuple[float, float]  # of the page's height, from and to
    pen: float  # thickness of the line as a part of the digit's height
    least_px: float = 1.5  # the line is never thinner
    border: float = 0.03  # of the page's sides, kept free


def made(mnist: Split, per_kind: int = 300, seed: int = 0) -> Suite:
    """`per_kind` pictures of each of the twelve kinds, each kind of other test digits."""
    order = np.random.default_rng(seed).permutation(len(mnist.labels))
    names = list(KINDS)

    def case(index: int) -> Case:
        name = names[index // per_kind]
        row = int(order[index % len(order)])
        picture = make(mnist.digits[row], name, seed=seed + index)
        return Case(picture, int(mnist.labels[row]), name, f"{name} {index % per_kind} (test {row})")

    return Suite("made pictures", per_kind * len(names), case)


def make(digit: UInt8Array, kind: str, seed: int) -> bytes:
    """A digit (28, 28) as a picture of the named kind; the same seed gives the same picture."""
    return KINDS[kind](digit, np.random.default_rng([seed, list(KINDS).index(kind)]))


def on_ruled(digit: UInt8Array, rng: Generator) -> bytes:
    """On ruled paper, over one or several lines."""
    size = _size(rng, 240, 900)
    mask = _somewhere(digit, size, rng, Place((0.3, 0.75), pen=rng.uniform(0.05, 0.12)))
    spacing = mask.height / rng.uniform(0.7, 3.0)
    page = paper.ruled(paper.sheet(size, paper.any_paper(rng), rng), spacing, rng)
    return camera.snapshot(mask.write(page, pens.ball_pen, pens.any_ink(rng), rng), rng)


def on_squared(digit: UInt8Array, rng: Generator) -> bytes:
    """On squared paper, one to five squares high."""
    size = _size(rng, 240, 900)
    mask = _somewhere(digit, size, rng, Place((0.3, 0.75), pen=rng.uniform(0.05, 0.12)))
    spacing = max(9.0, mask.height / rng.uniform(1.0, 5.0))
    page = paper.squared(paper.sheet(size, paper.any_paper(rng), rng), spacing, rng)
    return camera.snapshot(mask.write(page, pens.ball_pen, pens.any_ink(rng), rng), rng)


def coloured(digit: UInt8Array, rng: Generator) -> bytes:
    """Ink of any colour on paper of any other, light on dark too."""
    size = _size(rng, 200, 800)
    under, over = _two_colours(rng)
    mask = _somewhere(digit, size, rng, Place((0.35, 0.85), pen=rng.uniform(0.05, 0.14)))
    page = mask.write(paper.sheet(size, under, rng), pens.marker, over, rng)
    return camera.snapshot(page, rng) if rng.random() < 0.7 else png(to_uint8(page))


def in_pencil(digit: UInt8Array, rng: Generator) -> bytes:
    """Thin, faint, grainy pencil lines."""
    size = _size(rng, 260, 900)
    mask = _somewhere(digit, size, rng, Place((0.35, 0.8), pen=rng.uniform(0.02, 0.05), least_px=2.0))
    page = paper.sheet(size, paper.any_paper(rng), rng)
    lead = rng.uniform(0.12, 0.32)
    return camera.snapshot(mask.write(page, pens.pencil, (lead, lead, lead), rng), rng)


def in_marker(digit: UInt8Array, rng: Generator) -> bytes:
    """A thick felt-tip."""
    size = _size(rng, 200, 900)
    mask = _somewhere(digit, size, rng, Place((0.35, 0.85), pen=rng.uniform(0.12, 0.21)))
    page = paper.sheet(size, paper.any_paper(rng), rng)
    return camera.snapshot(mask.write(page, pens.marker, pens.any_ink(rng), rng), rng)


def in_chalk(digit: UInt8Array, rng: Generator) -> bytes:
    """Chalk on a green, black or blue board."""
    size = _size(rng, 260, 1000)
    mask = _somewhere(digit, size, rng, Place((0.3, 0.8), pen=rng.uniform(0.05, 0.12), least_px=5.0))
    chalks = ((0.95, 0.97, 0.97), (0.95, 0.97, 0.97), (0.55, 0.9, 0.95), (0.8, 0.75, 0.98), (0.95, 0.85, 0.7))
    page = mask.write(paper.board(size, rng), pens.chalk, chalks[rng.integers(len(chalks))], rng)
    return camera.snapshot(page, rng, noise=0.018)


def small(digit: UInt8Array, rng: Generator) -> bytes:
    """A small digit on a large sheet: 3 to 10 % of its height."""
    size = _size(rng, 700, 1600)
    mask = _somewhere(digit, size, rng, Place((0.03, 0.1), pen=rng.uniform(0.07, 0.13), least_px=2.0))
    page = paper.sheet(size, paper.any_paper(rng), rng, grain=0.008)
    return camera.snapshot(mask.write(page, pens.ball_pen, pens.any_ink(rng), rng), rng, noise=0.008)


def in_corner(digit: UInt8Array, rng: Generator) -> bytes:
    """In a corner or at a border, close to it but not cut."""
    size = _size(rng, 240, 1000)
    mask = _somewhere(digit, size, rng, Place((0.12, 0.35), pen=rng.uniform(0.05, 0.13), least_px=2.0))
    gap = round(rng.uniform(0.005, 0.05) * min(size))
    tops, lefts = (gap, size[0] - mask.ink.shape[0] - gap), (gap, size[1] - mask.ink.shape[1] - gap)
    top, left = tops[rng.integers(2)], lefts[rng.integers(2)]
    if rng.random() < 0.3:
        top, left = (top, mask.left) if rng.random() < 0.5 else (mask.top, left)
    page = paper.sheet(size, paper.any_paper(rng), rng)
    moved = _Placed(mask.ink, max(0, top), max(0, left))
    return camera.snapshot(moved.write(page, pens.ball_pen, pens.any_ink(rng), rng), rng)


def alpha(digit: UInt8Array, rng: Generator) -> bytes:
    """A transparent PNG: ink alone, of any colour, white too; what lies under the clear parts varies."""
    size = _size(rng, 200, 700)
    mask = _somewhere(digit, size, rng, Place((0.35, 0.9), pen=rng.uniform(0.04, 0.15)))
    colour = (1.0, 1.0, 1.0) if rng.random() < 0.35 else pens.any_ink(rng)
    cover = mask.write(np.zeros((*size, 3), np.float32), lambda ink, _: ink, (1.0, 1.0, 1.0), rng)[..., 0]
    cover = cover * rng.choice([1.0, rng.uniform(0.6, 1.0)])
    below = [colour, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)][rng.integers(3)]
    inked = np.where(cover[..., None] > 0, np.array(colour), np.array(below)).astype(np.float32)
    return png(to_uint8(np.dstack([inked, cover.astype(np.float32)])))


def drawing(digit: UInt8Array, rng: Generator) -> bytes:
    """Drawn on a tablet or with a mouse: flat colours, round brush, smooth or jagged edges."""
    size = _size(rng, 200, 900)
    mask = _somewhere(digit, size, rng, Place((0.25, 0.95), pen=rng.uniform(0.015, 0.16), least_px=1.5))
    dark = rng.random() < 0.3
    page = np.full((*size, 3), 0.0 if dark else 1.0, np.float32)
    flat: Colour = (1.0, 1.0, 1.0) if dark else (0.0, 0.0, 0.0)
    colour = flat if rng.random() < 0.6 else ((0.6, 0.9, 1.0) if dark else pens.any_ink(rng))
    jagged = rng.random() < 0.3
    page = mask.write(page, lambda ink, _: (ink > 0.5).astype(np.float32) if jagged else ink, colour, rng)
    return png(to_uint8(page))


def in_shadow(digit: UInt8Array, rng: Generator) -> bytes:
    """Shadows and uneven light over the paper, some with their edge across the digit."""
    size = _size(rng, 300, 1100)
    mask = _somewhere(digit, size, rng, Place((0.25, 0.7), pen=rng.uniform(0.05, 0.13)))
    page = mask.write(paper.sheet(size, paper.any_paper(rng), rng), pens.ball_pen, pens.any_ink(rng), rng)
    light = camera.slope(size, rng, rng.uniform(0, 0.4))
    for _ in range(rng.integers(1, 4)):
        light = light * camera.shadow(size, rng, rng.uniform(0.25, 0.65))
    return camera.snapshot(page * light[..., None].clip(0.14, 1), rng)


def in_photo(digit: UInt8Array, rng: Generator) -> bytes:
    """All of it: paper or board, rules at times, perspective, light, shadow, blur, noise, JPEG."""
    size = _size(rng, 400, 1600)
    place = Place((0.15, 0.55), pen=rng.uniform(0.05, 0.14), least_px=3.0, border=0.12)
    mask = _somewhere(digit, size, rng, place)
    page = paper.sheet(size, paper.any_paper(rng), rng, grain=rng.uniform(0.006, 0.02))
    style = rng.random()
    if style < 0.5:
        spacing = max(12.0, mask.height / rng.uniform(0.8, 3.5))
        page = (paper.ruled if style < 0.25 else paper.squared)(page, spacing, rng)
    page = mask.write(page, pens.ball_pen if rng.random() < 0.6 else pens.marker, pens.any_ink(rng), rng)
    page = camera.tilted(page, rng, strength=0.07, degrees=9) * camera.dim(size, rng)[..., None]
    if rng.random() < 0.5:
        page = page * camera.shadow(size, rng, rng.uniform(0.15, 0.5))[..., None]
    page = camera.white_balance(camera.blurred(page, rng, rng.uniform(0.4, 0.0016 * max(size))), rng)
    return jpeg(to_uint8(camera.noisy(page, rng, rng.uniform(0.004, 0.03))), int(rng.integers(45, 95)))


KINDS: Mapping[str, Maker] = MappingProxyType(
    {
        "ruled": on_ruled, "squared": on_squared, "coloured": coloured, "pencil": in_pencil,
        "marker": in_marker, "chalk": in_chalk, "small": small, "corner": in_corner, "alpha": alpha,
        "drawing": drawing, "shadow": in_shadow, "photo": in_photo,
    }
)  # fmt: skip


class _Placed:
    """A stroke and where it lies on its page."""

    def __init__(self, ink: Float32Array, top: int, left: int) -> None:
        self.ink, self.top, self.left = ink, top, left
        self.height = ink.shape[0] - 4  # `stroke` leaves two pixels of paper on each side

    def write(self, page: Float32Array, pen: pens.Pen, colour: Colour, rng: Generator) -> Float32Array:
        return pens.write(page, pen(self.ink, rng), colour, self.top, self.left)


def _size(rng: Generator, least: int, most: int) -> Size:
    """Height and width, either way up or square, small ones as likely as large ones."""
    side = least * (most / least) ** rng.random()
    other = min(most, side * (1.0 if rng.random() < 0.3 else rng.uniform(0.7, 1.45)))
    return round(side), max(least, round(other))


def _somewhere(digit: UInt8Array, size: Size, rng: Generator, place: Place) -> _Placed:
    """The digit as `place` asks, anywhere that leaves a border."""
    height = rng.uniform(*place.parts) * size[0]
    widest = (1 - 2 * place.border) * size[1]
    own_thickness = rng.random() < 0.25 and place.parts[0] > 0.2 and place.pen >= 0.05
    thickness = None if own_thickness else max(place.pen, place.least_px / height)
    ink = stroke(digit, height, pen=thickness)
    if ink.shape[1] > widest:
        ink = stroke(digit, height * widest / ink.shape[1], pen=thickness)
    room = [max(1, side - length) for side, length in zip(size, ink.shape, strict=True)]
    edges = [min(round(place.border * side), space // 2) for side, space in zip(size, room, strict=True)]
    top, left = (
        int(rng.integers(edge, max(edge + 1, space - edge + 1)))
        for edge, space in zip(edges, room, strict=True)
    )
    return _Placed(ink, top, left)


def _two_colours(rng: Generator) -> tuple[Colour, Colour]:
    """Paper and ink that a person tells apart at a glance: far in Lab, and not alike in lightness."""
    while True:
        pair = rng.uniform(0.03, 1.0, (1, 2, 3)).astype(np.float32)
        lab = cv2.cvtColor(pair, cv2.COLOR_BGR2LAB)[0]
        if np.linalg.norm(lab[0] - lab[1]) > 45 and abs(lab[0, 0] - lab[1, 0]) > 20:
            (b0, g0, r0), (b1, g1, r1) = pair[0].tolist()
            return (b0, g0, r0), (b1, g1, r1)
