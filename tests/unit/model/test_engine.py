"""DigitModel: digits in, logits and probabilities out, from any number of threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from service.errors import ModelRefused
from service.model.engine import DigitModel
from tests.h5_files import convolutional, small
from tests.unit.model.networks import always
from tests.unit.model.reading import graph_of, random_digits


@pytest.fixture
def model(tmp_path) -> DigitModel:
    return DigitModel(graph_of(convolutional(tmp_path / "model.h5")))


def test_no_digits_give_no_rows(model):
    none = np.zeros((0, 28, 28), np.uint8)

    assert model.logits(none).shape == (0, 10)
    assert model.probabilities(none).shape == (0, 10)


def test_answers_are_float32_and_sum_to_one(model):
    probabilities = model.probabilities(random_digits(5))

    assert probabilities.dtype == np.float32
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-6)


def test_a_digit_gets_the_same_answer_alone_and_among_many(tmp_path):
    graph = graph_of(convolutional(tmp_path / "model.h5"))
    digits = random_digits(50)
    whole = DigitModel(graph).logits(digits)
    in_small_batches = DigitModel(replace(graph, activations=2_000_000)).logits(digits)
    alone = np.concatenate([DigitModel(graph).logits(digit[None]) for digit in digits])

    assert np.allclose(whole, in_small_batches, atol=1e-5)
    assert np.allclose(whole, alone, atol=1e-5)


def test_threads_do_not_disturb_each_other(model):
    digits = [random_digits(3, seed) for seed in range(64)]
    expected = [model.logits(some) for some in digits]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(model.logits, digits))

    assert all(np.array_equal(answer, right) for answer, right in zip(answers, expected, strict=True))


def test_digits_that_are_a_view_of_a_larger_array_are_read_right(model):
    page = random_digits(6)

    assert np.array_equal(model.logits(page[::2]), model.logits(page[::2].copy()))


@pytest.mark.parametrize(
    "digits",
    [np.zeros((1, 28, 28), np.float32), np.zeros((28, 28), np.uint8), np.zeros((1, 32, 32), np.uint8)],
    ids=["float", "one", "large"],
)
def test_what_is_not_digits_is_an_error_of_the_caller(model, digits):
    with pytest.raises(ValueError, match="digits must be uint8"):
        model.logits(digits)


def test_certain_logits_do_not_overflow():
    model = DigitModel(always(7, certainty=1e6))

    assert model.probabilities(random_digits(2))[:, 7].tolist() == [1.0, 1.0]


def test_probabilities_are_the_softmax_of_the_logits():
    sure = DigitModel(always(7, certainty=5.0)).probabilities(random_digits(1))[0, 7]

    assert sure == pytest.approx(np.exp(5) / (np.exp(5) + 9), abs=1e-6)


def test_a_graph_that_onnx_runtime_does_not_accept_is_refused(tmp_path):
    graph = graph_of(small(tmp_path / "model.h5"))

    with pytest.raises(ModelRefused, match="ONNX Runtime"):
        DigitModel(replace(graph, onnx=graph.onnx[: len(graph.onnx) // 2]))
