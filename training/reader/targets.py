"""What a reader network should answer to a page: marks as maps, and where there is a lesson at all.

A mark's middle is a peak whose breadth follows its size (Zhou et al. 2019, "Objects as Points"). A network
reads writing of one range of sizes; larger writing is nothing to it, smaller is to be looked at larger
(Singh and Davis 2018, SNIP, train each size of a pyramid on its own range likewise).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from service.model.reader_map import (
    CHANNELS,
    EXTENT,
    INK,
    LABELS,
    MARK,
    OFFSET,
    SMALLER,
    STARTS,
    STRIDE,
    UNIT,
)
from service.reading.finest import LARGEST
from training.reader.sheet import Float32Array, Mark, Sheet

SMALLEST = 11.0  # pixels of a digit's height that are read, up to LARGEST
TOO_LARGE = 58.0  # from which writing is nothing; between, no lesson
LOOK_CLOSER = 18.0  # under which writing is better looked at larger
DOUBTFUL = 22.0  # up to which it may
CROWDED = 8.0  # pixels between two middles under which they are better looked at larger
SPREAD = 0.12  # of a mark's width and height: standard deviation of its peak
LEAST_SPREAD = 0.55  # cells

# Behind the network's channels stand where each lesson holds.
AT_MARK = CHANNELS  # 1 at the middles of marks whose class is known
AT_BOX = CHANNELS + 1  # 1 at the middles whose box is known
PEAKS_COUNT = CHANNELS + 2  # 0 where nothing is to be learned about peaks
SMALLER_COUNT = CHANNELS + 3  # likewise about smaller writing
LABEL = CHANNELS + 4  # the class at a middle
PLANES = CHANNELS + 5


@dataclass(slots=True)
class _Maps:
    """Targets while they are filled in; float32 (h/4, w/4, PLANES)."""

    planes: Float32Array
    rows: Float32Array
    columns: Float32Array


def targets(sheet: Sheet) -> Float32Array:
    """Lessons of a page: float32 (h/4, w/4, PLANES)."""
    rows, columns = sheet.height // STRIDE, sheet.width // STRIDE
    planes = np.zeros((rows, columns, PLANES), np.float32)
    planes[:, :, [PEAKS_COUNT, SMALLER_COUNT]] = 1
    grid = np.mgrid[:rows, :columns].astype(np.float32)
    maps = _Maps(planes, grid[0], grid[1])
    crowded = _crowded(sheet.marks)
    for mark, is_crowded in zip(sheet.marks, crowded, strict=True):
        _teach_size(maps, mark, is_crowded)
        if LARGEST < mark.size < TOO_LARGE or SMALLEST / 2 < mark.size < SMALLEST:
            _exempt(maps, mark, PEAKS_COUNT)
        elif SMALLEST <= mark.size <= LARGEST:
            _teach_mark(maps, mark)
    _teach_ink(maps, sheet)
    return planes


def _teach_mark(maps: _Maps, mark: Mark) -> None:
    if mark.label is None:
        _exempt(maps, mark, PEAKS_COUNT)
        return
    x, y = (value / STRIDE - 0.5 for value in mark.middle)
    column, row = round(x), round(y)
    if not (0 <= row < maps.planes.shape[0] and 0 <= column < maps.planes.shape[1]):
        return
    sx, sy = (max(LEAST_SPREAD, SPREAD * length / STRIDE) for length in (mark.width, mark.height))
    peak = np.exp(-((maps.columns - column) ** 2 / (2 * sx * sx) + (maps.rows - row) ** 2 / (2 * sy * sy)))
    maps.planes[:, :, MARK] = np.maximum(maps.planes[:, :, MARK], peak)
    cell = maps.planes[row, column]
    cell[MARK] = 1
    cell[LABELS] = 0
    cell[LABEL] = mark.label
    cell[EXTENT] = np.log(max(mark.width, 1.0) / UNIT), np.log(max(mark.height, 1.0) / UNIT)
    cell[OFFSET] = x - column, y - row
    cell[STARTS] = mark.starts
    cell[AT_MARK] = cell[AT_BOX] = 1


def _teach_size(maps: _Maps, mark: Mark, is_crowded: bool) -> None:
    """Say where writing is to be looked at larger."""
    if mark.label is None:
        _exempt(maps, mark, SMALLER_COUNT)
    elif mark.size < LOOK_CLOSER or is_crowded:
        rows, columns = _cells(mark)
        maps.planes[rows, columns, SMALLER] = 1
    elif mark.size < DOUBTFUL:
        _exempt(maps, mark, SMALLER_COUNT)


def _exempt(maps: _Maps, mark: Mark, plane: int) -> None:
    rows, columns = _cells(mark)
    maps.planes[rows, columns, plane] = 0


def _cells(mark: Mark) -> tuple[slice, slice]:
    """The cells that a mark's box covers."""
    top, left = max(0, int(mark.y // STRIDE)), max(0, int(mark.x // STRIDE))
    foot, right = int((mark.y + mark.height) // STRIDE) + 1, int((mark.x + mark.width) // STRIDE) + 1
    return slice(top, max(0, foot)), slice(left, max(0, right))


def _crowded(marks: list[Mark]) -> list[bool]:
    """Which marks stand so close to another that their peaks would be one."""
    if len(marks) < 2:
        return [False] * len(marks)
    middles = np.array([mark.middle for mark in marks])
    apart = np.abs(middles[:, None] - middles[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    sizes = np.array([mark.size for mark in marks])
    return [bool(one) for one in (apart.min(axis=1) < CROWDED) & (sizes <= LARGEST / 2)]


def _teach_ink(maps: _Maps, sheet: Sheet) -> None:
    """Say of each quarter of a cell whether it has ink of digits and signs."""
    half = cv2.resize(sheet.written, (sheet.width // 2, sheet.height // 2), interpolation=cv2.INTER_AREA)
    inked = (half > 0.35).astype(np.float32)
    rows, columns = maps.rows.shape
    quarters = inked.reshape(rows, 2, columns, 2).transpose(0, 2, 1, 3).reshape(rows, columns, 4)
    maps.planes[:, :, INK] = quarters
