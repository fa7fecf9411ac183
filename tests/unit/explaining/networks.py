"""Dense networks with random weights, as layers in memory and as `.h5` files."""

import itertools
from pathlib import Path

import numpy as np

from service.explaining.dense import OneDigit, forward
from service.explaining.structure import DenseLayer
from tests.h5_files import arrays, dense, given, layer, sequential, write


def random_network(*units: int, seed: int = 0) -> tuple[DenseLayer, ...]:
    """Layers of so many units, the inputs' number first."""
    rng = np.random.default_rng(seed)
    return tuple(
        DenseLayer(rng.normal(0, before**-0.5, (before, after)), rng.normal(0, 0.3, after), "", "", "")
        for before, after in itertools.pairwise(units)
    )


def random_digit(*units: int, seed: int = 0) -> OneDigit:
    """A random digit of 784 pixels in such a network: its hidden units and its logits."""
    rng = np.random.default_rng(seed + 1000)
    return forward(random_network(784, *units, seed=seed), rng.random(784) * (rng.random(784) < 0.3))


def dense_file(path: Path, *hidden: int, scale: float = 1 / 255, offset: float = 0.0) -> Path:
    """A Keras file of dense layers with ReLU, and ten logits."""
    units = [784, *hidden, 10]
    names = [f"dense_{number}" for number in range(len(hidden) + 1)]
    activations = ["relu"] * len(hidden) + ["softmax"]
    layers = [dense(n, u, activation=a) for n, u, a in zip(names, units[1:], activations, strict=True)]
    weights = {
        name: arrays(number, kernel=(units[number], units[number + 1]), bias=(units[number + 1],))
        for number, name in enumerate(names)
    }
    config = sequential(
        given(28, 28),
        layer("Rescaling", "rescaling", scale=scale, offset=offset),
        layer("Flatten", "flatten"),
        *layers,
    )
    return write(path, config, {"rescaling": [], "flatten": [], **weights})
