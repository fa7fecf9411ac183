"""Pieces: the connected marks of ink on a page, without the page's own edges and frames."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.components import components
from service.vision.types import Box, Segment, UInt8Array

CORE = 64  # strength over which a pixel belongs to a stroke; fainter ones are its edge
MOST = 600  # pieces that are looked at, the largest first
MOST_AREA = 12.0  # of the page's area that all their boxes may cover together: bounds the work on nested ones
SPECK = 0.01  # of the typical digit's ink: less is dust
TALL = 1.8  # heights of a typical digit from which a piece at the border is an edge of the paper
WIDE = 4.0
CUT_OFF = 0.7  # of a typical digit's height: what is lower there is a part of something outside
FRAME_LINES = 0.75  # of a frame's ink lies in straight lines along its sides
RULE_WIDTH = 0.16  # of its height: slenderer than any 1
RULE_HEIGHT = 1.25  # of the other marks' typical height
HAIRLINE = 0.45  # of the pen's typical width: a straight mark that is thinner was printed
LINE = 0.5  # of a frame's shorter side that such a line runs through at least


@dataclass(frozen=True, slots=True)
class Pieces:
    """The marks of a page."""

    marks: list[Segment]
    complete: bool  # False if there were more than are looked at


def find_pieces(strength: UInt8Array) -> Pieces:
    """Find connected ink, its faint edge included; a piece needs a pixel of core."""
    labels, stats = components((strength > 0).astype(np.uint8))
    cores = np.bincount(labels[strength > CORE], minlength=len(stats))
    cores[0] = 0
    order = np.argsort(-cores, kind="stable")
    order = order[: int((cores > 0).sum())]
    if not len(order):
        return Pieces([], complete=True)
    kept = _without_edges(order, stats, strength.shape)
    digit_like = cores[kept[: max(1, len(kept) // 2)]]
    kept = kept[cores[kept] >= max(1.0, SPECK * float(np.median(digit_like)))]
    covered = np.cumsum(stats[kept, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[kept, cv2.CC_STAT_HEIGHT])
    fits = (covered <= MOST_AREA * strength.size) & (np.arange(len(kept)) < MOST)
    marks = [_cut(strength, labels, stats[i], int(i)) for i in kept[fits]]
    return Pieces(_without_rests(_without_rules(_without_frames(marks))), complete=bool(fits.all()))


def typical_height(boxes: list[Box]) -> float:
    """How high a digit is on this page, in pixels: the median of what is not much smaller than the rest."""
    sizes = np.array([max(box.height, 0.5 * min(box.width, 2 * box.height)) for box in boxes], np.float64)
    tall = sizes[sizes >= 0.4 * np.percentile(sizes, 85)]
    return float(np.median(tall))


def _without_edges(
    order: NDArray[np.intp], stats: NDArray[np.int32], shape: tuple[int, ...]
) -> NDArray[np.intp]:
    """Leave out what the border cuts, if its size is not that of what lies inside: edges, shadows, rests."""
    x, y, width, height = (stats[order, column] for column in range(4))
    at_border = (x <= 0) | (y <= 0) | (x + width >= shape[1]) | (y + height >= shape[0])
    inner = order[~at_border]
    if not len(inner):
        return order
    boxes = [Box(*(int(v) for v in stats[i, :4])) for i in inner[:MOST]]
    typical = typical_height(boxes)
    strange = (height > TALL * typical) | (width > WIDE * typical) | (height < CUT_OFF * typical)
    return order[~(at_border & strange)]


def _cut(strength: UInt8Array, labels: NDArray[np.int32], stats: NDArray[np.int32], label: int) -> Segment:
    x, y, width, height = (int(v) for v in stats[:4])
    window = np.s_[y : y + height, x : x + width]
    return Segment(
        np.where(labels[window] == label, strength[window], 0).astype(np.uint8), Box(x, y, width, height)
    )


def _without_frames(marks: list[Segment]) -> list[Segment]:
    """Leave out printed boxes: straight lines around other marks."""
    boxes = np.array([mark.box for mark in marks], np.int64).reshape(-1, 4)
    kept = []
    for mark in marks:
        x, y, width, height = mark.box
        inside = (
            (boxes[:, 0] > x) & (boxes[:, 1] > y)
            & (boxes[:, 0] + boxes[:, 2] < x + width) & (boxes[:, 1] + boxes[:, 3] < y + height)
            & (boxes[:, 3] > 0.25 * height)
        )  # fmt: skip
        if not (inside.any() and _is_frame(mark.strength)):
            kept.append(mark)
    return kept


def _without_rules(marks: list[Segment]) -> list[Segment]:
    """Leave out upright lines that are higher than what stands between them: the sides of printed boxes."""
    broad = [mark.box.height for mark in marks if mark.box.width >= RULE_WIDTH * mark.box.height]
    if not broad:
        return marks
    tall = RULE_HEIGHT * float(np.median(broad))
    return [
        mark for mark in marks if mark.box.height < tall or mark.box.width >= RULE_WIDTH * mark.box.height
    ]


def _without_rests(marks: list[Segment]) -> list[Segment]:
    """Leave out what is left of printed lines: straight marks, much thinner than what the pen wrote."""
    widths = [_pen_width(mark.strength) for mark in marks]
    written = [
        width
        for mark, width in zip(marks, widths, strict=True)
        if mark.box.width >= RULE_WIDTH * mark.box.height
    ]
    if not written:
        return marks
    hairline = HAIRLINE * float(np.median(written))
    return [
        mark
        for mark, width in zip(marks, widths, strict=True)
        if width >= hairline or not _is_frame(mark.strength)
    ]


def _pen_width(strength: UInt8Array) -> float:
    """Estimate how wide a mark's strokes are, in pixels, from its area and its edge."""
    mask = (strength > CORE // 2).astype(np.uint8)
    area = cv2.countNonZero(mask)
    edge = area - cv2.countNonZero(cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0))
    return 2.0 * area / max(edge, 1)


def _is_frame(strength: UInt8Array) -> bool:
    mask = (strength > CORE // 2).astype(np.uint8)
    length = max(3, int(LINE * min(mask.shape)))
    thick = cv2.dilate(mask, np.ones((3, 3), np.uint8))  # a line that is not quite level is broken into steps
    lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    lines |= cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return bool((mask & lines).sum() >= FRAME_LINES * mask.sum())
