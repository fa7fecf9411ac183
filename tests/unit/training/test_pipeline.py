"""One whole run on a small data set: out comes a version that the service takes and Keras can load."""

import dataclasses
import json
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from service.model.engine import DigitModel
from service.model.manager import ModelManager
from service.model.sandbox import read_model
from service.model.store import ModelStore
from training import pipeline
from training.dataset import MNIST_SHA256
from training.errors import GateFailed, TrainingError
from training.fit import Fitted, fit
from training.publication import promote
from training.recipes import Bound, ConvolutionalNetwork, find

RECIPE = dataclasses.replace(find("ann"), epochs=6, batch_size=32, bounds=(Bound("mnist_test", 0.5),))
ONE_EPOCH = dataclasses.replace(RECIPE, epochs=1)
PUPIL = dataclasses.replace(
    find("cnn"), network=ConvolutionalNetwork(blocks=((4,), (8,))), epochs=1, echoes=1, teachers=()
)


def job(folder: Path, recipe=RECIPE, seeds=(1, 2)) -> pipeline.Job:
    return pipeline.Job(recipe, seeds, folder / "work", code="0123abc")


@pytest.fixture(scope="module")
def published(small, tmp_path_factory) -> tuple[ModelStore, pipeline.Outcome]:
    folder = tmp_path_factory.mktemp("run")
    store = ModelStore(folder / "models")
    return store, pipeline.run(job(folder), small, store)


def test_the_service_serves_the_version_once_it_is_promoted(published):
    store, outcome = published
    manager = ModelManager(store=store, bundled=store, model_file=None, scaling="auto", poll_seconds=3600)
    promote(store, outcome.version)
    manager.start()
    manager.stop()
    assert manager.refused == ()
    assert manager.serving().version == outcome.version
    assert manager.serving().scaling == "inside"


def test_the_h5_loads_with_keras_and_holds_no_optimizer(published, small):
    store, outcome = published
    path = store.path(outcome.version, "model.h5")
    network = keras.models.load_model(path, compile=False)
    probabilities = network.predict(store.probe(outcome.version).digits, verbose=0)
    assert np.abs(probabilities - store.probe(outcome.version).probabilities).max() < 1e-5
    with h5py.File(path) as file:
        assert set(file) == {"model_weights"}


def test_the_manifest_says_how_the_network_was_made(published, small):
    store, outcome = published
    manifest = store.manifest(outcome.version)
    assert manifest.recipe == "ann"
    assert manifest.gate.passed
    assert manifest.model_extra["labels"] == list("0123456789")
    assert {"mnist_test", "mnist_test_loss", "mnist_test_ece", "mnist_validation", "mnist_train"} <= set(
        manifest.metrics
    )
    made = manifest.training
    assert (made["epochs"], made["batch_size"], made["seeds"], made["code"]) == (6, 32, [1, 2], "0123abc")
    assert made["data_sha256"] == small.sha256 != MNIST_SHA256
    assert made["data"] == "not the standard MNIST"
    assert made["libraries"]["keras"] == keras.__version__


def test_the_seed_that_validates_best_is_published(published):
    store, outcome = published
    assert store.manifest(outcome.version).training["seed"] in (1, 2)
    assert "mean ± sd of 2 seeds" in outcome.table


def test_the_report_holds_its_pictures_and_says_that_the_data_is_not_mnist(published):
    store, outcome = published
    report = store.path(outcome.version, "manifest.json").parent / "report"
    names = {path.name for path in report.iterdir()}
    assert names == {
        "report.md",
        "report.json",
        "curves.png",
        "confusion.png",
        "reliability.png",
        "mistakes.png",
    }
    page = (report / "report.md").read_text()
    assert "mean ± sd of 2 seeds" in page
    assert "--recipe ann --epochs 6 --batch-size 32 --precision float32 --seed 1 --seeds 2" in page
    assert "not the standard MNIST" in page.splitlines()[0]
    for name in names - {"report.md", "report.json"}:
        assert f"({name})" in page
    found = json.loads((report / "report.json").read_text())
    assert np.sum(found["confusion"]) == 100
    assert len(found["history"]["loss"]) == 6


def test_a_network_below_its_bounds_is_published_but_not_promoted(small, tmp_path: Path):
    store = ModelStore(tmp_path / "models")
    strict = dataclasses.replace(RECIPE, epochs=1, bounds=(Bound("mnist_test", 1.01),))
    version = pipeline.run(job(tmp_path, strict, seeds=(1,)), small, store).version
    with pytest.raises(GateFailed, match=r"mnist_test is .* off the 1\.0100"):
        promote(store, version)
    assert store.current() is None
    promote(store, version, force=True, reason="a test of the log")
    assert store.current() == version
    assert store.promotions()[-1]["reason"] == "a test of the log"


def test_the_same_seed_gives_the_same_network(small, tmp_path):
    one, other = (
        fit(ONE_EPOCH, small.train, small.validation, seed=3, work=tmp_path / name) for name in ("a", "b")
    )
    assert one.history == other.history


def test_a_network_that_the_engine_reads_differently_is_not_published(small, tmp_path: Path):
    fitted = fit(ONE_EPOCH, small.train, small.validation, seed=3, work=tmp_path)

    class Other:
        def probabilities(self, digits):
            return np.full((len(digits), 10), 0.1, np.float32)

    with pytest.raises(TrainingError, match="engine and Keras differ"):
        pipeline.check_parity(fitted, Other(), small.validation)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_is_kept_gives_probabilities_and_is_made_of_keras_own_layers(small, tmp_path, precision):
    recipe = dataclasses.replace(PUPIL, precision=precision)
    fitted = fit(recipe, small.train, small.validation, seed=1, work=tmp_path)

    assert {layer.dtype_policy.name for layer in fitted.network.layers} == {"float32"}
    assert {type(layer).__module__.split(".")[0] for layer in fitted.network.layers} == {"keras"}
    assert np.allclose(fitted.network.predict(small.validation.digits, verbose=0).sum(axis=1), 1, atol=1e-5)
    pipeline.check_parity(fitted, DigitModel(read_model(pipeline.save(fitted, tmp_path))), small.validation)


def test_a_recipes_teachers_are_read_and_taught_by(small, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "TEACHERS", tmp_path)
    for seed, name in enumerate(("one", "other")):
        pipeline.save(
            fit(PUPIL, small.train, small.validation, seed=seed, work=tmp_path / name / "checkpoint"),
            tmp_path,
        ).rename(tmp_path / f"{name}.h5")
    taught = dataclasses.replace(PUPIL, teachers=("one", "other"))

    teachers = pipeline.teachers_of(taught)
    trained = pipeline.train(job(tmp_path, taught, seeds=(5,)), small, 5, teachers)
    alone = pipeline.train(job(tmp_path / "alone", PUPIL, seeds=(5,)), small, 5)

    assert teachers[0].sha256 != teachers[1].sha256
    assert set(trained.history) == {"accuracy", "loss", "val_accuracy", "val_loss"}
    assert trained.history["loss"] != alone.history["loss"]


def test_a_network_whose_writing_was_cut_off_is_not_taken_for_whole(tmp_path):
    class CutOff:
        def save(self, path, **_):
            Path(path).write_bytes(b"half of a network")
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space left"):
        pipeline.save(Fitted(CutOff(), history={}, seconds=0.0), tmp_path)
    assert not (tmp_path / "model.h5").exists()
