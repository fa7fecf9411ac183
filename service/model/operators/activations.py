"""The activations, as functions inside a layer and as layers of their own."""

from collections.abc import Callable

import numpy as np

from service.model.configuration.layer import Layer
from service.model.operators.builder import GraphBuilder, Tensor

HALF_SQRT = float(np.sqrt(0.5))


def activate(graph: GraphBuilder, layer: Layer, tensor: Tensor) -> Tensor:
    """Apply the activation that a layer has inside."""
    activation = layer.activation()
    function = FUNCTIONS.get(activation.kind)
    if function is None:
        known = ", ".join(sorted(FUNCTIONS))
        raise layer.refuse(f"has the activation {activation.kind!r}. Supported activations are: {known}")
    return function(graph, activation, tensor)


def _linear(_graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
    return x


def _simple(op: str) -> Callable[[GraphBuilder, Layer, Tensor], Tensor]:
    def function(graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
        return graph.each(op, x)

    return function


def _leaky(default: float) -> Callable[[GraphBuilder, Layer, Tensor], Tensor]:
    def function(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
        slope = layer.number("negative_slope", layer.number("alpha", default))  # Keras 3 and Keras 2
        return graph.each("LeakyRelu", x, alpha=slope)

    return function


def _elu(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    return graph.each("Elu", x, alpha=layer.number("alpha", 1.0))


def _gelu(graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
    """x/2 (1 + erf(x / sqrt 2)): Keras' default is the exact form, not the one with tanh."""
    error = graph.each("Erf", graph.each("Mul", x, graph.number(HALF_SQRT)))
    return graph.each(
        "Mul", graph.each("Mul", x, graph.number(0.5)), graph.each("Add", error, graph.number(1.0))
    )


def _silu(graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
    return graph.each("Mul", x, graph.each("Sigmoid", x))


def _hard_sigmoid(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """Return clip(x / 6 + 1/2, 0, 1) as Keras 3 has it, or clip(x / 5 + 1/2, 0, 1) as Keras 2 had it."""
    return graph.each("HardSigmoid", x, alpha=1 / 6 if layer.keras >= 3 else 0.2, beta=0.5)


def _relu6(graph: GraphBuilder, _layer: Layer, x: Tensor) -> Tensor:
    return _clip(graph, x, 6.0)


def _softmax(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    if layer.settings.get("axis", -1) not in (-1, [-1], len(x.shape), [len(x.shape)]):
        raise layer.refuse(f"has axis={layer.settings['axis']}; supported is the last")
    return graph.each("Softmax", graph.laid_out(x, channels_first=False), axis=-1)


def _relu_layer(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """Follow `keras.activations.relu` step by step: threshold, ceiling, slope below the threshold."""
    threshold = layer.number("threshold", 0.0)
    ceiling = layer.settings.get("max_value")
    slope = layer.number("negative_slope", 0.0)
    above = graph.each("Relu", x)
    if threshold:
        passes = graph.each("Greater", x, graph.number(threshold))
        above = graph.each("Where", passes, x, graph.number(0.0))
    if ceiling is not None:
        above = _clip(graph, above, layer.number("max_value", 0.0))
    if slope:
        missing = graph.each("Relu", graph.each("Add", graph.each("Neg", x), graph.number(threshold)))
        above = graph.each("Sub", above, graph.each("Mul", missing, graph.number(slope)))
    return above


def _prelu(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    shared = () if layer.settings.get("shared_axes") is None else layer.whole_numbers("shared_axes", low=1)
    shape = tuple(1 if axis in shared else size for axis, size in enumerate(x.shape, start=1))
    arrange = (lambda slope: slope.transpose(2, 0, 1)) if x.channels_first else (lambda slope: slope)
    return graph.each("PRelu", x, graph.weight(layer, 0, shape, arrange))


def _clip(graph: GraphBuilder, x: Tensor, ceiling: float) -> Tensor:
    return graph.each("Clip", x, graph.number(0.0), graph.number(ceiling))


# Keras 2 wrote "swish" for silu.
FUNCTIONS: dict[str, Callable[[GraphBuilder, Layer, Tensor], Tensor]] = {
    "linear": _linear,
    "relu": _simple("Relu"),
    "relu6": _relu6,
    "leaky_relu": _leaky(0.2),
    "elu": _elu,
    "gelu": _gelu,
    "silu": _silu,
    "swish": _silu,
    "sigmoid": _simple("Sigmoid"),
    "hard_sigmoid": _hard_sigmoid,
    "tanh": _simple("Tanh"),
    "softmax": _softmax,
    "ReLU": _relu_layer,
    "LeakyReLU": _leaky(0.3),
    "ELU": _elu,
    "PReLU": _prelu,
    "Softmax": _softmax,
}
