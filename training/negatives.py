"""What people send that is no digit, drawn by the thousand: the eleventh class of a network learns on it.

Letters that no hand makes like a digit, scribbles, shapes, figures, pairs of digits, blots. Letters
that are digits to the eye (O, l, I, S, Z, b, g, q) are left out: they may read as digits.
Everything goes through `service.vision.normalize`, as it would in the service.
"""

from functools import lru_cache
from pathlib import Path

import cv2
import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from service.vision import UInt8Array, normalize
from training import miscounted
from training.augment import redraw

CANVAS = 64
LETTERS = "ACEFGHKMNPQRTUVWXYadefhkmnprtuvwx"
SIGNS = "#&@%?!*+=$€§~<>{}"
FONTS = (
    "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSerif.ttf",
    "DejaVuSerif-Italic.ttf",
    "DejaVuSansMono.ttf", "cmmi10.ttf", "cmr10.ttf", "STIXGeneral.ttf", "STIXGeneralItalic.ttf",
)  # fmt: skip
STROKE_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    cv2.FONT_HERSHEY_SIMPLEX | cv2.FONT_ITALIC,
)  # fmt: skip


def draw(count: int, digits: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Draw things that are no digit: uint8 (count, 28, 28). `digits`, uint8 (n, 28, 28), lend pairs."""
    out = np.empty((count, 28, 28), np.uint8)
    shares = np.array([share for _, share in KINDS])
    for i, kind in enumerate(rng.choice(len(KINDS), size=count, p=shares / shares.sum())):
        drawn = np.zeros((28, 28), np.uint8)
        while np.count_nonzero(drawn) < 12:
            drawn = KINDS[kind][0](digits, rng)
        out[i] = drawn
    return out


def _letter(_: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    glyph = _glyphs()[rng.integers(len(_glyphs()))]
    return redraw(glyph, rng)


def _scribble(_: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Draw a polyline or a smooth curve of random points, with a random pen."""
    points = rng.uniform(6, CANVAS - 6, (int(rng.integers(4, 14)), 2)) * np.array([1, rng.uniform(0.5, 1)])
    if rng.random() < 0.6:
        steps = np.linspace(0, len(points) - 1, 120)
        points = np.stack([np.interp(steps, np.arange(len(points)), points[:, k]) for k in (0, 1)], axis=1)
        points = cv2.GaussianBlur(points.astype(np.float32), (1, 0), 0, sigmaY=rng.uniform(2, 9))
    return _drawn([points], rng)


def _shape(_: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Draw a polygon, star, cross, arrow, wave, spiral or hatching."""
    kind, n = int(rng.integers(7)), int(rng.integers(3, 8))
    angles = np.linspace(0, 2 * np.pi, n + 1) + rng.uniform(0, 7)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    span = np.linspace(-1, 1, 60)
    lines = {
        0: [circle],
        1: [circle[(np.arange(2 * (n | 1) + 1) * 2) % (n | 1)] if n > 4 else circle],
        2: [np.array([[-1, -1], [1, 1]]), np.array([[-1, 1], [1, -1]]), np.array([[0, -1], [0, 1]])][
            : n % 2 + 2
        ],
        3: [np.array([[-1, 0], [1, 0]]), np.array([[0.4, -0.6], [1, 0], [0.4, 0.6]])],
        4: [np.stack([span, 0.4 * np.sin(span * rng.uniform(6, 14))], axis=1)],
        5: [np.stack([(span + 1) / 2 * np.cos(span * 9), (span + 1) / 2 * np.sin(span * 9)], axis=1)],
        6: [np.array([[x, -1], [x + rng.uniform(-0.3, 0.3), 1]]) for x in np.linspace(-1, 1, n)],
    }[kind]
    turn = rng.uniform(0, 2 * np.pi) if kind != 2 else rng.normal(0, 0.2)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * rng.uniform(14, 26)
    wobble = rng.normal(0, 0.04, 2)
    return _drawn(
        [(line + wobble) @ spin.T + CANVAS / 2 + rng.normal(0, 0.7, line.shape) for line in lines], rng
    )


def _figure(_: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Draw an outline that no digit has, with or without sticks, or any with marks inside it.

    No digit has ink that lies free in a loop of it, and none an outline with dents or bumps all around.
    """
    inside = int(rng.integers(2, 6)) if rng.random() < 0.5 else 0
    outline = _outline(rng, plain=inside > 0)
    marks = [_mark(rng) * rng.uniform(0.1, 0.26) + rng.uniform(-0.5, 0.5, 2) for _ in range(inside)]
    if inside and rng.random() < 0.6:  # people draw many things alike on both sides
        marks[1] = marks[0] * np.array([-1, 1])
    if rng.random() < 0.4:
        marks += [_stick(outline, rng) for _ in range(int(rng.integers(2, 6)))]
    spin = rng.normal(0, 0.25)
    turn = np.array([[np.cos(spin), -np.sin(spin)], [np.sin(spin), np.cos(spin)]])
    scale = rng.uniform(18, 24) * np.array([rng.uniform(0.7, 1.1), 1.0])
    lines = [
        line @ turn.T * scale + CANVAS / 2 + rng.normal(0, 0.3, line.shape) for line in [outline, *marks]
    ]
    return _drawn(lines, rng, widest=4)  # a broad pen would fill it, or round it to a 0


def _outline(rng: np.random.Generator, *, plain: bool) -> np.ndarray:
    """A closed line, (n, 2): wavy, or with two dents and more; if `plain`, perhaps round or square."""
    kind = int(rng.integers(4)) if plain else int(rng.integers(2))
    if kind == 0:
        angles = np.linspace(0, 2 * np.pi, 73)
        waves = rng.uniform(0.18, 0.34) * np.sin(angles * rng.integers(5, 11) + rng.uniform(0, 7))
        return _around(angles, 1 + waves)
    if kind == 1:
        half = int(rng.integers(3, 6))
        reach = rng.uniform(0.8, 1, 2 * half)
        reach[2 * rng.choice(half, size=int(rng.integers(2, half + 1)), replace=False)] *= rng.uniform(
            0.2, 0.5
        )
        return _around(
            np.linspace(0, 2 * np.pi, 2 * half + 1) + rng.uniform(0, 7), np.append(reach, reach[0])
        )
    if kind == 2:
        return _around(np.linspace(0, 2 * np.pi, 73), 1.0)
    return _around(np.linspace(0, 2 * np.pi, int(rng.integers(4, 8))) + rng.uniform(0, 7), 1.0)


def _around(angles: np.ndarray, reach: "np.ndarray | float") -> np.ndarray:
    return np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=1)


def _mark(rng: np.random.Generator) -> np.ndarray:
    """A dot, a ring, a bow or a dash, about 1 high or wide: (n, 2)."""
    kind, angles = int(rng.integers(4)), np.linspace(0, 2 * np.pi, 25)
    if kind < 2:
        return _around(angles, 0.25 if kind else rng.uniform(0.2, 0.6))
    if kind == 2:
        return _around(np.linspace(0, np.pi, 13), 1.0) * np.array([1.2, rng.uniform(-0.8, 0.8)])
    return np.outer(np.linspace(-1, 1, 5), _around(np.array([rng.uniform(0, np.pi)]), 1.0)[0])


def _stick(outline: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A straight line outwards from somewhere on the outline: (2, 2)."""
    foot = outline[rng.integers(len(outline))]
    return np.stack([foot, foot * rng.uniform(1.2, 1.8) + rng.normal(0, 0.1, 2)])


def _blot(_: UInt8Array, rng: np.random.Generator) -> UInt8Array:
    """Cut smooth noise at a level: blots, textures, what binarize makes of a photo."""
    noise = cv2.GaussianBlur(
        rng.standard_normal((CANVAS, CANVAS)).astype(np.float32), (0, 0), rng.uniform(0.8, 7)
    )
    noise /= noise.std()
    if rng.random() < 0.4:
        noise = 1.2 - np.abs(noise) * 4
    level = rng.uniform(-0.2, 1.2)
    ink = np.clip((noise - level) * rng.uniform(100, 600), 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        _, labels, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), connectivity=8)
        if len(stats) > 1:
            ink = np.where(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), ink, 0).astype(np.uint8)
    return normalize(ink)


KINDS = (
    (_letter, 0.40),
    (_scribble, 0.14),
    (_shape, 0.10),
    (_figure, 0.18),
    (miscounted.side_by_side, 0.20),
    (miscounted.touching, 0.25),
    (miscounted.half, 0.08),
    (_blot, 0.12),
)


def _drawn(lines: list[np.ndarray], rng: np.random.Generator, *, widest: int = 7) -> UInt8Array:
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    width = int(rng.integers(1, widest + 1))
    for line in lines:
        cv2.polylines(canvas, [np.rint(line * 8).astype(np.int32)], False, 255, width, cv2.LINE_AA, 3)
    return normalize(canvas)


@lru_cache(maxsize=1)
def _glyphs() -> list[UInt8Array]:
    """Render letters and signs in every font, as digits are kept: uint8 (28, 28) each."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    glyphs = []
    for name in FONTS:
        font = ImageFont.truetype(folder / name, 40)
        for sign in LETTERS + SIGNS:
            image = Image.new("L", (80, 80))
            ImageDraw.Draw(image).text((40, 40), sign, 255, font=font, anchor="mm")
            glyphs.append(normalize(np.asarray(image)))
    for face in STROKE_FONTS:
        for sign in LETTERS:
            canvas = np.zeros((80, 80), np.uint8)
            cv2.putText(canvas, sign, (20, 60), face, 1.8, 255, 4, cv2.LINE_AA)
            glyphs.append(normalize(canvas))
    return [glyph for glyph in glyphs if glyph.any()]
