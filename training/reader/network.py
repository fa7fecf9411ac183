"""The reader network as a Keras model: a page's contrast in, a map of marks out; fully convolutional."""

import keras
import numpy as np
from keras import layers

from service.model.reader_map import CHANNELS, MARK, SMALLER
from service.vision.contrast import PAPER
from training.normalization import FusedNormalization

RARE = -4.0  # logit with which the peaks begin: nearly all cells have none (Lin et al. 2017, focal loss)
WIDTHS = (16, 32, 64, 96)  # filters at a half, a quarter, an eighth and a sixteenth of the page's size


def build(widths: tuple[int, ...] = WIDTHS) -> keras.Model:
    """The untrained network as it is kept and served."""
    return _Builder(widths, layers.BatchNormalization).model()


def build_student(widths: tuple[int, ...] = WIDTHS, *, precision: str = "float32") -> keras.Model:
    """The same network, with the same weights in the same order, as it is fitted."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16" if precision == "bfloat16" else "float32")
    try:
        return _Builder(widths, FusedNormalization).model()
    finally:
        keras.config.set_dtype_policy(before)


class _Builder:
    """Names the layers in the order in which they are made."""

    def __init__(self, widths: tuple[int, ...], normalization: type[layers.Layer]) -> None:
        self._widths = widths
        self._normalization = normalization
        self._made = 0

    def model(self) -> keras.Model:
        half, quarter, eighth, sixteenth = self._widths
        page = keras.Input((None, None, 1), dtype="uint8", name="page")
        x = layers.Rescaling(1 / 127, offset=-PAPER / 127, name="scaled")(page)
        x = self._conv(x, half, stride=2)
        x = self._conv(x, quarter, stride=2)
        fine = self._residual(x, quarter)
        x = self._conv(fine, eighth, stride=2)
        middle = self._residual(x, eighth)
        x = self._conv(middle, sixteenth, stride=2)
        x = self._residual(x, sixteenth)
        x = self._residual(x, sixteenth)
        x = self._joined(x, middle, eighth)
        x = self._conv(x, eighth)
        x = self._joined(x, fine, quarter)
        x = self._conv(x, quarter * 3 // 2)
        model = keras.Model(page, layers.Conv2D(CHANNELS, 1, dtype="float32", name="map")(x), name="reader")
        start = np.zeros(CHANNELS, np.float32)
        start[[MARK, SMALLER]] = RARE
        model.get_layer("map").bias.assign(start)
        return model

    def _conv(self, x: keras.KerasTensor, filters: int, stride: int = 1) -> keras.KerasTensor:
        return layers.ReLU(name=f"relu_{self._made + 1}")(self._normalized(x, filters, stride))

    def _normalized(self, x: keras.KerasTensor, filters: int, stride: int = 1) -> keras.KerasTensor:
        self._made += 1
        x = layers.Conv2D(
            filters, 3, strides=stride, padding="same", use_bias=False, name=f"conv_{self._made}"
        )(x)
        return self._normalization(name=f"norm_{self._made}")(x)

    def _residual(self, x: keras.KerasTensor, filters: int) -> keras.KerasTensor:
        """Two convolutions whose result is added to what they were given (He et al. 2016)."""
        y = self._normalized(self._conv(x, filters), filters)
        return layers.ReLU(name=f"relu_{self._made}")(layers.Add(name=f"sum_{self._made}")([x, y]))

    def _joined(self, coarse: keras.KerasTensor, fine: keras.KerasTensor, filters: int) -> keras.KerasTensor:
        """A coarse map, enlarged, added to a fine one (Lin et al. 2017, feature pyramids)."""
        self._made += 1
        x = layers.Conv2D(filters, 1, name=f"narrowed_{self._made}")(coarse)
        x = layers.UpSampling2D(2, name=f"enlarged_{self._made}")(x)
        return layers.Add(name=f"joined_{self._made}")([x, fine])
