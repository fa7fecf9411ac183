"""Maps as a reader network would give them, written by hand: marks where a test wants them."""

from dataclasses import dataclass

import numpy as np

from service.model.reader_map import (
    CHANNELS,
    DIGITS,
    EXTENT,
    LABELS,
    MARK,
    OFFSET,
    OTHER,
    SIGNS,
    SMALLER,
    STARTS,
    STRIDE,
    UNIT,
)

NOTHING = -8.0  # logit of what is not there
SURE = 8.0


@dataclass(frozen=True)
class Placed:
    """A mark and its box in pixels of what the network is shown."""

    character: str
    x: float
    y: float
    width: float
    height: float
    peak: float = SURE
    starts: bool = False


def map_of(marks: list[Placed], height: int, width: int) -> np.ndarray:
    """A map, float32 (h/4, w/4, CHANNELS), with these marks on it and nothing smaller."""
    found = np.zeros((height // STRIDE, width // STRIDE, CHANNELS), np.float32)
    found[:, :, [MARK, SMALLER]] = NOTHING
    for mark in marks:
        x, y = (mark.x + mark.width / 2) / STRIDE - 0.5, (mark.y + mark.height / 2) / STRIDE - 0.5
        column, row = round(x), round(y)
        cell = found[row, column]
        cell[MARK] = mark.peak
        cell[LABELS.start + class_of(mark.character)] = SURE
        cell[EXTENT] = np.log(mark.width / UNIT), np.log(mark.height / UNIT)
        cell[OFFSET] = x - column, y - row
        cell[STARTS] = SURE if mark.starts else -SURE
    return found


def class_of(character: str) -> int:
    """A character's class; that of other writing for any letter."""
    return (DIGITS + SIGNS).find(character) if character in DIGITS + SIGNS else OTHER
