"""Which marks can be seen at all: what shadow, noise or a page's end has swallowed is no lesson."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import OTHER
from training.reader.sheet import Float32Array, Mark, Sheet

LEAST = 20.0  # levels of contrast between ink and what is beside it
OF_NOISE = 0.8  # of the standard deviation beside the ink
AROUND = 3  # pixels beside a mark's box that count
INKED, BARE = 0.5, 0.15  # share of ink on a pixel


def with_visible_marks(sheet: Sheet, seen: NDArray[np.uint8]) -> Sheet:
    """Take the lesson from marks that nobody could see in the contrast of their page, uint8 (h, w)."""
    ink = np.maximum(sheet.written, sheet.other)
    sheet.marks = [
        mark if mark.label is None or _is_visible(mark, ink, seen) else replace(mark, label=None)
        for mark in sheet.marks
    ]
    return sheet


def _is_visible(mark: Mark, ink: Float32Array, seen: NDArray[np.uint8]) -> bool:
    top, left = max(0, int(mark.y) - AROUND), max(0, int(mark.x) - AROUND)
    foot, right = int(mark.y + mark.height) + AROUND, int(mark.x + mark.width) + AROUND
    part, amount = seen[top:foot, left:right], ink[top:foot, left:right]
    inked, bare = part[amount > INKED], part[amount < BARE]
    if not len(inked) or not len(bare):
        return mark.label == OTHER or len(inked) > 0
    apart = abs(float(inked.mean()) - float(bare.mean()))
    return apart > max(LEAST, OF_NOISE * float(bare.std()))
