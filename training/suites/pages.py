"""Made pages with several digits, each with the number that stands on it: clean, and of twelve hard kinds."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

import cv2
import numpy as np

from training.dataset import Split
from training.suites import camera, paper, pens
from training.suites.encode import jpeg, png, to_uint8
from training.suites.reading import ReadingCase, ReadingSuite
from training.suites.types import Float32Array, Generator
from training.suites.writing import Hand, Written, any_hand, number, write

Maker: TypeAlias = Callable[[Split, Generator], tuple[bytes, str]]


def pages_clean(mnist: Split, count: int = 300, seed: int = 0) -> ReadingSuite:
    """Numbers of 2 to 8 digits that do not touch, in one line on plain paper."""
    return _suite("pages, clean", {"clean": clean}, mnist, count, seed)


def pages_hard(mnist: Split, per_kind: int = 40, seed: int = 0) -> ReadingSuite:
    """As many pages of each hard kind."""
    return _suite("pages, hard", HARD, mnist, per_kind, seed)


def _suite(name: str, kinds: Mapping[str, Maker], mnist: Split, per_kind: int, seed: int) -> ReadingSuite:
    names = list(kinds)

    def case(index: int) -> ReadingCase:
        kind = names[index // per_kind]
        rng = np.random.default_rng([seed, index])
        picture, text = kinds[kind](mnist, rng)
        return ReadingCase(picture, text, kind, f"{kind} {index % per_kind}")

    return ReadingSuite(name, per_kind * len(names), case)


def clean(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Dark ink on plain paper or a screen."""
    written = write([number(rng)], digits, any_hand(rng, rng.uniform(28, 110)), rng)
    if rng.random() < 0.5:
        page = _on(np.ones((*_size(written, rng), 3), np.float32), written, _brush, rng)
        return png(to_uint8(page)), written.text
    page = _on(paper.sheet(_size(written, rng), paper.any_paper(rng), rng), written, pens.ball_pen, rng)
    return camera.snapshot(page, rng, noise=0.006), written.text


def ruled(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """On ruled paper."""
    written = write([number(rng)], digits, _hand(rng), rng)
    page = paper.sheet(_size(written, rng), paper.any_paper(rng), rng)
    page = paper.ruled(page, written.height * rng.uniform(0.8, 1.8), rng)
    return camera.snapshot(_on(page, written, pens.ball_pen, rng), rng), written.text


def squared(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """On squared paper."""
    written = write([number(rng)], digits, _hand(rng), rng)
    page = paper.sheet(_size(written, rng), paper.any_paper(rng), rng)
    page = paper.squared(page, max(10.0, written.height * rng.uniform(0.4, 1.1)), rng)
    return camera.snapshot(_on(page, written, pens.ball_pen, rng), rng), written.text


def skewed(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Lines that rise or fall by up to 15 degrees."""
    lines = [number(rng, 3, 7) for _ in range(rng.integers(1, 4))]
    written = write(lines, digits, replace(_hand(rng), skew=rng.uniform(-15, 15)), rng)
    return _photographed(written, rng)


def lines(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Two to six lines of unequal length, some with gaps like columns."""
    count = int(rng.integers(2, 7))
    texts = [number(rng, 1, 7) for _ in range(count)]
    if rng.random() < 0.3:
        texts = [f"{text} {number(rng, 1, 4)}" for text in texts]
    return _photographed(write(texts, digits, replace(_hand(rng), skew=rng.normal(0, 2)), rng), rng)


def in_shadow(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Shadows and uneven light."""
    written = write([number(rng)], digits, _hand(rng), rng)
    page = paper.sheet(_size(written, rng), paper.any_paper(rng), rng)
    page = _on(page, written, pens.ball_pen, rng)
    size = (page.shape[0], page.shape[1])
    light = camera.slope(size, rng, rng.uniform(0, 0.4)) * camera.shadow(size, rng, rng.uniform(0.25, 0.6))
    return camera.snapshot(page * light[..., None], rng), written.text


def noisy(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """A poor camera: noise, blur, strong JPEG."""
    written = write([number(rng)], digits, _hand(rng), rng)
    page = paper.sheet(_size(written, rng), paper.any_paper(rng), rng)
    page = camera.blurred(
        _on(page, written, pens.ball_pen, rng), rng, rng.uniform(0.5, 0.02 * written.height)
    )
    return jpeg(
        to_uint8(camera.noisy(page, rng, rng.uniform(0.02, 0.06))), int(rng.integers(30, 70))
    ), written.text


def tight(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Slanted digits so close that their boxes overlap, though their inks do not meet."""
    hand = replace(_hand(rng), gap=(0.06, 0.14), kerned=True, lean=rng.uniform(-5, 25))
    return _photographed(write([number(rng)], digits, hand, rng), rng)


def sizes(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Digits of unequal size on an uneven line."""
    return _photographed(write([number(rng)], digits, replace(_hand(rng), sizes=0.2, drift=0.1), rng), rng)


def in_boxes(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """A form: a printed box for each digit, or one around all."""
    hand = replace(_hand(rng), gap=(0.35, 0.45), sizes=0.04)
    written = write([number(rng)], digits, hand, rng)
    page = paper.sheet(_size(written, rng, margin=0.8), paper.any_paper(rng), rng)
    top, left = (
        room // 2 for room in (page.shape[0] - written.ink.shape[0], page.shape[1] - written.ink.shape[1])
    )
    _frames(page, written, top, left, rng)
    page = pens.write(page, pens.ball_pen(written.ink, rng), pens.any_ink(rng), top, left)
    return camera.snapshot(page, rng), written.text


def with_signs(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Points, commas, minus signs, slashes, colons, and letters behind the number."""
    a, b, c = number(rng, 1, 2), number(rng, 2, 2), number(rng, 2, 4)
    text = rng.choice(
        [f"{a}.{b}", f"{a},{b}", f"-{c}", f"{a}/{b}/{c}", f"{a}:{b}", f"{c}-{b}", f"{c} k", f"m {c}"]
    )
    return _photographed(write([str(text)], digits, replace(_hand(rng), gap=(0.15, 0.4)), rng), rng)


def broken(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """Gaps in the strokes, as a pen leaves them."""
    return _photographed(write([number(rng)], digits, replace(_hand(rng), breaks=0.5), rng), rng)


def in_photo(digits: Split, rng: Generator) -> tuple[bytes, str]:
    """All of it: several lines on any paper, perspective, light, shadow, blur, noise, JPEG."""
    texts = [number(rng, 2, 6) for _ in range(rng.integers(1, 4))]
    written = write(texts, digits, replace(_hand(rng), skew=rng.normal(0, 3)), rng)
    size = _size(written, rng, margin=1.8)
    page = paper.sheet(size, paper.any_paper(rng), rng, grain=rng.uniform(0.006, 0.02))
    if rng.random() < 0.5:
        spacing = max(12.0, written.height * rng.uniform(0.5, 1.6))
        page = (paper.ruled if rng.random() < 0.5 else paper.squared)(page, spacing, rng)
    page = _on(page, written, pens.ball_pen if rng.random() < 0.6 else pens.marker, rng)
    page = camera.tilted(page, rng, strength=0.04, degrees=5) * camera.dim(size, rng)[..., None]
    if rng.random() < 0.5:
        page = page * camera.shadow(size, rng, rng.uniform(0.15, 0.45))[..., None]
    page = camera.white_balance(camera.blurred(page, rng, rng.uniform(0.4, 1.2)), rng)
    return jpeg(
        to_uint8(camera.noisy(page, rng, rng.uniform(0.004, 0.025))), int(rng.integers(45, 95))
    ), written.text


HARD: Mapping[str, Maker] = MappingProxyType(
    {
        "ruled": ruled, "squared": squared, "skewed": skewed, "lines": lines, "shadow": in_shadow,
        "noise": noisy, "tight": tight, "sizes": sizes, "boxes": in_boxes, "signs": with_signs,
        "broken": broken, "photo": in_photo,
    }
)  # fmt: skip


def _hand(rng: Generator) -> Hand:
    return any_hand(rng, rng.uniform(36, 110))


def _size(written: Written, rng: Generator, margin: float = 1.2) -> tuple[int, int]:
    """A page around the block: paper of up to `margin` digits' heights on each side."""
    spare = [round(2 * written.height * rng.uniform(0.25, margin)) for _ in range(2)]
    return written.ink.shape[0] + spare[0], written.ink.shape[1] + spare[1]


def _on(page: Float32Array, written: Written, pen: pens.Pen, rng: Generator) -> Float32Array:
    """The page with the block somewhere near its middle."""
    room = [page.shape[axis] - written.ink.shape[axis] for axis in (0, 1)]
    top, left = (round(space * rng.uniform(0.35, 0.65)) for space in room)
    return pens.write(page, pen(written.ink, rng), pens.any_ink(rng), top, left)


def _photographed(written: Written, rng: Generator) -> tuple[bytes, str]:
    page = paper.sheet(_size(written, rng), paper.any_paper(rng), rng)
    return camera.snapshot(_on(page, written, pens.ball_pen, rng), rng), written.text


def _brush(mask: Float32Array, _: Generator) -> Float32Array:
    """A brush on a screen: full ink."""
    return mask


def _frames(page: Float32Array, written: Written, top: int, left: int, rng: Generator) -> None:
    """Print boxes on the page, in place: one for each run of ink columns, or one around all."""
    inked = np.flatnonzero(np.diff(np.concatenate([[0], (written.ink > 0.02).any(axis=0).astype(int), [0]])))
    spans = list(zip(inked[::2], inked[1::2], strict=True)) if rng.random() < 0.6 else [(inked[0], inked[-1])]
    reach, thick = 0.16 * written.height, max(1, round(0.02 * written.height))
    colour = [float(v) for v in rng.uniform(0.25, 0.6) * np.array([1.0, 0.95, 0.9])]
    for start, end in spans:
        corners = [
            (round(left + start - reach), round(top - reach)),
            (round(left + end + reach), round(top + written.ink.shape[0] + reach)),
        ]
        cv2.rectangle(page, corners[0], corners[1], colour, thick, cv2.LINE_AA)
