"""Segment: ink to the pieces that are one digit each, in reading order."""

from dataclasses import dataclass

import cv2
import numpy as np

from service.vision.components import components
from service.vision.types import Box, Ink, Segment, UInt8Array

CORE = 64  # strength over which a pixel belongs to a stroke; fainter ones are its edge
SPECK = 0.015  # of the largest piece's ink: less is dust
SMALL_PART = 0.35  # of the neighbour's height: smaller pieces are parts of it (a 5's bar, a broken stroke)
NEAR = 0.25  # of the neighbour's height: how far such a part may lie away
PAGE = 100  # pixels of the shorter side from which a picture is a page rather than the crop of a digit
LIKE = 0.15  # of the largest piece's ink
BAR = 0.35  # of the neighbour's height: a flatter piece just above it is its bar, also where it sticks out
OVERLAP = 0.5  # of the narrower piece's width: pieces above each other are one digit
MAX_SEGMENTS = 500


@dataclass(frozen=True, slots=True)
class _Piece:
    labels: tuple[int, ...]
    box: Box
    area: int


def segment(ink: Ink) -> list[Segment]:
    """Split a page's ink into digits.

    Returns:
        One segment per digit, lines from top to bottom, each from left to right. Empty for a blank page.

    """
    inked = Box(*cv2.boundingRect(ink.strength))  # all further work is inside it
    if not inked.width:
        return []
    strength = ink.strength[inked.y : inked.y + inked.height, inked.x : inked.x + inked.width]
    labels, pieces = _pieces(strength, inked)
    digits = _in_reading_order(_grouped(_without_noise(pieces, ink.strength.shape)))
    return [_cut(strength, labels, inked, piece) for piece in digits[:MAX_SEGMENTS]]


def whole(segments: list[Segment]) -> Segment:
    """Put segments together as one: the ink of all in the box around all."""
    if len(segments) == 1:
        return segments[0]
    box = around([each.box for each in segments])
    strength = np.zeros((box.height, box.width), np.uint8)
    for each in segments:
        y, x = each.box.y - box.y, each.box.x - box.x
        place = strength[y : y + each.box.height, x : x + each.box.width]
        np.maximum(place, each.strength, out=place)
    return Segment(strength, box)


def around(boxes: list[Box]) -> Box:
    """Give the smallest box that holds all the boxes."""
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.x + b.width for b in boxes), max(b.y + b.height for b in boxes)
    return Box(left, top, right - left, bottom - top)


def _pieces(strength: UInt8Array, inked: Box) -> tuple[np.ndarray, list[_Piece]]:
    """Label connected ink, its faint edge included; a piece needs a pixel of core. Boxes are the page's."""
    labels, stats = components((strength > 0).view(np.uint8))
    core = strength > CORE
    if len(stats) == 2:
        cores = np.array([0, np.count_nonzero(core)])
    else:
        cores = np.bincount(labels[core], minlength=len(stats))
    pieces = []
    for i in range(1, len(stats)):
        x, y, width, height = (int(v) for v in stats[i, :4])
        if cores[i] > 0:
            pieces.append(_Piece((i,), Box(x + inked.x, y + inked.y, width, height), int(cores[i])))
    return labels, pieces


def _without_noise(pieces: list[_Piece], shape: tuple[int, ...]) -> list[_Piece]:
    if not pieces:
        return []
    inner = [p for p in pieces if not _is_frame(p.box, shape)]
    kept = _without_border(inner or pieces, shape)
    largest = max(p.area for p in kept)
    return [p for p in kept if p.area >= SPECK * largest]


def _without_border(pieces: list[_Piece], shape: tuple[int, ...]) -> list[_Piece]:
    """Leave out what the picture's border cuts, if something of a like size lies whole inside."""
    if min(shape) < PAGE:
        return pieces
    whole_ones = [p for p in pieces if not _touches(p.box, shape)]
    if not whole_ones or max(p.area for p in whole_ones) < LIKE * max(p.area for p in pieces):
        return pieces
    return whole_ones


def _touches(box: Box, shape: tuple[int, ...]) -> bool:
    height, width = shape
    return box.x <= 0 or box.y <= 0 or box.x + box.width >= width or box.y + box.height >= height


def _is_frame(box: Box, shape: tuple[int, ...]) -> bool:
    """Tell a paper's edge or a frame: it lies along a side of the picture, from end to end or in a strip."""
    height, width = shape
    left, top = box.x <= 0, box.y <= 0
    right, bottom = box.x + box.width >= width, box.y + box.height >= height
    sides = left + top + right + bottom
    spans = (left and right and box.width > 1) or (top and bottom and box.height > 1)
    strip = sides >= 1 and (min(box.width / width, box.height / height) < 0.06)
    return min(height, width) >= 48 and (sides >= 3 or spans or strip)


def _grouped(pieces: list[_Piece]) -> list[_Piece]:
    """Merge pieces of one digit until nothing more merges, the largest taking in the smaller."""
    pieces = sorted(pieces, key=lambda p: -p.area)
    if len(pieces) > MAX_SEGMENTS:
        return pieces[:MAX_SEGMENTS]
    merged = True
    while merged:
        merged = False
        for i, a in enumerate(pieces):
            j = next((j for j in range(i + 1, len(pieces)) if _belong(a, pieces[j])), None)
            if j is not None:
                b = pieces.pop(j)
                pieces[i] = _Piece(a.labels + b.labels, around([a.box, b.box]), a.area + b.area)
                merged = True
                break
    return pieces


def _belong(a: _Piece, b: _Piece) -> bool:
    """Tell whether two pieces are parts of one digit."""
    across = min(a.box.x + a.box.width, b.box.x + b.box.width) - max(a.box.x, b.box.x)
    down = min(a.box.y + a.box.height, b.box.y + b.box.height) - max(a.box.y, b.box.y)
    size = max(a.box.height, b.box.height, 0.6 * max(a.box.width, b.box.width))
    smaller = b if b.box.height * b.box.width <= a.box.height * a.box.width else a
    if across >= OVERLAP * smaller.box.width and down > -NEAR * size:
        return True
    flat = smaller.box.height < BAR * size and smaller.box.width < 1.2 * size
    if flat and across > 0.1 * smaller.box.width and down > -BAR * size:
        return True
    small = max(smaller.box.height, smaller.box.width) < SMALL_PART * size
    return small and across > -NEAR * size and down > -NEAR * size


def _in_reading_order(pieces: list[_Piece]) -> list[_Piece]:
    """Sort into lines by vertical overlap, then from left to right."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.box.y + p.box.height / 2):
        middle = piece.box.y + piece.box.height / 2
        line = next((li for li in reversed(lines) if _holds(li, middle)), None)
        if line is None:
            lines.append([piece])
        else:
            line.append(piece)
    return [piece for line in lines for piece in sorted(line, key=lambda p: p.box.x)]


def _holds(line: list[_Piece], middle: float) -> bool:
    last = line[-1].box
    return last.y <= middle <= last.y + last.height


def _cut(strength: UInt8Array, labels: np.ndarray, inked: Box, piece: _Piece) -> Segment:
    x, y = piece.box.x - inked.x, piece.box.y - inked.y
    place = slice(y, y + piece.box.height), slice(x, x + piece.box.width)
    own = np.isin(labels[place], piece.labels) if len(piece.labels) > 1 else labels[place] == piece.labels[0]
    return Segment(strength[place] * own, piece.box)
