"""The sheet of feature maps: every map in its place, its peak white."""

import cv2
import numpy as np

from service.explaining.feature_maps import MOST_MAPS, feature_maps


def sheet(maps) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(maps.sheet, np.uint8), cv2.IMREAD_UNCHANGED)


def test_every_map_lies_in_its_place_with_its_peak_white():
    values = np.random.default_rng(0).normal(size=(20, 3, 5)).astype(np.float32)
    maps = feature_maps("convolution 1", values)

    assert (maps.height, maps.width, maps.columns) == (3, 5, 16)
    assert maps.filters == tuple(range(20))
    assert sheet(maps).shape == (6, 80)
    for number, value in enumerate(values):
        row, column = divmod(number, 16)
        found = sheet(maps)[row * 3 : row * 3 + 3, column * 5 : column * 5 + 5] / 255 * maps.peaks[number]
        assert np.abs(found - np.maximum(value, 0)).max() <= maps.peaks[number] / 255


def test_a_map_that_found_nothing_is_black():
    maps = feature_maps("convolution 1", -np.ones((2, 4, 4), np.float32))

    assert not sheet(maps).any()
    assert not maps.peaks.any()


def test_of_very_many_maps_the_strongest_are_shown_in_their_order():
    values = np.zeros((300, 2, 2), np.float32)
    values[5::2] = 1
    maps = feature_maps("convolution 1", values)

    assert maps.filters == tuple(range(5, 300, 2))[:MOST_MAPS]
