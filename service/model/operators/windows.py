"""How a window slides over a picture: TensorFlow's rules for sizes and padding."""

from typing import NamedTuple

from service.model.configuration.layer import Layer
from service.model.operators.builder import Tensor


class Window(NamedTuple):
    """A window's size, step and spread, each (height, width), and whether the picture is padded for it."""

    size: tuple[int, int]
    strides: tuple[int, int]
    dilation: tuple[int, int]
    same: bool

    @property
    def area(self) -> int:
        """Pixels that one output looks at."""
        return self.size[0] * self.size[1]

    def fit(self, layer: Layer, x: Tensor) -> tuple[tuple[int, int], list[int]]:
        """Return the output's (height, width) and the padding [top, left, bottom, right]."""
        sizes, before, after = [], [], []
        for side, length in enumerate(x.shape[:2]):
            stride = self.strides[side]
            reach = (self.size[side] - 1) * self.dilation[side] + 1
            steps = -(-length // stride) if self.same else (length - reach) // stride + 1
            if steps < 1:
                raise layer.refuse(
                    f"has a window of {self.size}, too large for the {x.shape[:2]} it is given"
                )
            missing = max(0, (steps - 1) * stride + reach - length) if self.same else 0
            sizes.append(steps)
            before.append(missing // 2)
            after.append(missing - missing // 2)
        return (sizes[0], sizes[1]), before + after


POINT = Window((1, 1), (1, 1), (1, 1), same=False)


def kernel_window(layer: Layer) -> Window:
    """Return the window of a convolution."""
    return Window(
        layer.pair("kernel_size"), layer.pair("strides", 1), layer.pair("dilation_rate", 1), _same(layer)
    )


def transposed_fit(
    window: Window, layer: Layer, x: Tensor
) -> tuple[tuple[int, int], list[int], tuple[int, int]]:
    """Return what a transposed convolution gives: (height, width), what is cut off, what is added at the end.

    Each pixel becomes `strides` pixels; what the kernel reaches beyond them is cut off for "same", half of it
    on each side, the smaller half first, and kept for "valid".
    """
    if layer.settings.get("output_padding") is not None:
        raise layer.refuse("has an output_padding; supported is none")
    if window.dilation != (1, 1) or layer.integer("groups", default=1) != 1:
        raise layer.refuse("has a dilation_rate or groups; supported is 1")
    sizes, before, after, missing = [], [], [], []
    for side, length in enumerate(x.shape[:2]):
        stride, reach = window.strides[side], window.size[side]
        beyond = max(0, reach - stride)
        cut = beyond if window.same else 0
        sizes.append(length * stride + beyond - cut)
        before.append(cut // 2)
        after.append(cut - cut // 2)
        missing.append(max(0, stride - reach))
    return (sizes[0], sizes[1]), before + after, (missing[0], missing[1])


def pool_window(layer: Layer) -> Window:
    """Return the window of a pool, which steps by its own size where nothing else is said."""
    size = layer.pair("pool_size")
    return Window(size, layer.pair("strides", size), (1, 1), _same(layer))


def channels_of(layer: Layer, x: Tensor) -> int:
    """Return the channels of a picture; refuses what is not (height, width, channels)."""
    if len(x.shape) != 3:
        raise layer.refuse(f"is given the shape {x.shape}, not (height, width, channels)")
    return x.shape[2]


def _same(layer: Layer) -> bool:
    return layer.choice("padding", ("valid", "same"), "valid") == "same"
