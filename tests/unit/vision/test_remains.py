"""Remains of printed lines: gone where a pen wrote more strongly, and nothing that a pen wrote."""

import cv2
import numpy as np
import pytest

from service.vision import Page, binarize, segment
from service.vision.remains import without_remains

PEN, SIDE = 255, 300


def page(*, dash: int, thickness: int, stroke: int = PEN) -> np.ndarray:
    """A ring by a thick pen, and a nearly level dash of a strength and thickness."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    if stroke:
        cv2.circle(ink, (110, 110), 60, stroke, 14)
    cv2.line(ink, (160, 230), (270, 238), dash, thickness)
    return ink


def has_dash(ink: np.ndarray) -> bool:
    return bool(ink[215:260].any())


def test_what_is_fainter_and_thinner_than_the_pen_goes_and_the_pen_stays():
    before = page(dash=90, thickness=4)
    after = without_remains(before)

    assert not has_dash(after)
    np.testing.assert_array_equal(after[:200], before[:200])


@pytest.mark.parametrize(("dash", "thickness"), [(PEN, 4), (90, 14), (PEN, 14)])
def test_a_minus_as_dark_or_as_thick_as_the_pen_stays(dash, thickness):
    before = page(dash=dash, thickness=thickness)

    np.testing.assert_array_equal(without_remains(before), before)


def test_faint_lines_alone_stay():
    before = page(dash=90, thickness=4, stroke=0)

    np.testing.assert_array_equal(without_remains(before), before)


@pytest.mark.parametrize("shape", [(0, 0), (5, 5)])
def test_no_ink_is_none(shape):
    assert not without_remains(np.zeros(shape, np.uint8)).any()


@pytest.mark.parametrize("lean", [0.08, 0.12, 0.16, 0.2, 0.3])
def test_dashes_that_slanted_rules_left_are_no_digits(lean):
    rows, columns = np.mgrid[0:600, 0:600]
    rules = (np.abs((rows + lean * columns) % 140 - 40) < 1.8) & (columns % 140 < 100)
    grey = np.where(rules, 120, 225).astype(np.uint8)
    cv2.putText(grey, "3", (230, 400), cv2.FONT_HERSHEY_SIMPLEX, 8, 40, 20)
    levels = cv2.GaussianBlur(grey, (0, 0), 1) + np.random.default_rng(0).normal(0, 2, grey.shape)
    levels = np.clip(levels, 0, 255).astype(np.uint8)

    found = segment(binarize(Page(levels, 600, 600)))

    assert len(found) == 1
    assert found[0].box.height > 100
