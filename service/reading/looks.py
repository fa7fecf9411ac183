"""Looks at a page at several sizes, from coarse to fine, for as long as the network sees smaller writing."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import DIGITS, INK, MULTIPLE, SMALLER, STRIDE
from service.reading.candidates import Candidates, candidates_in
from service.reading.finest import Look, Window, finest
from service.reading.overlaps import distinct
from service.vision import UInt8Array
from service.vision.contrast import PAPER, contrast, has_dark_ink
from service.vision.shrink import rescaled, shrunk

Float32Array = NDArray[np.float32]
Maps = Callable[[UInt8Array], Float32Array]  # uint8 (1, h, w) to float32 (1, h/4, w/4, CHANNELS)

COARSEST = 48  # pixels of the longer side at the first look: a digit that fills the page is at its largest
FLATTEST = 12  # pixels of the shorter side that hold a digit at all
MOST_ENLARGED = 3.0  # times: larger, a page shows no more
MOST_PIXELS = 2_000_000  # of a look, which bounds its time
CLOSER_BELOW = 22  # pixels of a digit's height under which a closer look is taken: twice that is still read
WITHOUT_TRACE = 384  # pixels of the longer side up to which writing may be too small to leave a trace
MARGIN = 24  # pixels kept around what is looked at closer
POLARITY_SIDE = 192  # pixels of the longer side at which dark is told from light ink


@dataclass(frozen=True, slots=True)
class Looks:
    """What all looks at one page found."""

    candidates: Candidates
    ink: "list[InkMap]"
    dark_ink: bool


@dataclass(frozen=True, slots=True)
class InkMap:
    """Where one look saw the ink of digits and signs."""

    likely: Float32Array  # (h, w) logits
    left: float  # of its first column, in pixels of the page
    top: float
    scale: float  # its pixels to one of the page


def look(grey: UInt8Array, maps: Maps) -> Looks:
    """Look at a page, uint8 (h, w), with a reader network."""
    height, width = grey.shape
    dark_ink = has_dark_ink(shrunk(grey, POLARITY_SIDE))
    window: Window | None = Window(0, 0, width, height)
    looks: list[Look] = []
    inks: list[InkMap] = []
    for scale in _scales(height, width):
        if window is None or _pixels(window, scale) > MOST_PIXELS:
            break
        part = grey[window.top : window.bottom, window.left : window.right]
        seen = rescaled(part, scale)
        answer = maps(_padded(contrast(seen, dark_ink=dark_ink))[None])[0]
        answer = answer[: -(-seen.shape[0] // STRIDE), : -(-seen.shape[1] // STRIDE)]
        marks = candidates_in(answer, left=window.left, top=window.top, scale=scale)
        looks.append(Look(marks, window, scale))
        inks.append(_ink_map(answer, window, scale))
        closer = _around(window, scale, [*_smaller(answer, window, scale), *_small(marks)])
        # Writing of a pixel or two leaves no trace: until a look finds something, there may be some.
        anything = any((each.marks.peaks > 0).any() for each in looks)
        window = closer or (None if anything or max(seen.shape) >= WITHOUT_TRACE else window)
    return Looks(distinct(finest(looks)), inks, dark_ink)


def _scales(height: int, width: int) -> list[float]:
    """The sizes at which a page may be looked at, each twice the one before."""
    scale = max(COARSEST / max(height, width), FLATTEST / min(height, width))
    scales = [min(scale, MOST_ENLARGED)]
    while scales[-1] * 2 <= MOST_ENLARGED:
        scales.append(scales[-1] * 2)
    return scales


def _pixels(window: Window, scale: float) -> float:
    return (window.right - window.left) * (window.bottom - window.top) * scale * scale


def _padded(view: UInt8Array) -> UInt8Array:
    height, width = view.shape
    below, beside = -height % MULTIPLE, -width % MULTIPLE
    return np.asarray(
        cv2.copyMakeBorder(view, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=PAPER), np.uint8
    )


def _ink_map(answer: Float32Array, window: Window, scale: float) -> InkMap:
    rows, columns = answer.shape[:2]
    quarters = answer[:, :, INK].reshape(rows, columns, 2, 2).transpose(0, 2, 1, 3)
    likely = np.ascontiguousarray(quarters.reshape(2 * rows, 2 * columns))
    return InkMap(likely, window.left, window.top, 2 * scale / STRIDE)


def _smaller(answer: Float32Array, window: Window, scale: float) -> list[Float32Array]:
    """Where the network sees writing too small or too dense for this look: one box, or none."""
    rows, columns = np.nonzero(answer[:, :, SMALLER] > 0)
    if not len(rows):
        return []
    corners = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], np.float32)
    return [corners * np.float32(STRIDE / scale) + np.array([window.left, window.top] * 2, np.float32)]


def _small(marks: Candidates) -> list[Float32Array]:
    """The boxes of digits that are seen, but so small that the signs beside them may not be."""
    is_digit = marks.labels.argmax(axis=1) < len(DIGITS)
    return list(marks.boxes[is_digit & (marks.peaks > 0) & (marks.sizes < CLOSER_BELOW)])


def _around(window: Window, scale: float, boxes: list[Float32Array]) -> Window | None:
    """The part of a window that holds these boxes, with a margin; None where there are none."""
    if not boxes:
        return None
    edges = np.array(boxes)
    margin = MARGIN / scale
    left, top = (edges[:, :2].min(axis=0) - margin).tolist()
    right, bottom = (edges[:, 2:].max(axis=0) + margin).tolist()
    return Window(
        max(window.left, int(left)),
        max(window.top, int(top)),
        min(window.right, int(right)),
        min(window.bottom, int(bottom)),
    )
