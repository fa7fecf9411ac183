"""The 15 corruptions of MNIST-C, one function each, at the strength of the published data set.

After Mu and Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision" (2019, arXiv 1906.02337);
strengths are those of the authors' published set. Written anew with NumPy and OpenCV, so single pixels
differ from the published files. Known deviations: motion blur uses a one-sided Gaussian line in place of
ImageMagick's, noise comes from another random generator, edges of blurred pictures are reflected where
scikit-image repeats them. Each function takes and gives brightness 0..1, float32 (28, 28).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import cv2
import numpy as np

from training.dataset import Split
from training.suites.encode import png, to_uint8
from training.suites.types import Case, Float32Array, Generator, Suite, UInt8Array

SIDE = 28
MIDDLE = (SIDE - 1) / 2
Corruption: TypeAlias = Callable[[Float32Array, Generator], Float32Array]


def corrupt(digit: UInt8Array, name: str, seed: int) -> UInt8Array:
    """The digit under the named corruption, uint8 (28, 28); the same seed gives the same picture."""
    rng = np.random.default_rng([seed, list(CORRUPTIONS).index(name)])
    return to_uint8(CORRUPTIONS[name](digit.astype(np.float32) / np.float32(255), rng))


def mnist_c(mnist: Split) -> Suite:
    """Every digit under every corruption, corruption by corruption, each uploaded as PNG."""
    names, digits = list(CORRUPTIONS), len(mnist.labels)

    def case(index: int) -> Case:
        name, row = names[index // digits], index % digits
        picture = png(corrupt(mnist.digits[row], name, seed=row))
        return Case(picture, int(mnist.labels[row]), name, f"{name} {row}")

    return Suite("mnist-c", len(names) * digits, case)


def shot_noise(digit: Float32Array, rng: Generator) -> Float32Array:
    """Few photons: Poisson noise, 3 counts for full brightness."""
    return (rng.poisson(digit * 3) / 3).clip(0, 1).astype(np.float32)


def impulse_noise(digit: Float32Array, rng: Generator) -> Float32Array:
    """Salt and pepper on 17 % of the pixels, as much of each."""
    chance = rng.random(digit.shape)
    return np.where(chance < 0.085, 0, np.where(chance < 0.17, 1, digit)).astype(np.float32)


def glass_blur(digit: Float32Array, rng: Generator) -> Float32Array:
    """Blur, swaps of neighbouring pixels in two rounds, blur again (sigma 0.7)."""
    blurred = cv2.GaussianBlur(digit, (0, 0), 0.7)
    for _ in range(2):
        for row in range(SIDE - 1, 1, -1):
            for column in range(SIDE - 1, 1, -1):
                if rng.random() < 0.5:
                    down, right = rng.integers(-1, 1, 2)
                    other = (row + down, column + right)
                    blurred[row, column], blurred[other] = blurred[other], blurred[row, column]
    return cv2.GaussianBlur(blurred, (0, 0), 0.7)


def motion_blur(digit: Float32Array, rng: Generator) -> Float32Array:
    """A camera that moved: a one-sided Gaussian trail (sigma 3, 10 long) within 45 degrees of level."""
    angle = np.deg2rad(rng.uniform(-45, 45))
    steps = np.arange(0, 11)
    weights = np.exp(-(steps**2) / (2 * 3.0**2))
    total = np.zeros_like(digit)
    for step, weight in zip(steps, weights / weights.sum(), strict=True):
        moved = np.array([[1, 0, step * np.cos(angle)], [0, 1, step * np.sin(angle)]], np.float32)
        total += weight * cv2.warpAffine(digit, moved, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    return total


def shear(digit: Float32Array, rng: Generator) -> Float32Array:
    """Slanted by 0.4 radians, either way, about the centre."""
    slant = 0.4 * rng.choice([-1, 1])
    return _warp(digit, np.array([[1, -np.sin(slant)], [0, np.cos(slant)]]))


def scale(digit: Float32Array, rng: Generator) -> Float32Array:  # noqa: ARG001 - one signature for all
    """Shrunk to 0.7 about the centre."""
    return _warp(digit, np.eye(2) / 0.7)


def rotate(digit: Float32Array, rng: Generator) -> Float32Array:
    """Turned by 0.4 radians (23 degrees), either way, about the centre."""
    turn = 0.4 * rng.choice([-1, 1])
    return _warp(digit, np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]))


def brightness(digit: Float32Array, rng: Generator) -> Float32Array:  # noqa: ARG001 - one signature for all
    """Half of full brightness added everywhere."""
    return (digit + 0.5).clip(0, 1)


def translate(digit: Float32Array, rng: Generator) -> Float32Array:
    """Three pixels along both axes, each either way."""
    right, down = 3 * rng.choice([-1, 1], 2)
    return _warp(digit, np.eye(2), shift=(float(right), float(down)))


def stripe(digit: Float32Array, rng: Generator) -> Float32Array:  # noqa: ARG001 - one signature for all
    """Seven columns inverted on the left and on the right."""
    striped = 1 - digit
    striped[:, 7:21] = digit[:, 7:21]
    return striped


def fog(digit: Float32Array, rng: Generator) -> Float32Array:
    """Thick patches of fog: a plasma fractal, three times as bright as the digit."""
    thickness, highest = 3.0, float(digit.max())
    foggy = digit + thickness * _plasma(256, 1.4, rng)[:SIDE, :SIDE]
    return (foggy * highest / (highest + thickness)).clip(0, 1).astype(np.float32)


def spatter(digit: Float32Array, rng: Generator) -> Float32Array:
    """Patches of dark grey mud that hide what lies under them."""
    liquid = cv2.GaussianBlur(rng.normal(0.65, 0.3, digit.shape).astype(np.float32), (0, 0), 1)
    mud = cv2.GaussianBlur((liquid > 0.65).astype(np.float32), (0, 0), 1.5)
    mud[mud < 0.8] = 0
    return (digit * (1 - mud) + 63 / 255 * mud).astype(np.float32)


def dotted_line(digit: Float32Array, rng: Generator) -> Float32Array:
    """A dotted line from the left border to the right one."""
    start, end = rng.integers(0, 27, 2)
    line = _line(0, start, 27, end)
    dashes = np.arange(SIDE) // 2 % 2 == 1
    return (digit + line * dashes).clip(0, 1).astype(np.float32)


def zigzag(digit: Float32Array, rng: Generator) -> Float32Array:
    """A zigzag line from left to right; each tooth is two pixels high and four long."""
    first, last, tooth = 2, 25, 2.0
    row = int(rng.integers(0, 27))
    lean = np.arctan(rng.integers(-5, 5) / (last - first))
    length = (last - first) / np.cos(lean)
    along = np.arange(tooth, length, 2 * tooth)
    heights = tooth * (-1.0) ** np.arange(len(along))
    points = np.array([[0, *along, length], [0, *heights, 0]])
    turned = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]]) @ points
    columns, rows = turned[0] + first, turned[1] + row
    lines = sum(_line(*ends) for ends in zip(columns[:-1], rows[:-1], columns[1:], rows[1:], strict=True))
    return (digit + lines).clip(0, 1).astype(np.float32)


def canny_edges(digit: Float32Array, rng: Generator) -> Float32Array:  # noqa: ARG001 - one signature for all
    """Only the outline: Canny's edges at sigma 1 with thresholds 0.1 and 0.2."""
    smooth = cv2.GaussianBlur(digit, (0, 0), 1)
    right, down = (cv2.Sobel(smooth * 255, cv2.CV_32F, *axis) for axis in ((1, 0), (0, 1)))
    edges = cv2.Canny(right.astype(np.int16), down.astype(np.int16), 25.5, 51, L2gradient=True)
    return edges.astype(np.float32) / 255


CORRUPTIONS: Mapping[str, Corruption] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            shot_noise, impulse_noise, glass_blur, motion_blur, shear, scale, rotate, brightness,
            translate, stripe, fog, spatter, dotted_line, zigzag, canny_edges,
        )
    }
)  # fmt: skip


def _warp(digit: Float32Array, back: np.ndarray, shift: tuple[float, float] = (0, 0)) -> Float32Array:
    """`back` maps a place of the answer to a place of the digit, about the centre, black outside."""
    centre = np.array([MIDDLE, MIDDLE])
    offset = centre - back @ centre + np.array(shift)
    matrix = np.column_stack([back, offset]).astype(np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(digit, matrix, (SIDE, SIDE), flags=flags).clip(0, 1)


def _line(column0: float, row0: float, column1: float, row1: float) -> Float32Array:
    """A soft line, 1 on the line and falling to 0 about 1.5 pixels above and below it."""
    columns, rows = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    on_line = row0 + (row1 - row0) / (column1 - column0) * (columns - column0)
    distance = np.abs(rows - on_line).clip(0, 2.3 - 1e-9)
    line = (np.log(1 - distance / 2.3) + 1).clip(0, 1)
    line[:, : int(np.floor(column0))] = 0
    line[:, int(np.ceil(column1)) :] = 0
    return line.astype(np.float32)


def _plasma(side: int, decay: float, rng: Generator) -> Float32Array:
    """Diamond-square on a torus, brightness 0..1; the disturbance shrinks by `decay` at every step."""
    plasma, step, wibble = np.zeros((side, side)), side, 100.0
    while step >= 2:
        half = step // 2
        corners = plasma[::step, ::step]
        across = corners + np.roll(corners, -1, 0)
        total = across + np.roll(across, -1, 1)
        plasma[half::step, half::step] = total / 4 + wibble * rng.uniform(-wibble, wibble, total.shape)
        centres = plasma[half::step, half::step]
        above = centres + np.roll(centres, 1, 0) + corners + np.roll(corners, -1, 1)
        beside = centres + np.roll(centres, 1, 1) + corners + np.roll(corners, -1, 0)
        plasma[::step, half::step] = above / 4 + wibble * rng.uniform(-wibble, wibble, above.shape)
        plasma[half::step, ::step] = beside / 4 + wibble * rng.uniform(-wibble, wibble, beside.shape)
        step, wibble = half, wibble / decay
    plasma -= plasma.min()
    return (plasma / plasma.max()).astype(np.float32)
