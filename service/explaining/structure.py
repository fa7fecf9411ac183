"""What a network is made of, for an explanation: its dense layers, and the maps of its convolutions."""

from dataclasses import dataclass

import numpy as np

from service.errors import ModelRefused
from service.explaining.explanation import Float64Array, Kind
from service.model.onnx_graph import Node, OnnxGraph

PIXELS = 784
SCALES = {"Cast", "Reshape", "Mul", "Div", "Add", "Sub"}  # what may stand before the first dense layer
KEEPS_PLACES = {  # operations on each value of a map by itself
    "Add", "Clip", "Elu", "LeakyRelu", "Mul", "PRelu", "Relu", "Sigmoid", "Tanh",
}  # fmt: skip
MAX_MAP_LAYERS = 12


@dataclass(frozen=True, slots=True)
class DenseLayer:
    """Weights and bias, a normalisation folded into them, and the names of the values around them."""

    weights: Float64Array  # (inputs, units)
    bias: Float64Array  # (units,)
    inputs: str
    sums: str
    outputs: str  # after ReLU; the same as `sums` without one


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of a network that an explanation looks into."""

    dense: tuple[DenseLayer, ...]  # the whole network, first to last, if nothing else is in it; else empty
    last: DenseLayer | None  # the layer that gives the logits, if it is a dense one
    maps: tuple[str, ...]  # the values that convolutional layers give, after their activations

    @property
    def kind(self) -> Kind:
        """In one word."""
        if self.dense:
            return "dense"
        return "convolutional" if self.maps else "other"

    @property
    def values(self) -> list[str]:
        """The names of all values to be traced."""
        last = [self.last] if self.last else []
        names = [name for layer in (*self.dense, *last) for name in (layer.inputs, layer.sums, layer.outputs)]
        return sorted({*names, *self.maps})


def structure_of(graph: OnnxGraph) -> Structure:
    """Find the dense layers and the convolutions of a network. Raises ModelRefused where it has no end."""
    if not any(node.output == "logits" and node.inputs for node in graph.nodes):
        raise ModelRefused("The model's graph gives no logits.")
    finder = _Finder(graph)
    stack = finder.stack()
    reaches_pixels = bool(stack) and len(stack[0].weights) == PIXELS and finder.only_scales(stack[0].inputs)
    maps = tuple(finder.end_of_layer(node) for node in graph.nodes if node.op == "Conv")
    return Structure(
        dense=tuple(stack) if reaches_pixels else (),
        last=stack[-1] if stack else None,
        maps=maps[:MAX_MAP_LAYERS],
    )


class _Finder:
    """Walks a graph from its logits back to its pixels, and from a convolution on."""

    def __init__(self, graph: OnnxGraph) -> None:
        self._constants = graph.constants
        self._makers = {node.output: node for node in graph.nodes}
        self._users: dict[str, list[Node]] = {}
        for node in graph.nodes:
            for name in node.inputs:
                self._users.setdefault(name, []).append(node)

    def stack(self) -> list[DenseLayer]:
        """The dense layers at the end of the network with nothing but ReLU between them, first to last."""
        layers: list[DenseLayer] = []
        value = self._makers["logits"].inputs[0]
        while layer := self._dense(value, hidden=bool(layers)):
            layers.insert(0, layer)
            value = layer.inputs
        return layers

    def only_scales(self, value: str) -> bool:
        """Whether a value is the pixels in their order, each scaled by itself."""
        while value != "digits":
            node = self._makers.get(value)
            varying = [name for name in node.inputs if name not in self._constants] if node else []
            if node is None or node.op not in SCALES or len(varying) != 1:
                return False
            value = varying[0]
        return True

    def end_of_layer(self, convolution: Node) -> str:
        """The value that the convolution's layer gives: after its normalisation and activation."""
        value = convolution.output
        while len(users := self._users.get(value, [])) == 1 and users[0].op in KEEPS_PLACES:
            others = [name for name in users[0].inputs if name != value]
            if any(name not in self._constants for name in others):
                break
            value = users[0].output
        return value

    def _dense(self, value: str, *, hidden: bool) -> DenseLayer | None:
        """The dense layer that gives a value; a hidden one ends in ReLU, the last one in nothing.

        A normalisation in between is one factor and one summand for each unit: they go into the weights.
        """
        outputs = value
        if hidden:
            if (relu := self._makers.get(value)) is None or relu.op != "Relu":
                return None
            value = relu.inputs[0]
        scale, shift = np.ones(()), np.zeros(())
        node = self._makers.get(value)
        while node and node.op in ("Add", "Mul") and node.inputs[1] in self._constants:
            number = self._constants[node.inputs[1]].astype(np.float64)
            if number.ndim > 1:
                return None
            scale, shift = (scale * number, shift) if node.op == "Mul" else (scale, shift + scale * number)
            node = self._makers.get(node.inputs[0])
        if node is None or node.op != "MatMul":
            return None
        weights = self._constants[node.inputs[1]] * scale
        bias = np.broadcast_to(shift, weights.shape[1:])
        return DenseLayer(weights, bias, node.inputs[0], value, outputs)
