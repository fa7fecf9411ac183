"""Printed lines that a camera held askew has tilted: taken away, and no stroke with them."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from service.vision import Box, Page, binarize, segment
from tests.pictures import drawn

SIDE = 480


def boxes(levels: NDArray[np.float64]) -> list[Box]:
    noisy = levels + np.random.default_rng(0).normal(0, 2, levels.shape)
    grey = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    return [each.box for each in segment(binarize(Page(grey, grey.shape[1], grey.shape[0])))]


def ruled(degrees: float, *, squared: bool = False) -> NDArray[np.float64]:
    """Paper of level 200 with lines that are turned by some degrees."""
    far = 2 * SIDE
    lines = np.zeros((far, far), np.uint8)
    for at in range(0, far, 48):
        cv2.line(lines, (0, at), (far, at), 70, 2)
        if squared:
            cv2.line(lines, (at, 0), (at, far), 70, 2)
    turn = cv2.getRotationMatrix2D((far / 2, far / 2), degrees, 1.0)
    turned = cv2.warpAffine(lines, turn, (far, far))
    return 200.0 - turned[SIDE // 2 : SIDE // 2 + SIDE, SIDE // 2 : SIDE // 2 + SIDE]


@pytest.mark.parametrize("squared", [False, True], ids=["ruled", "squared"])
@pytest.mark.parametrize("degrees", [-8, -5, -2, 1, 3, 6])
def test_a_digit_on_tilted_lines_is_found_as_on_plain_paper(degrees, squared):
    digit = 0.2 + 0.8 * drawn(3, side=SIDE, height=0.4, pen=22) / 255
    [plain] = boxes(200 * digit)
    [box] = boxes(ruled(degrees, squared=squared) * digit)

    assert np.abs(np.subtract(box, plain)).max() <= 12


@pytest.mark.parametrize("degrees", [-6, 4])
def test_tilted_lines_alone_are_a_blank_page(degrees):
    assert boxes(ruled(degrees)) == []


@pytest.mark.parametrize("lean", [-40, -15, 0, 15, 40])
def test_a_tall_thin_one_stays(lean):
    page = np.full((SIDE, SIDE), 200, np.uint8)
    cv2.line(page, (SIDE // 2 + lean, 40), (SIDE // 2 - lean, SIDE - 40), 40, 5)

    assert len(boxes(page.astype(np.float64))) == 1
