"""An interrupted training goes on after its last whole epoch, and ends where it would have ended."""

import dataclasses

import numpy as np
import pytest

from training.errors import TrainingError
from training.fit import fit
from training.recipes import DenseNetwork, find
from training.workspace import unfinished

RECIPE = dataclasses.replace(
    find("ann"), network=DenseNetwork((16,), normalised=True), batch_size=64, average=0.9, epochs=3
)


def test_two_epochs_and_one_more_give_what_three_give(small, tmp_path):
    whole = fit(RECIPE, small.train, small.validation, seed=1, work=tmp_path / "whole")
    parts = tmp_path / "parts"
    fit(dataclasses.replace(RECIPE, epochs=2), small.train, small.validation, seed=1, work=parts)
    (parts / "epoch-0003.weights.h5").write_bytes(b"half a file, from a run that was killed here")

    resumed = fit(RECIPE, small.train, small.validation, seed=1, work=parts)

    assert resumed.history == whole.history
    weights = zip(whole.network.get_weights(), resumed.network.get_weights(), strict=True)
    assert max(np.abs(one - other).max() for one, other in weights) < 1e-6
    assert [path.name for path in parts.glob("*.h5")] == ["epoch-0003.weights.h5"]


def test_a_finished_training_is_not_repeated(small, tmp_path):
    once = fit(RECIPE, small.train, small.validation, seed=1, work=tmp_path)

    again = fit(RECIPE, small.train, small.validation, seed=1, work=tmp_path)

    assert again.history == once.history
    assert again.seconds == once.seconds
    weights = zip(once.network.get_weights(), again.network.get_weights(), strict=True)
    assert all(np.array_equal(one, other) for one, other in weights)


def test_a_run_finds_its_folder_again_until_it_is_whole(tmp_path):
    with pytest.raises(KeyboardInterrupt), unfinished(tmp_path, RECIPE, "data") as first:
        raise KeyboardInterrupt

    with unfinished(tmp_path, RECIPE, "data") as second, unfinished(tmp_path, RECIPE, "other data") as other:
        assert second == first
        assert other != first

    assert not first.exists()


def test_a_second_run_of_the_same_recipe_is_turned_away(tmp_path):
    with (
        unfinished(tmp_path, RECIPE, "data"),
        pytest.raises(TrainingError, match="at work"),
        unfinished(tmp_path, RECIPE, "data"),
    ):
        pass
