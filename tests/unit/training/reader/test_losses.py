"""What a map costs: nearly nothing where it is right, more for each kind of fault, and a slope everywhere."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from service.model.reader_map import (
    CHANNELS,
    EXTENT,
    INK,
    LABELS,
    MARK,
    OFFSET,
    OTHER,
    SMALLER,
    STARTS,
)
from training.reader import losses
from training.reader.sheet import Mark, Sheet
from training.reader.targets import AT_MARK, LABEL, PEAKS_COUNT, SMALLER_COUNT, targets

SURE = 12.0


@pytest.fixture
def lessons() -> np.ndarray:
    sheet = Sheet(64, 64)
    for x, label, size in ((8, 3, 24.0), (32, 15, 24.0), (52, OTHER, 12.0)):
        sheet.put(np.ones((round(size), round(size / 2)), np.float32), x, 20, label, size=size, starts=x < 10)
    sheet.marks.append(Mark(None, 8, 50, 10, 10, 20, starts=False))
    return targets(sheet)[None]


@pytest.fixture
def perfect(lessons) -> np.ndarray:
    """The map that these lessons ask for."""
    found = np.zeros((*lessons.shape[:3], CHANNELS), np.float32)
    found[..., MARK] = np.where(lessons[..., MARK] == 1, SURE, -SURE)
    for row, column in np.argwhere(lessons[0, :, :, AT_MARK]):
        found[0, row, column, LABELS.start + int(lessons[0, row, column, LABEL])] = SURE
    for part in (EXTENT, OFFSET):
        found[..., part] = lessons[..., part]
    for part in (slice(STARTS, STARTS + 1), slice(SMALLER, SMALLER + 1), INK):
        found[..., part] = SURE * (2 * lessons[..., part] - 1)
    return found


def cost(lessons: np.ndarray, found: np.ndarray) -> float:
    return float(losses.loss(lessons, found))


def test_a_perfect_map_costs_nearly_nothing(lessons, perfect):
    assert cost(lessons, perfect) < 0.002
    assert float(losses.label_accuracy(lessons, perfect)) == 1


@pytest.mark.parametrize(
    "channels",
    [MARK, LABELS, EXTENT, OFFSET, STARTS, SMALLER, INK],
    ids=["peak", "label", "box", "middle", "start", "smaller", "ink"],
)
def test_each_fault_costs_something(lessons, perfect, channels):
    at = np.argwhere(lessons[0, :, :, LABEL] == 3)[0]
    wrong = perfect.copy()
    wrong[0, at[0], at[1], channels] = -wrong[0, at[0], at[1], channels] + (channels in (EXTENT, OFFSET))

    assert cost(lessons, wrong) > cost(lessons, perfect) + 0.01


def test_a_mark_that_is_invented_costs_more_the_farther_it_is_from_one(lessons, perfect):
    row, column = np.argwhere(lessons[0, :, :, AT_MARK])[0]
    costs = []
    for beside in (1, 2, 5):
        wrong = perfect.copy()
        wrong[0, row - beside, column, MARK] = 2
        costs.append(cost(lessons, wrong))

    assert costs == sorted(costs)
    assert costs[-1] > cost(lessons, perfect) + 0.1


@pytest.mark.parametrize(("counts", "channel"), [(PEAKS_COUNT, MARK), (SMALLER_COUNT, SMALLER)])
def test_where_there_is_no_lesson_nothing_is_paid(lessons, perfect, counts, channel):
    row, column = np.argwhere(lessons[0, :, :, counts] == 0)[0]
    other = perfect.copy()
    other[0, row, column, channel] = -other[0, row, column, channel]

    assert cost(lessons, other) == pytest.approx(cost(lessons, perfect))


def test_classes_boxes_and_starts_are_asked_for_at_the_middles_alone(lessons, perfect):
    elsewhere = np.argwhere(lessons[0, :, :, AT_MARK] == 0)[0]
    other = perfect.copy()
    for channels in (LABELS, EXTENT, OFFSET, STARTS):
        other[0, elsewhere[0], elsewhere[1], channels] += 5

    assert cost(lessons, other) == pytest.approx(cost(lessons, perfect))


def test_how_many_marks_a_page_has_does_not_change_what_each_costs(lessons, perfect):
    twice = np.concatenate([lessons, lessons]), np.concatenate([perfect + 1, perfect + 1])

    assert cost(*twice) == pytest.approx(cost(lessons, perfect + 1), rel=1e-4)


@pytest.mark.parametrize("level", [0.0, 300.0, -300.0])
def test_gradients_are_finite_whatever_the_map_says_and_with_no_mark_at_all(lessons, level):
    for taught in (lessons, np.zeros_like(lessons)):
        found = tf.Variable(tf.fill((*taught.shape[:3], CHANNELS), level))
        with tf.GradientTape() as tape:
            paid = losses.loss(tf.cast(taught, tf.float16), found)
        slope = tape.gradient(paid, found)

        assert np.isfinite(keras.ops.convert_to_numpy(paid))
        assert np.isfinite(keras.ops.convert_to_numpy(slope)).all()
