"""Random networks for pages of any size, as Keras saves them, with the maps that Keras makes of some pages.

    python -m tests.keras_readers FOLDER FIRST COUNT

makes FOLDER/SEED.h5 and FOLDER/SEED.npz. A process of its own, as `tests.keras_writer` is one.
"""

import os
import sys
from pathlib import Path

import numpy as np

from service.model.reader_map import CHANNELS
from tests.keras_writer import randomize

# Heights, widths and how many at once: odd and even numbers of steps, where "same" pads differently.
SIZES = ((16, 16, 3), (48, 32, 2), (112, 208, 1), (80, 256, 2))
KERNELS = (1, 3, 5, 2)


class RandomReader:
    """A network that looks at a page at several sizes, in the manner of a feature pyramid."""

    def __init__(self, keras, seed: int):
        self.keras, self.layers = keras, keras.layers
        self.rng = np.random.default_rng(seed)

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def build(self):
        """Return the model: down to an eighth or a sixteenth of the page, up again to a quarter."""
        page = self.keras.Input((None, None, 1))
        x = self.layers.Rescaling(1 / 255)(page)
        if self.chance(0.3):  # one step of four
            x = self.block(self.layers.Conv2D(6, 4, strides=4, padding="valid")(x))
        else:
            x = self.down(self.down(x))
        sides = []
        for _ in range(self.pick([1, 2])):
            sides.append(x)
            x = self.down(x)
            if self.chance(0.4):
                x = self.attention(x)
        while sides:
            x = self.merge(self.up(x), sides.pop())
        return self.keras.Model(page, self.end(x))

    def down(self, x):
        layers, kernel = self.layers, self.pick(KERNELS)
        match self.pick(["conv", "conv", "separable", "pool", "average", "depthwise"]):
            case "conv":
                bias = self.chance(0.5)
                x = layers.Conv2D(self.pick([6, 8]), kernel, strides=2, padding="same", use_bias=bias)(x)
            case "separable":
                x = layers.SeparableConv2D(6, kernel, strides=2, padding="same")(x)
            case "depthwise":
                x = layers.DepthwiseConv2D(kernel, strides=2, padding="same", depth_multiplier=2)(x)
            case "pool":
                x = layers.MaxPooling2D(self.pick([2, 3]), strides=2, padding="same")(x)
            case "average":
                x = layers.AveragePooling2D(2)(x)
        return self.block(x)

    def block(self, x):
        layers = self.layers
        y = layers.BatchNormalization()(x)
        y = self.pick([layers.ReLU(), layers.LeakyReLU(0.1), layers.PReLU(shared_axes=[1, 2])])(y)
        if self.chance(0.5):
            spread = self.pick([1, 2])
            y = layers.Conv2D(x.shape[-1], 3, padding="same", dilation_rate=spread, use_bias=False)(y)
            y = layers.Add()([x, layers.BatchNormalization()(y)])
        return y

    def attention(self, x):
        """What the whole page is like, on each channel."""
        mean = self.layers.GlobalAveragePooling2D(keepdims=True)(x)
        return self.layers.Multiply()([x, self.layers.Conv2D(x.shape[-1], 1, activation="sigmoid")(mean)])

    def up(self, x):
        layers = self.layers
        match self.pick(["nearest", "bilinear", "transposed", "transposed", "valid"]):
            case "nearest" | "bilinear" as how:
                return layers.UpSampling2D(2, interpolation=how)(layers.Conv2D(6, 1)(x))
            case "transposed":
                size, bias = self.pick([1, 2, 3, 4, 5]), self.chance(0.5)
                return layers.Conv2DTranspose(6, size, strides=2, padding="same", use_bias=bias)(x)
            case _:
                return layers.Conv2DTranspose(6, self.pick([1, 2]), strides=2, padding="valid")(x)

    def merge(self, x, side):
        if self.chance(0.5):
            return self.layers.Concatenate()([x, side])
        return self.layers.Add()([x, self.layers.Conv2D(x.shape[-1], 1)(side)])

    def end(self, x):
        layers = self.layers
        match self.pick(["one", "two", "dense"]):
            case "one":
                return layers.Conv2D(CHANNELS, 1, dtype="float32")(x)
            case "two":
                first = layers.Conv2D(CHANNELS - 5, 3, padding="same")(x)
                return layers.Concatenate()([first, layers.Conv2D(5, 1)(x)])
            case _:
                return layers.Dense(CHANNELS)(x)


def pages_for(rng: np.random.Generator, height: int, width: int, count: int) -> np.ndarray:
    """Strokes and noise, uint8 (count, height, width)."""
    ink = rng.integers(0, 256, (count, height, width))
    return (ink * (rng.random((count, height, width)) < 0.3)).astype(np.uint8)


def write(keras, folder: Path, seed: int):
    """Save one network, and pages of each size with the maps that Keras makes of them."""
    keras.backend.clear_session()
    reader = RandomReader(keras, seed)
    model = reader.build()
    randomize(model, reader.rng)
    model.save(folder / f"{seed}.h5")
    arrays = {}
    for number, (height, width, count) in enumerate(SIZES):
        pages = pages_for(reader.rng, height, width, count)
        given = pages[..., None].astype(np.float32)
        arrays[f"pages{number}"] = pages
        arrays[f"maps{number}"] = np.asarray(model(given, training=False))
    np.savez(folder / f"{seed}.npz", **arrays)


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras

    to, first, count = sys.argv[1:]
    for number in range(int(first), int(first) + int(count)):
        write(keras, Path(to), number)
