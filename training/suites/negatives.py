"""Pictures that hold no digit: kinds that training may learn from, kinds kept for scoring only, blank pages.

Letters and drawings that a person may take for a digit are left out.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import cv2
import numpy as np

from training.suites import camera, doodles, glyphs, paper, pens
from training.suites.encode import jpeg, png, to_uint8
from training.suites.paper import Size
from training.suites.types import Case, Float32Array, Generator, Suite

Maker: TypeAlias = Callable[[Generator], bytes]
Inked: TypeAlias = Callable[[float, Generator], Float32Array]


def negative(kind: str, seed: int) -> bytes:
    """A picture of a kind of either group, or a blank one; the same seed gives the same picture."""
    makers = {**TRAINING_KINDS, **HELD_OUT_KINDS, **BLANK_KINDS}
    return makers[kind](np.random.default_rng([seed, list(makers).index(kind)]))


def not_digits(kinds: Mapping[str, Maker], name: str, per_kind: int = 100) -> Suite:
    """`per_kind` pictures of each kind, all to be answered "not a digit"."""
    names = list(kinds)

    def case(index: int) -> Case:
        kind, seed = names[index // per_kind], index % per_kind
        return Case(negative(kind, seed), None, kind, f"{kind} {seed}", "not_a_digit")

    return Suite(name, per_kind * len(names), case)


def blanks(per_kind: int = 25) -> Suite:
    """Pages without any writing, all to be answered "blank"."""
    names = list(BLANK_KINDS)

    def case(index: int) -> Case:
        kind, seed = names[index // per_kind], index % per_kind
        return Case(negative(kind, seed), None, kind, f"{kind} {seed}", "blank")

    return Suite("blank pages", per_kind * len(names), case)


def _written(inked: Inked) -> Maker:
    """One thing drawn with any pen on any page: a tablet's canvas, paper or a board."""

    def make(rng: Generator) -> bytes:
        side = int(rng.integers(220, 620))
        ink = inked(side * rng.uniform(0.35, 0.8), rng)
        size = (max(side, ink.shape[0] + 8), max(side, ink.shape[1] + 8))
        top, left = (int(rng.integers(4, a - b - 3)) for a, b in zip(size, ink.shape, strict=True))
        style = rng.random()
        if style < 0.4:
            dark = rng.random() < 0.3
            page = np.full((*size, 3), 0.0 if dark else 1.0, np.float32)
            colour = (1.0, 1.0, 1.0) if dark else pens.any_ink(rng)
            return png(to_uint8(pens.write(page, ink, colour, top, left)))
        if style < 0.5:
            page = pens.write(paper.board(size, rng), pens.chalk(ink, rng), (0.95, 0.97, 0.97), top, left)
            return camera.snapshot(page, rng)
        pen = (pens.ball_pen, pens.marker, pens.pencil)[rng.integers(3)]
        page = paper.sheet(size, paper.any_paper(rng), rng)
        return camera.snapshot(pens.write(page, pen(ink, rng), pens.any_ink(rng), top, left), rng)

    return make


def _letters(alphabet: str) -> Maker:
    return _written(lambda height, rng: glyphs.letter(alphabet, height, rng))


def _doodles(doodle: doodles.Doodle) -> Maker:
    return _written(lambda height, rng: doodles.draw(doodle(rng), height, rng))


def texture(rng: Generator) -> bytes:
    """Something woven, grained or speckled that fills the picture."""
    size = _size(rng)
    grain = paper.clouds(size, rng.uniform(3, 20), rng)
    across = cv2.blur(rng.standard_normal(size, dtype=np.float32), (int(rng.integers(3, 60)), 3))
    mixed = grain if rng.random() < 0.5 else across / (across.std() + 1e-6)
    colour = rng.uniform(0.2, 0.7, 3).astype(np.float32)
    return jpeg(to_uint8(colour * (1 + rng.uniform(0.25, 0.6) * mixed[..., None])), int(rng.integers(60, 95)))


def barcode(rng: Generator) -> bytes:
    """A bar code, or a square one."""
    module, cells = int(rng.integers(4, 9)), int(rng.integers(21, 34))
    bits = rng.random((cells, cells)) < 0.5
    if rng.random() < 0.5:
        bits[:] = bits[0]
    black = np.kron(~bits, np.ones((module, module), bool))
    page = np.pad(black.astype(np.float32), module * 4, constant_values=1.0)
    return camera.snapshot(np.dstack([page, page, page]) * 0.95, rng)


def scene(rng: Generator) -> bytes:
    """A landscape: sky, hills one behind the other, rough ground, a few bushes."""
    height, width = size = _size(rng)
    page = np.ones((*size, 3), np.float32) * rng.uniform(0.5, 1.0, 3).astype(np.float32)
    page *= camera.slope(size, rng, 0.4)[..., None]
    columns = np.arange(width)
    for level in np.sort(rng.uniform(0.25, 0.85, int(rng.integers(2, 6)))):
        ridge = paper.clouds((1, width), width / rng.uniform(2, 9), rng)[0] * 0.06 + level
        ground = np.arange(height)[:, None] > (ridge * height)[None, columns]
        earth = rng.uniform(0.15, 0.6) * (1 + rng.uniform(-0.35, 0.35, 3)).astype(np.float32)
        rough = 1 + 0.15 * paper.clouds(size, 30, rng) + 0.1 * paper.clouds(size, rng.uniform(3, 9), rng)
        shade = earth * rough[..., None]
        page = np.where(ground[..., None], shade, page)
    for _ in range(int(rng.integers(0, 12))):
        centre = (int(rng.integers(width)), int(rng.integers(height // 3, height)))
        axes = (int(rng.integers(5, width // 6)), int(rng.integers(5, height // 6)))
        cv2.ellipse(
            page,
            centre,
            axes,
            rng.uniform(0, 90),
            0,
            360,
            (rng.uniform(0.1, 0.6) * rng.uniform(0.7, 1.3, 3)).tolist(),
            -1,
        )
    page = camera.noisy(cv2.GaussianBlur(page, (0, 0), 0.8), rng, 0.03)
    return jpeg(to_uint8(page), int(rng.integers(50, 95)))


def _flat(rng: Generator) -> bytes:
    level = float(rng.choice([0.0, 1.0, rng.random()]))
    return png(to_uint8(np.full((*_size(rng), 3), level, np.float32)))


def _clear(rng: Generator) -> bytes:
    picture = np.zeros((*_size(rng), 4), np.uint8)
    picture[..., :3] = rng.choice([0, 255])
    return png(picture)


def _empty_paper(rng: Generator) -> bytes:
    return camera.snapshot(paper.sheet(_size(rng), paper.any_paper(rng), rng), rng)


def _empty_ruled(rng: Generator) -> bytes:
    page = paper.sheet(_size(rng), paper.any_paper(rng), rng)
    rule = paper.ruled if rng.random() < 0.5 else paper.squared
    return camera.snapshot(rule(page, rng.uniform(16, 70), rng), rng)


def _empty_in_shadow(rng: Generator) -> bytes:
    size = _size(rng)
    light = camera.dim(size, rng) * camera.shadow(size, rng, rng.uniform(0.2, 0.6))
    return camera.snapshot(paper.sheet(size, paper.any_paper(rng), rng) * light[..., None], rng)


def _empty_board(rng: Generator) -> bytes:
    return camera.snapshot(paper.board(_size(rng), rng), rng)


def _noise(rng: Generator) -> bytes:
    page = np.full((*_size(rng), 3), rng.uniform(0.3, 0.95), np.float32)
    return jpeg(to_uint8(camera.noisy(page, rng, rng.uniform(0.02, 0.08))), int(rng.integers(60, 95)))


def _size(rng: Generator) -> Size:
    height, width = rng.integers(200, 700, 2)
    return int(height), int(width)


TRAINING_KINDS: Mapping[str, Maker] = MappingProxyType(
    {
        "latin letters": _letters(glyphs.LATIN), "signs": _letters(glyphs.SIGNS),
        "scribbles": _doodles(doodles.scribble), "shapes": _doodles(doodles.shape), "textures": texture,
    }
)  # fmt: skip
HELD_OUT_KINDS: Mapping[str, Maker] = MappingProxyType(
    {
        "greek letters": _letters(glyphs.GREEK), "cyrillic letters": _letters(glyphs.CYRILLIC),
        "hebrew and arabic": _letters(glyphs.HEBREW_AND_ARABIC), "faces": _doodles(doodles.face),
        "drawn things": _doodles(doodles.thing), "icons": _doodles(doodles.icon),
        "bar codes": barcode, "scenes": scene,
    }
)  # fmt: skip
BLANK_KINDS: Mapping[str, Maker] = MappingProxyType(
    {
        "flat": _flat, "transparent": _clear, "paper": _empty_paper, "rules and squares": _empty_ruled,
        "shadow": _empty_in_shadow, "noise": _noise, "board": _empty_board,
    }
)  # fmt: skip
