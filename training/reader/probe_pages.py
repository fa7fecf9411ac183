"""Drawn pages for the probe of a version with a reader, made by rule: they hold nobody's handwriting."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import MULTIPLE
from service.vision.contrast import PAPER
from training import probe_digits

ACROSS = 5  # digits on a line
SIDES = (32, 24, 16)  # pixels from one digit to the next; each is a page's own
HEIGHT, WIDTH = 96, 160  # of every page


def draw() -> NDArray[np.uint8]:
    """Contrast of pages (3, 96, 160): digits of several sizes on two lines each."""
    return np.stack([_page(side) for side in SIDES])


def _page(side: int) -> NDArray[np.uint8]:
    page = np.full((HEIGHT, WIDTH), PAPER, np.uint8)
    for number, digit in enumerate(probe_digits.draw()[: 2 * ACROSS]):
        row, column = divmod(number, ACROSS)
        top, left = MULTIPLE // 2 + row * side, MULTIPLE // 2 + column * side
        ink = cv2.resize(digit, (side - 4, side - 4), interpolation=cv2.INTER_AREA)
        place = page[top : top + side - 4, left : left + side - 4]
        place[:] = PAPER + (ink[: place.shape[0], : place.shape[1]] * (255.0 - PAPER) / 255).astype(np.uint8)
    return page
