"""Marks are sorted into lines as a person would read them."""

import numpy as np
import pytest

from service.reading.lines import into_lines


def boxes(rows: list[tuple[float, float]], width: float = 12, height: float = 20) -> np.ndarray:
    """Boxes of one size by their upper left corners."""
    return np.array([(x, y, x + width, y + height) for x, y in rows], np.float32)


def tall(count: int) -> np.ndarray:
    return np.ones(count, bool)


def test_rows_of_a_block_are_lines_from_top_to_bottom():
    places = [(x, y) for y in (60, 10) for x in (90, 30, 60)]
    found = into_lines(boxes(places), tall(6))
    assert [[places[row] for row in line] for line in found] == [
        [(30, 10), (60, 10), (90, 10)],
        [(30, 60), (60, 60), (90, 60)],
    ]


@pytest.mark.parametrize("fall", [-0.2, -0.08, 0.08, 0.2])
def test_lines_may_rise_and_fall(fall):
    places = [(25.0 * i, 100 + row * 45 + fall * 25 * i) for row in range(3) for i in range(10)]
    assert [len(line) for line in into_lines(boxes(places), tall(30))] == [10, 10, 10]


def test_a_point_at_the_foot_and_a_dash_stand_on_their_line():
    marks = np.array(
        [(0, 0, 12, 20), (15, 17, 18, 20), (22, 0, 34, 20), (38, 9, 50, 12), (54, 0, 66, 20)], np.float32
    )
    is_digit = np.array([True, False, True, False, True])
    assert into_lines(marks, is_digit) == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize("foot", [18, 22, 26])
def test_a_comma_hangs_under_its_own_line_and_not_over_the_next(foot):
    marks = np.array(
        [(0, 0, 12, 20), (15, foot - 6, 18, foot), (22, 0, 34, 20), (0, 28, 12, 48), (22, 28, 34, 48)],
        np.float32,
    )
    is_digit = np.array([True, False, True, True, True])
    assert into_lines(marks, is_digit) == [[0, 1, 2], [3, 4]]


def test_small_zeros_stay_on_their_line():
    marks = np.array([(0, 0, 12, 40), (20, 20, 34, 40), (40, 22, 54, 40)], np.float32)
    assert into_lines(marks, tall(3)) == [[0, 1, 2]]


def test_digits_that_go_up_and_down_are_one_line():
    marks = np.array(
        [(0, 30, 10, 105), (60, 75, 100, 115), (160, 0, 200, 65), (220, 60, 260, 115), (300, 5, 330, 110)]
    )
    assert into_lines(marks.astype(np.float32), tall(5)) == [[0, 1, 2, 3, 4]]


def test_no_marks_are_no_lines():
    assert into_lines(np.zeros((0, 4), np.float32), tall(0)) == []


def test_every_mark_is_on_one_line():
    rng = np.random.default_rng(3)
    places = [(float(x), float(y)) for x, y in rng.uniform(0, 400, (120, 2))]
    found = into_lines(boxes(places), tall(120))
    assert sorted(row for line in found for row in line) == list(range(120))
