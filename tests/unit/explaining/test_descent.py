"""One step of gradient descent: the gradient is the slope of the loss, and the step goes down it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.explaining import descent
from service.explaining.dense import forward
from service.explaining.structure import DenseLayer
from tests.unit.explaining.networks import random_digit

NETWORKS = st.lists(st.integers(1, 30), max_size=3)


def stepped_by_hand(digit, label: int, rate: float, little: float = 1e-6):
    """New layers, from the loss's slope along every weight and bias that is tried one by one."""

    def slope(number: int, change: np.ndarray, of: str) -> float:
        def loss(sign: int) -> float:
            layer = digit.layers[number]
            moved = {"weights": layer.weights, "bias": layer.bias}
            moved[of] = moved[of] + sign * little * change
            changed = DenseLayer(**moved, inputs="", sums="", outputs="")
            layers = (*digit.layers[:number], changed, *digit.layers[number + 1 :])
            return descent.loss(forward(layers, digit.inputs).sums[-1], label)

        return (loss(1) - loss(-1)) / (2 * little)

    def gradient(number: int, of: str) -> np.ndarray:
        shape = getattr(digit.layers[number], of).shape
        return np.array([slope(number, one.reshape(shape), of) for one in np.eye(np.prod(shape))]).reshape(
            shape
        )

    gradients = [(gradient(n, "weights"), gradient(n, "bias")) for n in range(len(digit.layers))]
    layers = tuple(
        DenseLayer(layer.weights - rate * weights, layer.bias - rate * bias, "", "", "")
        for layer, (weights, bias) in zip(digit.layers, gradients, strict=True)
    )
    return layers, [np.hypot(np.linalg.norm(weights), np.linalg.norm(bias)) for weights, bias in gradients]


def test_the_step_is_what_trying_every_weight_would_find():
    small = random_digit(4, 3, 10)
    digit = forward((small.layers[1], small.layers[2]), np.array([0.5, 1.5, 0.0, 2.0]))
    layers, lengths = stepped_by_hand(digit, 6, 0.1)
    after = forward(layers, digit.inputs).sums[-1]

    step = descent.step(digit, 6, 0.1, whole=True)

    assert step.probabilities_after == pytest.approx(descent.softmax(after), abs=1e-7)
    assert step.loss_after == pytest.approx(descent.loss(after, 6), abs=1e-6)
    assert step.gradients == pytest.approx(lengths, rel=1e-5)


@given(hidden=NETWORKS, label=st.integers(0, 9), seed=st.integers(0, 10_000))
def test_a_small_step_lowers_the_loss(hidden, label, seed):
    step = descent.step(random_digit(*hidden, 10, seed=seed), label, 1e-5, whole=True)

    assert step.loss_after < step.loss_before
    assert step.probabilities_after[label] > step.probabilities_before[label]


@given(hidden=NETWORKS, label=st.integers(0, 9), seed=st.integers(0, 10_000))
def test_the_numbers_of_a_step_fit_together(hidden, label, seed):
    step = descent.step(random_digit(*hidden, 10, seed=seed), label, 0.01, whole=True)

    assert step.loss_before == pytest.approx(-np.log(step.probabilities_before[label]))
    assert step.errors == pytest.approx(step.probabilities_before - np.eye(10)[label])
    assert step.probabilities_after.sum() == pytest.approx(1)
    change = step.change
    assert change.after == pytest.approx(change.before - 0.01 * change.gradient)


def test_softmax_and_loss_do_not_overflow():
    logits = np.array([1000.0, -1000.0, 0.0])

    assert descent.softmax(logits) == pytest.approx([1, 0, 0])
    assert descent.loss(logits, 1) == 2000


def test_the_weight_that_is_shown_has_the_steepest_gradient_of_the_last_layer():
    digit = random_digit(6, 10)
    step = descent.step(digit, 2, 0.05, whole=True)
    gradient = np.outer(np.maximum(digit.sums[0], 0), step.errors)

    assert abs(step.change.gradient) == np.abs(gradient).max()
    assert step.change.gradient == gradient[step.change.unit, step.change.label]
    assert step.change.before == digit.layers[-1].weights[step.change.unit, step.change.label]
