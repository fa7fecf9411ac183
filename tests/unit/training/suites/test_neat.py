"""Neat digits: repeatable pages with ink that leaves their border free; a 0 is closed, a bare 7 is not."""

import cv2
import numpy as np
import pytest

from training.suites.neat import INK, PAPER, SIDE, neat, picture


def page(digit: int, seed: int) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(picture(digit, seed), np.uint8), cv2.IMREAD_UNCHANGED)


@pytest.mark.parametrize("digit", range(10))
def test_a_page_has_one_digit_that_keeps_off_its_border(digit):
    for seed in range(20):
        drawn = page(digit, seed)
        assert drawn.shape == (SIDE, SIDE)
        assert (drawn.min(), drawn.max()) == (INK, PAPER)
        assert (drawn[[0, -1]] == PAPER).all()
        assert (drawn[:, [0, -1]] == PAPER).all()


def test_pictures_are_the_same_for_the_same_seed_and_others_for_another():
    assert picture(3, seed=4) == picture(3, seed=4)
    assert picture(3, seed=4) != picture(3, seed=5)
    assert neat(2, seed=4).case(7).picture == neat(2, seed=4).case(7).picture


def test_every_digit_comes_as_often_and_keeps_its_label():
    cases = list(neat(per_digit=3))
    assert [case.label for case in cases] == [digit for digit in range(10) for _ in range(3)]
    assert len({case.picture for case in cases}) == 30


@pytest.mark.parametrize(("digit", "loops"), [(0, 1), (1, 0), (2, 0), (8, 2)])
def test_loops_are_those_of_the_digit(digit, loops):
    for seed in range(20):
        paper = (page(digit, seed) > (INK + PAPER) // 2).astype(np.uint8)
        parts, _ = cv2.connectedComponents(paper, connectivity=4)
        assert parts - 2 == loops  # besides the ink and the paper around it
