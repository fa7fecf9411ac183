"""Writes random networks as Keras saves them, with what Keras makes of some digits.

    python -m tests.keras_writer FOLDER keras|tf_keras FIRST COUNT

makes FOLDER/SEED.h5 and FOLDER/SEED.npz. A process of its own: the tests themselves need no TensorFlow, and
the two versions of Keras cannot live in one.
"""

import importlib
import os
import sys
from pathlib import Path

import numpy as np

from tests.keras_networks import RandomNetwork


def randomize(model, rng: np.random.Generator):
    """Give every array values as after training: no zeros, variances above zero."""
    for array in model.weights:
        name = getattr(array, "path", array.name)
        values = array.numpy()
        if "count" in name or values.dtype.kind != "f":
            continue
        if "variance" in name or "gamma" in name:
            values = rng.uniform(0.5, 1.5, values.shape)
        elif not name.rsplit("/", 1)[-1].startswith(("kernel", "depthwise", "pointwise")):
            values = rng.normal(0, 0.1, values.shape)
        array.assign(values.astype(np.float32))


def digits_for(rng: np.random.Generator, count: int = 3) -> np.ndarray:
    """Blobs of ink, uint8 (count, 28, 28)."""
    strength = rng.integers(0, 256, (count, 28, 28))
    near = np.hypot(*(np.indices((28, 28)) - 13.5)) < rng.uniform(5, 13)
    return (strength * near * (rng.random((count, 28, 28)) < 0.5)).astype(np.uint8)


def write(keras, folder: Path, seed: int):
    """Save one network and what Keras makes of some digits."""
    keras.backend.clear_session()
    network = RandomNetwork(keras, seed)
    model, logits_model, has_softmax = network.build()
    randomize(model, network.rng)
    model.save(folder / f"{seed}.h5")
    digits = digits_for(network.rng)
    given = digits.astype(np.float32).reshape(-1, *network.shape)
    given = given if network.scaling == "inside" else given / np.float32(255)
    output = np.asarray(model(given, training=False))
    logits = np.asarray(logits_model(given, training=False)) if logits_model else np.empty(0)
    np.savez(
        folder / f"{seed}.npz",
        digits=digits,
        logits=logits,
        probabilities=output if has_softmax else softmax(output),
        scaling=network.scaling,
    )


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    to, flavour, first, count = sys.argv[1:]
    library = importlib.import_module(flavour)
    for number in range(int(first), int(first) + int(count)):
        write(library, Path(to), number)
