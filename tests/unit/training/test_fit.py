"""A training learns on its own epochs in their order, also when it goes on after an interruption."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training import batches, fit, probe_digits, recipes
from training.batches import Batches
from training.checkpoint import PROGRESS
from training.dataset import Split
from training.drawing import Batch

DIGITS = Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3))


def test_a_run_that_goes_on_later_goes_on_with_its_own_epochs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    recipe = replace(recipes.ANN, epochs=4)
    begun: list[int] = []
    begin = Batches.begin
    monkeypatch.setattr(
        Batches, "begin", lambda self, epoch, _=None: (begun.append(epoch), begin(self, epoch))
    )
    fit.fit(replace(recipe, epochs=2), DIGITS, DIGITS, seed=1, work=tmp_path)
    assert (tmp_path / PROGRESS).exists()
    fit.fit(recipe, DIGITS, DIGITS, seed=1, work=tmp_path)
    assert begun == [0, 1, 2, 3]


def test_each_epoch_learns_on_its_own_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[tuple[int, int]] = []
    taken = batches.taken

    def recorded(split: Split, recipe: recipes.Recipe, *, seed: int, number: int, batch: int) -> Batch:
        seen.append((number, batch))
        return taken(split, recipe, seed=seed, number=number, batch=batch)

    monkeypatch.setattr(batches, "taken", recorded)
    fit.fit(replace(recipes.ANN, epochs=2, batch_size=10), DIGITS, DIGITS, seed=1, work=tmp_path)
    assert seen[-6:] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]  # before that, Keras looks at one
