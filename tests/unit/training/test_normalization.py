"""Fused normalisation is Keras's own, in one operation."""

import keras
import numpy as np
import pytest
from keras import layers

from training.normalization import FusedNormalization

RNG = np.random.default_rng(3)
MAPS = RNG.normal(2, 3, (64, 28, 28, 4)).astype(np.float32)


@pytest.fixture
def both() -> list[layers.Layer]:
    """Keras's layer and ours, with the same weights."""
    made = [layers.BatchNormalization(), FusedNormalization()]
    weights = [RNG.uniform(0.5, 2, 4).astype(np.float32) for _ in range(4)]
    for layer in made:
        layer.build(MAPS.shape)
        layer.set_weights(weights)
    return made


@pytest.mark.parametrize("training", [True, False])
def test_it_gives_what_keras_gives_and_keeps_the_same_moments(both: list[layers.Layer], training: bool):
    plain, fused = (np.array(layer(MAPS, training=training)) for layer in both)
    assert np.allclose(plain, fused, atol=1e-4)
    for of_plain, of_fused in zip(*(layer.get_weights() for layer in both), strict=True):
        assert np.allclose(of_plain, of_fused, rtol=1e-4)  # the variance of 50,000 values: n or n - 1


def test_it_learns_as_keras_learns(both: list[layers.Layer]):
    learned = []
    for layer in both:
        model = keras.Sequential(
            [
                keras.Input(MAPS.shape[1:]),
                layer,
                layers.Flatten(),
                layers.Dense(1, "tanh", kernel_initializer="ones"),
            ]
        )
        model.compile(keras.optimizers.SGD(1e-3), loss="mse")
        model.fit(MAPS, np.zeros(len(MAPS)), batch_size=64, epochs=1, verbose=0)
        learned.append(layer.get_weights())
    assert all(np.allclose(a, b, rtol=1e-3, atol=1e-4) for a, b in zip(*learned, strict=True))
