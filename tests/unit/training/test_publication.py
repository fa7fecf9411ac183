"""What is published: a digit network alone, or with a reader, whose files the service takes as they are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.errors import ModelRefused
from service.model.engine import DigitModel, ReaderModel
from service.model.manifest import Gate, ReaderSettings
from service.model.sandbox import read_model
from service.model.serving import load_version
from service.model.store import ModelStore
from tests.h5_files import convolutional, reader
from training import probe_digits, publication
from training.evaluate import Evaluation
from training.metrics import reliability


@pytest.fixture
def candidate(tmp_path: Path) -> publication.Candidate:
    digits, report = probe_digits.draw(), tmp_path / "report"
    report.mkdir()
    model = DigitModel(read_model(convolutional(tmp_path / "digits.h5")))
    probabilities = model.probabilities(digits)
    found = reliability(probabilities, np.arange(len(digits)) % 10)
    return publication.Candidate(
        recipe="cnn",
        h5=tmp_path / "digits.h5",
        model=model,
        probe=publication.probe_of(digits, probabilities),
        report=report,
        evaluation=Evaluation({"mnist_test": 0.9}, 1.0, 0.0, np.zeros((10, 10), np.int64), found, ()),
        gate=Gate(passed=True),
        made={"seed": 1},
    )


@pytest.fixture
def part(tmp_path: Path) -> publication.ReaderPart:
    model = ReaderModel(read_model(reader(tmp_path / "trained.h5"), role="reader"))
    pages = np.random.default_rng(0).integers(0, 256, (2, 64, 48)).astype(np.uint8)
    settings = ReaderSettings(mark_from=0.6)
    return publication.ReaderPart(tmp_path / "trained.h5", model, pages, model.maps(pages), settings)


def test_a_candidate_with_a_reader_becomes_a_version_of_two_networks(tmp_path, candidate, part):
    store = ModelStore(tmp_path / "models")
    version = publication.publish(store, replace(candidate, reader=part))
    publication.promote(store, version)
    serving = load_version(store, version, "store", load=read_model)

    assert [(file.name, file.role) for file in store.manifest(version).files] == [
        ("model.h5", "digit"),
        ("reader.h5", "reader"),
    ]
    assert serving.reader is not None
    assert serving.reader_settings == part.settings
    assert np.array_equal(serving.reader.maps(part.pages), part.maps)


def test_a_candidate_without_a_reader_becomes_a_version_of_one(tmp_path, candidate):
    store = ModelStore(tmp_path / "models")
    version = publication.publish(store, candidate)
    serving = load_version(store, version, "store", load=read_model)

    assert [file.role for file in store.manifest(version).files] == ["digit"]
    assert (serving.reader, serving.reader_settings) == (None, None)


def test_a_reader_that_is_not_what_it_was_in_training_is_not_published(tmp_path, candidate, part):
    store = ModelStore(tmp_path / "models")

    with pytest.raises(ModelRefused, match="differ"):
        publication.publish(store, replace(candidate, reader=replace(part, maps=part.maps + 1)))

    assert store.versions() == []
