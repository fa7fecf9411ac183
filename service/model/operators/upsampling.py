"""UpSampling2D: a picture made larger by whole factors."""

import numpy as np

from service.model.configuration.layer import Layer
from service.model.operators.builder import GraphBuilder, Tensor
from service.model.operators.windows import channels_of

# ONNX's words for the two ways of Keras. "asymmetric" and "floor" repeat each pixel, as every other rounding
# does for whole factors; ONNX Runtime has its fast path for these two.
NEAREST = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
BILINEAR = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}


def up_sampling2d(graph: GraphBuilder, layer: Layer, x: Tensor) -> Tensor:
    """UpSampling2D, which repeats pixels or puts values between them."""
    channels = channels_of(layer, x)
    down, along = layer.pair("size", 2)
    bilinear = layer.choice("interpolation", ("nearest", "bilinear"), "nearest") == "bilinear"
    scales = graph.constant(np.array([1, 1, down, along], dtype=np.float32))
    shape = (x.shape[0] * down, x.shape[1] * along, channels)
    x = graph.laid_out(x, channels_first=True)
    words = BILINEAR if bilinear else NEAREST
    return graph.node("Resize", [x, "", scales], shape, channels_first=True, **words)
