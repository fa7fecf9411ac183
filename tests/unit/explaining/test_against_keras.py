"""Activations, logits and the step of gradient descent are what Keras computes with the same `.h5`."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import service
from service.explaining import Explainer, Question
from service.explaining.question import Which
from service.model.store import ModelStore
from tests.fakes import FakeManager
from tests.pictures import drawn, png

BUNDLED = ModelStore(Path(service.__file__).parent / "bundled")
ROOT = Path(__file__).parents[3]
TOLERANCE = 1e-5  # of a probability; of other numbers, times the largest of them
RATE = 0.01
DIGITS = [(3, 5), (7, 7), (8, 0), (4, 9)]  # drawn; the label that is asked for


@pytest.fixture(scope="module", params=[Which.ANN, Which.CNN])
def explained(request, tmp_path_factory):
    """Explanations by the service, and what Keras says of the same digits."""
    pytest.importorskip("keras")
    explainer = Explainer(FakeManager(), BUNDLED, max_pixels=1_000_000)
    found = [
        explainer.explain(png(drawn(digit)), Question(request.param, label, RATE)) for digit, label in DIGITS
    ]
    folder = tmp_path_factory.mktemp("keras")
    digits = np.stack([each.computation.digit for each in found])
    labels = [label for _, label in DIGITS]
    layers = len(found[0].computation.layers) or 1
    np.savez(folder / "asked.npz", digits=digits, labels=labels, rate=RATE, layers=layers)
    model = BUNDLED.path(found[0].serving.version, "model.h5")
    command = [sys.executable, "-m", "tests.keras_descent", model, folder / "asked.npz", folder / "told.npz"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [each.computation for each in found], np.load(folder / "told.npz")


def assert_same(found, expected) -> None:
    assert np.shape(found) == np.shape(expected)
    assert np.abs(np.asarray(found) - expected).max() < TOLERANCE * max(1, np.abs(expected).max())


def test_hidden_activations_logits_and_probabilities_are_those_of_keras(explained):
    computations, keras = explained
    if computations[0].layers:
        assert_same([each.layers[0].outputs for each in computations], keras["hidden"])
    assert_same([each.logits for each in computations], keras["logits"])
    assert_same([each.probabilities for each in computations], keras["probabilities"])


def test_the_step_is_the_one_that_keras_takes(explained):
    computations, keras = explained
    steps = [each.step for each in computations]

    assert_same([step.loss_before for step in steps], keras["loss"])
    assert_same([step.gradients for step in steps], keras["gradients"])
    assert_same([step.probabilities_before for step in steps], keras["probabilities"])
    assert_same([step.probabilities_after for step in steps], keras["after"])
    assert_same([step.loss_after for step in steps], keras["loss_after"])


def test_contributions_add_up_to_the_logits_of_keras(explained):
    computations, keras = explained
    if computations[0].evidence.method == "exact contributions":
        totals = [[label.total for label in each.evidence.labels] for each in computations]
        assert_same(totals, keras["logits"])
