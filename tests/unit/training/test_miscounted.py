"""Pictures of digits that are not one: whole, repeatable, and what they say they are."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from service.vision import UInt8Array, normalize
from tests.pictures import drawn
from training import miscounted

Make = Callable[[UInt8Array, np.random.Generator], UInt8Array]
DIGITS = np.stack([normalize(255 - drawn(digit)) for digit in range(10)])
ONES = DIGITS[[1] * 4]


def many(make: Make, digits: UInt8Array, count: int = 60) -> UInt8Array:
    rng = np.random.default_rng(5)
    made = np.stack([make(digits, rng) for _ in range(count)])
    return made[made.any(axis=(1, 2))]


@pytest.mark.parametrize("make", [miscounted.side_by_side, miscounted.touching, miscounted.half])
def test_the_same_random_numbers_make_the_same_picture_as_vision_would_give_it(make: Make):
    made = many(make, DIGITS)
    assert len(made) > 20
    assert np.array_equal(made, many(make, DIGITS))
    assert all(np.array_equal(normalize(each), each) for each in made)


def test_two_that_touch_are_one_mark_and_broader_than_either():
    made = many(miscounted.touching, DIGITS)
    pieces = [cv2.connectedComponents((each > 0).astype(np.uint8))[0] - 1 for each in made]
    assert np.mean(np.array(pieces) == 1) > 0.9  # a redrawn digit may itself be broken
    assert np.median(breadths(made)) > 1.4 * np.median(breadths(DIGITS))


def test_of_two_ones_that_touch_neither_hides_the_other():
    made = many(miscounted.touching, ONES)
    assert len(made)
    assert breadths(made).min() > breadths(ONES).max()


def test_a_slender_digit_is_beside_another_more_often_than_chance_would_have_it(
    monkeypatch: pytest.MonkeyPatch,
):
    pairs: list[tuple[UInt8Array, UInt8Array]] = []
    pair = miscounted.pair

    def noted(left: UInt8Array, right: UInt8Array, overlap: int) -> UInt8Array:
        pairs.append((left, right))
        return pair(left, right, overlap)

    monkeypatch.setattr(miscounted, "pair", noted)
    monkeypatch.setattr(miscounted, "redraw", lambda digit, _: digit)  # so that it is known again
    many(miscounted.touching, DIGITS, 600)
    slenderest = DIGITS[np.count_nonzero(DIGITS.any(axis=1), axis=1).argmin()]
    share = np.mean([any(np.array_equal(each, slenderest) for each in both) for both in pairs])
    assert share > 0.27, share  # chance alone would give 0.19


def breadths(digits: UInt8Array) -> np.ndarray:
    return np.count_nonzero(digits.any(axis=1), axis=1) / np.count_nonzero(digits.any(axis=2), axis=1)
