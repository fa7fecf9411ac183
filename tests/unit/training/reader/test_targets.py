"""Lessons of a page: what a map should hold for marks of each size, and where it holds no lesson."""

import numpy as np
import pytest

from service.model.reader_map import EXTENT, INK, MARK, OFFSET, OTHER, SMALLER, STARTS, STRIDE, UNIT
from training.reader.sheet import Mark, Sheet
from training.reader.targets import AT_BOX, AT_MARK, LABEL, PEAKS_COUNT, PLANES, SMALLER_COUNT, targets

SIDE = 96


def mark(label: int | None = 3, *, x=40.0, y=30.0, size=24.0, starts=False) -> Mark:
    return Mark(label, x, y, size * 0.6, size, size, starts=starts)


def lessons(*marks: Mark) -> np.ndarray:
    sheet = Sheet(SIDE, SIDE)
    sheet.marks = list(marks)
    return targets(sheet)


def cell_of(one: Mark) -> tuple[int, int]:
    x, y = one.middle
    return round(y / STRIDE - 0.5), round(x / STRIDE - 0.5)


def test_a_mark_is_one_peak_at_its_middle_with_its_class_box_and_place():
    one = mark(7, starts=True)
    planes = lessons(one)
    row, column = cell_of(one)
    cell = planes[row, column]

    assert planes.shape == (SIDE // STRIDE, SIDE // STRIDE, PLANES)
    assert np.argwhere(planes[:, :, MARK] == 1).tolist() == [[row, column]]
    assert np.argwhere(planes[:, :, AT_MARK]).tolist() == [[row, column]]
    assert (cell[LABEL], cell[STARTS], cell[AT_BOX]) == (7, 1, 1)
    assert np.exp(cell[EXTENT]) * UNIT == pytest.approx([one.width, one.height])
    middle = (np.array([column, row]) + 0.5 + cell[OFFSET]) * STRIDE
    assert middle == pytest.approx(one.middle)


def test_a_peak_falls_off_from_its_middle_and_is_broader_for_a_larger_mark():
    small, large = mark(size=14, x=44, y=41), mark(size=40, x=36, y=28)

    assert lessons(large)[:, :, MARK].sum() > 1.5 * lessons(small)[:, :, MARK].sum()
    for one in (small, large):
        row, column = cell_of(one)
        along = lessons(one)[row, column:, MARK]
        assert (np.diff(along) <= 0).all()


def test_a_second_mark_does_not_lower_the_first_ones_peak():
    first, second = mark(1, x=20), mark(2, x=36)
    planes = lessons(first, second)

    assert [planes[cell_of(one)][MARK] for one in (first, second)] == [1, 1]
    assert [planes[cell_of(one)][LABEL] for one in (first, second)] == [1, 2]


@pytest.mark.parametrize(
    ("size", "peak", "peaks_count", "smaller", "smaller_count"),
    [
        (4.0, 0, 1, 1, 1),  # too small to be read: to be looked at larger, and nothing here
        (8.0, 0, 0, 1, 1),  # nearly: a peak is neither wanted nor punished
        (12.0, 1, 1, 1, 1),  # read, and better looked at larger
        (20.0, 1, 1, 0, 0),  # read; a closer look is nobody's fault
        (24.0, 1, 1, 0, 1),
        (43.0, 1, 1, 0, 1),
        (50.0, 0, 0, 0, 1),  # nearly too large
        (70.0, 0, 1, 0, 1),  # too large: nothing
    ],
)
def test_each_size_has_its_own_lesson(size, peak, peaks_count, smaller, smaller_count):
    one = mark(size=size, x=20, y=10)
    cell = lessons(one)[cell_of(one)]

    assert (cell[MARK], cell[AT_MARK]) == (peak, peak)
    assert cell[PEAKS_COUNT] == peaks_count
    assert (cell[SMALLER], cell[SMALLER_COUNT]) == (smaller, smaller_count)


def test_of_a_mark_that_is_not_known_nothing_is_learned():
    unknown = mark(None)
    planes = lessons(unknown)
    cell = planes[cell_of(unknown)]

    assert not planes[:, :, [MARK, AT_MARK, SMALLER]].any()
    assert (cell[PEAKS_COUNT], cell[SMALLER_COUNT]) == (0, 0)
    assert planes[0, 0, [PEAKS_COUNT, SMALLER_COUNT]].tolist() == [1, 1]


def test_two_small_marks_close_together_are_to_be_looked_at_larger_and_large_ones_are_not():
    close = lessons(mark(1, x=40, size=18), mark(2, x=46, size=18))
    apart = lessons(mark(1, x=30, size=18), mark(2, x=60, size=18))
    large = lessons(mark(1, x=20, size=40), mark(2, x=26, size=40))

    assert close[:, :, SMALLER].any()
    assert not apart[:, :, SMALLER].any()
    assert not large[:, :, SMALLER].any()


def test_a_mark_whose_middle_is_off_the_page_gives_no_peak():
    assert not lessons(mark(x=-30.0))[:, :, MARK].any()


def test_ink_of_digits_is_told_in_quarters_of_a_cell_and_other_ink_is_not():
    sheet = Sheet(32, 32)
    sheet.put(np.ones((2, 2), np.float32), 14, 8, 3, size=20, starts=False)
    sheet.put(np.ones((4, 4), np.float32), 24, 24, OTHER, size=20, starts=False)
    ink = targets(sheet)[:, :, INK]

    assert np.argwhere(ink).tolist() == [[2, 3, 1]]  # row 8, column 14: above on the right in its cell
