"""A reader's training: the same for a seed, and where it is interrupted it ends where it would have ended."""

from dataclasses import replace

import numpy as np
import pytest

from training.reader import fit as fitting
from training.reader import network
from training.reader.fit import fit, maps_of, validation_views
from training.reader.lessons import Lessons


def differences(one, other):
    weights = zip(one.network.get_weights(), other.network.get_weights(), strict=True)
    return max(np.abs(mine - its).max() for mine, its in weights)


@pytest.fixture(scope="module")
def whole(small, tiny, tmp_path_factory):
    """A run of three epochs, and where it kept them."""
    folder = tmp_path_factory.mktemp("whole")
    return fit(tiny, small, seed=1, work=folder), folder


def test_an_interrupted_run_ends_with_the_weights_of_a_whole_one(small, tiny, whole, tmp_path, monkeypatch):
    begun, begin = [], Lessons.begin

    def recorded(self, epoch, _=None):
        begun.append(epoch)
        begin(self, epoch)

    monkeypatch.setattr(Lessons, "begin", recorded)
    # The first part ends early instead of at another learning rate: the decay is the whole run's.
    monkeypatch.setattr(fitting, "_optimizer", lambda _, make=fitting._optimizer: make(tiny))
    fit(replace(tiny, epochs=1), small, seed=1, work=tmp_path)
    begun.clear()

    resumed = fit(tiny, small, seed=1, work=tmp_path)

    assert begun == [1, 1, 2]
    assert resumed.history == whole[0].history
    assert differences(whole[0], resumed) < 1e-6
    assert len(resumed.history["val_label_accuracy"]) == 3


def test_a_finished_run_is_not_repeated_and_gives_its_average(small, tiny, whole, monkeypatch):
    def no_more(*_, **__):
        raise AssertionError

    monkeypatch.setattr(fitting, "Lessons", no_more)
    once, folder = whole

    again = fit(tiny, small, seed=1, work=folder)

    assert (again.history, again.seconds) == (once.history, once.seconds)
    assert differences(once, again) == 0


def test_what_is_kept_is_the_average_of_the_weights(small, tiny, whole):
    student = network.build_student(tiny.widths)
    student.load_weights(next(whole[1].glob("*.weights.h5")), skip_mismatch=False)

    kept = whole[0].network.get_weights()

    assert max(np.abs(a - b).max() for a, b in zip(student.get_weights(), kept, strict=True)) > 1e-5


def test_what_is_kept_is_made_of_keras_own_layers_and_takes_pages_of_any_size(whole):
    kept = whole[0].network

    assert {type(layer).__module__.split(".")[0] for layer in kept.layers} == {"keras"}
    assert {layer.dtype_policy.name for layer in kept.layers} == {"float32"}
    assert maps_of(kept, np.zeros((2, 32, 48), np.uint8)).shape[:3] == (2, 8, 12)


def test_validation_views_are_the_same_for_every_run(small):
    one, other = validation_views(small.validation, 3), validation_views(small.validation, 3)

    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])
    assert one[0].shape == (3, 192, 192)
