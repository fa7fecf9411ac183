"""The digits of a probe are drawn by rule: the same on every machine, and no two alike."""

import numpy as np

from training import probe_digits


def test_there_are_three_of_each_label_and_no_two_are_alike():
    digits = probe_digits.draw()
    assert (digits.shape, digits.dtype) == ((30, 28, 28), np.uint8)
    assert len({digit.tobytes() for digit in digits}) == 30


def test_each_has_full_ink_inside_and_none_at_the_edge():
    digits = probe_digits.draw()
    assert (digits.max(axis=(1, 2)) == 255).all()
    edge = np.ones((28, 28), bool)
    edge[2:-2, 2:-2] = False
    assert (digits[:, edge] == 0).all()
