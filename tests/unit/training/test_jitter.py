"""Jittered digits are the same ink, moved by a hair and never twice alike."""

import numpy as np

from training import probe_digits
from training.jitter import MOVE, jittered

DIGITS = probe_digits.draw()


def middles(digits: np.ndarray) -> np.ndarray:
    """Where each digit's ink has its centre of mass, (n, 2)."""
    ink = digits.astype(float) / digits.sum(axis=(1, 2), keepdims=True)
    return np.stack([(ink.sum(axis=axis) * np.arange(28)).sum(axis=1) for axis in (2, 1)], axis=1)


def test_the_same_generator_jitters_alike_and_another_otherwise():
    one, again, other = (jittered(DIGITS, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.dtype == np.uint8
    assert (one == again).all()
    assert not (one == other).all(axis=(1, 2)).any()


def test_ink_is_moved_a_little_to_all_sides_and_hardly_lost():
    many = np.repeat(DIGITS, 60, axis=0)
    changed = jittered(many, np.random.default_rng(5))
    moves = middles(changed) - middles(many)
    assert np.abs(moves.mean(axis=0)).max() < 0.1
    assert np.allclose(moves.std(axis=0), MOVE, rtol=0.25)
    kept = changed.sum(axis=(1, 2)) / many.sum(axis=(1, 2))
    assert 0.7 < kept.min() < kept.max() < 1.4
    assert abs(kept.mean() - 1) < 0.05


def test_what_was_given_is_left_as_it_was():
    before = DIGITS.copy()
    jittered(DIGITS, np.random.default_rng(1))
    assert (before == DIGITS).all()
