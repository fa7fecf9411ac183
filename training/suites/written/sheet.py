"""Sheets of paper with ink on them under a lamp, as a camera or a scanner takes them."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from training.suites.encode import jpeg, to_uint8
from training.suites.types import Float32Array, Generator
from training.suites.written.hand import HEIGHT
from training.suites.written.layout import Drawing, Stroke, box, moved
from training.suites.written.pad import ink

INKS = ((0.35, 0.12, 0.08), (0.14, 0.13, 0.13), (0.5, 0.22, 0.12), (0.2, 0.12, 0.35))  # BGR
THINNEST = 1.6  # pixels of a line
MARGINS = (0.5, 1.0)  # digits' heights of paper around
MOST = 1400  # pixels of a sheet's longer side


@dataclass(frozen=True, slots=True)
class Layer:
    """Strokes of one pen or one printer."""

    drawing: Drawing
    colour: tuple[float, float, float]  # BGR, 0..1
    strength: float = 0.95  # of full ink
    grain: float = 0.0  # how much of the paper's tooth shows through
    filled: bool = False  # its strokes are outlines, as print has them


def any_ink(rng: Generator) -> tuple[float, float, float]:
    """A ball pen's colour."""
    blue, green, red = (np.array(INKS[int(rng.integers(len(INKS)))]) + rng.normal(0, 0.02, 3)).clip(0.02, 0.6)
    return float(blue), float(green), float(red)


def photo(
    layers: Sequence[Layer], rng: Generator, *, digit: float, texture: float = 0.0, shade: float = 0.25
) -> bytes:
    """A JPEG of the layers on a sheet, a digit `digit` pixels high; `texture` is the paper's roughness, 0..1.

    `shade` is how much darker the sheet's far end may be.
    """
    every = tuple(stroke for layer in layers for stroke in layer.drawing)
    extent = box(every)
    longest = max(extent.right - extent.left, extent.bottom - extent.top)
    scale = min(digit / HEIGHT, MOST / (longest + 2 * MARGINS[0] * HEIGHT))
    spare = rng.uniform(*MARGINS, 4) * HEIGHT * scale
    height = round((extent.bottom - extent.top) * scale + spare[0] + spare[1])
    width = round((extent.right - extent.left) * scale + spare[2] + spare[3])
    tooth = _tooth((height, width), rng)
    page = _paper((height, width), tooth, texture, rng)
    for layer in layers:
        placed = moved(layer.drawing, spare[2] - extent.left * scale, spare[0] - extent.top * scale, scale)
        page = _inked(page, layer, placed, tooth)
    return _taken(page * _light((height, width), shade, rng)[..., None], rng)


def _inked(page: Float32Array, layer: Layer, placed: Drawing, tooth: Float32Array) -> Float32Array:
    thick = tuple(Stroke(points, max(THINNEST, line)) for points, line in placed)
    cover = ink(thick, *page.shape[:2], filled=layer.filled) * layer.strength
    if layer.grain:
        cover *= (1 + layer.grain * tooth).clip(0.35, 1.4)
    cover = cover.clip(0, 1)[..., None]
    return page * (1 - cover) + cover * np.array(layer.colour, np.float32)


def _tooth(size: tuple[int, int], rng: Generator) -> Float32Array:
    """The paper's relief, mean 0 and standard deviation 1: grains of several sizes."""
    relief = np.zeros(size, np.float32)
    for grain, share in ((1, 1.0), (3, 0.7), (9, 0.35)):
        coarse = rng.standard_normal((size[0] // grain + 2, size[1] // grain + 2), dtype=np.float32)
        relief += share * cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    return (relief - relief.mean()) / (relief.std() + 1e-6)


def _paper(size: tuple[int, int], tooth: Float32Array, texture: float, rng: Generator) -> Float32Array:
    """Paper of one colour with fibres, (h, w, 3)."""
    colour = rng.uniform(0.8, 0.97) * np.array([rng.uniform(0.9, 1.0), rng.uniform(0.96, 1.0), 1.0])
    fibres = np.zeros(size, np.float32)
    for _ in range(int(texture * size[0] * size[1] / 2500)):
        x, y = rng.uniform(0, size[1]), rng.uniform(0, size[0])
        turn, reach = rng.uniform(0, np.pi), rng.uniform(3, 14)
        end = (round(x + reach * np.cos(turn)), round(y + reach * np.sin(turn)))
        cv2.line(fibres, (round(x), round(y)), end, float(rng.normal(0, 1)), 1, cv2.LINE_AA)
    level = 1 + 0.004 * tooth + texture * (0.022 * tooth + 0.03 * fibres)
    return (level[..., None] * colour).astype(np.float32)


def _light(size: tuple[int, int], shade: float, rng: Generator) -> Float32Array:
    """A lamp at some place over the sheet: brightness falls off with the distance from it."""
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    lamp = rng.uniform(-0.3, 1.3) * size[1], rng.uniform(-0.3, 1.3) * size[0]
    apart = np.hypot(columns - lamp[0], rows - lamp[1]) / (size[0] + size[1])
    return (1 - rng.uniform(0, shade) * apart**1.5).astype(np.float32)


def _taken(scene: Float32Array, rng: Generator) -> bytes:
    """What a camera makes of it: a little turned and out of focus, with noise of its own."""
    height, width = scene.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    pulled = (corners + rng.normal(0, 0.006 * min(height, width), (4, 2))).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, pulled)
    seen = cv2.warpPerspective(scene, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 0.9))
    noise = rng.standard_normal(seen.shape, dtype=np.float32) * rng.uniform(0.004, 0.014)
    grainy = (seen + noise * np.sqrt(seen.clip(0.05, 1))).astype(np.float32)
    return jpeg(to_uint8(grainy), int(rng.integers(70, 96)))
