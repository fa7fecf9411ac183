"""What the filters of a convolutional layer found, as one picture with all maps side by side."""

import math

import numpy as np
from numpy.typing import NDArray

from service.explaining.explanation import FeatureMaps
from service.vision import encode_png

MOST_MAPS = 128  # of a layer; of more, the strongest
MOST_SIDE = 64  # pixels of a map's side; larger maps than the picture itself come only from padding
COLUMNS = 16


def feature_maps(name: str, values: NDArray[np.float32]) -> FeatureMaps:
    """The maps of one layer, float32 (filters, height, width)."""
    values = values[:, :MOST_SIDE, :MOST_SIDE]
    strongest = np.argsort(-values.max(axis=(1, 2)), kind="stable")[:MOST_MAPS]
    filters = np.sort(strongest)
    maps = np.maximum(values[filters], 0.0).astype(np.float64)
    peaks = maps.max(axis=(1, 2))
    grey = np.round(255 * maps / np.where(peaks > 0, peaks, 1.0)[:, None, None]).astype(np.uint8)
    count, height, width = grey.shape
    columns = min(COLUMNS, count)
    rows = math.ceil(count / columns)
    sheet = np.zeros((rows * columns, height, width), np.uint8)
    sheet[:count] = grey
    tiled = sheet.reshape(rows, columns, height, width).swapaxes(1, 2).reshape(rows * height, columns * width)
    return FeatureMaps(
        name=name,
        height=height,
        width=width,
        filters=tuple(int(index) for index in filters),
        peaks=peaks,
        columns=columns,
        sheet=encode_png(np.ascontiguousarray(tiled)),
    )
