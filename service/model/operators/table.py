"""Every supported layer, as a function that writes it into the graph; what is not listed here is refused."""

import math
from collections.abc import Callable
from typing import TypeAlias

from service.errors import ModelRefused
from service.model.configuration.layer import ARITHMETIC, DO_NOTHING, Layer, arithmetic
from service.model.configuration.network import Network
from service.model.operators.activations import FUNCTIONS, activate
from service.model.operators.builder import GraphBuilder, Tensor
from service.model.operators.convolutions import (
    conv2d,
    conv2d_transpose,
    depthwise_conv2d,
    separable_conv2d,
)
from service.model.operators.merging import Operand, combine, concatenate
from service.model.operators.normalization import batch_normalization, normalization
from service.model.operators.pooling import global_pool, pool, zero_padding2d
from service.model.operators.upsampling import up_sampling2d

Operator: TypeAlias = Callable[[GraphBuilder, Layer, Tensor], Tensor]


def check_supported(network: Network) -> None:
    """Refuse, by name, the first layer that is not supported; no weight has been read yet."""
    for call in network.calls:
        layer = call.layer
        if layer.kind in OPERATORS or layer.kind == "Concatenate" or arithmetic(layer):
            continue
        what = f"a {layer.kind} layer {layer.name!r}"
        if layer.kind == "Lambda":
            what += ", which is program code inside the model"
        elif layer.kind == "TFOpLambda":
            what += f" (the operator {str(layer.settings.get('function'))[:40]!r})"
        raise ModelRefused(f"This model has {what}. Supported layers are: {', '.join(SUPPORTED)}.")


def write_layer(graph: GraphBuilder, layer: Layer, inputs: list[Operand]) -> Tensor:
    """Write one call of a layer into the graph and return the value that it gives."""
    if layer.kind == "Concatenate":
        return concatenate(graph, layer, inputs)
    if arithmetic(layer):
        return combine(graph, layer, inputs)
    if len(inputs) != 1 or not isinstance(inputs[0], Tensor):
        raise layer.refuse(f"has {len(inputs)} inputs; supported is one")
    return OPERATORS[layer.kind](graph, layer, inputs[0])


def _nothing(_graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
    return x


def _flatten(graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
    return graph.reshape(x, (math.prod(x.shape),))


def _reshape(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    target = layer.whole_numbers("target_shape", low=-1)
    values = math.prod(x.shape)
    known = math.prod(size for size in target if size != -1)
    shape = tuple(values // max(known, 1) if size == -1 else size for size in target)
    if target.count(-1) > 1 or math.prod(shape) != values:
        raise layer.refuse(f"cannot give the shape {target} to {x.shape}")
    return graph.reshape(x, shape)


def _rescaling(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    scaled = graph.each("Mul", x, graph.number(layer.number("scale", 1.0)))
    offset = layer.number("offset", 0.0)
    return graph.each("Add", scaled, graph.number(offset)) if offset else scaled


def _dense(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    x = graph.laid_out(x, channels_first=False)
    units = layer.integer("units")
    graph.spend(math.prod(x.shape) * units)
    y = graph.node("MatMul", [x, graph.weight(layer, 0, (x.shape[-1], units))], (*x.shape[:-1], units))
    if layer.flag("use_bias", True):
        y = graph.each("Add", y, graph.weight(layer, 1, (units,)))
    return activate(graph, layer, y)


OPERATORS: dict[str, Operator] = {
    **dict.fromkeys(DO_NOTHING, _nothing),
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Rescaling": _rescaling,
    "Normalization": normalization,
    "Dense": _dense,
    "Conv2D": conv2d,
    "Conv2DTranspose": conv2d_transpose,
    "DepthwiseConv2D": depthwise_conv2d,
    "SeparableConv2D": separable_conv2d,
    "MaxPooling2D": pool("MaxPool"),
    "AveragePooling2D": pool("AveragePool"),
    "GlobalMaxPooling2D": global_pool("GlobalMaxPool"),
    "GlobalAveragePooling2D": global_pool("GlobalAveragePool"),
    "UpSampling2D": up_sampling2d,
    "ZeroPadding2D": zero_padding2d,
    "BatchNormalization": batch_normalization,
    "Activation": activate,
    **{kind: FUNCTIONS[kind] for kind in ("ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax")},
}
SUPPORTED = sorted({*OPERATORS, "Concatenate", *ARITHMETIC, "Sequential", "Functional"})
