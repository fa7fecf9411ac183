"""A mark is cut out of its page as the digit network takes it: its own ink, and no other."""

import cv2
import numpy as np
import pytest

from service.reading.cutouts import digits_of
from service.reading.looks import InkMap
from tests.reader_maps import NOTHING, SURE

INK, PAPER = 20, 235


def page() -> np.ndarray:
    return np.full((160, 220), PAPER, np.uint8)


def everywhere(height: int = 160, width: int = 220) -> list[InkMap]:
    """A look that takes every place for ink of digits."""
    return [InkMap(np.full((height // 2, width // 2), SURE, np.float32), 0, 0, 0.5)]


def cut(grey: np.ndarray, boxes: list[tuple[float, ...]], ink: list[InkMap] | None = None) -> np.ndarray:
    """The first box's digit."""
    array = np.array(boxes, np.float32)
    return digits_of(grey, array, np.array([0]), ink or everywhere(), dark_ink=True)[0]


def ring(grey: np.ndarray, x: int, y: int, radius: int = 22) -> tuple[float, ...]:
    """Draw a ring; return its box."""
    cv2.circle(grey, (x, y), radius, INK, 5)
    edge = radius + 3
    return x - edge, y - edge, x + edge, y + edge


def test_a_mark_alone_is_as_mnist_has_it():
    grey = page()
    digit = cut(grey, [ring(grey, 100, 80)])
    rows, columns = np.flatnonzero(digit.max(axis=1) > 60), np.flatnonzero(digit.max(axis=0) > 60)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=2)
    assert digit[14, 14] < 60
    assert digit.max() > 230


@pytest.mark.parametrize("scale", [1, 3])
def test_light_ink_on_dark_paper_and_size_change_little(scale):
    grey = page()
    box = ring(grey, 100, 80)
    plain = cut(grey, [box]).astype(int)
    large = np.kron(255 - grey, np.ones((scale, scale), np.uint8))
    looks = everywhere(160 * scale, 220 * scale)
    boxes = np.array([box], np.float32) * scale
    other = digits_of(large, boxes, np.array([0]), looks, dark_ink=False)[0].astype(int)
    assert np.abs(plain - other).mean() < 6


def test_a_neighbour_that_touches_is_left_out():
    grey = page()
    with_neighbour = cut(grey, [ring(grey, 90, 80), ring(grey, 136, 80)])
    alone_grey = page()
    alone = cut(alone_grey, [ring(alone_grey, 90, 80)])
    assert np.abs(with_neighbour.astype(int) - alone.astype(int)).mean() < 12


def test_what_the_reader_takes_for_no_ink_of_digits_is_left_out():
    grey = page()
    box = ring(grey, 100, 80)
    clean = cut(grey.copy(), [box]).astype(int)
    cv2.line(grey, (0, 80), (219, 80), INK, 2)
    likely = np.full((80, 110), SURE, np.float32)
    likely[39:42] = NOTHING
    likely[39:42, 36:42], likely[39:42, 58:64] = SURE, SURE  # where the rule crosses the ring
    ruled = cut(grey, [box], [InkMap(likely, 0, 0, 0.5)]).astype(int)
    crossed = cut(grey, [box]).astype(int)
    assert np.abs(ruled - clean).mean() < 0.6 * np.abs(crossed - clean).mean()


def test_a_box_at_the_edge_or_outside_gives_a_digit_all_the_same():
    grey = page()
    for box in ((-20, -20, 10, 10), (210, 150, 260, 190), (400, 400, 430, 440), (5, 5, 5.2, 5.2)):
        assert cut(grey, [box]).shape == (28, 28)


def test_no_marks_are_no_digits():
    none = digits_of(page(), np.zeros((0, 4), np.float32), np.zeros(0, np.intp), everywhere(), dark_ink=True)
    assert none.shape == (0, 28, 28)
