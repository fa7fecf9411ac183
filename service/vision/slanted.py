"""Slanted lines: printed lines that a camera held askew has tilted, found on a small copy of the page."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.components import components
from service.vision.types import UInt8Array

SMALL = 200  # pixels of the width on which lines are looked for
COVERED = 0.15  # of a small pixel that ink covers at least
STEEPEST = 0.18  # rise to run: about 10 degrees
SLOPES = 17  # that are tried
RUN = 0.4  # of the width over which a line has ink nearly all along
UNBROKEN = 0.8  # of such a run
ENDS = 0.05  # of the page's sides: so near to the border both ends of a line come, as a stroke's do not
NEAR_ENDS = 0.1  # likewise, before small pixels and gaps are counted in
BLOB = 6  # small pixels: what is so broad is no line, nor a part of one
GAP = 0.3  # of the width that a stroke, or faint print, may take out of a line


def slanted_lines(inked: UInt8Array) -> NDArray[np.bool_]:
    """Mark the ink of lines that run from border to border and rise or fall a little: bool (h, w).

    `inked` is 0 or 1. Lines along the columns are found on the transposed page.
    """
    height, width = inked.shape
    if not _reach_across(_bounds(inked), (height, width), NEAR_ENDS).any():  # nor can any part of it
        return np.zeros(inked.shape, bool)
    step = max(1, round(width / SMALL))
    size = (max(1, width // step), max(1, height // step))
    small = (cv2.resize(inked * np.uint8(255), size, interpolation=cv2.INTER_AREA) > COVERED * 255).astype(
        np.uint8
    )
    if not _spans(small):  # most pages
        return np.zeros(inked.shape, bool)
    narrow = _narrow(small)
    lines = _from_border_to_border(_runs(small, narrow), narrow)
    if not lines.any():
        return np.zeros(inked.shape, bool)
    near = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    return (cv2.resize(near, (width, height), interpolation=cv2.INTER_NEAREST) & inked).astype(bool)


def _spans(small: UInt8Array) -> bool:
    """Tell whether some connected ink goes from border to border."""
    _, stats = components(cv2.dilate(small, np.ones((3, 9), np.uint8)))
    return bool(_reach_across(stats, small.shape, ENDS)[1:].any())


def _bounds(inked: UInt8Array) -> NDArray[np.int32]:
    """Give the box of all the ink, as of one component: (1, 4)."""
    return np.array([cv2.boundingRect(inked)], np.int32)


def _reach_across(stats: NDArray[np.int32], shape: tuple[int, ...], near: float) -> NDArray[np.bool_]:
    """Tell which components come `near` to the page's border at both their ends, and are long."""
    height, width = shape
    left, top, span, tall = (stats[:, column] for column in range(4))
    at_top_or_foot = (top <= near * height) | (top + tall >= (1 - near) * height)
    starts = (left <= near * width) | at_top_or_foot
    ends = (left + span >= (1 - near) * width) | at_top_or_foot
    return np.asarray(starts & ends & (span >= (RUN + ENDS - near) * width))


def _narrow(small: UInt8Array) -> UInt8Array:
    """Keep the ink that is no part of a blob: 0 or 1 (h, w)."""
    blob = np.ones((BLOB, BLOB), np.uint8)
    return small & (
        1 - cv2.morphologyEx(small, cv2.MORPH_OPEN, blob, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    )


def _runs(small: UInt8Array, narrow: UInt8Array) -> UInt8Array:
    """Mark where narrow ink goes on along some slope, and the blobs that lie in its way: 0 or 1 (h, w)."""
    height, width = small.shape
    run, gap = max(9, int(RUN * width)), max(9, int(GAP * width))
    page, found = np.ones_like(small), np.zeros_like(small)
    for slope in np.linspace(-STEEPEST, STEEPEST, SLOPES):
        shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
        level, inside, thin = (
            cv2.warpAffine(each, shear, (width, height), flags=cv2.INTER_NEAREST)
            for each in (small, page, narrow)
        )
        thick = cv2.dilate(level, np.ones((3, 1), np.uint8))
        room = np.maximum(_count_along(inside, run), run / 2)  # in a corner, half a run is enough
        unbroken = (_count_along(thick, run) >= UNBROKEN * room).astype(np.uint8) & thin
        if unbroken.any():
            bridged = cv2.morphologyEx(unbroken, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
            found |= cv2.warpAffine(
                bridged, shear, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
            )
    return found


def _count_along(level: UInt8Array, run: int) -> NDArray[np.float32]:
    """Count what is set among the `run` pixels around each along the row, float32 (h, w)."""
    return cv2.boxFilter(level, cv2.CV_32F, (run, 1), normalize=False, borderType=cv2.BORDER_REFLECT)


def _from_border_to_border(runs: UInt8Array, narrow: UInt8Array) -> UInt8Array:
    """Keep the narrow ink of the runs that together are a line: long, and cut by the border at both ends."""
    labels, stats = components(cv2.dilate(runs, np.ones((3, 9), np.uint8)))
    kept = _reach_across(stats, runs.shape, ENDS)
    kept[0] = False
    lines = kept[labels] & runs & narrow
    return lines | (_ends_at_top_and_foot(lines) & narrow)


def _ends_at_top_and_foot(lines: UInt8Array) -> UInt8Array:
    """Mark how lines go on where they leave the page at top or foot: little of a run is left there."""
    height, width = lines.shape
    far = cv2.dilate(lines, np.ones((5, int(RUN * width)), np.uint8))
    far[int(ENDS * height) : -int(ENDS * height) or None] = 0
    return far
