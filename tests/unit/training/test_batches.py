"""Batches depend on the seed alone; an epoch goes through all digits once; a draw is learned on again."""

from concurrent.futures import Future
from dataclasses import replace

import numpy as np

from training import drawing, probe_digits, recipes
from training.batches import Batches, DrawnBatches
from training.dataset import Split
from training.drawing import Batch
from training.recipes import Recipe

# Each digit is flat, and as dark as its label: so labels can be told from digits.
SPLIT = Split(
    np.arange(100, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2), np.arange(100, dtype=np.uint8)
)
DIGITS = Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3))

PLAIN = replace(recipes.ANN, batch_size=32)
REDRAWN = replace(recipes.ANN_AUGMENTED, batch_size=10)
ECHOED = replace(PLAIN, epochs=4, echoes=2)


class Draws:
    """In place of the processes: a draw's digits are the split's, in the draw's order."""

    def __init__(self, split: Split = SPLIT, recipe: Recipe = ECHOED) -> None:
        self.asked: list[int] = []
        self._split, self._recipe = split, recipe

    def draw(self, number: int) -> list[Future[Batch]]:
        self.asked.append(number)
        batches = [Future[Batch]() for _ in range(drawing.batches_of(self._split, self._recipe))]
        for index, batch in enumerate(batches):
            batch.set_result(drawing.taken(self._split, self._recipe, seed=1, number=number, batch=index))
        return batches


def epoch(batches: Batches, number: int = 0) -> list[np.ndarray]:
    batches.begin(number)
    return [batches[index][1] for index in range(len(batches))]


def test_an_epoch_goes_through_every_digit_once():
    labels = epoch(Batches(SPLIT, PLAIN, seed=1))
    assert [len(batch) for batch in labels] == [32, 32, 32, 4]
    assert sorted(np.concatenate(labels)) == list(range(100))


def test_the_same_seed_gives_the_same_batches_and_another_epoch_others():
    one, other = (Batches(SPLIT, PLAIN, seed=1) for _ in range(2))
    first, second = epoch(one), epoch(one, 1)
    assert all((a == b).all() for a, b in zip(first, epoch(other), strict=True))
    assert not all((a == b).all() for a, b in zip(first, second, strict=True))


def test_labels_stay_with_their_digits():
    digits, labels = Batches(SPLIT, PLAIN, seed=1)[0]
    assert (digits[:, 0, 0] == labels).all()


def test_what_is_drawn_depends_on_the_seed_the_draw_and_the_batch_alone():
    def drawn(number: int) -> Batch:
        return drawing.drawn(DIGITS, REDRAWN, seed=1, number=number, batch=2)

    assert all((a == b).all() for a, b in zip(drawn(0), drawn(0), strict=True))
    plain = drawing.taken(DIGITS, REDRAWN, seed=1, number=0, batch=2)
    assert (plain[1] == drawn(0)[1]).all()
    assert not (plain[0] == drawn(0)[0]).all()
    assert not (drawn(1)[0] == drawn(0)[0]).all()


def test_a_training_ends_on_digits_near_to_mnists_own():
    recipe = replace(REDRAWN, epochs=4, calm_from=0.5)
    assert [drawing.calm(recipe, number) for number in range(4)] == [0.0, 0.0, 0.5, 1.0]
    echoed = replace(recipe, epochs=8, echoes=2)
    assert [drawing.calm(echoed, number) for number in range(4)] == [0.0, 0.0, 0.5, 1.0]


def test_a_draw_comes_as_it_was_drawn_and_is_learned_on_again_in_another_order():
    draws = Draws()
    batches = DrawnBatches(SPLIT, ECHOED, draws, seed=1)
    first, again, next_draw, its_echo = (epoch(batches, number) for number in range(4))
    expected = [batch.result()[1] for batch in Draws().draw(0)]
    assert all((a == b).all() for a, b in zip(first, expected, strict=True))
    assert [len(batch) for batch in again] == [25, 25, 25, 25]
    orders = [np.concatenate(labels).tolist() for labels in (first, again, next_draw, its_echo)]
    assert all(sorted(order) == list(range(100)) for order in orders)
    assert len({tuple(order) for order in orders}) == 4
    assert draws.asked == [0, 0, 0, 1, 1]  # the first of them before any epoch begins


def test_labels_stay_with_their_digits_when_a_draw_is_learned_on_again():
    batches = DrawnBatches(SPLIT, ECHOED, Draws(), seed=1)
    batches.begin(1)
    for index in range(len(batches)):
        digits, labels = batches[index]
        assert (digits[:, 14, 14] == labels).all()


def test_what_is_learned_on_again_is_jittered_each_time_anew():
    split = Split(np.repeat(DIGITS.digits[:1], 100, axis=0), np.arange(100, dtype=np.uint8))
    recipe = replace(PLAIN, epochs=3, echoes=3)
    batches = DrawnBatches(split, recipe, Draws(split, recipe), seed=1)
    seen = []
    for number in range(3):
        batches.begin(number)
        seen.append(np.concatenate([batches[index][0] for index in range(len(batches))]))
    assert (seen[0] == split.digits[0]).all()
    others = np.concatenate(seen[1:])
    assert len(np.unique(others, axis=0)) > 190
    assert not (others == split.digits[0]).all(axis=(1, 2)).any()


def test_a_split_that_is_jittered_comes_anew_in_each_epoch_by_the_seed():
    recipe = replace(PLAIN, jitter=True)

    def digits(number: int) -> np.ndarray:
        batches = Batches(DIGITS, recipe, seed=1)
        batches.begin(number)
        return batches[0][0]

    assert (digits(0) == digits(0)).all()
    plain = Batches(DIGITS, PLAIN, seed=1)[0][0]
    assert not (digits(0) == plain).all(axis=(1, 2)).any()
