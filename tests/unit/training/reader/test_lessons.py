"""Lessons in batches: by the seed alone, each draw for several epochs, wherever a run begins."""

import numpy as np
import pytest

from training import probe_digits
from training.dataset import Split
from training.reader.drawing import views
from training.reader.lessons import Lessons
from training.reader.mnist_hand import MnistDigits
from training.reader.plan import Plan

DIGITS = Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3))
PLAN = Plan(draws=2, views=5, batch=2, echoes=2)  # the fifth view makes no batch
SEED = 4


def epoch_of(lessons: Lessons, epoch: int) -> tuple[np.ndarray, np.ndarray]:
    lessons.begin(epoch)
    seen, taught = zip(*(lessons[batch] for batch in range(len(lessons))), strict=True)
    return np.concatenate(seen), np.concatenate(taught)


def as_a_set(seen: np.ndarray) -> set[bytes]:
    return {view.tobytes() for view in seen}


@pytest.fixture(scope="module")
def epochs():
    with Lessons(DIGITS, PLAN, seed=SEED) as lessons:
        return [epoch_of(lessons, epoch) for epoch in range(PLAN.epochs)]


def test_a_draw_is_learned_on_in_several_epochs_each_in_another_order(epochs):
    first, again, second, _ = (seen for seen, _ in epochs)

    assert first.shape == (4, 192, 192, 1)
    assert as_a_set(first) == as_a_set(again)
    assert not as_a_set(first) & as_a_set(second)
    assert not np.array_equal(first, again)


def test_views_and_their_lessons_stay_together(epochs):
    drawn = views(MnistDigits(DIGITS), [(SEED, batch, at) for batch in (0, 1) for at in (0, 1)])
    taught_of = {seen.tobytes(): taught for seen, taught in zip(*drawn, strict=True)}

    for seen, taught in zip(*epochs[0], strict=True):
        assert np.array_equal(taught_of[seen.tobytes()], taught)


def test_a_run_that_goes_on_later_learns_the_same(epochs):
    with Lessons(DIGITS, PLAN, seed=SEED) as lessons:
        resumed = [epoch_of(lessons, epoch) for epoch in (1, 2, 3)]

    for expected, found in zip(epochs[1:], resumed, strict=True):
        assert np.array_equal(expected[0], found[0])
        assert np.array_equal(expected[1], found[1])


def test_batches_are_not_given_before_an_epoch_begins():
    with Lessons(DIGITS, PLAN, seed=SEED) as lessons, pytest.raises(RuntimeError, match="before it began"):
        lessons[0]


def test_a_plan_says_how_long_a_run_is():
    assert (PLAN.batches, PLAN.epochs) == (2, 4)
    assert Plan(draws=1, views=3, batch=8, echoes=1).batches == 1
