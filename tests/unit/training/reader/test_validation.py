"""Validation pages: the same for a seed, and candidates set beside the marks that they stand for."""

import numpy as np
import pytest

from service.model.engine import DigitModel
from service.model.reader_map import CHANNELS, CLASSES, EXTENT, MARK, OFFSET, OTHER, STRIDE
from service.model.sandbox import read_model
from service.reading.candidates import Candidates
from tests.h5_files import convolutional
from training import probe_digits
from training.dataset import Split
from training.reader.mnist_hand import MnistDigits
from training.reader.sheet import Mark
from training.reader.validation import NO_LESSON, NO_MARK, SIDES, ask, beside, pages

DIGITS = MnistDigits(Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3)))
A, B = (10, 10, 22, 30), (40, 10, 52, 30)  # left, top, right, bottom


def mark(box, label: int | None = 3, size=20.0) -> Mark:
    left, top, right, bottom = box
    return Mark(label, left, top, right - left, bottom - top, size, starts=False)


def found(*boxes, peaks=None) -> Candidates:
    n = len(boxes)
    peaks = np.arange(n, 0, -1) if peaks is None else peaks
    flat = np.zeros(n, np.float32)
    edges = np.array(boxes, np.float32).reshape(-1, 4)
    return Candidates(np.array(peaks, np.float32), np.zeros((n, CLASSES), np.float32), edges, flat, flat)


def moved(box, across: float) -> tuple:
    left, top, right, bottom = box
    return left + across, top, right + across, bottom


def test_the_same_seed_gives_the_same_pages_and_they_differ_in_size():
    some = list(pages(DIGITS, 8, seed=3))
    again = list(pages(DIGITS, 8, seed=3))

    assert [page.marks for page in some] == [page.marks for page in again]
    assert all(np.array_equal(one.grey, other.grey) for one, other in zip(some, again, strict=True))
    assert len({page.grey.shape for page in some}) == 8
    assert all(SIDES[0] - 1 <= side <= SIDES[1] for page in some for side in page.grey.shape)
    assert sum(len(page.marks) for page in some) > 20


def test_a_candidate_stands_for_the_mark_that_it_covers():
    truth, missed = beside(found(moved(B, 2), moved(A, -1)), [mark(A, 3), mark(B, OTHER)])

    assert truth.tolist() == [OTHER, 3]
    assert missed == ()


def test_what_covers_no_mark_stands_for_none_and_a_mark_without_candidate_is_missed():
    truth, missed = beside(found(A, (70, 70, 80, 80)), [mark(A, 0), mark(B, 4)])

    assert truth.tolist() == [0, NO_MARK]
    assert [one.label for one in missed] == [4]


def test_of_two_candidates_of_a_mark_the_surer_one_stands_for_it():
    truth, missed = beside(found(A, moved(A, 2), peaks=[1.0, 2.0]), [mark(A, 7)])

    assert truth.tolist() == [NO_MARK, 7]
    assert missed == ()


def test_a_candidate_whose_mark_is_taken_stands_for_the_next_one_that_it_covers():
    close = moved(A, 4)
    truth, missed = beside(found(moved(A, 1), moved(A, 1.5)), [mark(A, 1), mark(close, 2)])

    assert truth.tolist() == [1, 2]
    assert missed == ()


@pytest.mark.parametrize("box", [A, moved(A, 9)], ids=["over it", "a rest of it"])
def test_what_is_found_on_a_mark_that_is_not_known_is_no_lesson(box):
    wide = (10, 10, 40, 30)
    truth, missed = beside(found(box), [mark(wide, None)])

    assert truth.tolist() == [NO_LESSON]
    assert missed == ()


def test_a_mark_that_is_too_small_to_be_asked_for_is_neither_missed_nor_a_lesson():
    assert beside(found(A), [mark(A, 3, size=8.0), mark(B, 4, size=8.0)])[0].tolist() == [NO_LESSON]
    assert beside(found(), [mark(A, 3, size=8.0)])[1] == ()


@pytest.mark.parametrize("marks", [[], [mark(A)]])
def test_a_page_without_marks_or_without_candidates_can_be_asked_about(marks):
    assert beside(found(A), [])[0].tolist() == [NO_MARK]
    truth, missed = beside(found(), marks)

    assert len(truth) == 0
    assert len(missed) == len(marks)


class SeesOneMark:
    """A reader that sees one mark, at the upper left, at whatever size it looks."""

    def maps(self, seen):
        found = np.full((1, seen.shape[1] // STRIDE, seen.shape[2] // STRIDE, CHANNELS), -9, np.float32)
        found[0, 2, 2, MARK] = 5
        found[0, :, :, [*range(CHANNELS)[EXTENT], *range(CHANNELS)[OFFSET]]] = 0
        return found


def test_both_networks_are_asked_about_every_candidate(tmp_path):
    digits = DigitModel(read_model(convolutional(tmp_path / "digits.h5")))

    asked = ask(next(pages(DIGITS, 1, seed=5)), SeesOneMark(), digits)

    assert len(asked.candidates) >= 1
    assert asked.digit_logits.shape == (len(asked.candidates), 10)
    assert asked.truth.shape == (len(asked.candidates),)
