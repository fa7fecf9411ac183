"""A digit drawn again at any size keeps its height, its loops and its line."""

import cv2
import numpy as np
import pytest

from training.suites.strokes import stroke, thinned


def ring() -> np.ndarray:
    digit = np.zeros((28, 28), np.uint8)
    cv2.circle(digit, (14, 14), 8, 255, 2, cv2.LINE_AA)
    return digit


def thickness(ink: np.ndarray) -> float:
    """The middle row's ink, where it crosses the ring twice."""
    return float(ink[ink.shape[0] // 2].sum() / 2)


@pytest.mark.parametrize("height", [12, 60, 400])
@pytest.mark.parametrize("pen", [None, 0.05, 0.12])
def test_the_ink_is_as_high_as_asked(height, pen):
    rows = np.flatnonzero((stroke(ring(), height, pen=pen) > 0.5).any(axis=1))

    assert rows[-1] - rows[0] + 1 == pytest.approx(height, abs=2 + 0.02 * height)


@pytest.mark.parametrize("pen", [0.03, 0.08, 0.15])
def test_the_line_is_as_thick_as_the_pen(pen):
    assert thickness(stroke(ring(), 300, pen=pen)) == pytest.approx(300 * pen, rel=0.25)


def test_a_loop_stays_open_whatever_the_pen():
    ink = stroke(ring(), 200, pen=0.9)

    assert ink[100, ink.shape[1] // 2] == 0


def test_a_hairline_is_in_one_piece():
    parts, _ = cv2.connectedComponents((stroke(ring(), 300, pen=0.015) > 0.3).astype(np.uint8))

    assert parts == 2  # the paper and the line


def test_a_blot_is_not_reduced_to_a_line():
    blot = np.zeros((28, 28), np.uint8)
    cv2.circle(blot, (14, 9), 5, 255, -1)
    cv2.line(blot, (17, 10), (15, 24), 255, 2)

    assert stroke(blot, 200, pen=0.05)[45].sum() > 60


def test_thinning_leaves_one_pixel_of_a_bar():
    bar = np.zeros((30, 60), np.uint8)
    bar[10:19, 5:55] = 1

    assert (thinned(bar)[:, 20:40].sum(axis=0) == 1).all()
