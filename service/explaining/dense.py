"""A dense network with ReLU, taken apart exactly: what each pixel and each neuron adds to each logit.

With ReLU a unit is either off or passes its sum on as it is. For one digit, once it is known which units are
on, the whole network is a sum: every pixel adds its own amount to a logit, and the biases add the rest.
"""

from dataclasses import dataclass

import numpy as np

from service.explaining.explanation import Evidence, Float64Array, LabelEvidence, Neuron
from service.explaining.structure import DenseLayer
from service.vision import encode_png

LABELS = 10
DECIMALS = 9  # of a contribution: what the client adds up is exactly what `total` was added up from
STRONGEST = 12  # neurons that are told in every answer
GREYS = 127  # steps from 0 to the largest weight in a neuron's picture


@dataclass(frozen=True, slots=True)
class OneDigit:
    """A dense network with one digit in it; float64 throughout."""

    layers: tuple[DenseLayer, ...]
    inputs: Float64Array  # (784,)
    sums: tuple[Float64Array, ...]  # of each layer
    slopes: tuple[Float64Array, ...]  # (inputs, labels): what one unit more of a layer's input adds


def forward(layers: tuple[DenseLayer, ...], inputs: Float64Array) -> OneDigit:
    """Compute every layer's sums for one digit."""
    sums: list[Float64Array] = []
    value = inputs
    for layer in layers:
        sums.append(value @ layer.weights + layer.bias)
        value = np.maximum(sums[-1], 0.0)
    return OneDigit(layers, inputs, tuple(sums), tuple(_slopes(layers, sums)))


def _slopes(layers: tuple[DenseLayer, ...], sums: list[Float64Array]) -> list[Float64Array]:
    """Walk back from the logits: a unit that is off passes nothing on."""
    found = [layers[-1].weights]
    for layer, total in zip(layers[-2::-1], sums[-2::-1], strict=True):
        found.insert(0, layer.weights @ (found[0] * (total > 0)[:, None]))
    return found


def contributions(digit: OneDigit, logits: Float64Array) -> Evidence:
    """What each pixel adds to each label's logit; `logits` are ONNX Runtime's, to be compared with."""
    pixels = np.round(digit.inputs[:, None] * digit.slopes[0], DECIMALS) + 0.0  # no -0.0
    biases = sum(
        (layer.bias * (sums > 0)) @ after
        for layer, sums, after in zip(digit.layers, digit.sums, digit.slopes[1:], strict=False)
    )
    biases = np.round(biases + digit.layers[-1].bias, DECIMALS)
    labels = tuple(
        LabelEvidence(
            label=label,
            logit=float(logits[label]),
            pixels=pixels[:, label],
            bias=float(biases[label]),
            total=float(biases[label] + pixels[:, label].sum()),
        )
        for label in range(LABELS)
    )
    return Evidence("exact contributions", None, None, labels)


def strongest(digit: OneDigit, label: int) -> list[int]:
    """The neurons of the first hidden layer that moved a label's logit most, the strongest first."""
    if len(digit.layers) == 1:
        return []
    moved = np.abs(np.maximum(digit.sums[0], 0.0) * digit.slopes[1][:, label])
    return [int(index) for index in np.argsort(-moved, kind="stable")[:STRONGEST]]


def neuron(digit: OneDigit, index: int, *, in_full: bool = False) -> Neuron:
    """One unit of the first hidden layer; `in_full` with its exact weights."""
    layer, total = digit.layers[0], float(digit.sums[0][index])
    weights = layer.weights[:, index]
    scale = float(np.abs(weights).max()) or 1.0
    picture = (128 + np.round(weights / scale * GREYS)).astype(np.uint8).reshape(28, 28)
    return Neuron(
        index=index,
        sum=total,
        output=max(0.0, total),
        bias=float(layer.bias[index]),
        toward=digit.slopes[1][index, :LABELS],
        weights=encode_png(picture),
        scale=scale,
        pixel_weights=weights if in_full else None,
    )
