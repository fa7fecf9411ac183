"""Paper: whether it is all of one level, and which side of the grey scale it is on."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.margin import cropped, inside_margin
from service.vision.shrink import shrunk
from service.vision.types import Box, UInt8Array

Float32Array = NDArray[np.float32]

THUMBNAIL = 320  # pixels of the longer side on which paper and light are studied
FLAT_SPREAD = 2  # grey levels: a drawing's paper is all of one level, give or take JPEG's rounding
FLAT_SHARE = 0.35  # of the pixels at that level
FLAT_ROUND = 16  # levels around it; where more than a few pixels are there, it is light or texture
FLAT_PURITY = 0.85  # of the pixels within FLAT_ROUND that are within FLAT_SPREAD
ALL_ROUND = 0.7  # of the way around a page that is paper
EDGES = (0.0, 0.03)  # of the shorter side: so deep inside it; a page may have a frame along its edge
CROP_SHARE = 0.1  # of a close crop's pixels that are paper at least, and that are ink
CROP_BOTH = 0.55  # of them that are the one or the other
CROP_INK = 0.25  # of the lighter one's level that the darker one's may be: few shadows are as dark
CROP_EDGE = (0.5, 0.98)  # of the way around it that is paper: less may be ink, and of more the ink keeps away
SAMPLE = 400  # rows and columns of the page on which flatness is judged
AROUND = (1 / 2, 1 / 8)  # of the page's longer side, over which medians are taken
LARGE = 100  # pixels of a thumbnail's shorter side, of which every second is enough
BLACK = 10  # levels that are added to both sides of a ratio
STRONG = 0.4  # of the greatest difference: what differs less is texture
MIN_RATIO = 0.05  # likewise, as the log of a ratio
NOTHING = 0.5  # darkness or lightness that says nothing
SURE = 4.0  # log of darkness to lightness; more says no more
DARK_PRIOR = 0.4  # by which dark ink is likelier than light ink, as such a log


def thumbnail(grey: UInt8Array) -> UInt8Array:
    """Shrink a page (h, w) to at most THUMBNAIL pixels on its longer side."""
    return shrunk(grey, THUMBNAIL)


def sampled(grey: UInt8Array) -> UInt8Array:
    """Give every nth row and column of a page: shrinking would average its texture away."""
    step = max(1, max(grey.shape) // SAMPLE)
    return grey[::step, ::step]


def counted(grey: UInt8Array, inner: Box | None = None) -> NDArray[np.float64]:
    """Count the pixels of each level: float64 (256,). `inner`: the box inside the margin, if it is known."""
    inner = inner or inside_margin(grey)
    counts = np.zeros(256)
    if inner.width:
        marked = np.ascontiguousarray(cropped(grey, inner))
        counts += cv2.calcHist([marked], [0], None, [256], [0, 256]).ravel()
    counts[grey[0, 0]] += grey.size - inner.width * inner.height
    return counts


@dataclass(frozen=True, slots=True)
class FlatPaper:
    """Paper that is all alike, as in a drawing or a screenshot."""

    level: float  # of grey
    is_light: bool  # lighter than the ink on it


def flat_paper(grey: UInt8Array, histogram: NDArray[np.float64]) -> FlatPaper | None:
    """Find paper that is all of one level; None for other paper.

    `grey` is a page, or every nth pixel of a large one, and `histogram` counts its levels.
    """
    fullest = _fullest(histogram)
    crop = _of_a_close_crop(grey, histogram, fullest)
    if crop is not None:
        return crop
    level = _flat_level(grey, histogram, fullest)
    return None if level is None else FlatPaper(level, _is_lighter(level, histogram))


def _of_a_close_crop(grey: UInt8Array, histogram: NDArray[np.float64], one: int) -> FlatPaper | None:
    """Find the paper where a digit fills the picture: there may be less of it than of ink.

    Its ink reaches the edge, but most of the way around is paper. `one` is the fullest level.
    """
    share = _share_near(one, histogram)
    if share > 1 - CROP_SHARE or _share_near(one, histogram, FLAT_SPREAD) < FLAT_PURITY * share:
        return None
    other = _fullest(histogram * (np.abs(np.arange(256) - one) > FLAT_ROUND))
    other_share = _share_near(other, histogram)
    is_ink_on_paper = min(one, other) <= CROP_INK * max(one, other)
    if not is_ink_on_paper or min(share, other_share) < CROP_SHARE or share + other_share < CROP_BOTH:
        return None
    around = _around(grey)
    round_one, round_other = (float((np.abs(around - level) <= FLAT_ROUND).mean()) for level in (one, other))
    if round_one < round_other:
        one, other, round_one = other, one, round_other
    return FlatPaper(float(one), one > other) if CROP_EDGE[0] <= round_one <= CROP_EDGE[1] else None


def _flat_level(grey: UInt8Array, histogram: NDArray[np.float64], level: int) -> float | None:
    """Give the level of most of a page and of its edge, near its fullest one, or None."""
    first = max(0, level - FLAT_SPREAD)
    near = histogram[first : level + FLAT_SPREAD + 1]
    round_about = histogram[max(0, level - FLAT_ROUND) : level + FLAT_ROUND + 1]
    if near.sum() < max(FLAT_SHARE * grey.size, FLAT_PURITY * round_about.sum()):
        return None
    if min(grey.shape) >= 48 and not any(_is_paper_all_round(grey, level, depth) for depth in EDGES):
        return None
    mode = int(near.argmax())
    if near[mode] > 0.5 * near.sum():
        return float(first + mode)  # drawn on exactly one level: every difference from it is ink
    return float((near * np.arange(first, first + len(near))).sum() / near.sum())


def _is_paper_all_round(grey: UInt8Array, level: int, depth: float) -> bool:
    """Tell whether most of the way around a page, so deep inside it, is of the paper's level."""
    inside = round(depth * min(grey.shape))
    page = grey[inside : len(grey) - inside, inside : grey.shape[1] - inside]
    return bool((np.abs(_around(page) - level) <= 4 * FLAT_SPREAD).mean() >= ALL_ROUND)


def _fullest(histogram: NDArray[np.float64]) -> int:
    return int(np.convolve(histogram, np.ones(2 * FLAT_SPREAD + 1), mode="same").argmax())


def _share_near(level: int, histogram: NDArray[np.float64], distance: int = FLAT_ROUND) -> float:
    return float(histogram[max(0, level - distance) : level + distance + 1].sum() / histogram.sum())


def _around(page: UInt8Array) -> NDArray[np.int16]:
    """Give the pixels of a page's first and last rows and columns, int16 (n,)."""
    return np.concatenate([page[0], page[-1], page[:, 0], page[:, -1]]).astype(np.int16)


def _is_lighter(level: float, histogram: NDArray[np.float64]) -> bool:
    """Tell whether flat paper of a level is lighter than the ink on it."""
    far = np.arange(256) - level
    darker, lighter = far < -4 * FLAT_SPREAD, far > 4 * FLAT_SPREAD
    return bool(-far[darker] @ histogram[darker] >= far[lighter] @ histogram[lighter])


def is_light(thumb: UInt8Array) -> bool:
    """Tell whether uneven paper is lighter than the ink on it.

    Ink is what differs from a median of the page around it: one that sees through thick strokes and their
    loops to the paper, and one that stays on its own side of a shadow's edge. In ratios, not differences, or
    lit paper beside a shadow would outweigh the ink in it.
    """
    small = thumb[::2, ::2] if min(thumb.shape) >= LARGE else thumb
    return sum(_darkness(np.ascontiguousarray(small), part) for part in AROUND) >= -DARK_PRIOR


def _darkness(grey: UInt8Array, part: float) -> float:
    """Weigh what is darker than the median of `part` of the page around it against what is lighter: a log."""
    around = cv2.medianBlur(grey, _odd(max(grey.shape) * part)).astype(np.float32)
    darker = np.log((around + BLACK) / (grey.astype(np.float32) + BLACK))
    least = max(STRONG * float(np.abs(darker).max(initial=0)), MIN_RATIO)
    dark, light = float(darker[darker > least].sum()), float(-darker[darker < -least].sum())
    return float(np.clip(math.log((dark + NOTHING) / (light + NOTHING)), -SURE, SURE))


def _odd(size: float) -> int:
    return max(3, round(size) | 1)
