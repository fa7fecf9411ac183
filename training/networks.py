"""Networks as Keras models: uint8 digits in, probabilities out, the scaling inside."""

import keras
from keras import layers

from training.recipes import ConvolutionalNetwork, DenseNetwork, Network

SIDE = 28
LABELS = 10


def build(network: Network) -> keras.Model:
    """The untrained network, named so that its `.h5` can be read by people."""
    if isinstance(network, ConvolutionalNetwork):
        return _convolutional(network)
    return _dense(network)


def _dense(network: DenseNetwork) -> keras.Model:
    digit, x = _digit()
    x = layers.Flatten(name="pixels")(x)
    for number, units in enumerate(network.hidden, start=1):
        if network.normalised:
            x = layers.Dense(units, use_bias=False, name=f"hidden_{number}")(x)
            x = layers.BatchNormalization(name=f"norm_{number}")(x)
            x = layers.ReLU(name=f"relu_{number}")(x)
        else:
            x = layers.Dense(units, activation="relu", name=f"hidden_{number}")(x)
        if network.dropout:
            x = layers.Dropout(network.dropout, name=f"dropout_{number}")(x)
    return keras.Model(digit, _label(x), name="dense")


def _convolutional(network: ConvolutionalNetwork) -> keras.Model:
    digit, x = _digit()
    x = layers.Reshape((SIDE, SIDE, 1), name="one_channel")(x)
    number = 0
    for pools, filters_of_block in enumerate(network.blocks):
        if pools:
            x = layers.MaxPooling2D(2, name=f"pool_{pools}")(x)
        for filters in filters_of_block:
            number += 1
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"conv_{number}")(x)
            x = layers.BatchNormalization(name=f"norm_{number}")(x)
            x = layers.ReLU(name=f"relu_{number}")(x)
    x = layers.Flatten(name="maps")(x)
    if network.dropout:
        x = layers.Dropout(network.dropout, name="dropout")(x)
    return keras.Model(digit, _label(x, LABELS + network.rejects), name="convolutional")


def _digit() -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The input as vision gives it, and the same in 0..1: scaling is a layer, so it cannot drift."""
    digit = keras.Input((SIDE, SIDE), dtype="uint8", name="digit")
    return digit, layers.Rescaling(1 / 255, name="scaled")(digit)


def _label(x: keras.KerasTensor, outputs: int = LABELS) -> keras.KerasTensor:
    return layers.Dense(outputs, activation="softmax", name="label", dtype="float32")(x)
