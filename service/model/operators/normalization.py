"""BatchNormalization and Normalization: one factor and one summand for each channel."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.model.configuration.layer import Layer
from service.model.operators.builder import Array, GraphBuilder, Tensor

VARIANCE_FLOOR = 1e-7  # keras.config.epsilon(): Normalization divides by at least this


def batch_normalization(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """y = gamma (x - mean) / sqrt(variance + epsilon) + beta."""
    _check_last_axis(layer, x)
    channels = x.shape[-1]
    scaled, centred = layer.flag("scale", True), layer.flag("center", True)
    # In double precision: the factor and the summand are rounded once.
    arrays = [graph.array(layer, i, (channels,)).astype(np.float64) for i in range(2 + scaled + centred)]
    gamma = arrays.pop(0) if scaled else np.ones(channels)
    beta = arrays.pop(0) if centred else np.zeros(channels)
    mean, variance = arrays
    variance = variance + layer.number("epsilon", 1e-3)
    if (variance <= 0).any():
        raise layer.refuse("has a variance that is not above zero")
    factor = gamma / np.sqrt(variance)
    y = graph.each("Mul", x, graph.channel_constant(_finite(layer, factor), x))
    return graph.each("Add", y, graph.channel_constant(_finite(layer, beta - mean * factor), x))


def normalization(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """y = (x - mean) / sqrt(variance), with what `adapt` found or what the configuration gives."""
    if layer.flag("invert", False):
        raise layer.refuse("has invert=True; supported is False")
    shape: tuple[int, ...] = ()
    if layer.settings.get("axis") not in (None, []):
        _check_last_axis(layer, x)
        shape = (x.shape[-1],)
    if layer.settings.get("mean") is None:
        mean, variance = graph.array(layer, 0, shape), graph.array(layer, 1, shape)
    else:
        mean, variance = _given(layer, "mean", x), _given(layer, "variance", x)
    if (variance < 0).any():
        raise layer.refuse("has a variance below zero")
    graph.means[layer.name] = float(mean.max())
    deviation = np.maximum(np.sqrt(variance), np.float32(VARIANCE_FLOOR))
    x = graph.laid_out(x, channels_first=False)
    return graph.each("Div", graph.each("Sub", x, graph.constant(mean)), graph.constant(deviation))


def _given(layer: Layer, key: str, x: Tensor) -> Array:
    """Read a number, or a list with one for each channel, perhaps inside further lists of one."""
    value: Any = layer.settings.get(key)
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    values = value if isinstance(value, list) else [value]
    if len(values) not in (1, x.shape[-1]) or not all(type(number) in (int, float) for number in values):
        raise layer.refuse(f"has a {key} that is neither a number nor one for each of {x.shape[-1]} channels")
    return _finite(layer, np.array(values, dtype=np.float64))


def _check_last_axis(layer: Layer, x: Tensor) -> None:
    rank = len(x.shape)
    axis = layer.settings.get("axis", -1)
    if axis not in (-1, [-1], rank, [rank]):
        raise layer.refuse(f"has axis={axis}; supported is the last")


def _finite(layer: Layer, values: NDArray[np.float64]) -> Array:
    with np.errstate(over="ignore"):
        single = values.astype(np.float32)
    if not np.isfinite(single).all():
        raise layer.refuse("has values that are too large for float32")
    return single
