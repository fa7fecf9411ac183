"""What light and a camera make of a page: gradients, shadows, perspective, blur, noise, JPEG."""

import cv2
import numpy as np

from training.suites.encode import jpeg, to_uint8
from training.suites.paper import Size, clouds
from training.suites.types import Float32Array, Generator


def slope(size: Size, rng: Generator, strength: float) -> Float32Array:
    """Light from one side: 1 at the lit border, 1 - strength at the other."""
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = rows / size[0] * np.sin(angle) + columns / size[1] * np.cos(angle)
    along = (along - along.min()) / (along.max() - along.min())
    return (1 - strength * along ** rng.uniform(0.7, 1.8)).astype(np.float32)


def vignette(size: Size, strength: float) -> Float32Array:
    """Light that falls off towards the corners."""
    rows, columns = np.mgrid[-1 : 1 : size[0] * 1j, -1 : 1 : size[1] * 1j]
    return (1 - strength * (rows**2 + columns**2) / 2).astype(np.float32)


def shadow(size: Size, rng: Generator, darkness: float) -> Float32Array:
    """Somebody's shadow over part of the page: an edge, a bar or a hand, sharp or soft; 1 where lit."""
    height, width = size
    diagonal, shade = float(np.hypot(height, width)), np.zeros(size, np.float32)
    centre = np.array([rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.8) * height])
    angle = rng.uniform(0, 2 * np.pi)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    kind = rng.integers(3)
    if kind == 2:
        turns = np.linspace(0, 2 * np.pi, 90, endpoint=False)
        bumps = 1 + np.sum([0.2 / k * np.sin(k * turns + rng.uniform(0, 6.3)) for k in (1, 2, 3, 5)], axis=0)
        reach = diagonal * rng.uniform(0.2, 0.4) * bumps
        corners = list(centre + reach[:, None] * np.column_stack([np.cos(turns), np.sin(turns)]))
    else:
        far = diagonal * (2.0 if kind == 0 else rng.uniform(0.15, 0.35))
        start, end = centre - 2 * diagonal * along, centre + 2 * diagonal * along
        corners = [start, end, end + far * across, start + far * across]
    cv2.fillPoly(shade, [np.array(corners).round().astype(np.int32)], 1.0)
    softness = diagonal * 10 ** rng.uniform(-2.6, -0.9)
    return (1 - darkness * _soft(shade, softness)).astype(np.float32)


def _soft(shade: Float32Array, sigma: float) -> Float32Array:
    """A Gaussian blur; wide ones are done on a smaller picture, where they look the same."""
    factor = max(1.0, sigma / 8)
    small_size = [max(2, round(side / factor)) for side in reversed(shade.shape)]
    small = cv2.resize(shade, small_size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.5, sigma / factor), borderType=cv2.BORDER_REPLICATE)
    return cv2.resize(small, (shade.shape[1], shade.shape[0]), interpolation=cv2.INTER_LINEAR)


def tilted(page: Float32Array, rng: Generator, *, strength: float, degrees: float) -> Float32Array:
    """The page seen from aside: perspective of up to `strength` of the side, turned by up to `degrees`."""
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-degrees, degrees), 1.0)
    seen = corners @ turn[:, :2].T + turn[:, 2] + rng.uniform(-1, 1, (4, 2)) * strength * min(height, width)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    return cv2.warpPerspective(page, matrix, (width, height), borderMode=cv2.BORDER_REFLECT_101)


def blurred(page: Float32Array, rng: Generator, sigma: float) -> Float32Array:
    """Out of focus, or moved a little while the shutter was open."""
    if rng.random() < 0.7:
        return cv2.GaussianBlur(page, (0, 0), max(0.3, sigma))
    length = max(2, round(3 * sigma))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    reach = np.array([np.cos(angle := rng.uniform(0, np.pi)), np.sin(angle)]) * length / 2
    ends = [tuple(int(v) for v in (length + sign * reach).round()) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return cv2.filter2D(page, -1, kernel / kernel.sum())


def noisy(page: Float32Array, rng: Generator, sigma: float) -> Float32Array:
    """A sensor's noise, stronger in bright parts, partly coloured."""
    grey = rng.standard_normal(page.shape[:2], dtype=np.float32)
    tint = cv2.resize(
        rng.standard_normal((page.shape[0] // 2 + 1, page.shape[1] // 2 + 1, 3), dtype=np.float32),
        (page.shape[1], page.shape[0]),
    )
    level = sigma * np.sqrt(page.clip(0.05, 1))
    return page + level * (grey[..., None] * 0.9 + tint * 0.4)


def white_balance(page: Float32Array, rng: Generator) -> Float32Array:
    """Lamps and windows are not white: a cast of up to a tenth a channel."""
    return page * rng.uniform(0.9, 1.06, 3).astype(np.float32)


def snapshot(
    page: Float32Array, rng: Generator, *, noise: float = 0.012, quality: tuple[int, int] = (60, 95)
) -> bytes:
    """A careful photo or scan: even light, slight blur and noise, JPEG."""
    size = (page.shape[0], page.shape[1])
    lit = page * slope(size, rng, rng.uniform(0, 0.15))[..., None] * rng.uniform(0.85, 1.02)
    taken = noisy(blurred(lit, rng, rng.uniform(0.3, 0.8)), rng, noise * rng.uniform(0.3, 1.3))
    return jpeg(to_uint8(taken), int(rng.integers(*quality)))


def dim(size: Size, rng: Generator) -> Float32Array:
    """Uneven light of a room: slope, corners and patches together."""
    light = slope(size, rng, rng.uniform(0.05, 0.45)) * vignette(size, rng.uniform(0, 0.3))
    return (light * (1 + 0.03 * clouds(size, max(size) / 2, rng)) * rng.uniform(0.65, 1.0)).astype(np.float32)
