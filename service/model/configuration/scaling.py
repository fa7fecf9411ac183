"""Finds out whether a network scales its pixels itself."""

from collections.abc import Mapping

from service.model.configuration.layer import DO_NOTHING, arithmetic
from service.model.configuration.network import INPUT, Call, Network

KEEPS_VALUES = (*DO_NOTHING, "Flatten", "Reshape", "ZeroPadding2D")
SHRINKS = 0.1  # a factor below this brings 0..255 down; Rescaling(2, -1), from 0..1 to -1..1, does not


def detect_scaling(network: Network, means: Mapping[str, float]) -> str:
    """Return "inside" when the network brings 0..255 down by itself, else "0..1".

    It does when its pixels first meet a Rescaling or a division that shrinks them, or a Normalization whose
    mean (`means` has the largest of each layer) could not be a mean of values up to 1.
    """
    pixels = {INPUT}
    for call in network.calls:
        if not call.inputs or call.inputs[0] not in pixels:
            continue
        if call.layer.kind in KEEPS_VALUES:
            pixels.add(call.output)
        elif _shrinks(call) or (call.layer.kind == "Normalization" and means[call.layer.name] > 1):
            return "inside"
    return "0..1"


def _shrinks(call: Call) -> bool:
    layer, numbers = call.layer, [item for item in call.inputs if not isinstance(item, str)]
    if layer.kind == "Rescaling":
        return abs(layer.number("scale", 1)) < SHRINKS
    if not numbers:
        return False
    operation = arithmetic(layer)
    if operation == "Div":
        return abs(numbers[0]) > 1 / SHRINKS
    return operation == "Mul" and abs(numbers[0]) < SHRINKS
