"""How a pen leaves its stroke on a sheet: ball pen, pencil, marker, chalk."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np

from training.suites.paper import Colour, clouds
from training.suites.types import Float32Array, Generator

Pen: TypeAlias = Callable[[Float32Array, Generator], Float32Array]

INKS: tuple[Colour, ...] = (
    (0.08, 0.07, 0.07), (0.15, 0.15, 0.15), (0.55, 0.16, 0.08), (0.70, 0.28, 0.12), (0.40, 0.10, 0.05),
    (0.12, 0.10, 0.70), (0.18, 0.40, 0.08), (0.45, 0.10, 0.40),
)  # fmt: skip


def write(page: Float32Array, ink: Float32Array, colour: Colour, top: int, left: int) -> Float32Array:
    """The page (h, w, 3) with ink (0..1) of a colour on it; what lies outside the page is cut off."""
    written = page.copy()
    first_row, first_column = max(0, top), max(0, left)
    last_row, last_column = min(page.shape[0], top + ink.shape[0]), min(page.shape[1], left + ink.shape[1])
    part = ink[first_row - top : last_row - top, first_column - left : last_column - left, None]
    under = written[first_row:last_row, first_column:last_column]
    written[first_row:last_row, first_column:last_column] = under * (1 - part) + part * np.array(
        colour, np.float32
    )
    return written


def ball_pen(mask: Float32Array, rng: Generator) -> Float32Array:
    """Nearly full ink, a little uneven along the line."""
    size = (mask.shape[0], mask.shape[1])
    pressure = 1 - rng.uniform(0, 0.12) * np.abs(clouds(size, max(size) / 7, rng))
    return (mask * rng.uniform(0.85, 1.0) * pressure).clip(0, 1).astype(np.float32)


def pencil(mask: Float32Array, rng: Generator) -> Float32Array:
    """Faint and grainy: graphite stays on the tooth of the paper."""
    size = (mask.shape[0], mask.shape[1])
    tooth = cv2.GaussianBlur(rng.standard_normal(size, dtype=np.float32), (0, 0), rng.uniform(0.6, 1.1))
    tooth /= tooth.std() + 1e-6
    grain = (1 + rng.uniform(0.15, 0.4) * tooth).clip(0.25, 1.3)
    pressure = 1 + 0.12 * clouds(size, max(size) / 4, rng)
    return (mask * grain * pressure * rng.uniform(0.36, 0.75)).clip(0, 1).astype(np.float32)


def marker(mask: Float32Array, rng: Generator) -> Float32Array:
    """Broad, nearly opaque, with streaks along one direction and darker ends."""
    size = (mask.shape[0], mask.shape[1])
    noise = rng.standard_normal(size, dtype=np.float32)
    across = (max(3, size[1] // 4), 3) if rng.random() < 0.5 else (3, max(3, size[0] // 4))
    streaks = cv2.blur(noise, across)
    streaks /= streaks.std() + 1e-6
    cover = rng.uniform(0.8, 1.0) + rng.uniform(0, 0.05) * streaks
    return (mask * cover).clip(0, 1).astype(np.float32)


def chalk(mask: Float32Array, rng: Generator) -> Float32Array:
    """Broken by the board's roughness, with dust around it."""
    size = (mask.shape[0], mask.shape[1])
    rough = cv2.GaussianBlur(rng.standard_normal(size, dtype=np.float32), (0, 0), rng.uniform(0.6, 1.4))
    rough /= rough.std() + 1e-6
    holes = (rough * 0.8 + rng.uniform(0.9, 1.6)).clip(0, 1)
    dust = cv2.GaussianBlur(mask, (0, 0), max(1.0, max(size) / 60)) * rng.uniform(0.03, 0.14)
    return np.maximum(mask * holes * rng.uniform(0.65, 0.98), dust).clip(0, 1).astype(np.float32)


def any_ink(rng: Generator) -> Colour:
    """Black, blue, red, green or violet ink, dark enough for any paper."""
    picked = np.array(INKS[rng.integers(len(INKS))])
    blue, green, red = (picked + rng.normal(0, 0.02, 3)).clip(0, 1)
    return float(blue), float(green), float(red)
