"""The reader as Keras builds it: for pages of any size, fitted and kept with the same weights."""

import numpy as np
import pytest

from service.model.reader_map import CHANNELS, MARK, SMALLER
from service.vision.contrast import PAPER
from training.reader import network

WIDTHS = (4, 4, 6, 8)


@pytest.fixture(scope="module")
def kept():
    return network.build(WIDTHS)


@pytest.mark.parametrize(("height", "width"), [(16, 16), (48, 32), (64, 208)])
def test_a_page_of_any_size_gives_a_map_of_a_quarter_of_it(kept, height, width):
    maps = kept(np.full((2, height, width, 1), PAPER, np.uint8))

    assert maps.shape == (2, height // 4, width // 4, CHANNELS)


def test_at_first_no_mark_is_likely_anywhere(kept):
    blank = np.asarray(kept(np.full((1, 32, 32, 1), PAPER, np.uint8)))

    assert (blank[..., [MARK, SMALLER]] < -2).all()


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_is_fitted_and_what_is_kept_have_the_same_weights_in_the_same_order(kept, precision):
    student = network.build_student(WIDTHS, precision=precision)
    page = np.random.default_rng(0).integers(0, 256, (1, 64, 64, 1)).astype(np.uint8)

    named = [[variable.path for variable in model.weights] for model in (student, kept)]
    assert named[0] == named[1]
    assert {weight.dtype for weight in student.get_weights()} == {np.dtype(np.float32)}
    mine = network.build(WIDTHS)
    mine.set_weights(student.get_weights())
    tolerance = 1e-4 if precision == "float32" else 0.15
    assert np.abs(np.asarray(mine(page)) - np.asarray(student(page, training=False))).max() < tolerance


def test_the_precision_of_one_network_is_not_that_of_the_next():
    network.build_student(WIDTHS, precision="bfloat16")

    assert {layer.dtype_policy.name for layer in network.build(WIDTHS).layers} == {"float32"}


def test_the_served_size_is_small():
    assert network.build().count_params() < 700_000
