"""Writes an ONNX graph node by node, within bounds on its memory and its work."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper

from service.errors import ModelRefused
from service.model.configuration.layer import Layer
from service.model.h5 import WeightFile
from service.model.operators.bounds import MAX_PARAMETERS, Bounds

OPSET = 17
IR_VERSION = 8  # that goes with opset 17; every ONNX Runtime since 1.12 reads it

Array: TypeAlias = NDArray[np.float32]
Attribute: TypeAlias = "int | float | str | Sequence[int]"


@dataclass(frozen=True)
class Tensor:
    """A value in the graph; `shape` is as Keras says it (channels last), without the batch."""

    name: str
    shape: tuple[int, ...]
    channels_first: bool = False  # how it lies in memory: convolutions and pools want it so


class GraphBuilder:
    """Collects nodes and constants; the functions in `operators` write with it."""

    def __init__(self, weights: WeightFile, bounds: Bounds) -> None:
        self._bounds = bounds
        self.parameters = 0
        self.activations = 0
        self._weights = weights
        self.means: dict[
            str, float
        ] = {}  # the largest mean of each Normalization: tells whether it expects 0..255
        self._work = 0
        self._counted: set[tuple[str, int]] = set()
        self._nodes: list[NodeProto] = []
        self._model = ModelProto(ir_version=IR_VERSION, opset_import=[helper.make_opsetid("", OPSET)])
        self._arrays: dict[tuple[str, int], str] = {}
        self._transposed: dict[str, Tensor] = {}

    def node(
        self,
        op: str,
        inputs: Sequence[Tensor | str],
        shape: tuple[int, ...],
        *,
        channels_first: bool = False,
        **attributes: Attribute,
    ) -> Tensor:
        """Add one operation and return the value that it gives."""
        values, bounds = math.prod(shape), self._bounds
        self.activations += values
        if values > bounds.tensor or self.activations > bounds.activations:
            raise ModelRefused(
                f"The model is too large: a layer gives {values} values for {bounds.given}, all layers so "
                f"far {self.activations}; allowed are {bounds.tensor} and {bounds.activations}."
            )
        name = f"t{len(self._nodes)}"
        names = [item.name if isinstance(item, Tensor) else item for item in inputs]
        node = helper.make_node(op, names, [name])
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self._nodes.append(node)
        return Tensor(name, shape, channels_first)

    def each(self, op: str, tensor: Tensor, *others: Tensor | str, **attributes: Attribute) -> Tensor:
        """Add an operation that works on each value and leaves the shape as it is."""
        inputs = [tensor, *others]
        return self.node(op, inputs, tensor.shape, channels_first=tensor.channels_first, **attributes)

    def spend(self, multiplications: int) -> None:
        """Count the work of an operation against the bound."""
        self._work += multiplications
        if self._work > self._bounds.work:
            raise ModelRefused(
                f"The model is too large: it needs over {self._work:.2g} multiplications for "
                f"{self._bounds.given}; allowed are {self._bounds.work:.2g}."
            )

    def constant(self, values: NDArray[Any]) -> str:
        """Add a constant and return its name."""
        constant = self._model.graph.initializer.add()  # in place: the weights are too large for copies
        constant.name = f"c{len(self._model.graph.initializer)}"
        constant.dims.extend(values.shape)
        constant.data_type = helper.np_dtype_to_tensor_dtype(values.dtype)
        constant.raw_data = values.tobytes()
        return str(constant.name)

    def number(self, value: float) -> str:
        """Add one float32 number as a constant."""
        return self.constant(np.array(value, dtype=np.float32))

    def weight(
        self,
        layer: Layer,
        index: int,
        shape: tuple[int, ...],
        arrange: Callable[[Array], Array] = lambda array: array,
    ) -> str:
        """Add the layer's `index`-th array, which has `shape`, arranged as ONNX wants it; return its name.

        A shared layer's arrays are read and kept once.
        """
        key = (layer.name, index)
        if key not in self._arrays:
            self._arrays[key] = self.constant(arrange(self.array(layer, index, shape)))
        return self._arrays[key]

    def array(self, layer: Layer, index: int, shape: tuple[int, ...]) -> Array:
        """Read the layer's `index`-th array; its size is counted before it is read."""
        if index >= len(layer.weights):
            raise layer.refuse(f"has {len(layer.weights)} arrays of weights in the file, and needs more")
        if (layer.name, index) not in self._counted:  # a shared layer counts once
            self._counted.add((layer.name, index))
            self.parameters += math.prod(shape)
        if self.parameters > MAX_PARAMETERS:
            raise ModelRefused(
                f"The model is too large: over {self.parameters} parameters; allowed are {MAX_PARAMETERS}."
            )
        place = layer.weights[index]
        return self._weights.array(place.group, place.path, shape)

    def channel_constant(self, values: Array, like: Tensor) -> str:
        """Add one value per channel so that it broadcasts against `like`."""
        return self.constant(values.reshape(-1, 1, 1) if like.channels_first else values)

    def laid_out(self, tensor: Tensor, *, channels_first: bool) -> Tensor:
        """Return the value in the memory order asked for; only pictures (rank 3) have another than Keras'."""
        if tensor.channels_first == channels_first:
            return tensor
        if tensor.name not in self._transposed:
            order = [0, 3, 1, 2] if channels_first else [0, 2, 3, 1]
            self._transposed[tensor.name] = self.node(
                "Transpose", [tensor], tensor.shape, channels_first=channels_first, perm=order
            )
        return self._transposed[tensor.name]

    def reshape(self, tensor: Tensor, shape: tuple[int, ...]) -> Tensor:
        """Return the values in Keras' order under another shape."""
        tensor = self.laid_out(tensor, channels_first=False)
        if tensor.shape == shape:
            return tensor
        return self.node("Reshape", [tensor, self.constant(np.array([0, *shape], dtype=np.int64))], shape)

    def digit_network(self, scaling: str, source: Tensor, output: Tensor) -> bytes:
        """Return the ONNX model: `digits` uint8 (n, 28, 28) in, `logits` float32 (n, k) out.

        `source` is what the layers were given: the pixels as float32, divided by 255 for the scaling "0..1".
        """
        steps = [helper.make_node("Cast", ["digits"], ["float"], to=TensorProto.FLOAT)]
        if scaling == "0..1":
            steps.append(helper.make_node("Div", ["float", self.number(255.0)], ["scaled"]))
        shape = self.constant(np.array([0, *source.shape], dtype=np.int64))
        steps.append(helper.make_node("Reshape", [steps[-1].output[0], shape], [source.name]))
        return self._serialize(steps, ("digits", 28, 28), output, ("logits", *output.shape))

    def reader(self, source: Tensor, output: Tensor) -> bytes:
        """Return the ONNX model: `pages` uint8 (n, h, w) in, `maps` float32 (n, h / 4, w / 4, k) out."""
        maps = self.laid_out(output, channels_first=False)
        shape = self.constant(np.array([0, 0, 0, 1], dtype=np.int64))  # 0: the size that it has
        steps = [
            helper.make_node("Cast", ["pages"], ["float"], to=TensorProto.FLOAT),
            helper.make_node("Reshape", ["float", shape], [source.name]),
        ]
        return self._serialize(steps, ("pages", "h", "w"), maps, ("maps", "rows", "columns", maps.shape[-1]))

    def _serialize(
        self, steps: list[NodeProto], taken: tuple[Any, ...], output: Tensor, given: tuple[Any, ...]
    ) -> bytes:
        """Return the model that begins with `steps`; `taken` and `given` are its ends: name, sizes."""
        graph = self._model.graph
        graph.name = taken[0]
        graph.node.extend([*steps, *self._nodes, helper.make_node("Identity", [output.name], [given[0]])])
        for ends, kind, (name, *sizes) in (
            (graph.input, TensorProto.UINT8, taken),
            (graph.output, TensorProto.FLOAT, given),
        ):
            ends.append(helper.make_tensor_value_info(name, kind, ["n", *sizes]))
        return bytes(self._model.SerializeToString())
