"""What is counted as right, wrong, lost and invented on a page, and the figures made of it."""

import numpy as np
import pytest

from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import OTHER
from tests.unit.training.reader.asked import page_of
from training.reader.judging import judge
from training.reader.measuring import figures, text_reliability
from training.reader.validation import NO_LESSON, NO_MARK

SETTINGS = ReaderSettings(reader=0.5, digit=0.5, peak=1.0)
PLUS = 15


def judged(*arguments, settings=SETTINGS, **named):
    return judge(page_of(*arguments, **named), Calibration(), settings)


def test_a_page_whose_marks_are_all_named_is_right():
    page = judged([1, 2, PLUS, OTHER, NO_MARK])

    assert page.is_right
    assert page.read.tolist() == [True, True, True, False, False]
    assert page.right.sum() == 3
    assert figures([page]) == {
        "reader_found": 1,
        "reader_marks": 1,
        "reader_false": 0,
        "reader_pages": 1,
        "reader_text_ece": pytest.approx(1 - page.sure, abs=1e-5),
    }


@pytest.mark.parametrize(
    ("fault", "found", "marks", "false"),
    [
        ({"truth": [1, 2], "said": [1, 3]}, 1, 1 / 2, 0),
        ({"truth": [1, 2], "peaks": [4.0, -4.0]}, 1 / 2, 1 / 2, 0),
        ({"truth": [1], "missed": (2,)}, 1 / 2, 1 / 2, 0),
        ({"truth": [1, NO_MARK], "peaks": [4.0, 4.0]}, 1, 1, 1),
        ({"truth": [1, OTHER], "said": [1, 7]}, 1, 1, 1),
        ({"truth": [1, 2], "said": [1, OTHER]}, 1 / 2, 1 / 2, 0),
    ],
    ids=["misread", "faint", "missed", "invented", "a letter as a digit", "taken for a letter"],
)
def test_each_fault_makes_a_page_wrong_and_is_counted(fault, found, marks, false):
    page = judged(fault.pop("truth"), **fault)
    figured = figures([page])

    assert not page.is_right
    assert page.wrong == 1
    assert figured["reader_pages"] == 0
    assert (figured["reader_found"], figured["reader_marks"], figured["reader_false"]) == (
        found,
        marks,
        false,
    )


def test_other_writing_that_is_not_seen_takes_nothing_from_the_text():
    assert judged([1], missed=(OTHER,)).is_right


def test_what_is_read_where_nobody_knows_what_stands_there_changes_nothing():
    alone, beside = judged([1, 2]), judged([1, 2, NO_LESSON], peaks=[4.0, 4.0, 0.1])

    assert beside.is_right
    assert beside.sure == pytest.approx(alone.sure)
    assert figures([beside]) == pytest.approx(figures([alone]))


def test_a_text_of_which_nothing_is_known_is_not_asked_how_sure_it_is():
    assert text_reliability([judged([NO_LESSON], peaks=[4.0])]).count.sum() == 0


def test_the_calibration_error_is_small_where_sure_texts_are_right_and_large_where_they_are_wrong():
    sure = ReaderSettings(reader=0.5, digit=0.5, text=1.0, text_bias=9.0)
    right = [judged([1, 2], settings=sure)] * 3
    wrong = [judged([1, 2], said=[1, 3], settings=sure)] * 3

    assert figures(right)["reader_text_ece"] < 0.01
    assert figures(wrong)["reader_text_ece"] > 0.99
    assert figures(right + wrong)["reader_text_ece"] == pytest.approx(0.5, abs=0.01)


def test_a_page_without_candidates_is_right_if_nothing_stands_on_it():
    assert judged([]).is_right
    assert not judged([], missed=(4,)).is_right
    assert np.isfinite(judged([]).sure)
