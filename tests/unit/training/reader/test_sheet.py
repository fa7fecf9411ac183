"""A page while it is drawn: ink in layers, and marks where it was put."""

import numpy as np
import pytest

from service.model.reader_map import DIGITS, OTHER, SIGNS
from training.reader.sheet import Sheet, label_of

BLOCK = np.ones((8, 4), np.float32)


def put(sheet: Sheet, left: float, top: float, label: int | None = 5) -> None:
    sheet.put(BLOCK, left, top, label, size=8, starts=True)


def test_what_is_put_leaves_its_ink_and_its_mark():
    sheet = Sheet(32, 48)
    put(sheet, 10, 6)

    (mark,) = sheet.marks
    assert (mark.label, mark.x, mark.y, mark.width, mark.height, mark.starts) == (5, 10, 6, 4, 8, True)
    assert mark.middle == (12, 10)
    assert np.argwhere(sheet.written)[[0, -1]].tolist() == [[6, 10], [13, 13]]
    assert sheet.written.sum() == BLOCK.sum()


@pytest.mark.parametrize(
    ("left", "known"),
    [(10, [5]), (-1, [None]), (-3, [None]), (-4, []), (-40, []), (40, [])],
    ids=["within", "3 of 4 columns", "a rest", "just outside", "far outside", "behind"],
)
def test_a_mark_that_is_cut_off_is_no_lesson_and_one_that_is_not_there_no_mark(left, known):
    sheet = Sheet(32, 40)
    put(sheet, left, 6)

    assert [mark.label for mark in sheet.marks] == known


@pytest.mark.parametrize(("label", "layer"), [(5, "written"), (OTHER, "other"), (None, "other")])
def test_each_kind_of_ink_has_its_layer(label, layer):
    sheet = Sheet(32, 32)
    put(sheet, 10, 6, label)

    inked = {name for name in ("written", "other", "printed") if getattr(sheet, name).any()}
    assert inked == {layer}


def test_a_page_that_is_shrunk_keeps_its_marks_where_its_ink_is():
    sheet = Sheet(64, 96)
    put(sheet, 40, 24)
    small = sheet.shrunk(2)

    (mark,) = small.marks
    assert (small.height, small.width) == (32, 48)
    assert (mark.x, mark.y, mark.width, mark.height, mark.size) == (20, 12, 2, 4, 4)
    rows, columns = np.nonzero(small.written > 0.5)
    assert (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1) == (20, 22, 12, 16)


def test_what_is_crossed_out_is_one_mark_that_is_no_digit():
    sheet = Sheet(32, 64)
    for left in (4, 20, 30):
        put(sheet, left, 6)
    sheet.cross_out(1)

    first, struck = sheet.marks
    assert first.label == 5
    assert (struck.label, struck.x, struck.y, struck.width, struck.height) == (OTHER, 20, 6, 14, 8)


def test_of_what_is_crossed_out_in_part_nothing_is_known():
    sheet = Sheet(32, 32)
    put(sheet, 10, 6)
    put(sheet, -2, 6)
    sheet.cross_out(0)

    assert [mark.label for mark in sheet.marks] == [None]
    sheet.cross_out(1)
    assert len(sheet.marks) == 1


def test_every_character_that_is_read_has_a_class_of_its_own():
    labels = [label_of(character) for character in DIGITS + SIGNS]

    assert labels == list(range(OTHER))
    assert {label_of(character) for character in "aZ$="} == {OTHER}
