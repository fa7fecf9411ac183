"""What people write on: sheets with texture, rules, squares, boards; brightness 0..1, float32 BGR."""

from typing import TypeAlias

import cv2
import numpy as np

from training.suites.types import Float32Array, Generator

Colour: TypeAlias = tuple[float, float, float]  # blue, green, red, each 0..1
Size: TypeAlias = tuple[int, int]  # height, width in pixels

PAPERS: tuple[Colour, ...] = (
    (0.98, 0.98, 0.98), (0.93, 0.95, 0.96), (0.86, 0.93, 0.97), (0.78, 0.88, 0.95), (0.85, 0.85, 0.84),
    (0.60, 0.90, 0.97), (0.92, 0.90, 0.85), (0.72, 0.74, 0.76),
)  # fmt: skip
BOARDS: tuple[Colour, ...] = ((0.22, 0.28, 0.16), (0.14, 0.14, 0.14), (0.30, 0.20, 0.12), (0.26, 0.34, 0.24))


def clouds(size: Size, cell: float, rng: Generator) -> Float32Array:
    """Smooth random patches about `cell` pixels wide, mean 0, standard deviation about 1."""
    rows, columns = (max(2, int(np.ceil(side / cell)) + 1) for side in size)
    coarse = rng.standard_normal((rows, columns), dtype=np.float32)
    return cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC) * 1.3


def sheet(size: Size, colour: Colour, rng: Generator, *, grain: float = 0.012) -> Float32Array:
    """An unlit sheet of one colour with fibres and faint stains, float32 (h, w, 3)."""
    fibres = cv2.GaussianBlur(rng.standard_normal(size, dtype=np.float32), (0, 0), rng.uniform(0.5, 1.3))
    stains = clouds(size, max(size) / rng.uniform(2, 8), rng)
    texture = 1 + grain * fibres * 2 + grain * 0.6 * stains
    return (texture[..., None] * np.array(colour, np.float32)).astype(np.float32)


def any_paper(rng: Generator) -> Colour:
    """White, cream, recycled, yellow or grey paper, never twice quite the same."""
    picked = np.array(PAPERS[rng.integers(len(PAPERS))])
    blue, green, red = (picked * rng.uniform(0.93, 1.02) + rng.normal(0, 0.01, 3)).clip(0, 1)
    return float(blue), float(green), float(red)


def board(size: Size, rng: Generator) -> Float32Array:
    """A blackboard with old chalk wiped over it, float32 (h, w, 3)."""
    page = sheet(size, BOARDS[rng.integers(len(BOARDS))], rng, grain=rng.uniform(0.02, 0.05))
    wiped = cv2.blur(rng.standard_normal(size, dtype=np.float32), (max(3, size[1] // 6), 3))
    dust = clouds(size, max(size) / 4, rng).clip(0, None) * rng.uniform(0.01, 0.05)
    return page + dust[..., None] + (wiped / (wiped.std() + 1e-6) * rng.uniform(0.004, 0.015))[..., None]


def ruled(page: Float32Array, spacing: float, rng: Generator, *, margin: bool | None = None) -> Float32Array:
    """Lines across the page every `spacing` pixels, and sometimes a red margin; printed, so they darken."""
    size = (page.shape[0], page.shape[1])
    start, thick = rng.uniform(0, spacing), _line_thickness(spacing, rng)
    lines = _stripes(size[0], start, spacing, thick)[:, None] * np.ones(size[1], np.float32)
    printed = _printed(page, lines, _rule_colour(rng), rng.uniform(0.25, 0.75))
    if margin if margin is not None else rng.random() < 0.3:
        column = _stripes(size[1], rng.uniform(0.06, 0.2) * size[1], 10.0 * size[1], thick)
        printed = _printed(printed, np.ones(size[0], np.float32)[:, None] * column, (0.45, 0.4, 0.9), 0.6)
    return printed


def squared(page: Float32Array, spacing: float, rng: Generator) -> Float32Array:
    """A printed grid with squares of `spacing` pixels."""
    thick = _line_thickness(spacing, rng)
    rows = _stripes(page.shape[0], rng.uniform(0, spacing), spacing, thick)[:, None]
    columns = _stripes(page.shape[1], rng.uniform(0, spacing), spacing, thick)[None, :]
    return _printed(page, np.maximum(rows, columns), _rule_colour(rng), rng.uniform(0.2, 0.65))


def _line_thickness(spacing: float, rng: Generator) -> float:
    return float(max(1.0, spacing * rng.uniform(0.015, 0.05)))


def _rule_colour(rng: Generator) -> Colour:
    """Blue, grey, cyan or reddish, as stationers print."""
    picked = ((0.85, 0.65, 0.5), (0.65, 0.65, 0.65), (0.85, 0.78, 0.45), (0.6, 0.6, 0.85), (0.7, 0.5, 0.35))
    return picked[rng.integers(len(picked))]


def _stripes(length: int, start: float, spacing: float, thick: float) -> Float32Array:
    """How much of each pixel is covered by lines at start, start + spacing, ..."""
    places = np.arange(length, dtype=np.float32)
    away = np.abs((places - start + spacing / 2) % spacing - spacing / 2)
    return (thick / 2 + 0.5 - away).clip(0, 1).astype(np.float32)


def _printed(page: Float32Array, lines: Float32Array, colour: Colour, strength: float) -> Float32Array:
    cover = (lines * strength)[..., None]
    return (page * (1 - cover + cover * np.array(colour, np.float32))).astype(np.float32)
