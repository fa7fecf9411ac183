"""Digits as other people would have written them, seen as the service would see them.

Each digit of MNIST is warped (turned, sheared, stretched, bent), drawn with another pen (hairline to
marker), worn (gaps, faint ink, blur, coarse pixels, remains of lines) and then goes through
`service.vision.normalize`, so that a network learns on what the service will send.
"""

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision import UInt8Array, normalize
from training.damage import damaged
from training.recipes import MOSTLY_REDRAWN, Shares

CANVAS = 64  # pixels of the side on which a digit is redrawn
ZOOM = 2.0  # canvas pixels to one of MNIST
FIELDS = 512  # smooth random displacement fields, made once and reused in all turns and mirrors
LEAST = 12  # inked pixels; a digit that lost more than that is used as it was
SPECK = 0.03  # of the largest piece's area: less is dust
DAMAGED = 0.14  # share that is damaged as small pictures are, and read back through all of vision
CALM_NEAR = 0.77  # share that stays near to MNIST when all is calm

_AXIS = np.arange(CANVAS) - (CANVAS - 1) / 2

Float32Array = NDArray[np.float32]


class Augmented(NamedTuple):
    """Digits drawn anew, in their order."""

    digits: UInt8Array  # (n, 28, 28)
    near: NDArray[np.bool_]  # (n,): as it was or warped a little, so that it is still one of MNIST's


def augment(
    digits: UInt8Array, rng: np.random.Generator, *, shares: Shares = MOSTLY_REDRAWN, calm: float = 0.0
) -> Augmented:
    """Redraw digits, uint8 (n, 28, 28), each anew. `rng` decides everything.

    `calm`, 0 to 1, moves shares from what is redrawn and damaged to what stays close to MNIST.
    """
    out, near = np.empty_like(digits), np.zeros(len(digits), np.bool_)
    for i, digit in enumerate(digits):
        changed, near[i] = _changed(digit, rng, shares, calm)
        out[i] = changed if np.count_nonzero(changed) >= LEAST else digit
    return Augmented(out, near)


def nearby(digits: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Warp digits a little, each anew, and nothing else: uint8 (n, 28, 28) to uint8 (n, 28, 28)."""
    return np.stack([_warped_a_little(digit, rng) for digit in digits])


def _changed(
    digit: UInt8Array, rng: np.random.Generator, shares: Shares, calm: float
) -> tuple[UInt8Array, bool]:
    """Change one digit, and tell whether it stayed near to what it was."""
    near = sum(shares) + (CALM_NEAR - sum(shares)) * calm
    damage = DAMAGED * (1.0 - calm / 2)
    chance = rng.random()
    if chance < near * shares.as_is / sum(shares):
        return digit, True
    if chance < near:
        return _warped_a_little(digit, rng), True
    if chance < near + damage:
        return damaged(_warped_a_little(digit, rng) if rng.random() < 0.5 else digit, rng), False
    return redraw(digit, rng), False


def redraw(digit: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Redraw one digit in another hand, with another pen: uint8 (28, 28) to uint8 (28, 28)."""
    canvas = _warped(digit, rng, 1.0)
    if rng.random() < 0.5:
        canvas = _other_pen(canvas, rng)
    if rng.random() < 0.5:
        canvas = _worn(canvas, rng)
    return normalize(_cleaned(canvas))


def _warped_a_little(digit: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    canvas = _warped(digit, rng, 0.5)
    if rng.random() < 0.5:
        canvas = np.asarray(cv2.resize(canvas, (32, 32), interpolation=cv2.INTER_AREA), np.uint8)
    return normalize(_cleaned(canvas))


def _cleaned(canvas: np.ndarray) -> UInt8Array:
    """Drop the faintest edge and specks, as binarize and segment do on a picture that is not quite clean."""
    inked = (canvas > 12).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    if count > 2:
        areas = stats[:, cv2.CC_STAT_AREA]
        kept = areas >= SPECK * areas[1:].max()
        kept[0] = False
        inked = kept[labels].astype(np.uint8)
    return np.asarray(canvas * inked, np.uint8)


def _warped(digit: UInt8Array, rng: np.random.Generator, strength: float) -> UInt8Array:
    """Turn, shear, stretch and bend: uint8 (CANVAS, CANVAS)."""
    turn, lean = rng.normal(0, 0.12 * strength), rng.normal(0, 0.16 * strength)
    # Hands differ in width most.
    width, height = ZOOM * np.exp(rng.normal(0, (0.18 * strength, 0.12 * strength)))
    cos, sin = np.cos(turn), np.sin(turn)
    grid = np.empty((CANVAS, CANVAS, 2), np.float32)  # where each pixel comes from
    across = _AXIS * (cos + lean * sin) / width + 13.5
    np.add.outer(_AXIS * (sin - lean * cos) / width, across, out=grid[..., 0])
    np.add.outer(_AXIS * cos / height, 13.5 - _AXIS * sin / height, out=grid[..., 1])
    field = _fields()[rng.integers(FIELDS)]
    if rng.random() < 0.5:
        field = field[::-1]
    grid += field * np.float32(abs(rng.normal(0, 0.9 * strength)))
    return np.asarray(cv2.remap(digit, grid, None, cv2.INTER_CUBIC, borderValue=0), np.uint8)


def _other_pen(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Draw the strokes thinner or thicker: the blurred ink is cut at another level."""
    blur = cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.8, 2.6)).astype(np.float32)
    level = rng.uniform(0.12, 0.62) * float(blur.max())
    gain = max(rng.uniform(3, 12), 128 / max(level, 1.0))  # paper stays paper
    return np.asarray(np.clip((blur - level) * gain + 128, 0, 255), np.uint8)


def _worn(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Wear the ink in one or two of the ways in which paper, pens and cameras do."""
    for wear in rng.choice(len(WEARS), size=rng.integers(1, 3), replace=False):
        canvas = WEARS[wear](canvas, rng)
    return canvas


def _gaps(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    worn = canvas.copy()
    for _ in range(rng.integers(1, 4)):
        x, y = rng.integers(8, CANVAS - 8, 2)
        cv2.circle(worn, (int(x), int(y)), int(rng.integers(1, 4)), 0, -1)
    return worn


def _grain(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    size = int(rng.choice([16, 32, 64]))
    grain = cv2.resize(rng.random((size, size), np.float32), (CANVAS, CANVAS), interpolation=cv2.INTER_LINEAR)
    return np.asarray(canvas * (1 - rng.uniform(0.2, 0.8) * grain), np.uint8)


def _noise(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    small = cv2.resize(canvas, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    small += rng.normal(0, rng.uniform(8, 45), small.shape)
    cut = rng.uniform(30, 90)
    return _as_canvas(np.where(small > cut, np.clip(small, 0, 255), 0).astype(np.uint8))


def _as_canvas(small: np.ndarray) -> UInt8Array:
    return np.asarray(cv2.resize(small, (CANVAS, CANVAS), interpolation=cv2.INTER_LINEAR), np.uint8)


def _soft(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.8, 2.4)))


def _coarse(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    side = int(rng.integers(20, 36))
    return _as_canvas(cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA))


def _moved(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Blur along a line, as a hand that shakes does."""
    length = int(rng.integers(3, 8))
    kernel = np.zeros((length, length), np.float32)
    end = rng.integers(0, length, 4)
    cv2.line(kernel, (int(end[0]), int(end[1])), (int(end[2]), int(end[3])), 1.0)
    return np.asarray(cv2.filter2D(canvas, -1, kernel / kernel.sum()))


def _line_left(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Leave a piece of a printed line beside or across the digit."""
    worn = canvas.copy()
    a, b = rng.integers(6, CANVAS - 6, 2)
    shade, lean = int(rng.integers(60, 256)), int(rng.integers(-3, 4))
    if rng.random() < 0.5:
        cv2.line(
            worn,
            (int(a), int(b)),
            (int(a + rng.integers(6, 40)), int(b + lean)),
            shade,
            int(rng.integers(1, 3)),
        )
    else:
        cv2.line(
            worn,
            (int(a), int(b)),
            (int(a + lean), int(b + rng.integers(6, 40))),
            shade,
            int(rng.integers(1, 3)),
        )
    return np.maximum(worn, canvas)


def _cut_away(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Let a line of paper's colour cross the ink, as where a printed line was taken out."""
    worn = canvas.copy()
    at, width = int(rng.integers(14, CANVAS - 14)), int(rng.integers(1, 3))
    if rng.random() < 0.7:
        worn[at : at + width] = 0
    else:
        worn[:, at : at + width] = 0
    return worn


def _cropped(canvas: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Lose a little at one side, as a digit that the picture's border cuts."""
    inked = np.flatnonzero(canvas.any(axis=1))
    if not len(inked):
        return canvas
    worn = canvas.copy()
    lost = int(rng.integers(1, 5))
    turned = np.rot90(worn, int(rng.integers(4)))
    rows = np.flatnonzero(turned.any(axis=1))
    turned[rows[0] : rows[0] + lost] = 0
    return worn


WEARS = (_gaps, _grain, _noise, _soft, _coarse, _moved, _line_left, _cut_away, _cropped)


@lru_cache(maxsize=1)
def _fields() -> Float32Array:
    """Make smooth displacements, float32 (FIELDS, CANVAS, CANVAS, 2), deviation 1 pixel of MNIST.

    Simard et al. 2003: random fields smoothed by a Gaussian; here of several widths.
    """
    rng = np.random.default_rng(2003)
    fields = np.empty((FIELDS, CANVAS, CANVAS, 2), np.float32)
    for field in fields:
        rough = rng.standard_normal((CANVAS, CANVAS, 2)).astype(np.float32)
        smooth = cv2.GaussianBlur(rough, (0, 0), rng.uniform(7, 14))
        field[:] = smooth / smooth.std()
    return fields
