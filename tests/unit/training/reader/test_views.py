"""Views: the same for a seed, of one shape, with lessons that lie where the ink is."""

from dataclasses import replace

import numpy as np
import pytest

from service.model.reader_map import MARK, OTHER, SMALLER, STRIDE
from service.vision.contrast import PAPER
from training import probe_digits
from training.dataset import Split
from training.reader import views
from training.reader.drawing import views as drawn
from training.reader.mnist_hand import MnistDigits
from training.reader.sheet import Sheet
from training.reader.targets import AT_MARK, LABEL, PEAKS_COUNT, PLANES, SMALLER_COUNT
from training.reader.visibility import with_visible_marks

DIGITS = MnistDigits(Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3)))
CELLS = views.SIDE // STRIDE


@pytest.fixture(scope="module")
def some():
    """Some views of all kinds."""
    return [views.view(DIGITS, np.random.default_rng((1, seed))) for seed in range(40)]


def test_a_view_has_one_shape_and_its_lessons_are_within_bounds(some):
    for seen, taught in some:
        assert (seen.shape, seen.dtype) == ((views.SIDE, views.SIDE), np.uint8)
        assert (taught.shape, taught.dtype) == ((CELLS, CELLS, PLANES), np.float32)
        for plane in (MARK, SMALLER, AT_MARK, PEAKS_COUNT, SMALLER_COUNT):
            assert 0 <= taught[:, :, plane].min() <= taught[:, :, plane].max() <= 1
        assert np.isfinite(taught).all()


def test_the_same_seed_gives_the_same_view_and_another_another():
    one, same, other = (views.view(DIGITS, np.random.default_rng(seed)) for seed in (5, 5, 6))

    assert np.array_equal(one[0], same[0])
    assert np.array_equal(one[1], same[1])
    assert not np.array_equal(one[0], other[0])


def test_a_batch_is_drawn_view_by_view():
    seen, taught = drawn(DIGITS, [(1, 0), (1, 7)])

    expected = views.view(DIGITS, np.random.default_rng((1, 7)))
    assert np.array_equal(seen[1], expected[0])
    assert np.array_equal(taught[1], expected[1].astype(np.float16))


def test_views_hold_marks_of_every_kind(some):
    labels = {
        int(taught[row, column, LABEL])
        for _, taught in some
        for row, column in np.argwhere(taught[:, :, AT_MARK])
    }

    assert labels >= set(range(10))
    assert OTHER in labels
    assert len(labels) > 13  # and signs


def test_where_a_mark_is_taught_something_is_to_be_seen(some):
    contrasts = []
    for seen, taught in some:
        for row, column in np.argwhere(taught[:, :, AT_MARK]):
            top, left = max(0, (row - 3) * STRIDE), max(0, (column - 3) * STRIDE)
            around = seen[top : (row + 4) * STRIDE, left : (column + 4) * STRIDE].astype(int)
            contrasts.append(int(np.ptp(around)))

    assert len(contrasts) > 200
    assert np.mean(np.array(contrasts) > 30) > 0.99


def test_nothing_is_taught_where_a_view_is_empty_paper(some):
    empty = [
        (row, column, taught)
        for seen, taught in some
        for row in range(0, CELLS, 4)
        for column in range(0, CELLS, 4)
        if (seen[row * STRIDE : (row + 4) * STRIDE, column * STRIDE : (column + 4) * STRIDE] == PAPER).all()
    ]

    assert empty
    for row, column, taught in empty:
        assert not taught[row + 1 : row + 3, column + 1 : column + 3, AT_MARK].any()


def test_tiny_writing_is_to_be_looked_at_closer_and_not_read():
    for seed in range(6):
        _, taught = views._tiny(DIGITS, views.SIDE, np.random.default_rng(seed))

        assert taught[:, :, SMALLER].any()
        assert not taught[:, :, AT_MARK].any()


def test_a_digit_as_mnist_has_it_is_one_mark():
    seen, taught = views._as_in_mnist(DIGITS, np.random.default_rng(2))

    assert seen.shape == (28, 28)
    assert taught[:, :, AT_MARK].sum() == 1
    row, column = np.argwhere(taught[:, :, MARK] == 1)[0]
    assert abs(row - 3) <= 1
    assert abs(column - 3) <= 1


def page_of_one_mark() -> Sheet:
    sheet = Sheet(48, 48)
    sheet.put(np.ones((20, 6), np.float32), 20, 14, 1, size=20, starts=True)
    return sheet


@pytest.mark.parametrize(("ink", "label"), [(255, 1), (PAPER - 120, 1), (PAPER + 5, None), (PAPER, None)])
def test_a_mark_that_nobody_could_see_is_no_lesson(ink, label):
    sheet = page_of_one_mark()
    seen = np.full((48, 48), PAPER, np.uint8)
    seen[sheet.written > 0] = ink

    assert [mark.label for mark in with_visible_marks(sheet, seen).marks] == [label]


def test_a_mark_that_noise_swallows_is_no_lesson():
    sheet = page_of_one_mark()
    seen = np.random.default_rng(0).integers(0, 256, (48, 48)).astype(np.uint8)

    assert [mark.label for mark in with_visible_marks(sheet, seen).marks] == [None]


def test_a_mark_that_is_not_known_stays_so():
    sheet = page_of_one_mark()
    sheet.marks = [replace(sheet.marks[0], label=None)]
    seen = np.where(sheet.written > 0, 255, PAPER).astype(np.uint8)

    assert [mark.label for mark in with_visible_marks(sheet, seen).marks] == [None]
