"""Pools, and the padding of pictures with zeros."""

from collections.abc import Callable

import numpy as np

from service.model.configuration.layer import MAX_SETTING, Layer
from service.model.operators.builder import GraphBuilder, Tensor
from service.model.operators.windows import channels_of, pool_window


def pool(op: str) -> Callable[[GraphBuilder, Layer, Tensor], Tensor]:
    """Return MaxPooling2D or AveragePooling2D; the padding of "same" counts in neither."""

    def function(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
        channels = channels_of(layer, x)
        window = pool_window(layer)
        (height, width), pads = window.fit(layer, x)
        graph.spend(height * width * channels * window.area)
        return graph.node(
            op,
            [graph.laid_out(x, channels_first=True)],
            (height, width, channels),
            channels_first=True,
            kernel_shape=window.size,
            strides=window.strides,
            pads=pads,
        )

    return function


def global_pool(op: str) -> Callable[[GraphBuilder, Layer, Tensor], Tensor]:
    """Return GlobalMaxPooling2D or GlobalAveragePooling2D."""

    def function(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
        channels = channels_of(layer, x)
        x = graph.laid_out(x, channels_first=True)
        pooled = graph.node(op, [x], (1, 1, channels), channels_first=True)
        return pooled if layer.flag("keepdims", False) else graph.reshape(pooled, (channels,))

    return function


def zero_padding2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """ZeroPadding2D; its padding is one number, (height, width) or ((top, bottom), (left, right))."""
    channels = channels_of(layer, x)
    match layer.settings.get("padding"):
        case [[top, bottom], [left, right]]:
            sides = [top, bottom, left, right]
        case [height, width]:
            sides = [height, height, width, width]
        case number:
            sides = [number] * 4
    if any(type(side) is not int or not 0 <= side <= MAX_SETTING for side in sides):
        raise layer.refuse("has a padding that is not made of whole numbers")
    top, bottom, left, right = sides
    x = graph.laid_out(x, channels_first=True)
    pads = graph.constant(np.array([0, 0, top, left, 0, 0, bottom, right], dtype=np.int64))
    shape = (x.shape[0] + top + bottom, x.shape[1] + left + right, channels)
    return graph.node("Pad", [x, pads], shape, channels_first=True)
