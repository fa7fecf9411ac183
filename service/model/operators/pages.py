"""What holds for pages of every size: a reader is built for one size, and must mean the same for all.

Pages are multiples of MULTIPLE. Each side of a value is 1, where it does not depend on the page, or a whole
number of pixels for every MULTIPLE of the page's side. Layers that keep it so have the same padding for each
page, and give values that fit together whatever the page's size; the others are refused.
"""

from collections.abc import Callable

from service.model.configuration.layer import DO_NOTHING, Layer, arithmetic
from service.model.operators.bounds import REFERENCE
from service.model.operators.builder import Tensor
from service.model.operators.merging import Operand
from service.model.operators.windows import Window, kernel_window, pool_window
from service.model.reader_map import MULTIPLE

UNIT = REFERENCE // MULTIPLE  # a value has so many pixels a side where it has one for each MULTIPLE


def check_free(layer: Layer, inputs: list[Operand]) -> None:
    """Raise ModelRefused for a layer that would need pages of one size."""
    check = CHECKS.get(layer.kind, _nothing if arithmetic(layer) else _one_size)
    for item in inputs:
        if isinstance(item, Tensor):
            check(layer, item)


def _nothing(_layer: Layer, _x: Tensor) -> None:
    return


def _one_size(layer: Layer, _x: Tensor) -> None:
    raise layer.refuse("needs pages of one size; a reader takes any")


def _convolution(layer: Layer, x: Tensor) -> None:
    _slides(layer, kernel_window(layer), x)


def _pool(layer: Layer, x: Tensor) -> None:
    _slides(layer, pool_window(layer), x)


def _slides(layer: Layer, window: Window, x: Tensor) -> None:
    for side, stride in zip(x.shape[:2], window.strides, strict=True):
        if side == 1:
            continue
        if side % (UNIT * stride):
            raise layer.refuse(
                f"steps by {stride} where there are {side // UNIT} pixels for every {MULTIPLE} of the page"
            )
        if not (window.same or _stays_inside(window)):
            raise layer.refuse("loses the page's border; supported in a reader is padding 'same'")


def _transposed(layer: Layer, x: Tensor) -> None:
    _enlarges(layer, x)
    window = kernel_window(layer)
    if not (window.same or _stays_inside(window)):
        raise layer.refuse("adds a border to the page; supported in a reader is padding 'same'")


def _enlarges(layer: Layer, x: Tensor) -> None:
    if 1 in x.shape[:2]:
        raise layer.refuse("makes a picture of one size from what is the same for the whole page")


def _in_depth(layer: Layer, _x: Tensor) -> None:
    if layer.settings.get("axis", -1) not in (-1, 3):
        raise layer.refuse("puts values below or beside each other; supported in a reader is axis -1")


def _slopes(layer: Layer, _x: Tensor) -> None:
    if layer.settings.get("shared_axes") != [1, 2]:
        raise layer.refuse("has slopes for pages of one size; supported in a reader is shared_axes=[1, 2]")


def _stays_inside(window: Window) -> bool:
    """Whether each step has a window of its own, so that a padding of "valid" leaves nothing out."""
    return all(
        (size - 1) * spread + 1 <= stride
        for size, spread, stride in zip(window.size, window.dilation, window.strides, strict=True)
    )


POINTWISE = (  # look at each pixel by itself
    *DO_NOTHING,
    *("Rescaling", "Normalization", "BatchNormalization", "Dense"),
    *("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax"),
)
WHOLE = ("GlobalMaxPooling2D", "GlobalAveragePooling2D")  # give one value for the page, whatever its size
CHECKS: dict[str, Callable[[Layer, Tensor], None]] = {
    **dict.fromkeys((*POINTWISE, *WHOLE), _nothing),
    **dict.fromkeys(("Conv2D", "DepthwiseConv2D", "SeparableConv2D"), _convolution),
    **dict.fromkeys(("MaxPooling2D", "AveragePooling2D"), _pool),
    "Conv2DTranspose": _transposed,
    "UpSampling2D": _enlarges,
    "Concatenate": _in_depth,
    "PReLU": _slopes,
}
