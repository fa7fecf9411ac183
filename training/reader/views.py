"""Views for training: pages at the size at which the service looks at them, with what is to be read."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import STRIDE
from service.reading.finest import LARGEST
from service.vision.contrast import PAPER, contrast
from training.reader import layouts, photo
from training.reader.mnist_hand import MnistDigits
from training.reader.sheet import Float32Array, Sheet
from training.reader.targets import PEAKS_COUNT, PLANES, SMALLER_COUNT, SMALLEST, targets
from training.reader.visibility import with_visible_marks

Generator = np.random.Generator

SIDE = 192  # pixels of a view
TILES = ((1, 0.62), (2, 0.26), (4, 0.12))  # a view holds one page or several small ones, to a side; shares
WELL_SEEN, MOSTLY_WELL = 18.0, 0.85  # pixels from which marks are read at leisure; share of such views
CLEAN = 0.35  # share of drawings without paper
TINY, TINIEST = 0.15, 1.5  # share of views whose writing is too small to be read; pixels of the smallest
RAW = 0.25  # share of the smallest pages that are digits as MNIST has them

View: TypeAlias = tuple[NDArray[np.uint8], Float32Array]


def view(digits: MnistDigits, rng: Generator) -> View:
    """A view, uint8 (SIDE, SIDE), and its lessons, float32 (SIDE/4, SIDE/4, PLANES)."""
    tiles = int(rng.choice([count for count, _ in TILES], p=[share for _, share in TILES]))
    side = SIDE // tiles
    seen = np.full((SIDE, SIDE), PAPER, np.uint8)
    taught = np.zeros((SIDE // STRIDE, SIDE // STRIDE, PLANES), np.float32)
    taught[:, :, [PEAKS_COUNT, SMALLER_COUNT]] = 1
    for top in range(0, SIDE, side):
        for left in range(0, SIDE, side):
            part, lesson = _page(digits, side, rng)
            height, width = part.shape
            seen[top : top + height, left : left + width] = part
            rows, columns = lesson.shape[:2]
            y, x = top // STRIDE, left // STRIDE
            taught[y : y + rows, x : x + columns] = lesson
    return seen, taught


def _page(digits: MnistDigits, side: int, rng: Generator) -> View:
    if side == SIDE and rng.random() < TINY:
        return _tiny(digits, side, rng)
    if side == SIDE // TILES[-1][0] and rng.random() < RAW:
        return _as_in_mnist(digits, rng)
    height, width = (_length(side, rng) for _ in range(2))
    size = _size(min(height, 0.95 * side), rng, is_small=side < SIDE)
    sheet = layouts.page(digits, height, width, size, rng)
    grey = photo.clean(sheet, rng) if rng.random() < CLEAN else photo.photographed(sheet, size, rng)
    seen = contrast(photo.processed(grey, rng))
    return seen, targets(with_visible_marks(sheet, seen))


def _tiny(digits: MnistDigits, side: int, rng: Generator) -> View:
    """A page whose writing can hardly be seen, once or repeated over the view: to be looked at closer."""
    size = rng.uniform(11, 22)
    sheet = layouts.page(digits, side, side, size, rng)
    grey = photo.clean(sheet, rng) if rng.random() < CLEAN else photo.photographed(sheet, size, rng)
    grey = photo.processed(grey, rng)
    sheet = with_visible_marks(sheet, contrast(grey))
    factor = size / np.exp(rng.uniform(np.log(TINIEST), np.log(9.0)))
    small = sheet.shrunk(factor)
    less = cv2.resize(grey, (small.width, small.height), interpolation=cv2.INTER_AREA)
    lesson = targets(small)
    rows, columns = (side - small.height) // STRIDE, (side - small.width) // STRIDE
    above, before = int(rng.integers(rows + 1)), int(rng.integers(columns + 1))
    margins = (above, rows - above, before, columns - before)
    repeated = rng.random() < 0.4
    how = cv2.BORDER_REFLECT if repeated else cv2.BORDER_REPLICATE
    whole = _widened(np.asarray(less), margins, how, cells=STRIDE)
    # Where paper goes on as it ended, ink at its border is drawn out into lines: there is no lesson in those.
    beyond = how if repeated else cv2.BORDER_CONSTANT
    planes = [
        _widened(np.ascontiguousarray(lesson[:, :, plane]), margins, beyond, cells=1)
        for plane in range(PLANES)
    ]
    return contrast(np.asarray(whole, np.uint8)), np.stack(planes, axis=2)


def _widened(
    part: NDArray[np.uint8] | Float32Array, margins: tuple[int, int, int, int], how: int, *, cells: int
) -> NDArray[np.uint8] | Float32Array:
    """Continue an array beyond its borders, by so many times `cells` above, below, before and behind."""
    above, below, before, behind = (margin * cells for margin in margins)
    return np.asarray(cv2.copyMakeBorder(part, above, below, before, behind, how))


def _as_in_mnist(digits: MnistDigits, rng: Generator) -> View:
    """One digit as MNIST has it, light on black or the other way round."""
    sheet = Sheet(28, 28)
    label = int(rng.integers(10))
    ink = np.asarray(digits.any(label, rng) / 255, np.float32)
    height, width = ink.shape
    sheet.put(ink, (28 - width) / 2, (28 - height) / 2, label, size=height, starts=True)
    grey = np.round(sheet.written * 255).astype(np.uint8)
    return contrast(grey if rng.random() < 0.6 else np.asarray(255 - grey, np.uint8)), targets(sheet)


def _length(side: int, rng: Generator) -> int:
    """Pixels of a page's side: mostly all there is."""
    least = max(16, side // 3)
    share = 1.0 if rng.random() < 0.6 else rng.uniform(least / side, 1.0)
    return max(STRIDE * 4, int(side * share) // STRIDE * STRIDE)


def _size(height: float, rng: Generator, *, is_small: bool) -> float:
    """Pixels of a digit's height: mostly such as are read, some smaller and larger."""
    draw = rng.random()
    if draw < 0.1:
        return float(rng.uniform(4.5, SMALLEST))
    if draw < 0.2 and not is_small:
        return float(np.exp(rng.uniform(np.log(LARGEST), np.log(170))))
    most = max(SMALLEST + 2, min(LARGEST, height * 0.95))
    least = min(WELL_SEEN, 0.6 * most) if rng.random() < MOSTLY_WELL else SMALLEST
    return float(np.exp(rng.uniform(np.log(least), np.log(most))))
