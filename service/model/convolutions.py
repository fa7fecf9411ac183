"""Layers that slide a window over a picture: convolutions, pools, and the padding around them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from service.model.activations import activate
from service.model.builder import Array, GraphBuilder, Tensor
from service.model.layers import Layer


class Window(NamedTuple):
    """A window's size, step and spread, each (height, width), as the layer configures them."""

    size: tuple[int, int]
    strides: tuple[int, int]
    dilation: tuple[int, int]
    same: bool

    def fit(self, picture: tuple[int, ...]) -> tuple[tuple[int, int], list[int]]:
        """Return the output's height and width and the padding [top, left, bottom, right], as TensorFlow has them."""
        sizes, before, after = [], [], []
        for length, size, stride, spread in zip(
            picture[:2], self.size, self.strides, self.dilation, strict=True
        ):
            reach = (size - 1) * spread + 1
            if self.same:
                steps = -(-length // stride)
                missing = max(0, (steps - 1) * stride + reach - length)
            else:
                steps = (length - reach) // stride + 1
                missing = 0
            sizes.append(steps)
            before.append(missing // 2)
            after.append(missing - missing // 2)
        return (sizes[0], sizes[1]), before + after


def conv2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """Conv2D; kernel (height, width, channels / groups, filters)."""
    filters, groups = layer.integer("filters"), layer.integer("groups") if "groups" in layer.settings else 1
    window = _window(layer, "kernel_size")
    channels = _channels(layer, x)
    if channels % groups or filters % groups:
        raise layer.refuse(
            f"has {groups} groups, which do not divide {channels} channels and {filters} filters"
        )
    shape = (*window.size, channels // groups, filters)
    kernel = graph.weight(layer, 0, shape, lambda array: array.transpose(3, 2, 0, 1))
    bias = graph.weight(layer, 1, (filters,)) if layer.flag("use_bias", True) else None
    return activate(graph, layer, _convolve(graph, layer, x, window, kernel, bias, filters, groups))


def depthwise_conv2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """DepthwiseConv2D; kernel (height, width, channels, multiplier)."""
    window = _window(layer, "kernel_size")
    channels, filters, kernel = _depthwise_kernel(graph, layer, x, window)
    bias = graph.weight(layer, 1, (filters,)) if layer.flag("use_bias", True) else None
    return activate(graph, layer, _convolve(graph, layer, x, window, kernel, bias, filters, channels))


def separable_conv2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """SeparableConv2D: a depthwise convolution, then one of 1 x 1."""
    window = _window(layer, "kernel_size")
    channels, spread, depthwise = _depthwise_kernel(graph, layer, x, window)
    filters = layer.integer("filters")
    pointwise = graph.weight(layer, 1, (1, 1, spread, filters), lambda array: array.transpose(3, 2, 0, 1))
    bias = graph.weight(layer, 2, (filters,)) if layer.flag("use_bias", True) else None
    x = _convolve(graph, layer, x, window, depthwise, None, spread, channels)
    return activate(graph, layer, _convolve(graph, layer, x, _POINT, pointwise, bias, filters, 1))


def pool(op: str) -> Callable[[GraphBuilder, Layer, Tensor], Tensor]:
    """MaxPooling2D and AveragePooling2D; the padding of "same" counts in neither."""

    def function(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
        window = _window(layer, "pool_size")
        channels = _channels(layer, x)
        (height, width), pads = _fit(layer, x, window)
        graph.spend(height * width * channels * window.size[0] * window.size[1])
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
    """GlobalAveragePooling2D and GlobalMaxPooling2D."""

    def function(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
        channels = _channels(layer, x)
        pooled = graph.node(
            op, [graph.laid_out(x, channels_first=True)], (1, 1, channels), channels_first=True
        )
        return pooled if layer.flag("keepdims", False) else graph.reshape(pooled, (channels,))

    return function


def zero_padding2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """ZeroPadding2D; one number, (height, width) or ((top, bottom), (left, right))."""
    channels = _channels(layer, x)
    match layer.settings.get("padding"):
        case [[_, _], [_, _]] as given:
            sides = [side for pair in given for side in pair]
        case [height, width]:
            sides = [height, height, width, width]
        case number:
            sides = [number] * 4
    if any(type(side) is not int or not 0 <= side <= 1_000_000 for side in sides):
        raise layer.refuse("has a padding that is not made of whole numbers")
    top, bottom, left, right = sides
    x = graph.laid_out(x, channels_first=True)
    pads = graph.constant(np.array([0, 0, top, left, 0, 0, bottom, right], dtype=np.int64))
    shape = (x.shape[0] + top + bottom, x.shape[1] + left + right, channels)
    return graph.node("Pad", [x, pads], shape, channels_first=True)


_POINT = Window((1, 1), (1, 1), (1, 1), same=False)


def _convolve(
    graph: GraphBuilder,
    layer: Layer,
    x: Tensor,
    window: Window,
    kernel: str,
    bias: str | None,
    filters: int,
    groups: int,
) -> Tensor:
    (height, width), pads = _fit(layer, x, window)
    graph.spend(height * width * filters * window.size[0] * window.size[1] * (x.shape[2] // groups))
    return graph.node(
        "Conv",
        [graph.laid_out(x, channels_first=True), kernel, *([bias] if bias else [])],
        (height, width, filters),
        channels_first=True,
        kernel_shape=window.size,
        strides=window.strides,
        dilations=window.dilation,
        pads=pads,
        group=groups,
    )


def _depthwise_kernel(graph: GraphBuilder, layer: Layer, x: Tensor, window: Window) -> tuple[int, int, str]:
    """Return the channels in, the channels out, and the kernel as ONNX wants it."""
    channels = _channels(layer, x)
    multiplier = layer.integer("depth_multiplier") if "depth_multiplier" in layer.settings else 1

    def arrange(array: Array) -> Array:
        return array.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, *window.size)

    kernel = graph.weight(layer, 0, (*window.size, channels, multiplier), arrange)
    return channels, channels * multiplier, kernel


def _window(layer: Layer, size_key: str) -> Window:
    size = layer.pair(size_key)
    same = layer.choice("padding", ("valid", "same"), "valid") == "same"
    default_strides = size if size_key == "pool_size" else 1
    return Window(size, layer.pair("strides", default_strides), layer.pair("dilation_rate", 1), same)


def _channels(layer: Layer, x: Tensor) -> int:
    if len(x.shape) != 3:
        raise layer.refuse(f"is given the shape {x.shape}, not (height, width, channels)")
    return x.shape[2]


def _fit(layer: Layer, x: Tensor, window: Window) -> tuple[tuple[int, int], list[int]]:
    (height, width), pads = window.fit(x.shape)
    if height < 1 or width < 1:
        raise layer.refuse(f"has a window of {window.size}, larger than what it is given, {x.shape[:2]}")
    return (height, width), pads
