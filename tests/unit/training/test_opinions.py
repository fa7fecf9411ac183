"""Teachers' opinions: the mean of what each gives, softened, and where they stand beside the labels."""

from pathlib import Path

import numpy as np
import pytest

from service.model.engine import DigitModel
from service.model.loaded import LoadedGraph
from service.model.sandbox import read_model
from training import networks, opinions, probe_digits
from training.drawing import Drawn
from training.metrics import softmax
from training.recipes import ConvolutionalNetwork, DenseNetwork, Network

DIGITS = probe_digits.draw()


@pytest.fixture(scope="module")
def teachers(tmp_path_factory: pytest.TempPathFactory) -> list[LoadedGraph]:
    """Two networks that have learned nothing, and differ."""
    folder = tmp_path_factory.mktemp("teachers")
    return [untaught(folder / f"{name}.h5") for name in ("one", "other")]


@pytest.fixture(scope="module")
def knows_more(tmp_path_factory: pytest.TempPathFactory) -> LoadedGraph:
    """An untaught network with an output for what is no digit."""
    return untaught(tmp_path_factory.mktemp("more") / "more.h5", ConvolutionalNetwork(((4,), (4,))))


def untaught(path: Path, network: Network = DenseNetwork(hidden=(16,))) -> LoadedGraph:
    networks.build(network).save(path, include_optimizer=False)
    return read_model(path)


def test_an_opinion_is_the_mean_of_the_softened_probabilities(teachers: list[LoadedGraph]):
    asked = [DigitModel(teacher) for teacher in teachers]
    each = []
    for teacher in asked:
        powers = teacher.probabilities(DIGITS).astype(float) ** (1 / opinions.TEMPERATURE)
        each.append(powers / powers.sum(axis=1, keepdims=True))
    found = opinions.opinion(asked, DIGITS)
    assert found.dtype == np.float32
    assert np.allclose(found[:, :10], np.mean(each, axis=0), atol=1e-5)
    assert not np.allclose(found[:, :10], each[0], atol=1e-3)
    assert not found[:, 10].any()


def test_whether_it_is_a_digit_is_for_those_to_say_who_have_an_output_for_that(
    teachers: list[LoadedGraph], knows_more: LoadedGraph
):
    ten, eleven = DigitModel(teachers[0]), DigitModel(knows_more)
    softened = softmax(eleven.logits(DIGITS), opinions.TEMPERATURE)
    found = opinions.opinion([ten, eleven], DIGITS)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(found[:, 10], softened[:, 10], atol=1e-5)
    which = (
        opinions.opinion([ten], DIGITS)[:, :10] + softened[:, :10] / softened[:, :10].sum(1, keepdims=True)
    ) / 2
    assert np.allclose(found[:, :10], which * (1 - softened[:, 10:]), atol=1e-4)


def test_teachers_are_asked_about_what_is_near_to_mnist_and_nobody_about_the_rest(
    teachers: list[LoadedGraph], knows_more: LoadedGraph
):
    asked = [DigitModel(teacher) for teacher in (*teachers, knows_more)]
    near = np.arange(len(DIGITS)) % 3 == 0
    found = opinions.of_drawn(asked, Drawn(DIGITS, np.zeros(len(DIGITS), np.uint8), near))
    assert np.allclose(found[near], opinions.opinion(asked, DIGITS)[near], atol=1e-6)
    assert not found[~near].any()


def test_opinions_stand_beside_the_labels():
    opinion = np.array([[0.5, 0.5], [0.1, 0.9]], np.float32)
    targets = opinions.beside(np.array([1, 0], np.uint8), opinion)
    assert targets.dtype == np.float32
    assert targets.tolist() == np.column_stack([[1, 0], opinion]).tolist()
