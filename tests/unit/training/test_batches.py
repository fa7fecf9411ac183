"""Batches depend on the seed alone, and each epoch goes through all digits once."""

from concurrent.futures import Future
from dataclasses import replace

import numpy as np

from training import drawing, probe_digits, recipes
from training.batches import Batches, DrawnBatches
from training.dataset import Split
from training.drawing import Batch

# Each digit is flat, and as dark as its label: so labels can be told from digits.
SPLIT = Split(
    np.arange(100, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2), np.arange(100, dtype=np.uint8)
)
DIGITS = Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3))

PLAIN = replace(recipes.ANN, batch_size=32)
REDRAWN = replace(recipes.ANN_AUGMENTED, batch_size=10)


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


def test_what_is_drawn_depends_on_the_seed_the_epoch_and_the_batch_alone():
    def drawn(epoch: int) -> Batch:
        return drawing.drawn(DIGITS, REDRAWN, seed=1, epoch=epoch, batch=2)

    assert all((a == b).all() for a, b in zip(drawn(0), drawn(0), strict=True))
    plain = drawing.taken(DIGITS, REDRAWN, seed=1, epoch=0, batch=2)
    assert (plain[1] == drawn(0)[1]).all()
    assert not (plain[0] == drawn(0)[0]).all()
    assert not (drawn(1)[0] == drawn(0)[0]).all()


def test_a_training_ends_on_digits_near_to_mnists_own():
    recipe = replace(REDRAWN, epochs=4, calm_from=0.5)
    assert [drawing.calm(recipe, epoch) for epoch in range(4)] == [0.0, 0.0, 0.5, 1.0]


def test_drawn_batches_are_those_of_the_epoch_that_was_begun():
    class Drawers:
        def epoch(self, epoch: int) -> list[Future[Batch]]:
            made = [Future[Batch]() for _ in range(3)]
            for index, batch in enumerate(made):
                batch.set_result(drawing.taken(DIGITS, REDRAWN, seed=1, epoch=epoch, batch=index))
            return made

    batches = DrawnBatches(DIGITS, REDRAWN, Drawers(), seed=1)
    for number in (0, 2):
        plain = Batches(DIGITS, REDRAWN, seed=1)
        assert all((a == b).all() for a, b in zip(epoch(batches, number), epoch(plain, number), strict=True))
