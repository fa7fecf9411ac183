"""Training batches depend on the seed alone, and each epoch goes through all digits once."""

import numpy as np

from training.dataset import Split
from training.fit import Batches

SPLIT = Split(
    np.arange(100, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2), np.arange(100, dtype=np.uint8)
)


def epoch(batches: Batches) -> list[np.ndarray]:
    labels = [batches[index][1] for index in range(len(batches))]
    batches.on_epoch_end()
    return labels


def test_an_epoch_goes_through_every_digit_once():
    labels = epoch(Batches(SPLIT, 32, seed=1, augmented=False))
    assert [len(batch) for batch in labels] == [32, 32, 32, 4]
    assert sorted(np.concatenate(labels)) == list(range(100))


def test_the_same_seed_gives_the_same_batches_and_another_epoch_others():
    one, other = (Batches(SPLIT, 32, seed=1, augmented=False) for _ in range(2))
    first, second = epoch(one), epoch(one)
    assert all((a == b).all() for a, b in zip(first, epoch(other), strict=True))
    assert not all((a == b).all() for a, b in zip(first, second, strict=True))


def test_labels_stay_with_their_digits():
    digits, labels = Batches(SPLIT, 32, seed=1, augmented=False)[0]
    assert (digits[:, 0, 0] == labels).all()
