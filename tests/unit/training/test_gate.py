"""The gate: every bound is kept, or it is said by how much it is not."""

import math

import pytest

from training.gate import both, judge, missed, without
from training.recipes import Bound

BOUNDS = (Bound("mnist_test", 0.9725), Bound("mnist_test_ece", 0.02, "at most"))


def test_a_model_within_its_bounds_passes():
    gate = judge(BOUNDS, {"mnist_test": 0.9725, "mnist_test_ece": 0.02})
    assert gate.passed


def test_a_model_beyond_a_bound_is_told_by_how_much():
    gate = judge(BOUNDS, {"mnist_test": 0.95, "mnist_test_ece": 0.03})
    assert not gate.passed
    assert missed(gate) == (
        "mnist_test is 0.9500, 0.0225 off the 0.9725 that it must have at least; "
        "mnist_test_ece is 0.0300, 0.0100 off the 0.0200 that it must have at most"
    )


@pytest.mark.parametrize("bound", BOUNDS)
def test_what_is_not_a_number_never_passes(bound: Bound):
    assert bound.missed_by(math.nan) == math.inf


def test_two_gates_are_passed_together_and_each_tells_what_it_missed():
    kept = judge(BOUNDS, {"mnist_test": 0.99, "mnist_test_ece": 0.01})
    broken = judge(BOUNDS, {"mnist_test": 0.95, "mnist_test_ece": 0.03})

    assert both(kept, kept).passed
    assert not both(kept, broken).passed
    assert missed(both(broken, kept)) == missed(broken)


@pytest.mark.parametrize(
    ("left_out", "passed"), [("mnist_test", True), ("mnist_test_ece", False), ("x", False)]
)
def test_what_was_missed_on_metrics_that_do_not_count_is_forgotten(left_out, passed):
    broken = judge(BOUNDS, {"mnist_test": 0.95, "mnist_test_ece": 0.03})

    assert without(broken, left_out).passed is passed
