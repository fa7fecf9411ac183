"""Remains of printed lines: straight marks that are both fainter and thinner than the pen."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.components import components
from service.vision.types import UInt8Array

STRAIGHT = 0.4  # of a mark's longer side that its shorter one may be
FAINT = 0.5  # of the pen's mean strength that a remain may have
THIN = 0.5  # of the pen's thickness, likewise
LARGEST = 5  # marks among which the pen's own is looked for


def without_remains(strength: UInt8Array) -> UInt8Array:
    """Take away what printed lines left, uint8 (h, w), where something else was written more strongly.

    A dash that a pen made is as dark and as thick as the pen's other strokes.
    """
    if not strength.size:
        return strength
    labels, stats = components((strength > 0).astype(np.uint8))
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    shorter = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    straight = shorter <= STRAIGHT * longer
    straight[0] = False
    if len(stats) <= 2 or not straight.any():
        return strength
    marks = _Marks(strength, labels, stats)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    pen = max(np.argsort(-areas)[:LARGEST], key=lambda i: areas[i] * marks.mean(i))
    faint, thin = FAINT * marks.mean(pen), THIN * marks.thickness(pen)
    remains = np.zeros(len(stats), bool)
    for i in np.flatnonzero(straight & (areas < thin * longer)):
        remains[i] = marks.mean(i) < faint
    return np.where(remains[labels], 0, strength).astype(np.uint8) if remains.any() else strength


class _Marks:
    """The connected marks of a page."""

    def __init__(self, strength: UInt8Array, labels: NDArray[np.int32], stats: NDArray[np.int32]) -> None:
        self._strength, self._labels, self._stats = strength, labels, stats

    def _window(self, mark: np.intp) -> tuple[slice, slice]:
        x, y, width, height = self._stats[mark, :4]
        return slice(y, y + height), slice(x, x + width)

    def mean(self, mark: np.intp) -> float:
        """Mean strength of a mark's pixels."""
        window = self._window(mark)
        return float(self._strength[window][self._labels[window] == mark].mean())

    def thickness(self, mark: np.intp) -> float:
        """How thick a mark is where it is thickest, in pixels."""
        own = (self._labels[self._window(mark)] == mark).astype(np.uint8)
        return 2 * float(cv2.distanceTransform(np.pad(own, 1), cv2.DIST_L2, 3).max())
