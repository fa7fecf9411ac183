"""Calibration, rejection and coverage, against values computed by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.suites import metrics

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=20).map(np.array)


def test_calibration_error_is_the_mean_gap_weighted_by_size():
    # 0.90 and 0.92 share a bin (of 15): 0.91 against one right of two; 0.50 is alone and right
    found = metrics.reliability(np.array([0.90, 0.92, 0.50]), np.array([True, False, True]))

    assert found.error == pytest.approx((2 * (0.91 - 0.5) + 1 * (1 - 0.5)) / 3)
    assert found.count.sum() == 3


def test_full_confidence_belongs_to_the_last_bin():
    assert metrics.reliability(np.array([1.0]), np.array([True])).count[-1] == 1


def test_auroc_counts_the_pairs_in_the_right_order():
    # of 2 x 3 pairs: 0.8 is above all three, 0.4 above 0.1 and level with 0.4: (3 + 1 + 0.5) / 6
    assert metrics.auroc(np.array([0.8, 0.4]), np.array([0.1, 0.4, 0.6])) == pytest.approx(4.5 / 6)


def test_auroc_is_a_half_where_all_scores_are_equal():
    assert metrics.auroc(np.ones(5), np.ones(3)) == 0.5


@given(SCORES, SCORES)
def test_auroc_of_the_roles_exchanged_is_its_complement(some, others):
    assert metrics.auroc(some, others) == pytest.approx(1 - metrics.auroc(others, some))


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_that_are_in_order(some, others):
    above = (some[:, None] > others).mean() + (some[:, None] == others).mean() / 2

    assert metrics.auroc(some, others) == pytest.approx(above)


def test_the_threshold_lets_19_of_20_digits_pass():
    digits = np.linspace(0.05, 1.0, 20)  # the 19th from above is 0.10
    others = np.array([0.04, 0.09, 0.10, 0.5])

    assert metrics.fpr_at_tpr(digits, others) == 0.5


def test_error_falls_as_only_the_surest_answers_are_given():
    confidence, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, False])

    assert metrics.error_at_coverage(confidence, right, 1.0) == 0.5
    assert metrics.error_at_coverage(confidence, right, 0.75) == pytest.approx(1 / 3)
    assert metrics.error_at_coverage(confidence, right, 0.5) == 0.0
