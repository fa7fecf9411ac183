"""What Keras makes of random networks for pages of several sizes, against the loader and ONNX Runtime."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from service.model.engine import ReaderModel
from service.model.sandbox import read_model
from tests.keras_readers import SIZES
from tests.unit.model.reading import graph_of

COUNT = 40
TOLERANCE = 1e-5  # times the largest value of the maps
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def readers(tmp_path_factory) -> Path:
    """Written by a process of its own, so that the tests' own stays small."""
    pytest.importorskip("keras")
    folder = tmp_path_factory.mktemp("readers")
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, "-m", "tests.keras_readers", str(folder), "0", str(COUNT)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def assert_agrees(model: ReaderModel, expected) -> None:
    for number in range(len(SIZES)):
        pages, maps = expected[f"pages{number}"], expected[f"maps{number}"]
        found = model.maps(pages)
        assert found.shape == maps.shape
        assert np.abs(found - maps).max() < TOLERANCE * max(1, np.abs(maps).max())


@pytest.mark.parametrize("seed", list(range(COUNT)))
def test_a_reader_that_keras_saved_gives_what_keras_gives_at_every_size(readers, seed):
    model = ReaderModel(graph_of(readers / f"{seed}.h5", role="reader"))

    assert_agrees(model, np.load(readers / f"{seed}.npz"))


@pytest.mark.parametrize("seed", [0, 20])
def test_the_child_hands_over_the_same_reader(readers, seed):
    graph = read_model(readers / f"{seed}.h5", role="reader")

    assert_agrees(ReaderModel(graph), np.load(readers / f"{seed}.npz"))


def test_every_layer_for_pages_takes_part(readers):
    seen = {
        layer for seed in range(COUNT) for layer in graph_of(readers / f"{seed}.h5", role="reader").layers
    }

    assert {"Conv2D", "Conv2DTranspose", "UpSampling2D", "DepthwiseConv2D", "SeparableConv2D"} <= seen
    assert {"MaxPooling2D", "AveragePooling2D", "Add", "Concatenate", "BatchNormalization"} <= seen
