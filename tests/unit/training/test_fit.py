"""Training batches depend on the seed alone, and each epoch goes through all digits once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training import fit, probe_digits, recipes
from training.checkpoint import PROGRESS
from training.dataset import Split
from training.fit import Batches

SPLIT = Split(
    np.arange(100, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2), np.arange(100, dtype=np.uint8)
)

DRAWN = Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3))

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


def test_augmented_batches_depend_on_the_seed_and_the_epoch_alone():
    one, other = (Batches(DRAWN, REDRAWN, seed=1) for _ in range(2))
    assert (one[2][0] == other[2][0]).all()
    assert (one[2][1] == other[2][1]).all()
    plain = Batches(DRAWN, replace(REDRAWN, augment=False), seed=1)
    assert (plain[2][1] == one[2][1]).all()
    assert not (plain[2][0] == one[2][0]).all()
    one.begin(1)
    assert not (one[2][0] == other[2][0]).all()


def test_labels_stay_with_their_digits():
    digits, labels = Batches(SPLIT, PLAIN, seed=1)[0]
    assert (digits[:, 0, 0] == labels).all()


def test_a_run_ends_on_digits_near_to_mnists_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[float] = []

    def augment(digits, rng, *, calm):
        seen.append(calm)
        return digits

    monkeypatch.setattr(fit, "augment", augment)
    recipe = replace(REDRAWN, epochs=4, calm_from=0.5, batch_size=len(DRAWN))
    fit.fit(recipe, DRAWN, DRAWN, seed=1, work=tmp_path)
    assert seen[-4:] == [0.0, 0.0, 0.5, 1.0]  # before that, Keras looks at a batch of the first epoch


def test_a_run_that_goes_on_later_goes_on_with_its_own_epochs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    recipe = replace(REDRAWN, epochs=4, batch_size=len(DRAWN))
    begun: list[int] = []
    begin = Batches.begin
    monkeypatch.setattr(
        Batches, "begin", lambda self, epoch, _=None: (begun.append(epoch), begin(self, epoch))
    )
    fit.fit(replace(recipe, epochs=2), DRAWN, DRAWN, seed=1, work=tmp_path)
    assert (tmp_path / PROGRESS).exists()
    fit.fit(recipe, DRAWN, DRAWN, seed=1, work=tmp_path)
    assert begun == [0, 0, 1, 0, 2, 3]
