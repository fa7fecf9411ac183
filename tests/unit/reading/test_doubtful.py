"""Doubtful cuts: what a mark was parted into, from steps and scores that the test decides."""

import pytest

from service.reading.doubtful import PLAIN, without_odd_cuts
from service.reading.path import Step
from tests.unit.reading.test_path import candidate, scores

# One mark of two atoms, then one that stands apart: halves 0 and 2, the whole 1, the other 3.
CANDIDATES = [candidate(0, 0, crossed=0.1), candidate(0, 1), candidate(1, 1), candidate(2, 2)]
PARTED = [Step(0, 4), Step(2, 2), Step(3, 7)]


def test_two_plain_digits_that_touch_stay_two():
    assert without_odd_cuts(PARTED, CANDIDATES, scores((4, 0.9), (8, 0.1), (2, 0.9), (7, 0.9))) == PARTED


@pytest.mark.parametrize("odd", [0, 2])
def test_with_an_odd_half_the_mark_is_a_sign(odd: int):
    looks = [0.99, 0.1, 0.99, 0.99]
    looks[odd] = PLAIN - 0.01

    read = without_odd_cuts(PARTED, CANDIDATES, scores(*zip((4, 8, 2, 7), looks, strict=True)))

    assert read == [Step(1, None), Step(3, 7)]


def test_an_odd_digit_that_was_not_cut_stays_one():
    looks = scores((4, 0.9), (8, 0.1), (2, 0.9), (7, 0.3))

    assert without_odd_cuts([Step(3, 7)], CANDIDATES, looks) == [Step(3, 7)]


def test_where_the_whole_is_no_choice_the_parts_stay():
    without_whole = [CANDIDATES[0], CANDIDATES[2]]

    assert without_odd_cuts([Step(0, 4), Step(1, 2)], without_whole, scores((4, 0.2), (2, 0.9))) == [
        Step(0, 4),
        Step(1, 2),
    ]
