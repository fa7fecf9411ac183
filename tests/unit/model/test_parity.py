"""What Keras makes of the networks it saved, against the reader and ONNX Runtime: over 200 random ones."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from service.model.engine import DigitModel
from service.model.graph import load_graph
from service.model.operators.table import OPERATORS
from service.model.sandbox import read_model

KERAS_3, KERAS_2 = 200, 60
TOLERANCE = 1e-5  # of a probability; of logits, times the largest of them
ROOT = Path(__file__).parents[3]
# Keras 3 cannot save some of these in a functional model; test_h5_layers reads them from files made by hand.
NOT_SAVED = {"RandomBrightness", "RandomContrast", "RandomErasing", "RandomShear"}


def written(folder: Path, flavour: str, count: int) -> Path:
    """Have Keras write networks in a process of its own, so that the tests' own stays small."""
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-m", "tests.keras_writer", str(folder), flavour, "0", str(count)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.fixture(scope="module")
def keras_3(tmp_path_factory) -> Path:
    pytest.importorskip("keras")
    return written(tmp_path_factory.mktemp("keras_3"), "keras", KERAS_3)


@pytest.fixture(scope="module")
def keras_2(tmp_path_factory) -> Path:
    pytest.importorskip("h5py")
    return written(tmp_path_factory.mktemp("keras_2"), "tf_keras", KERAS_2)


def assert_agrees(graph, expected) -> None:
    model, digits = DigitModel(graph), expected["digits"]
    probabilities, logits = expected["probabilities"], expected["logits"]

    assert graph.scaling == str(expected["scaling"])
    assert np.abs(model.probabilities(digits) - probabilities).max() < TOLERANCE
    if logits.size:
        assert np.abs(model.logits(digits) - logits).max() < TOLERANCE * max(1, np.abs(logits).max())


@pytest.mark.parametrize("seed", list(range(KERAS_3)))
def test_a_network_that_keras_3_saved_gives_what_keras_gives(keras_3, seed):
    content = io.BytesIO((keras_3 / f"{seed}.h5").read_bytes())

    assert_agrees(load_graph(content, "auto"), np.load(keras_3 / f"{seed}.npz"))


@pytest.mark.parametrize("seed", list(range(KERAS_2)))
def test_a_network_that_keras_2_saved_gives_what_keras_gives(keras_2, seed):
    content = io.BytesIO((keras_2 / f"{seed}.h5").read_bytes())

    assert_agrees(load_graph(content, "auto"), np.load(keras_2 / f"{seed}.npz"))


@pytest.mark.parametrize("seed", list(range(0, KERAS_3, 20)))
def test_the_child_hands_over_the_same_network(keras_3, seed):
    graph = read_model(keras_3 / f"{seed}.h5")

    assert_agrees(graph, np.load(keras_3 / f"{seed}.npz"))


def test_every_supported_layer_takes_part(keras_3):
    files = [io.BytesIO((keras_3 / f"{seed}.h5").read_bytes()) for seed in range(KERAS_3)]
    seen = {layer for file in files for layer in load_graph(file, "auto").layers}

    assert set(OPERATORS) - NOT_SAVED <= seen
    assert {"Add", "Subtract", "Multiply", "Concatenate", "TrueDivide", "Sequential", "Functional"} <= seen
