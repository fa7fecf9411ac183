"""The same ink in other dress: every dress is a picture of the same page."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from service.vision import MAX_PIXELS, decode
from training.suites.invariance import DRESSES, ORIENTATION, Pairs, turned

RNG = np.random.default_rng


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    page = np.full((120, 90), 255, np.uint8)
    cv2.putText(page, "7", (30, 80), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 5)
    return page


@pytest.mark.parametrize("kind", DRESSES)
def test_every_dress_is_accepted(kind, page):
    decode(DRESSES[kind](page, RNG(1)), max_pixels=MAX_PIXELS)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "palette PNG", "16-bit PNG"])
def test_a_format_without_loss_shows_the_same_page(kind, page):
    assert np.array_equal(decode(DRESSES[kind](page, RNG(0)), max_pixels=MAX_PIXELS).grey, page)


def test_all_eight_orientations_stand_upright_again(page):
    seen = set()
    for seed in range(60):
        picture = turned(page, RNG(seed))
        seen.add(Image.open(io.BytesIO(picture)).getexif()[ORIENTATION])
        upright = decode(picture, max_pixels=MAX_PIXELS).grey

        assert upright.shape == page.shape
        assert np.abs(upright.astype(int) - page).mean() < 3
    assert seen == set(range(1, 9))


def test_a_shift_keeps_all_ink(page):
    for seed in range(20):
        shifted = decode(DRESSES["shift"](page, RNG(seed)), max_pixels=MAX_PIXELS).grey

        assert np.array_equal(np.sort(shifted, axis=None), np.sort(page, axis=None))
        assert (shifted[0] == 255).all()
        assert (shifted[:, -1] == 255).all()


def test_a_digit_comes_once_in_every_dress(drawn_digits):
    pairs = list(Pairs("dress", 3, drawn_digits).of(1))

    assert [pair.kind for pair in pairs] == list(DRESSES)
    assert len({pair.plain for pair in pairs}) == 1
