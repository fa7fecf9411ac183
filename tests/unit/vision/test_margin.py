"""Margin: what lies in it need not be gone through, and nothing is lost by that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vision.margin import cropped, inside_margin
from service.vision.paper import counted

LEVELS = st.integers(0, 255)
SIDES = st.integers(1, 40)


@st.composite
def pages(draw: st.DrawFn) -> np.ndarray:
    """Pages of one level with a patch of other levels somewhere, or nowhere, or up to the corners."""
    page = np.full((draw(SIDES), draw(SIDES)), draw(LEVELS), np.uint8)
    top, left = (draw(st.integers(0, side)) for side in page.shape)
    patch = page[top : top + draw(SIDES), left : left + draw(SIDES)]
    patch[:] = np.random.default_rng(draw(st.integers(0, 2**32))).integers(0, 256, patch.shape)
    return page


@given(pages())
def test_beside_the_box_all_is_of_one_level(page: np.ndarray):
    outside = np.ones(page.shape, bool)
    cropped(outside, inside_margin(page))[:] = False
    assert set(page[outside].tolist()) <= {int(page[0, 0])}


@given(pages())
def test_levels_are_counted_with_the_margin(page: np.ndarray):
    assert counted(page).tolist() == np.bincount(page.ravel(), minlength=256).tolist()


def test_the_box_is_no_larger_than_what_is_drawn():
    page = np.full((30, 50), 200, np.uint8)
    page[10:12, 20:25] = 7
    assert inside_margin(page) == (20, 10, 5, 2)


@pytest.mark.parametrize("corner", [(0, 0), (0, -1), (-1, 0), (-1, -1)])
def test_where_a_corner_differs_there_is_no_margin(corner: tuple[int, int]):
    page = np.zeros((30, 50), np.uint8)
    page[corner] = 1
    assert inside_margin(page) == (0, 0, 50, 30)
