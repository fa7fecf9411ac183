"""Digits with a rest of a neighbour: still the digit, with little more, and as vision would give them."""

import numpy as np
import pytest

from service.vision import normalize
from tests.pictures import drawn
from training import rests

DIGITS = np.stack([normalize(255 - drawn(digit)) for digit in range(10)])


def cut_off(digit: int, seed: int) -> list[np.ndarray]:
    """The digit cut from each of the others."""
    rng = np.random.default_rng(seed)
    found = [rests.cut_from(DIGITS[digit], other, rng) for other in DIGITS]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("digit", range(10))
def test_most_of_the_digit_stays_and_little_comes_with_it(digit):
    ink = DIGITS[digit].sum(dtype=float)
    many = [each for seed in range(4) for each in cut_off(digit, seed)]

    assert len(many) >= 4
    assert any(not np.array_equal(each, DIGITS[digit]) for each in many)
    assert all(0.5 * ink <= each.sum(dtype=float) <= 1.8 * ink for each in many)
    assert all(np.array_equal(normalize(each), each) for each in many)


def test_a_share_of_the_digits_gets_a_rest_and_the_others_stay():
    digits = np.repeat(DIGITS, 40, axis=0)
    changed = digits.copy()
    given = rests.leave(changed, 0.25, np.random.default_rng(5))
    touched = (changed != digits).any(axis=(1, 2))

    assert 40 <= touched.sum() <= 100
    assert given[touched].all()
    assert given.sum() <= 100
    again = digits.copy()
    rests.leave(again, 0.25, np.random.default_rng(5))
    assert np.array_equal(again, changed)


def test_an_empty_digit_has_no_neighbour():
    nothing = np.zeros((28, 28), np.uint8)

    assert rests.cut_from(nothing, DIGITS[3], np.random.default_rng(6)) is None
    assert rests.cut_from(DIGITS[3], nothing, np.random.default_rng(6)) is None


def test_a_hairline_1_may_be_narrower_than_the_overlap():
    hairline = np.zeros((28, 28), np.uint8)
    hairline[4:24, 14] = 255
    rng = np.random.default_rng(7)

    found = [rests.cut_from(digit, hairline, rng) for digit in DIGITS for _ in range(5)]
    assert any(each is not None for each in found)
