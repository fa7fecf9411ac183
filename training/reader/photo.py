"""From layers of ink to the grey picture that a scanner, a camera or a drawing pad would give."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.reader.sheet import Float32Array, Sheet

Generator = np.random.Generator
Grey = NDArray[np.uint8]

LOUDEST = 0.1  # of the pen's contrast: standard deviation of grain and noise at which a person still reads


def clean(sheet: Sheet, rng: Generator) -> Grey:
    """A drawing: one level of paper, one of ink, nothing else."""
    paper, ink = (255.0, rng.uniform(0, 60)) if rng.random() < 0.7 else (0.0, 255.0)
    if rng.random() < 0.2:
        paper, ink = rng.uniform(150, 255), rng.uniform(0, 90)
    amount = np.maximum(np.maximum(sheet.written, sheet.other), sheet.printed)
    return np.clip(paper + (ink - paper) * amount + 0.5, 0, 255).astype(np.uint8)


def photographed(sheet: Sheet, size: float, rng: Generator) -> Grey:
    """Paper, light, lens and sensor."""
    shape = (sheet.height, sheet.width)
    pen = rng.uniform(0.3, 0.95) if rng.random() < 0.7 else rng.uniform(0.1, 0.35)
    paper = _light(shape, rng) * _texture(shape, size, pen, rng)
    ink = np.maximum(sheet.written, sheet.other)
    if pen < 0.5 and rng.random() < 0.6:  # pencil: the paper's grain shows through
        shows = 1 + _grain(shape, rng.uniform(0.4, 1.2), rng) * rng.uniform(0.1, 0.5)
        ink = np.asarray(ink * np.clip(shows, 0, 1), np.float32)
    strength = rng.uniform(0.1, 0.9) * max(pen, 0.3)
    dark = (1 - pen * ink) * (1 - strength * sheet.printed * (1 - ink * 0.5))
    grey = np.asarray(paper * dark, np.float32)
    if rng.random() < 0.1:
        grey = _screened(grey, shape, size, pen, rng)
    if rng.random() < 0.1:
        grey = _edged(grey, shape, rng)
    if rng.random() < 0.6:
        blur = rng.uniform(0.3, 1.3) * min(1.5, max(0.5, size / 24))
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), np.float32)
    noise = min(8.0, LOUDEST * pen * float(paper.mean())) * rng.uniform(0, 1)
    grey = grey + _grain(shape, rng.choice([0.3, 0.3, 0.8, 1.5]), rng) * noise
    return np.clip(grey, 0, 255).astype(np.uint8)


def processed(grey: Grey, rng: Generator) -> Grey:
    """What happens to a picture afterwards: inverted, cut to black and white, made small, compressed."""
    if rng.random() < 0.1:
        grey = np.asarray(255 - grey, np.uint8)
    if rng.random() < 0.06:
        soft = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.4, 1.0))
        level = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
        grey = np.asarray(np.where(soft > level * rng.uniform(0.9, 1.1), 255, 0), np.uint8)
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.2, 0.8)), np.uint8)
    if rng.random() < 0.1:
        height, width = grey.shape
        factor = rng.uniform(0.35, 0.8)
        less = cv2.resize(
            grey,
            (max(8, round(width * factor)), max(8, round(height * factor))),
            interpolation=cv2.INTER_AREA,
        )
        grey = np.asarray(cv2.resize(less, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    if rng.random() < 0.25:
        quality = int(rng.integers(25, 92))
        coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        grey = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    return grey


def _light(shape: tuple[int, int], rng: Generator) -> Float32Array:
    """How light each place of blank paper is, 0..255: a slope, and now and then shadows."""
    y, x = _places(shape)
    light = np.full(shape, rng.uniform(90, 250), np.float32)
    light *= 1 + rng.uniform(-0.3, 0.3) * (x - 0.5) + rng.uniform(-0.3, 0.3) * (y - 0.5)
    for _ in range(int(rng.choice([0, 0, 1, 1, 2]))):
        light *= 1 - rng.uniform(0.1, 0.6) * _half_plane(x, y, rng.uniform(4, 120), rng)
    if rng.random() < 0.12:  # a round shadow, as of a hand or a head
        distance = (x - rng.uniform(-0.2, 1.2)) ** 2 + (y - rng.uniform(-0.2, 1.2)) ** 2
        light *= 1 - rng.uniform(0.1, 0.5) * np.exp(-distance / rng.uniform(0.02, 0.3))
    return light


def _half_plane(x: Float32Array, y: Float32Array, hardness: float, rng: Generator) -> Float32Array:
    angle = rng.uniform(0, 2 * np.pi)
    distance = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5) - rng.uniform(-0.4, 0.4)
    return np.asarray(1 / (1 + np.exp(-np.clip(hardness * distance, -30, 30))), np.float32)


def _texture(shape: tuple[int, int], size: float, pen: float, rng: Generator) -> Float32Array:
    """Fibres, creases and print that shines through, around 1."""
    texture = np.ones(shape, np.float32)
    if rng.random() < 0.5:
        depth = rng.uniform(0.003, min(0.05, LOUDEST * pen))
        texture += _grain(shape, rng.uniform(0.5, max(0.6, size / 6)), rng) * depth
    if rng.random() < 0.15:
        y, x = _places(shape)
        angle, period = rng.uniform(0, np.pi), rng.uniform(2.5, 12)
        wave = np.sin((np.cos(angle) * x * shape[1] + np.sin(angle) * y * shape[0]) * 2 * np.pi / period)
        texture += rng.uniform(0.01, max(0.015, min(0.06, LOUDEST * pen))) * wave
    return texture


def _screened(
    grey: Float32Array, shape: tuple[int, int], size: float, pen: float, rng: Generator
) -> Float32Array:
    """Print a dot screen over the paper, as cheques have it."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    period, angle = rng.uniform(0.06, 0.25) * size + 1.5, rng.uniform(0, np.pi / 2)
    u, v = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    dots = np.clip(np.cos(u * 2 * np.pi / period) * np.cos(v * 2 * np.pi / period) * 2, 0, 1)
    return np.asarray(grey * (1 - rng.uniform(0.05, max(0.06, 0.6 * pen)) * dots), np.float32)


def _edged(grey: Float32Array, shape: tuple[int, int], rng: Generator) -> Float32Array:
    """Let the page end, on a table or a hand."""
    y, x = _places(shape)
    angle = rng.uniform(0, 2 * np.pi)
    beyond = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5) > rng.uniform(0.25, 0.6)
    table = rng.uniform(5, 250) * (1 + _grain(shape, rng.uniform(1, 12), rng) * rng.uniform(0.02, 0.3))
    return np.where(beyond, table, grey).astype(np.float32)


def _grain(shape: tuple[int, int], sigma: float, rng: Generator) -> Float32Array:
    """Noise of unit variance whose grains are about `sigma` pixels."""
    if sigma < 0.4:
        return rng.standard_normal(shape, np.float32)
    factor = max(1.0, sigma / 1.2)
    less = (max(3, round(shape[0] / factor)), max(3, round(shape[1] / factor)))
    noise = cv2.GaussianBlur(rng.standard_normal(less, np.float32), (0, 0), max(0.4, sigma / factor))
    noise = cv2.resize(noise, shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(noise / max(float(noise.std()), 1e-6), np.float32)


def _places(shape: tuple[int, int]) -> tuple[Float32Array, Float32Array]:
    """Return rows and columns of each pixel, 0..1."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return y / shape[0], x / shape[1]
