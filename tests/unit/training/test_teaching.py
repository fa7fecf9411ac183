"""What a network learns from teachers: their opinion, and a little the label."""

import numpy as np

from training import teaching
from training.metrics import softmax
from training.opinions import TEMPERATURE, beside


def test_the_loss_is_least_for_the_teachers_own_opinion():
    logits = np.array([[2.0, 1.0, -1.0]], np.float32)
    targets = beside(np.array([0], np.uint8), softmax(logits, TEMPERATURE).astype(np.float32))

    def taught(own: np.ndarray) -> float:
        return float(
            teaching.loss(targets, own)[0] - (1 - teaching.SHARE) * teaching.label_loss(targets, own)[0]
        )

    least = taught(logits)
    for change in np.random.default_rng(5).normal(0, 1, (50, 1, 3)).astype(np.float32):
        assert taught(logits + change) > least - 1e-5


def test_where_teachers_are_undecided_the_label_decides():
    targets = beside(np.array([1], np.uint8), np.full((1, 3), 1 / 3, np.float32))
    losses = [float(teaching.loss(targets, np.eye(3, dtype=np.float32)[[one]])[0]) for one in range(3)]
    assert losses[1] < min(losses[0], losses[2])


def test_where_there_is_no_opinion_the_label_is_all():
    logits = np.array([[2.0, 1.0, -1.0], [0.5, -3.0, 1.0]], np.float32)
    targets = beside(np.array([0, 1], np.uint8), np.zeros((2, 3), np.float32))
    assert np.allclose(teaching.loss(targets, logits), teaching.label_loss(targets, logits))


def test_it_is_right_where_the_label_comes_first():
    logits = np.array([[0, 1, 0], [0, 1, 0]], np.float32)
    targets = beside(np.array([1, 2], np.uint8), softmax(logits, TEMPERATURE).astype(np.float32))
    assert np.array(teaching.accuracy(targets, logits)).tolist() == [1.0, 0.0]
