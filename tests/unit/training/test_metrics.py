"""The arithmetic of a report, against cases that can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import metrics

LOGITS = np.log(np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]], np.float32))
LABELS = np.array([0, 2], np.uint8)


def test_accuracy_is_the_share_of_likeliest_outputs_that_are_right():
    assert metrics.accuracy(LOGITS, LABELS) == 0.5


def test_loss_is_the_mean_cross_entropy():
    assert metrics.loss(LOGITS, LABELS) == pytest.approx(-(np.log(0.7) + np.log(0.3)) / 2, abs=1e-6)


def test_the_confusion_matrix_has_labels_in_rows():
    counts = metrics.confusion(LOGITS, LABELS)
    assert counts.shape == (10, 3)
    assert (counts[0, 0], counts[2, 1], counts.sum()) == (1, 1, 2)


def test_not_a_digit_is_a_wrong_answer_for_a_digit():
    logits = np.zeros((4, 11), np.float32)
    logits[:, 10] = 5
    assert metrics.accuracy(logits, np.array([0, 1, 2, 9], np.uint8)) == 0


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 10))
def test_probabilities_sum_to_one_at_any_temperature(seed: int, temperature: float):
    logits = np.random.default_rng(seed).normal(0, 30, (5, 10)).astype(np.float32)
    assert metrics.softmax(logits, temperature).sum(axis=1) == pytest.approx(1)


def honest(count: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Logits whose probabilities are exactly how often each label is right."""
    random = np.random.default_rng(3)
    logits = random.normal(0, 2, (count, 10)).astype(np.float32)
    chances = metrics.softmax(logits).cumsum(axis=1)
    labels = (chances < random.random((count, 1))).sum(axis=1)
    return logits, labels.clip(0, 9).astype(np.uint8)


def test_an_honest_network_has_no_calibration_error():
    logits, labels = honest()
    assert metrics.reliability(metrics.softmax(logits), labels).error < 0.01


@pytest.mark.parametrize("boast", [0.3, 1.0, 4.0])
def test_the_best_temperature_undoes_over_and_underconfidence(boast: float):
    logits, labels = honest()
    assert metrics.best_temperature(logits * np.float32(boast), labels) == pytest.approx(boast, rel=0.05)


def test_calibration_counts_every_answer_once():
    logits, labels = honest(1000)
    assert metrics.reliability(metrics.softmax(logits), labels).count.sum() == 1000


def test_the_calibration_error_of_a_sure_network_that_is_half_right_is_a_half():
    certain = np.eye(10)[[3, 3, 3, 3]]
    assert metrics.reliability(certain, np.array([3, 3, 0, 1], np.uint8)).error == pytest.approx(0.5)
