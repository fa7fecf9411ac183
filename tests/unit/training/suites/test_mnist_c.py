"""The 15 corruptions: all there, repeatable, and doing what their names say."""

import cv2
import numpy as np
import pytest

from training.suites.mnist_c import CORRUPTIONS, corrupt, mnist_c

NAMES = list(CORRUPTIONS)


def blob() -> np.ndarray:
    digit = np.zeros((28, 28), np.uint8)
    digit[8:20, 10:16] = 255
    return digit


def test_there_are_fifteen():
    assert len(NAMES) == 15


@pytest.mark.parametrize("name", NAMES)
def test_a_corruption_gives_another_digit_of_the_same_form(name, drawn_digits):
    digit = drawn_digits.digits[3]

    corrupted = corrupt(digit, name, seed=7)

    assert corrupted.shape == (28, 28)
    assert corrupted.dtype == np.uint8
    assert not np.array_equal(corrupted, digit)


@pytest.mark.parametrize("name", NAMES)
def test_a_corruption_is_the_same_for_the_same_seed_and_leaves_the_digit_alone(name, drawn_digits):
    digit = drawn_digits.digits[5]
    before = digit.copy()

    assert np.array_equal(corrupt(digit, name, seed=1), corrupt(digit, name, seed=1))
    assert np.array_equal(digit, before)


def test_translate_moves_by_three_pixels_along_both_axes():
    rows, columns = (np.flatnonzero(corrupt(blob(), "translate", seed=0).any(axis=axis)) for axis in (1, 0))

    assert (abs(rows[0] - 8), abs(columns[0] - 10)) == (3, 3)
    assert (len(rows), len(columns)) == (12, 6)


def test_scale_shrinks_to_seven_tenths():
    before, after = blob().sum(), corrupt(blob(), "scale", seed=0).astype(float).sum()

    assert after / before == pytest.approx(0.49, abs=0.03)


def test_brightness_adds_half_of_white():
    bright = corrupt(blob(), "brightness", seed=0)

    assert bright[0, 0] == 128
    assert bright[10, 12] == 255


def test_stripe_inverts_both_sides_only():
    striped = corrupt(blob(), "stripe", seed=0)

    assert (striped[:, :7] == 255).all()
    assert (striped[:, 21:] == 255).all()
    assert np.array_equal(striped[:, 7:21], blob()[:, 7:21])


def test_impulse_noise_hits_about_a_sixth_of_the_pixels():
    grey = np.full((28, 28), 100, np.uint8)
    hit = np.mean([corrupt(grey, "impulse_noise", seed=seed) != 100 for seed in range(20)])

    assert hit == pytest.approx(0.17, abs=0.01)


def test_edges_are_lines_around_the_ink_and_not_the_ink():
    edges = corrupt(blob(), "canny_edges", seed=0)

    assert set(np.unique(edges)) == {0, 255}
    assert edges[14, 13] == 0
    assert edges[14, 8:13].any()


def test_the_suite_goes_corruption_by_corruption(drawn_digits):
    suite = mnist_c(drawn_digits)
    sampled = [case.kind for case in suite.sample(30)]

    assert suite.count == 15 * 30
    assert [sampled.count(name) for name in NAMES] == [2] * 15
    assert cv2.imdecode(np.frombuffer(suite.case(0).picture, np.uint8), -1).shape == (28, 28)
