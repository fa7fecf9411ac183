"""Digits under damage that small pictures suffer, seen through the whole of vision.

Kin of nine of MNIST-C's corruptions, drawn with random strengths and by other code than the suite's: shot
and impulse noise, glass blur, stripes, fog, spatter, dotted lines, zigzags and outlines. So MNIST-C measures
these nine as kinds that training knows, and the other six (motion blur, shear, scale, rotate, brightness,
translate) as what augmentation by itself gives.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision import Page, UInt8Array, binarize, normalize, segment, whole

SIDE = 28

Float32Array = NDArray[np.float32]


def damaged(digit: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Damage a digit and read it back as the service would: uint8 (28, 28) to uint8 (28, 28)."""
    picture = DAMAGES[rng.integers(len(DAMAGES))](digit.astype(np.float32) / np.float32(255), rng)
    grey = np.clip(np.rint(picture * 255), 0, 255).astype(np.uint8)
    segments = segment(binarize(Page(grey, SIDE, SIDE)))
    return normalize(whole(segments).strength) if segments else np.zeros((SIDE, SIDE), np.uint8)


def _shot(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    counts = rng.uniform(2, 8)
    return (rng.poisson(digit * counts) / counts).astype(np.float32)


def _impulse(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    share, chance = rng.uniform(0.02, 0.2), rng.random(digit.shape)
    return np.where(chance < share / 2, 0, np.where(chance < share, 1, digit)).astype(np.float32)


def _glass(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    reach = rng.uniform(0.6, 2.0)
    axis = np.arange(SIDE, dtype=np.float32)
    across, down = np.meshgrid(axis, axis)
    moves = rng.normal(0, reach, (2, SIDE, SIDE)).astype(np.float32)
    moved = cv2.remap(
        cv2.GaussianBlur(digit, (0, 0), 0.6), across + moves[0], down + moves[1], cv2.INTER_LINEAR
    )
    return np.asarray(cv2.GaussianBlur(moved, (0, 0), rng.uniform(0.5, 1.0)), np.float32)


def _stripes(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    """Invert a band along one side, or along two that face each other."""
    striped = digit.copy()
    bands = striped if rng.random() < 0.8 else striped.T  # a view: the digit itself stays upright
    first, last = rng.integers(3, 10, 2)
    which = rng.random()
    if which < 0.85:
        bands[:, :first] = 1 - bands[:, :first]
    if which > 0.15:
        bands[:, -last:] = 1 - bands[:, -last:]
    return striped


def _fog(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    coarse = rng.random((int(rng.integers(2, 6)),) * 2, np.float32)
    fog = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    thickness = rng.uniform(0.3, 3.0)
    return np.clip((digit + thickness * fog) / (1 + thickness), 0, 1).astype(np.float32)


def _spatter(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    drops = cv2.GaussianBlur(
        rng.standard_normal((SIDE, SIDE)).astype(np.float32), (0, 0), rng.uniform(0.8, 2.2)
    )
    mud = drops > rng.uniform(0.8, 1.6) * drops.std()
    return np.where(mud, rng.uniform(0.15, 0.5), digit).astype(np.float32)


def _dotted(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    start, end = rng.uniform(0, SIDE - 1, 2)
    columns = np.arange(SIDE)
    rows = np.rint(start + (end - start) * columns / (SIDE - 1)).astype(int)
    line, dash = digit.copy(), int(rng.integers(1, 4))
    for column in columns[columns // dash % 2 == 0]:
        top = max(0, rows[column] - int(rng.random() < 0.5))
        line[top : rows[column] + 1, column] = rng.uniform(0.6, 1.0)
    return np.maximum(line, digit)


def _zigzag(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    tooth, level, lean = rng.uniform(1.6, 3.2), rng.uniform(0, SIDE), rng.normal(0, 0.2)
    columns = np.arange(rng.uniform(0, 4), SIDE, tooth * rng.uniform(1.2, 2.4))
    rows = level + lean * (columns - SIDE / 2) + tooth * (-1.0) ** np.arange(len(columns))
    points = np.rint(np.stack([columns, rows], axis=1) * 8).astype(np.int32)
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    cv2.polylines(canvas, [points], False, 255, 1, cv2.LINE_AA, 3)
    return np.maximum(digit, canvas.astype(np.float32) / 255)


def _outline(digit: Float32Array, rng: np.random.Generator) -> Float32Array:
    """Keep the edge of the strokes only, thin as Canny's or thick as a hollow letter's."""
    smooth = cv2.GaussianBlur(digit, (0, 0), rng.uniform(0.5, 1.3))
    if rng.random() < 0.75:
        grey = np.clip(smooth * 255, 0, 255).astype(np.uint8)
        return cv2.Canny(grey, 60, rng.uniform(80, 200), L2gradient=True).astype(np.float32) / 255
    edge = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return np.asarray(edge / max(float(edge.max()), 1e-3), np.float32)


DAMAGES = (
    _shot,
    _impulse,
    _glass,
    _stripes,
    _stripes,
    _fog,
    _spatter,
    _dotted,
    _zigzag,
    _zigzag,
    _outline,
    _outline,
)
