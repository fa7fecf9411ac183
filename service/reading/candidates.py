"""From a reader network's map to candidates: where marks may be, what they may be, how large they are."""

from dataclasses import dataclass, fields

import cv2
import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import CLASSES, EXTENT, LABELS, MARK, OFFSET, STARTS, STRIDE, UNIT

Float32Array = NDArray[np.float32]

FAINTEST = -2.0  # logit of a peak that is looked at: what is fainter is no mark in 9 of 10 cases
LARGEST = np.log(8.0)  # of an extent: 128 pixels of the size at which it is read


@dataclass(frozen=True, slots=True)
class Candidates:
    """Marks that may be on a page, one to a row; places in pixels of the page."""

    peaks: Float32Array  # (n,) logit: there is a mark
    labels: Float32Array  # (n, CLASSES) logits
    boxes: Float32Array  # (n, 4): left, top, right, bottom
    starts: Float32Array  # (n,) logit: it is the first of its number
    sizes: Float32Array  # (n,) pixels of its height where the network looked

    def __len__(self) -> int:
        return len(self.peaks)

    def take(self, rows: NDArray[np.intp]) -> "Candidates":
        """These rows, in this order."""
        return Candidates(*(getattr(self, each.name)[rows] for each in fields(self)))

    @classmethod
    def none(cls) -> "Candidates":
        """No candidates."""
        empty = np.zeros(0, np.float32)
        boxes, labels = np.zeros((0, 4), np.float32), np.zeros((0, CLASSES), np.float32)
        return cls(empty, labels, boxes, empty, empty)

    @classmethod
    def joined(cls, parts: "list[Candidates]") -> "Candidates":
        """Several of them as one."""
        if not parts:
            return cls.none()
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))


def candidates_in(found: Float32Array, *, left: float, top: float, scale: float) -> Candidates:
    """Read the peaks of a map.

    Args:
        found: float32 (h, w, CHANNELS).
        left: of the map's first column, in pixels of the page.
        top: of its first row.
        scale: pixels of the view to one of the page.

    """
    likely = np.ascontiguousarray(found[:, :, MARK])
    highest = cv2.dilate(likely, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero((likely >= highest) & (likely > FAINTEST))
    cells = found[rows, columns]
    extents = UNIT * np.exp(np.clip(cells[:, EXTENT], -LARGEST, LARGEST))
    offsets = np.clip(cells[:, OFFSET], -1, 1)
    x = (columns + 0.5 + offsets[:, 0]) * STRIDE
    y = (rows + 0.5 + offsets[:, 1]) * STRIDE
    half = extents / 2
    boxes = np.stack([x - half[:, 0], y - half[:, 1], x + half[:, 0], y + half[:, 1]], axis=1) / scale
    boxes += np.array([left, top, left, top])
    return Candidates(
        cells[:, MARK],
        cells[:, LABELS],
        boxes.astype(np.float32),
        cells[:, STARTS],
        extents[:, 1].astype(np.float32),
    )
