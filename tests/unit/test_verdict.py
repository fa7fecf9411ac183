"""Verdicts: what a network's numbers amount to."""

import numpy as np
import pytest

from service.model.manifest import Calibration
from service.verdict import Verdict, judge, may_be_none, message


def logits(*, outputs: int = 10, **of: float) -> np.ndarray:
    row = np.zeros(outputs, np.float32)
    for name, value in of.items():
        row[int(name[1:])] = value
    return row


def test_the_likeliest_label_is_the_digit_and_the_probabilities_sum_to_one():
    judged = judge(logits(_3=9.0, _5=2.0), Calibration())

    assert (judged.verdict, judged.digit, judged.runner_up) == (Verdict.DIGIT, 3, 5)
    assert sum(judged.probabilities) == pytest.approx(1)
    assert judged.digit_score == judged.confidence


def test_two_like_candidates_are_uncertain_and_named():
    judged = judge(logits(_4=5.0, _9=4.9), Calibration(uncertain_below=0.6))

    assert judged.verdict is Verdict.UNCERTAIN
    assert message(judged.verdict, judged, 1) == "This may be a 4 or a 9."


def test_the_eleventh_output_rejects_and_leaves_ten_probabilities():
    judged = judge(logits(outputs=11, _3=2.0, _10=9.0), Calibration(digit_score_below=0.3))

    assert judged.verdict is Verdict.NOT_A_DIGIT
    assert judged.digit_score < 0.01
    assert len(judged.probabilities) == 10
    assert sum(judged.probabilities) == pytest.approx(1)


def test_a_higher_temperature_is_less_sure():
    row = logits(_1=4.0)

    assert judge(row, Calibration(temperature=3)).confidence < judge(row, Calibration()).confidence


def test_another_digit_is_named_where_it_is_likelier_than_none():
    """Of what is a digit with 0.65, 0.39 is another one: 0.25 in all, and none is 0.35."""
    assert may_be_none(0.65, 0.61)
    assert not may_be_none(0.9, 0.61)
    assert not may_be_none(0.5, 0.5)  # a network of ten outputs


def test_the_message_has_the_right_article():
    judged = judge(logits(_8=20.0), Calibration())

    assert message(judged.verdict, judged, 1) == "This is an 8."


def test_a_label_that_is_plain_is_uncertain_where_it_may_be_no_digit():
    row = logits(outputs=11, _8=12.0, _10=13.0)
    judged = judge(row, Calibration(digit_score_below=0.05, uncertain_below=0.6))

    assert judged.verdict is Verdict.UNCERTAIN
    assert (judged.digit, judged.may_be_none) == (8, True)
    assert judged.confidence > 0.99
    assert message(judged.verdict, judged, 1) == "This may be an 8 or no digit."
