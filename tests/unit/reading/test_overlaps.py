"""Of candidates for the same mark the surest stays; neighbours stay, however close."""

import numpy as np

from service.model.reader_map import CLASSES
from service.reading.candidates import Candidates
from service.reading.overlaps import distinct


def candidates(*rows: tuple[float, float, float, float, float]) -> Candidates:
    """Candidates by peak, left, top, right, bottom."""
    values = np.array(rows, np.float32)
    n = len(values)
    zeros = np.zeros(n, np.float32)
    return Candidates(values[:, 0], np.zeros((n, CLASSES), np.float32), values[:, 1:], zeros, zeros)


def test_the_surer_of_two_sizes_stays():
    kept = distinct(candidates((1, 10, 10, 30, 50), (3, 12, 11, 31, 48)))
    assert kept.peaks.tolist() == [3]


def test_neighbours_that_overlap_a_little_both_stay():
    kept = distinct(candidates((3, 10, 10, 30, 50), (2, 26, 10, 46, 50)))
    assert len(kept) == 2


def test_a_small_zero_under_a_long_tail_stays():
    kept = distinct(candidates((5, 40, 10, 80, 100), (4, 42, 60, 56, 84)))
    assert len(kept) == 2


def test_a_part_of_a_mark_goes():
    kept = distinct(candidates((5, 40, 10, 80, 70), (2, 52, 25, 70, 60)))
    assert kept.peaks.tolist() == [5]


def test_the_order_of_what_comes_in_changes_nothing():
    rows = [(float(i % 7), 10.0 * (i % 5), 5, 10.0 * (i % 5) + 9, 30) for i in range(20)]
    forth, back = distinct(candidates(*rows)), distinct(candidates(*rows[::-1]))
    assert sorted(map(tuple, forth.boxes.tolist())) == sorted(map(tuple, back.boxes.tolist()))


def test_no_candidates_are_none():
    assert len(distinct(Candidates.none())) == 0
