"""Networks as Keras models: uint8 digits in, probabilities out, the scaling inside."""

import keras
from keras import layers

from training.normalization import FusedNormalization
from training.recipes import ConvolutionalNetwork, DenseNetwork, Network, Precision

SIDE = 28
LABELS = 10


def build(network: Network) -> keras.Model:
    """The untrained network as it is kept and served, named so that its `.h5` can be read by people."""
    return _built(network, "softmax", layers.BatchNormalization)


def build_pupil(network: Network, precision: Precision) -> keras.Model:
    """The same network, with the same weights in the same order, as it is fitted: it gives logits.

    In bfloat16 the weights and logits still are float32: only what lies between is coarse.
    """
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16" if precision == "bfloat16" else "float32")
    try:
        return _built(network, "linear", FusedNormalization)
    finally:
        keras.config.set_dtype_policy(before)


def _built(network: Network, activation: str, normalization: type[layers.Layer]) -> keras.Model:
    if isinstance(network, ConvolutionalNetwork):
        return _convolutional(network, activation, normalization)
    return _dense(network, activation)


def _dense(network: DenseNetwork, activation: str) -> keras.Model:
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
    return keras.Model(digit, _label(x, LABELS, activation), name="dense")


def _convolutional(
    network: ConvolutionalNetwork, activation: str, normalization: type[layers.Layer]
) -> keras.Model:
    digit, x = _digit()
    x = layers.Reshape((SIDE, SIDE, 1), name="one_channel")(x)
    number = 0
    for pools, filters_of_block in enumerate(network.blocks):
        if pools:
            x = layers.MaxPooling2D(2, name=f"pool_{pools}")(x)
        for filters in filters_of_block:
            number += 1
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"conv_{number}")(x)
            x = normalization(name=f"norm_{number}")(x)
            x = layers.ReLU(name=f"relu_{number}")(x)
    x = layers.Flatten(name="maps")(x)
    if network.dropout:
        x = layers.Dropout(network.dropout, name="dropout")(x)
    return keras.Model(digit, _label(x, LABELS + network.rejects, activation), name="convolutional")


def _digit() -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The input as vision gives it, and the same in 0..1: scaling is a layer, so it cannot drift."""
    digit = keras.Input((SIDE, SIDE), dtype="uint8", name="digit")
    return digit, layers.Rescaling(1 / 255, name="scaled")(digit)


def _label(x: keras.KerasTensor, outputs: int, activation: str) -> keras.KerasTensor:
    return layers.Dense(outputs, activation=activation, dtype="float32", name="label")(x)
