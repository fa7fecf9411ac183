"""Light and shade: whatever falls onto the page, the ink is the ink, and shade is none."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from service.vision import Page, binarize
from tests.pictures import drawn

SIDE = 480
ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE]
SEEDS = range(4)

Levels = NDArray[np.float64]


def ink_of(levels: Levels, *, noise: float = 2.0) -> NDArray[np.bool_]:
    """Where there is ink on a page of those levels, seen by a camera of some noise."""
    noisy = levels + np.random.default_rng(0).normal(0, noise, levels.shape)
    grey = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    return binarize(Page(grey, grey.shape[1], grey.shape[0])).strength > 0


def bar(seed: int, *, darkness: float, soft: float = 1.0) -> Levels:
    """The shadow of a bar that lies across the page from border to border: light, 0 to 1."""
    rng = np.random.default_rng(seed)
    angle, middle = rng.uniform(0, np.pi), rng.uniform(0.3, 0.7, 2) * SIDE
    across = (ROWS - middle[0]) * np.sin(angle) + (COLUMNS - middle[1]) * np.cos(angle)
    shade = (np.abs(across) < rng.uniform(0.08, 0.15) * SIDE).astype(np.float64)
    return 1 - darkness * cv2.GaussianBlur(shade, (0, 0), soft)


def corner(seed: int, *, darkness: float) -> Levels:
    """A shadow that falls into a corner of the page: light, 0 to 1."""
    rng = np.random.default_rng(seed)
    reach = rng.uniform(0.08, 0.2, 2) * SIDE
    light = np.where(ROWS / reach[0] + COLUMNS / reach[1] < 1, 1 - darkness, 1.0)
    return np.rot90(cv2.GaussianBlur(light, (0, 0), 1.0), seed)


def blob(seed: int, *, darkness: float) -> Levels:
    """The shadow of something round that is held over the middle of the page: light, 0 to 1."""
    rng = np.random.default_rng(seed)
    middle, radius = rng.uniform(0.35, 0.65, 2) * SIDE, rng.uniform(0.25, 0.35, 2) * SIDE
    away = ((ROWS - middle[0]) / radius[0]) ** 2 + ((COLUMNS - middle[1]) / radius[1]) ** 2
    return 1 - darkness * cv2.GaussianBlur((away < 1).astype(np.float64), (0, 0), 2.0)


def written(digit: int, *, pen: int) -> Levels:
    """How light the paper is that a digit stands on: 1, and 0.25 where there is ink."""
    return 0.25 + 0.75 * drawn(digit, side=SIDE, height=0.5, pen=pen) / 255


def agreement(found: NDArray[np.bool_], digit: Levels) -> float:
    """Ink that is both found and there, to ink that is either."""
    there = digit < 0.6
    return float((found & there).sum() / (found | there).sum())


@pytest.mark.parametrize("seed", [0, 1, 4, 5, 6, 7, 9, 11])
def test_ink_is_found_where_three_shadows_lie_over_each_other(seed):
    digit = written(2, pen=25)
    light = bar(seed, darkness=0.5) * blob(seed, darkness=0.5) * bar(seed + 100, darkness=0.4)

    assert agreement(ink_of(200 * digit * light), digit) > 0.75


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pen", [12, 25, 40])
@pytest.mark.parametrize("darkness", [0.3, 0.6])
def test_a_shadow_across_a_digit_changes_none_of_its_ink(seed, pen, darkness):
    digit = written(2, pen=pen)

    assert agreement(ink_of(200 * digit * bar(seed, darkness=darkness)), digit) > 0.75


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_dark_picture_the_lit_part_of_the_paper_is_not_taken_for_chalk(seed):
    digit = written(3, pen=25)
    light = np.minimum(bar(seed, darkness=0.7), bar(seed + 10, darkness=0.6))

    assert agreement(ink_of(110 * digit * light), digit) > 0.75


@pytest.mark.parametrize("pen", [12, 30, 60])
def test_chalk_on_a_board_is_ink(pen):
    digit = written(8, pen=pen)
    chalk = 60 + 130 * (1 - digit)

    assert agreement(ink_of(chalk * np.linspace(0.7, 1, SIDE)), digit) > 0.8


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("soft", [1.0, 8.0, 30.0])
@pytest.mark.parametrize("noise", [3.0, 6.0])
def test_the_shadow_of_a_bar_is_no_ink(seed, soft, noise):
    assert not ink_of(200 * bar(seed, darkness=0.4, soft=soft), noise=noise).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_shadow_in_a_corner_is_no_ink(seed):
    assert not ink_of(200 * corner(seed, darkness=0.5)).any()


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_a_digit_that_the_border_cuts_stays(side):
    digit = written(5, pen=20)
    cut = {"top": digit[130:], "bottom": digit[:350], "left": digit[:, 170:], "right": digit[:, :310]}[side]

    assert agreement(ink_of(200 * cut * np.linspace(0.8, 1, cut.shape[1])), cut) > 0.75
