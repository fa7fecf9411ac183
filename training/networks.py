"""Networks as Keras models: uint8 digits in, probabilities out, the scaling inside."""

import keras
from keras import layers

from training.recipes import DenseNetwork, Network

SIDE = 28
LABELS = 10


def build(network: Network) -> keras.Model:
    """The untrained network, named so that its `.h5` can be read by people."""
    return _dense(network)


def _dense(network: DenseNetwork) -> keras.Model:
    digit, x = _digit()
    x = layers.Flatten(name="pixels")(x)
    for number, units in enumerate(network.hidden, start=1):
        x = layers.Dense(units, activation="relu", name=f"hidden_{number}")(x)
        if network.dropout:
            x = layers.Dropout(network.dropout, name=f"dropout_{number}")(x)
    return keras.Model(digit, _label(x), name="dense")


def _digit() -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The input as vision gives it, and the same in 0..1: scaling is a layer, so it cannot drift."""
    digit = keras.Input((SIDE, SIDE), dtype="uint8", name="digit")
    return digit, layers.Rescaling(1 / 255, name="scaled")(digit)


def _label(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.Dense(LABELS, activation="softmax", name="label")(x)
