"""The recognizer with a version that holds a reader: its marks tell how many digits there are."""

import numpy as np
import pytest

from service.recognizer import Recognizer
from service.verdict import Verdict
from tests.fakes import FakeManager, FakeModel, FakePageReader, serving_model
from tests.pictures import drawn, png, side_by_side

SURE_SEVEN = [0.0] * 7 + [20.0, 0.0, 0.0]


def with_reader(character: str = "7", none: float = 0.0) -> Recognizer:
    """Its reader takes each piece of ink for a mark of that kind; `none` is the logit of "no digit"."""
    serving = serving_model(model=FakeModel([*SURE_SEVEN, none]), reader=FakePageReader(character))
    return Recognizer(FakeManager(serving), max_pixels=4_000_000)


@pytest.mark.parametrize("gap", [30, 60, 120])
def test_a_reader_tells_how_many_digits_there_are(gap):
    found = with_reader().recognize(png(side_by_side(gap)))

    assert (found.verdict, found.digits_found) == (Verdict.SEVERAL_DIGITS, 2)


def test_marks_that_a_reader_takes_for_other_writing_are_no_digits():
    found = with_reader("x", none=40.0).recognize(png(side_by_side(60)))

    assert found.verdict is not Verdict.SEVERAL_DIGITS


def test_a_blank_page_stays_blank_with_a_reader():
    found = with_reader().recognize(png(np.full((90, 90), 255, np.uint8)))

    assert found.verdict is Verdict.BLANK


def test_a_plain_digit_is_answered_without_the_reader():
    plain, read = with_reader("x").recognize(png(drawn(7))), with_reader().recognize(png(drawn(7)))

    assert (plain.verdict, plain.digit) == (read.verdict, read.digit) == (Verdict.DIGIT, 7)
