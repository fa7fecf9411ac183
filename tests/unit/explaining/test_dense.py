"""Contributions add up to the logits, whatever the network; a neuron says what it is and does."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.explaining import dense
from tests.unit.explaining.networks import random_digit, random_network

NETWORKS = st.lists(st.integers(1, 40), max_size=3)


@given(hidden=NETWORKS, seed=st.integers(0, 10_000))
def test_pixels_and_bias_add_up_to_every_logit(hidden, seed):
    digit = random_digit(*hidden, 10, seed=seed)
    evidence = dense.contributions(digit, digit.sums[-1])

    assert evidence.method == "exact contributions"
    assert [each.label for each in evidence.labels] == list(range(10))
    for each in evidence.labels:
        assert each.bias + each.pixels.sum() == pytest.approx(each.total, abs=1e-9)
        assert each.total == pytest.approx(digit.sums[-1][each.label], abs=1e-6)


def test_an_eleventh_output_is_no_label():
    digit = random_digit(5, 11)

    assert len(dense.contributions(digit, digit.sums[-1]).labels) == 10
    assert len(dense.neuron(digit, 0).toward) == 10


def test_a_pixel_without_ink_contributes_nothing():
    digit = random_digit(20, 10)

    for each in dense.contributions(digit, digit.sums[-1]).labels:
        assert not each.pixels[digit.inputs == 0].any()


@given(hidden=NETWORKS.filter(bool), seed=st.integers(0, 10_000))
def test_a_neuron_moves_the_logits_as_far_as_it_says(hidden, seed):
    digit = random_digit(*hidden, 10, seed=seed)
    told = dense.neuron(digit, seed % hidden[0], in_full=True)

    assert told.pixel_weights @ digit.inputs + told.bias == pytest.approx(told.sum)
    assert told.output == max(0, told.sum)
    outputs = np.maximum(digit.sums[0], 0)
    little = 1e-7
    moved = outputs + little * np.eye(hidden[0])[told.index]
    after, before = (dense.forward(digit.layers[1:], given).sums[-1] for given in (moved, outputs))
    assert (after - before) / little == pytest.approx(told.toward, abs=1e-4)


def test_the_strongest_neurons_come_first():
    digit = random_digit(50, 10)
    found = dense.strongest(digit, 4)
    moved = [abs(told.output * told.toward[4]) for told in (dense.neuron(digit, i) for i in found)]

    assert len(set(found)) == dense.STRONGEST
    assert moved == sorted(moved, reverse=True)
    assert moved[0] == max(abs(n.output * n.toward[4]) for n in (dense.neuron(digit, i) for i in range(50)))


def test_a_network_without_hidden_layer_has_no_neurons():
    assert dense.strongest(random_digit(10), 3) == []


def test_the_picture_of_the_weights_tells_them_to_a_step_of_grey():
    digit = dense.forward(random_network(784, 5, 10), np.zeros(784))
    told = dense.neuron(digit, 2)
    grey = cv2.imdecode(np.frombuffer(told.weights, np.uint8), cv2.IMREAD_UNCHANGED)

    assert grey.shape == (28, 28)
    weights = (grey.astype(float) - 128) / 127 * told.scale
    assert np.abs(weights.ravel() - digit.layers[0].weights[:, 2]).max() <= told.scale / 127 / 2 + 1e-9
