"""One mark, one candidate: of those that different sizes found of the same mark, the surest stays."""

import numpy as np
from numpy.typing import NDArray

from service.reading.candidates import Candidates, Float32Array

Edges = NDArray[np.floating]

MOST = 3000  # candidates, the surest, that are compared: each with each, 0.2 s
SAME = 0.4  # of two boxes' union that they share, from which they are one mark
WITHIN = 0.8  # of the smaller box that lies in the other, from which it may be a part of that mark
TINY = 1e-6  # pixels: no area or length is divided by less
CENTRAL = 0.5  # of the way from the larger one's middle to its border: a part lies nearer than that


def distinct(candidates: Candidates) -> Candidates:
    """Drop what is another candidate again; the surest come first."""
    order = np.argsort(-candidates.peaks, kind="stable")[:MOST]
    sorted_ones = candidates.take(order)
    clashes = _clashes(sorted_ones.boxes)
    kept: list[int] = []
    dropped = np.zeros(len(order), bool)
    for row in range(len(order)):
        if not dropped[row]:
            kept.append(row)
            dropped |= clashes[row]
    return sorted_ones.take(np.array(kept, np.intp))


def shared_areas(boxes: Edges, others: Edges) -> Edges:
    """How much of each of `boxes`, (n, 4), lies in each of `others`, (m, 4): (n, m)."""
    corner = np.maximum(boxes[:, None, :2], others[None, :, :2])
    opposite = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.asarray(np.clip(opposite - corner, 0, None).prod(axis=2))


def overlaps(boxes: Edges, others: Edges) -> Edges:
    """Intersection over union of each of `boxes`, (n, 4), with each of `others`, (m, 4): (n, m)."""
    shared = shared_areas(boxes, others)
    return np.asarray(shared / np.maximum(_areas(boxes)[:, None] + _areas(others)[None] - shared, TINY))


def _areas(boxes: Edges) -> Edges:
    return np.asarray((boxes[:, 2:] - boxes[:, :2]).prod(axis=1))


def _clashes(boxes: Float32Array) -> NDArray[np.bool_]:
    """Tell for each pair of boxes, (n, 4), whether they stand for the same mark: bool (n, n)."""
    spans, areas = boxes[:, 2:] - boxes[:, :2], _areas(boxes)
    least = np.minimum(areas[:, None], areas[None])
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    larger = np.where((areas[:, None] > areas[None])[..., None], spans[:, None], spans[None])
    off = (np.abs(middles[:, None] - middles[None]) / np.maximum(larger / 2, TINY)).max(axis=2)
    is_part = (shared_areas(boxes, boxes) / np.maximum(least, TINY) > WITHIN) & (off < CENTRAL)
    return np.asarray((overlaps(boxes, boxes) > SAME) | is_part)
