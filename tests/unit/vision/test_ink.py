"""Binarize and segment: the same ink, whatever it lies on; pieces of one digit stay together."""

import numpy as np
import pytest

from service.vision import Ink, Page, around, binarize, segment, whole
from service.vision.paper import counted, flat_paper
from service.vision.types import Box
from tests.pictures import drawn, row_of

SEVEN = drawn(7)
BARE = np.full((400, 300), 200, np.uint8)


def page(grey: np.ndarray) -> Page:
    return Page(np.asarray(grey, np.uint8), grey.shape[1], grey.shape[0])


def ink_of(grey: np.ndarray) -> np.ndarray:
    return binarize(page(np.clip(grey, 0, 255))).strength


def found(grey: np.ndarray) -> list[Box]:
    return [each.box for each in segment(Ink(ink_of(grey)))]


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (90, 255), (40, 230)])
@pytest.mark.parametrize("width", [1, 2, 3, 6])
def test_a_frame_along_the_edge_leaves_the_digit_as_it_is(width, ink, paper, inverted):
    framed = drawn(1, ink=ink, paper=paper).copy()
    [plain] = found(255 - framed if inverted else framed)
    for side in (framed[:width], framed[-width:], framed[:, :width], framed[:, -width:]):
        side[:] = ink

    assert found(255 - framed if inverted else framed) == [plain]


def ruled(grey: np.ndarray, *, shade: int = 60) -> np.ndarray:
    lines = grey.astype(np.int16)
    lines[20::40] -= shade
    lines[21::40] -= shade
    return np.clip(lines, 0, 255)


@pytest.mark.parametrize(
    "grey",
    [
        np.zeros((50, 50)),
        np.full((300, 200), 255),
        BARE + np.random.default_rng(0).normal(0, 6, BARE.shape),
        BARE - np.linspace(0, 90, 300),
        ruled(BARE),
        np.minimum(ruled(BARE), ruled(BARE.T).T),
    ],
    ids=["black", "white", "noise", "gradient", "ruled", "squared"],
)
def test_a_page_with_nothing_on_it_has_no_ink(grey):
    assert found(grey) == []


def test_black_on_white_and_white_on_black_are_the_same_ink():
    assert np.array_equal(ink_of(SEVEN), ink_of(255 - SEVEN))


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("side", [24, 64, 280])
@pytest.mark.parametrize("digit", [0, 3, 5, 6, 8])
def test_a_thick_digit_that_fills_the_picture_is_the_same_ink_as_with_paper_around_it(digit, side, inverted):
    grey = drawn(digit, side=side, height=0.7, pen=side // 5)
    rows, columns = (np.flatnonzero((grey < 250).any(axis)) for axis in (1, 0))
    close = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    if inverted:
        grey = 255 - grey

    assert np.array_equal(ink_of(grey[close]), ink_of(grey)[close])


def test_a_deep_shadow_over_rough_paper_is_no_ink_of_a_close_crop():
    light = np.where(np.arange(300) < 160, 200, 40)
    rough = (light + np.random.default_rng(3).normal(0, 5, (300, 300))).astype(np.uint8)

    assert flat_paper(rough, counted(rough)) is None


def test_a_clean_picture_of_mnist_size_passes_as_it_is():
    digit = 255 - drawn(3, side=28)

    assert np.array_equal(ink_of(digit), digit)


@pytest.mark.parametrize(
    "dressed",
    [
        SEVEN * 0.5 + 80,
        SEVEN * np.linspace(0.45, 1.0, 280),
        SEVEN * 0.7 + 40 + np.random.default_rng(0).normal(0, 4, SEVEN.shape),
        ruled(SEVEN),
        255 - ruled(SEVEN),
    ],
    ids=["faint", "uneven light", "rough paper", "ruled", "ruled board"],
)
def test_the_ink_is_found_whatever_it_lies_on(dressed):
    [plain] = found(SEVEN)
    [box] = found(dressed)

    assert np.abs(np.subtract(box, plain)).max() <= 8


def test_digits_apart_are_segments_in_reading_order():
    boxes = found(np.vstack([row_of("20"), row_of("48")]))

    assert len(boxes) == 4
    assert [box.y > 150 for box in boxes] == [False, False, True, True]
    assert boxes[0].x < boxes[1].x
    assert boxes[2].x < boxes[3].x


def test_a_bar_that_stands_apart_belongs_to_its_five():
    strength = 255 - drawn(5)
    strength[75:82] = 0  # parts the bar from the body

    assert len(segment(Ink(strength))) == 1


def test_dust_is_no_digit():
    strength = 255 - SEVEN
    strength[5:8, 5:8] = 255

    assert len(segment(Ink(strength))) == 1


def test_the_whole_holds_all_the_ink_in_the_box_around_all():
    segments = segment(Ink(255 - row_of("20")))
    together = whole(segments)

    assert together.box == around([each.box for each in segments])
    assert together.strength.sum() == sum(int(each.strength.sum()) for each in segments)
