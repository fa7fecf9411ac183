"""A page is looked at from coarse to fine, for as long as the network sees smaller writing."""

import numpy as np
import pytest

from service.model.reader_map import CHANNELS, MARK, SMALLER, STRIDE
from service.reading.looks import COARSEST, MOST_ENLARGED, MOST_PIXELS, look
from tests.reader_maps import NOTHING, SURE, Placed, map_of


class Network:
    """Sees smaller writing in one place of the page until it is shown large enough."""

    def __init__(self, *, enough: float, at: tuple[float, float] = (0.5, 0.5)) -> None:
        self.shapes: list[tuple[int, int]] = []
        self._enough, self._at = enough, at

    def __call__(self, views: np.ndarray) -> np.ndarray:
        _, height, width = views.shape
        self.shapes.append((height, width))
        found = np.zeros((1, height // STRIDE, width // STRIDE, CHANNELS), np.float32)
        found[..., [MARK, SMALLER]] = NOTHING
        if max(height, width) < self._enough:
            row, column = int(self._at[1] * found.shape[1]), int(self._at[0] * found.shape[2])
            found[0, row, column, SMALLER] = SURE
        return found


def blank(height: int, width: int) -> np.ndarray:
    return np.full((height, width), 255, np.uint8)


def test_views_are_multiples_of_sixteen_whatever_the_page():
    network = Network(enough=10_000)
    for shape in ((100, 100), (37, 911), (1200, 5), (3, 3)):
        look(blank(*shape), network)
    assert all(side % 16 == 0 and side > 0 for shape in network.shapes for side in shape)


def test_a_page_without_writing_is_not_looked_at_closely():
    network = Network(enough=0)
    look(blank(3000, 4000), network)
    assert max(map(max, network.shapes)) <= 512


def test_smaller_writing_is_looked_at_closer_and_only_where_it_is():
    network = Network(enough=300, at=(0.9, 0.1))
    look(blank(3000, 4000), network)
    first, last = network.shapes[0], network.shapes[-1]
    assert max(first) == COARSEST
    assert np.prod(last) < 0.25 * 384 * 288


def test_work_is_bounded_where_everything_is_small():
    network = Network(enough=1e9)
    look(blank(9000, 7000), network)
    assert max(int(np.prod(shape)) for shape in network.shapes) <= MOST_PIXELS * 1.1


def test_a_small_picture_is_enlarged_a_little_and_no_more():
    network = Network(enough=1e9)
    look(blank(28, 28), network)
    assert max(map(max, network.shapes)) <= 28 * MOST_ENLARGED + 16


@pytest.mark.parametrize("ink", [0, 255])
def test_found_marks_are_told_in_pixels_of_the_page(ink):
    page = np.full((96, 96), 255 - ink, np.uint8)
    page[30:60, 40:44] = ink

    def network(views: np.ndarray) -> np.ndarray:
        _, height, width = views.shape
        scale = max(height, width) / 96
        placed = Placed("1", 40 * scale, 30 * scale, 4 * scale, 30 * scale)
        return map_of([placed], height, width)[None]

    found = look(page, network)
    assert found.dark_ink == (ink == 0)
    assert found.candidates.boxes[0] == pytest.approx([40, 30, 44, 60], abs=0.5)
