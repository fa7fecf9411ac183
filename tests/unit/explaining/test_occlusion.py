"""Occlusion sensitivity: a logit falls where the window hides what it rests on, and nowhere else."""

import numpy as np
import pytest

from service.explaining.occlusion import sensitivity


class Counting:
    """A model whose logit of 7 is the ink in one corner, and that of 1 the ink elsewhere, taken off."""

    def __init__(self) -> None:
        self.asked = 0

    def logits(self, digits: np.ndarray) -> np.ndarray:
        self.asked += len(digits)
        rows = np.zeros((len(digits), 11), np.float32)
        rows[:, 7] = digits[:, :8, :8].sum(axis=(1, 2))
        rows[:, 1] = -digits[:, 20:, 20:].astype(float).sum(axis=(1, 2))
        return rows


def inked() -> np.ndarray:
    digit = np.zeros((28, 28), np.uint8)
    digit[4, 4] = digit[24, 24] = 200
    return digit


def clock(seconds: float):
    """Each look at this clock is so many seconds after the last."""
    looks = iter(range(1000))
    return lambda: next(looks) * seconds


def test_what_a_logit_rests_on_speaks_for_it_and_what_lowers_it_against():
    evidence = sensitivity(Counting(), inked(), clock=clock(0))
    pixels = {each.label: each.pixels.reshape(28, 28) for each in evidence.labels}

    assert evidence.method == "occlusion sensitivity"
    assert len(evidence.labels) == 10
    assert pixels[7][4, 4] == pixels[7].max() > 0
    assert pixels[1][24, 24] == pixels[1].min() < 0
    assert not pixels[7][10:].any()
    assert not pixels[0].any()


def test_the_logits_are_told_and_nothing_is_said_to_add_up():
    evidence = sensitivity(Counting(), inked(), clock=clock(0))

    assert [each.logit for each in evidence.labels] == [0, -200, 0, 0, 0, 0, 0, 200, 0, 0]
    assert {(each.bias, each.total) for each in evidence.labels} == {(None, None)}


def test_windows_without_ink_are_not_asked_about():
    model = Counting()
    sensitivity(model, inked(), clock=clock(0))

    assert model.asked == 1 + 2 * 4  # the digit itself, and the windows of stride 2 over either dot


@pytest.mark.parametrize(("seconds", "stride"), [(0.01, 2), (0.3, 4), (1.5, None)])
def test_a_slow_network_is_asked_less_often_or_not_at_all(seconds, stride):
    evidence = sensitivity(Counting(), inked(), clock=clock(seconds))

    assert (evidence.stride if evidence else None) == stride
