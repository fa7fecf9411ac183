"""The pages that were read worst, in one picture, with what was read of each mark."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import DIGITS, OTHER, SIGNS
from training.reader.judging import Judged
from training.reader.validation import Page

ACROSS = 3  # pages beside each other
SIDE = 460  # pixels of the square that a page is shown in
GAP = 8
QUALITY = 60  # of JPEG: the picture travels with the version
RIGHT, WRONG, LOST, UNKNOWN = (40, 130, 40), (30, 30, 210), (200, 90, 0), (130, 130, 130)  # blue, green, red

Picture = NDArray[np.uint8]


def write(path: Path, pages: Sequence[tuple[Page, Judged]]) -> None:
    """Write a contact sheet as JPEG; green is read rightly, red wrongly, blue is what was lost."""
    shown = [_shown(page, judged) for page, judged in pages] or [np.full((SIDE, SIDE, 3), 255, np.uint8)]
    rows = -(-len(shown) // ACROSS)
    sheet = np.full((rows * (SIDE + GAP), min(len(shown), ACROSS) * (SIDE + GAP), 3), 255, np.uint8)
    for number, picture in enumerate(shown):
        row, column = divmod(number, ACROSS)
        top, left = row * (SIDE + GAP), column * (SIDE + GAP)
        sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    cv2.imwrite(str(path), sheet, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def _shown(page: Page, judged: Judged) -> Picture:
    height, width = page.grey.shape
    scale = SIDE / max(height, width)
    size = max(1, int(width * scale)), max(1, int(height * scale))
    grey = cv2.resize(page.grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    picture = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    for row, box in enumerate(judged.asked.candidates.boxes):
        if judged.read[row] or judged.to_read[row]:
            _frame(picture, box * scale, *_told(judged, row))
    for mark in judged.asked.missed:
        if mark.label != OTHER:
            edges = np.array([mark.x, mark.y, mark.x + mark.width, mark.y + mark.height])
            _frame(picture, edges * scale, _character(mark.label), LOST)
    return picture


def _told(judged: Judged, row: int) -> tuple[str, tuple[int, int, int]]:
    """What is written at a candidate: what was read, or what was lost there; and in which colour."""
    if not judged.read[row]:
        return _character(int(judged.asked.truth[row])), LOST
    told = _character(int(judged.said[row]))
    if judged.right[row]:
        return told, RIGHT
    return told, WRONG if judged.false[row] or judged.to_read[row] else UNKNOWN


def _frame(picture: Picture, edges: NDArray[np.floating], told: str, colour: tuple[int, int, int]) -> None:
    left, top, right, foot = (int(edge) for edge in edges)
    cv2.rectangle(picture, (left, top), (right, foot), colour)
    cv2.putText(
        picture, told, (left, max(10, top - 2)), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, cv2.LINE_AA
    )


def _character(label: int | None) -> str:
    return (DIGITS + SIGNS)[label] if label is not None and label < OTHER else "?"
