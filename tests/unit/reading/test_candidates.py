"""Peaks of a map become candidates with the boxes, classes and places that they had."""

import numpy as np
import pytest

from service.model.reader_map import OTHER
from service.reading.candidates import Candidates, candidates_in
from tests.reader_maps import Placed, class_of, map_of

SEVEN = Placed("7", 21, 30, 14, 26, starts=True)
POINT = Placed(".", 44, 52, 4, 4)


def test_each_mark_comes_back_where_it_was():
    found = candidates_in(map_of([SEVEN, POINT], 96, 96), left=0, top=0, scale=1)
    assert len(found) == 2
    for mark in (SEVEN, POINT):
        row = int(np.argmin(np.abs(found.boxes[:, 0] - mark.x)))
        expected = [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height]
        assert found.boxes[row] == pytest.approx(expected, abs=0.01)
        assert int(found.labels[row].argmax()) == class_of(mark.character)
        assert (found.starts[row] > 0) == mark.starts


def test_places_are_told_in_pixels_of_the_page():
    found = candidates_in(map_of([SEVEN], 96, 96), left=100, top=50, scale=0.5)
    assert found.boxes[0] == pytest.approx([142, 110, 170, 162], abs=0.01)
    assert found.sizes[0] == pytest.approx(26, abs=0.01)


def test_what_is_hardly_a_peak_is_left_out():
    faint = Placed("3", 60, 20, 14, 20, peak=-5)
    assert len(candidates_in(map_of([SEVEN, faint], 96, 96), left=0, top=0, scale=1)) == 1


def test_other_writing_has_a_class_of_its_own():
    found = candidates_in(map_of([Placed("x", 40, 40, 12, 12)], 96, 96), left=0, top=0, scale=1)
    assert int(found.labels[0].argmax()) == OTHER


def test_an_extent_that_makes_no_sense_is_bounded():
    wild = map_of([SEVEN], 96, 96)
    wild[:, :, 19:21] *= 1000
    found = candidates_in(wild, left=0, top=0, scale=1)
    assert np.isfinite(found.boxes).all()


def test_nothing_joined_is_nothing():
    assert len(Candidates.joined([])) == 0
    assert len(Candidates.joined([Candidates.none(), Candidates.none()])) == 0
