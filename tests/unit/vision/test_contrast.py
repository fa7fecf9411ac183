"""Contrast: the same whatever the light, the paper and which of the two is darker."""

import cv2
import numpy as np
import pytest

from service.vision.contrast import PAPER, contrast, has_dark_ink


def page(paper: int = 230, ink: int = 40, height: int = 90, width: int = 130) -> np.ndarray:
    """A page with a ring and a stroke on it."""
    grey = np.full((height, width), paper, np.uint8)
    cv2.circle(grey, (45, 45), 14, ink, 4)
    cv2.line(grey, (85, 30), (85, 60), ink, 4)
    return grey


def test_paper_is_flat_and_ink_stands_out():
    seen = contrast(page())
    assert abs(int(seen[5, 5]) - PAPER) <= 2
    assert seen[45, 85] > 240


def test_light_ink_on_dark_paper_gives_the_same_side():
    assert has_dark_ink(page())
    assert not has_dark_ink(255 - page())
    assert contrast(255 - page())[45, 85] > 200


@pytest.mark.parametrize("light", [0.9, 0.6, 0.35])
def test_less_light_changes_little(light):
    bright = contrast(page()).astype(int)
    dim = contrast((page() * light).astype(np.uint8)).astype(int)
    assert np.abs(bright - dim).mean() < 2


def test_a_slope_of_light_is_taken_out():
    slope = np.linspace(1.0, 0.5, 130)[None, :]
    seen = contrast((page() * slope).astype(np.uint8)).astype(int)
    assert np.abs(seen[:8] - PAPER).max() < 25
    assert seen[45, 85] > 220


def test_faint_ink_is_as_strong_as_full_ink():
    assert contrast(page(ink=190))[45, 85] > 220


def test_a_blank_page_stays_paper():
    assert (contrast(np.full((60, 80), 200, np.uint8)) == PAPER).all()


@pytest.mark.parametrize("shape", [(4, 4), (4, 300), (300, 4), (17, 33)])
def test_any_shape_is_taken(shape):
    grey = np.random.default_rng(0).integers(0, 255, shape).astype(np.uint8)
    seen = contrast(grey)
    assert seen.shape == shape
    assert seen.dtype == np.uint8
