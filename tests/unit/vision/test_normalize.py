"""Normalize: MNIST's geometry, for ink of any size and place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vision import normalize
from tests.pictures import drawn


@pytest.mark.parametrize("digit", range(10))
def test_the_longer_side_is_20_pixels_and_the_centre_of_mass_at_14(digit):
    out = normalize(255 - drawn(digit))
    rows, columns = out.any(axis=1).nonzero()[0], out.any(axis=0).nonzero()[0]
    weights = out / out.sum()

    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    assert abs(weights.sum(axis=1) @ np.arange(28) - 14) <= 0.5
    assert abs(weights.sum(axis=0) @ np.arange(28) - 14) <= 0.5


@pytest.mark.parametrize("digit", range(10))
def test_a_normalised_digit_stays_as_it_is(digit):
    once = normalize(255 - drawn(digit))

    assert np.array_equal(normalize(once), once)


@given(st.integers(0, 60), st.integers(0, 60))
def test_where_the_ink_lies_makes_no_difference(down, right):
    ink = 255 - drawn(2, side=100)

    assert np.array_equal(normalize(np.pad(ink, ((down, 3), (right, 5)))), normalize(ink))


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 9), st.integers(0, 2**32))
def test_any_ink_at_all_gives_a_digit_with_ink(height, width, pixels, seed):
    rng = np.random.default_rng(seed)
    ink = np.zeros((height, width), np.uint8)
    ink[rng.integers(0, height, pixels), rng.integers(0, width, pixels)] = rng.integers(1, 256, pixels)
    out = normalize(ink)

    assert out.shape == (28, 28)
    assert out.dtype == np.uint8
    assert out.any()


def test_a_hairline_in_a_large_picture_does_not_fade():
    assert normalize(255 - drawn(4, side=1000, pen=3)).max() > 200
