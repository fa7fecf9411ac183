"""Redrawn digits and things that are no digit: repeatable, whole, never empty."""

import numpy as np

from service.vision import normalize
from tests.pictures import drawn
from training import negatives
from training.augment import augment

DIGITS = np.stack([normalize(255 - drawn(digit)) for digit in range(10)])


def test_the_same_random_numbers_redraw_the_same_digits():
    one, again, other = (augment(DIGITS, np.random.default_rng(seed)).digits for seed in (1, 1, 2))

    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_redrawn_digit_is_what_vision_would_give():
    many = augment(np.repeat(DIGITS, 40, axis=0), np.random.default_rng(3)).digits

    assert many.shape == (400, 28, 28)
    assert many.dtype == np.uint8
    assert (many.max(axis=(1, 2)) > 0).all()
    assert all(np.array_equal(normalize(digit), digit) for digit in many)


def test_it_is_told_which_digits_stay_near_to_what_they_were_and_calm_makes_them_more():
    plain = np.repeat(DIGITS, 100, axis=0)
    wild, calm = (augment(plain, np.random.default_rng(3), calm=calm) for calm in (0.0, 1.0))

    assert wild.near[(wild.digits == plain).all(axis=(1, 2))].mean() > 0.95
    assert wild.near.mean() < calm.near.mean() < 1
    far = np.abs(wild.digits - plain.astype(float)).mean(axis=(1, 2))
    assert far[wild.near].mean() < 0.6 * far[~wild.near].mean()


def test_things_that_are_no_digit_are_drawn_again_by_the_same_numbers_and_have_ink():
    one, again = (negatives.draw(200, DIGITS, np.random.default_rng(4)) for _ in range(2))

    assert np.array_equal(one, again)
    assert (np.count_nonzero(one, axis=(1, 2)) >= 12).all()
