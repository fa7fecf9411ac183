"""Convolutions: plain, depthwise, separable and transposed."""

from dataclasses import dataclass, replace

from service.model.configuration.layer import Layer
from service.model.operators.activations import activate
from service.model.operators.builder import Array, GraphBuilder, Tensor
from service.model.operators.windows import POINT, Window, channels_of, kernel_window, transposed_fit


@dataclass(frozen=True)
class Kernel:
    """A kernel in the graph as ONNX wants it: (filters, channels / groups, height, width)."""

    window: Window
    constant: str
    filters: int
    groups: int
    bias: str | None = None


def conv2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """Conv2D; Keras keeps the kernel as (height, width, channels / groups, filters)."""
    channels, filters, groups = (
        channels_of(layer, x),
        layer.integer("filters"),
        layer.integer("groups", default=1),
    )
    if channels % groups or filters % groups:
        raise layer.refuse(f"has {groups} groups, which do not divide {channels} channels, {filters} filters")
    window = kernel_window(layer)
    constant = graph.weight(layer, 0, (*window.size, channels // groups, filters), _filters_first)
    kernel = Kernel(window, constant, filters, groups, _bias(graph, layer, 1, filters))
    return activate(graph, layer, _convolve(graph, layer, x, kernel))


def depthwise_conv2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """DepthwiseConv2D; Keras keeps the kernel as (height, width, channels, multiplier)."""
    kernel = _depthwise(graph, layer, x)
    kernel = replace(kernel, bias=_bias(graph, layer, 1, kernel.filters))
    return activate(graph, layer, _convolve(graph, layer, x, kernel))


def separable_conv2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """SeparableConv2D: a depthwise convolution without a bias, then one of 1 x 1."""
    depthwise = _depthwise(graph, layer, x)
    filters = layer.integer("filters")
    constant = graph.weight(layer, 1, (1, 1, depthwise.filters, filters), _filters_first)
    pointwise = Kernel(POINT, constant, filters, 1, _bias(graph, layer, 2, filters))
    x = _convolve(graph, layer, x, depthwise)
    return activate(graph, layer, _convolve(graph, layer, x, pointwise))


def conv2d_transpose(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """Conv2DTranspose; Keras keeps the kernel as (height, width, filters, channels)."""
    channels, filters = channels_of(layer, x), layer.integer("filters")
    window = kernel_window(layer)
    constant = graph.weight(layer, 0, (*window.size, filters, channels), _filters_first)
    bias = _bias(graph, layer, 1, filters)
    constants = [constant] if bias is None else [constant, bias]
    (height, width), pads, missing = transposed_fit(window, layer, x)
    graph.spend(x.shape[0] * x.shape[1] * channels * filters * window.area)
    y = graph.node(
        "ConvTranspose",
        [graph.laid_out(x, channels_first=True), *constants],
        (height, width, filters),
        channels_first=True,
        kernel_shape=window.size,
        strides=window.strides,
        pads=pads,
        output_padding=missing,
    )
    return activate(graph, layer, y)


def _depthwise(graph: GraphBuilder, layer: Layer, x: Tensor) -> Kernel:
    channels, multiplier = channels_of(layer, x), layer.integer("depth_multiplier", default=1)
    filters = channels * multiplier
    window = kernel_window(layer)

    def arrange(array: Array) -> Array:
        return array.transpose(2, 3, 0, 1).reshape(filters, 1, *window.size)

    constant = graph.weight(layer, 0, (*window.size, channels, multiplier), arrange)
    return Kernel(window, constant, filters, groups=channels)


def _convolve(graph: GraphBuilder, layer: Layer, x: Tensor, kernel: Kernel) -> Tensor:
    (height, width), pads = kernel.window.fit(layer, x)
    graph.spend(height * width * kernel.filters * kernel.window.area * (x.shape[2] // kernel.groups))
    constants = [kernel.constant] if kernel.bias is None else [kernel.constant, kernel.bias]
    return graph.node(
        "Conv",
        [graph.laid_out(x, channels_first=True), *constants],
        (height, width, kernel.filters),
        channels_first=True,
        kernel_shape=kernel.window.size,
        strides=kernel.window.strides,
        dilations=kernel.window.dilation,
        pads=pads,
        group=kernel.groups,
    )


def _bias(graph: GraphBuilder, layer: Layer, index: int, filters: int) -> str | None:
    return graph.weight(layer, index, (filters,)) if layer.flag("use_bias", True) else None


def _filters_first(array: Array) -> Array:
    return array.transpose(3, 2, 0, 1)
