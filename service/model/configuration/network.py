"""A `model_config` as layer calls, in an order in which they can be computed; nested models laid flat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from service.errors import ModelRefused
from service.model.configuration.entries import (
    MODELS,
    SEQUENTIAL,
    JsonObject,
    calls_in,
    class_of,
    declared_input,
    end_of,
    layers_of,
    name_of,
    parse_config,
)
from service.model.configuration.inbound import Reference
from service.model.configuration.layer import Layer
from service.model.configuration.weights import WeightName, assign_weights

MAX_CALLS = 512  # a ResNet-152 has 514 layers, for pictures of 224 x 224
MAX_DEPTH = 8  # models inside models
INPUT = "input"  # the value that the network is given

Operand: TypeAlias = "str | float"  # the value another call gives, or a number in the configuration


@dataclass(frozen=True)
class Call:
    """One use of a layer. A shared layer has several."""

    layer: Layer
    inputs: tuple[Operand, ...]
    output: str


@dataclass(frozen=True)
class Network:
    """Layer calls from the value INPUT to the value `output`."""

    input_shape: tuple[int, ...]
    calls: tuple[Call, ...]
    output: str
    kinds: tuple[str, ...]  # class names in the order of the file, for people


def parse_network(text: str, weights: Mapping[str, list[str]], keras_version: str) -> Network:
    """Return the network that a `model_config` describes; `weights` are the names of the arrays by group."""
    model = parse_config(text)
    reader = _Reader(assign_weights(model, weights), keras=3 if keras_version.startswith("3") else 2)
    output = reader.model(model, INPUT)
    kinds = tuple(class_of(entry) for entry in layers_of(model))
    return Network(declared_input(model), tuple(reader.calls), output, kinds)


class _Reader:
    """Collects the calls of a model and of the models inside it."""

    def __init__(self, weights: Mapping[str, tuple[WeightName, ...]], keras: int) -> None:
        self.calls: list[Call] = []
        self._used = 0
        self._weights = weights
        self._keras = keras

    def model(self, model: JsonObject, source: str, scope: str = "") -> str:
        """Add the calls of one model that is given the value `source`; return the value it gives."""
        if scope.count("/") > MAX_DEPTH:
            raise ModelRefused(f"The model has models inside models, more than {MAX_DEPTH} deep.")
        if class_of(model) in SEQUENTIAL:
            for entry in layers_of(model):
                if class_of(entry) != "InputLayer":
                    source = self._call(entry, (source,), scope)
            return source
        return self._functional(model, source, scope)

    def _functional(self, model: JsonObject, source: str, scope: str) -> str:
        """Make each call as soon as what it is given is known; the file need not have them in order."""
        values: dict[Reference, str] = {end_of(model, "input_layers"): source}
        waiting = calls_in(model)
        while waiting:
            later = []
            for entry, target, given in waiting:
                operands = [values.get(item) if isinstance(item, Reference) else item for item in given]
                known = tuple(operand for operand in operands if operand is not None)
                if len(known) == len(operands):
                    values[target] = self._call(entry, known, scope)
                else:
                    later.append((entry, target, given))
            if len(later) == len(waiting):
                raise ModelRefused(f"Layer {later[0][1].layer!r} is given something that is missing.")
            waiting = later
        output = values.get(end_of(model, "output_layers"))
        if output is None:
            raise ModelRefused("The model's output layer is missing.")
        return output

    def _call(self, entry: JsonObject, inputs: tuple[Operand, ...], scope: str) -> str:
        name = scope + name_of(entry)
        self._used += 1
        if self._used > MAX_CALLS:  # nested models that call each other multiply
            raise ModelRefused(f"The model has more than {MAX_CALLS} layers.")
        if class_of(entry) in MODELS:
            if len(inputs) != 1 or not isinstance(inputs[0], str):
                raise ModelRefused(f"The nested model {name!r} has {len(inputs)} inputs; supported is one.")
            return self.model(entry, inputs[0], f"{name}/")
        layer = Layer(class_of(entry), name, entry["config"], self._weights.get(name, ()), self._keras)
        layer.check_policy()
        output = f"value{len(self.calls)}"
        self.calls.append(Call(layer, inputs, output))
        return output
