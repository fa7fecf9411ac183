"""Digits drawn stroke by stroke: every rare form comes, and some stay as clean as a mouse draws them."""

import numpy as np

from training import strokes

RNG_SEED = 5


def test_every_form_is_drawn_and_labelled():
    digits, labels = strokes.draw(600, np.random.default_rng(RNG_SEED))
    assert digits.shape == (600, 28, 28)
    assert digits.any(axis=(1, 2)).all()
    assert set(labels) == {digit for digit, *_ in strokes.FORMS}


def test_a_zero_is_a_loop_from_half_as_wide_as_high_to_a_circle(monkeypatch):
    monkeypatch.setattr(strokes, "SHARES", np.array([float(digit == 0) for digit, *_ in strokes.FORMS]))
    monkeypatch.setattr(strokes, "AS_DRAWN", 1.0)
    zeros, labels = strokes.draw(200, np.random.default_rng(RNG_SEED))
    assert not labels.any()
    assert (zeros[:, 13:15, 13:15].mean(axis=(1, 2)) < 128).all()
    wide, high = (np.array([np.ptp(np.flatnonzero(zero.any(axis=a))) for zero in zeros]) for a in (0, 1))
    assert (wide / high).min() < 0.6
    assert (wide / high > 0.9).mean() > 0.15


def test_some_stay_as_they_were_drawn(monkeypatch):
    asked = []

    def redrawn(digit, _):
        asked.append(True)
        return digit

    monkeypatch.setattr(strokes, "redraw", redrawn)
    strokes.draw(400, np.random.default_rng(RNG_SEED))
    assert abs(1 - len(asked) / 400 - strokes.AS_DRAWN) < 0.1
