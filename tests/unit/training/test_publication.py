"""What is published: a digit network alone, or with a reader, whose files the service takes as they are."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from service.errors import ModelRefused
from service.model.engine import DigitModel, ReaderModel
from service.model.manifest import Gate, Manifest, ReaderSettings
from service.model.sandbox import read_model
from service.model.serving import load_version
from service.model.store import ModelStore
from tests.h5_files import convolutional, reader
from training import probe_digits, publication
from training.errors import GateFailed
from training.evaluate import Evaluation
from training.metrics import reliability


@pytest.fixture
def candidate(tmp_path: Path) -> publication.Candidate:
    digits, report = probe_digits.draw(), tmp_path / "report"
    report.mkdir()
    (report / "report.md").write_text("It knows digits.")
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
def digits(tmp_path, candidate) -> publication.DigitVersion:
    """A published digit network, of another day than what is published beside it."""
    store = ModelStore(tmp_path / "bundled")
    version = store.manifest(publication.publish(store, candidate))
    files = store.path(version.version, "model.h5").parent
    told = {
        "version": "",
        "created_at": datetime(2026, 11, 22, tzinfo=UTC),
        "calibration": {"temperature": 1.3, "uncertain_below": 0.55, "digit_score_below": 0.1},
        "hands": "of nobody",  # a field of a later day
    }
    older = Manifest.model_validate({**version.model_dump(), **told})
    published = store.publish(older, lambda to: shutil.copytree(files, to, dirs_exist_ok=True))
    return publication.DigitVersion(store, store.manifest(published), candidate.model)


@pytest.fixture
def reading(tmp_path: Path) -> publication.ReaderCandidate:
    model = ReaderModel(read_model(reader(tmp_path / "trained.h5"), role="reader"))
    pages = np.random.default_rng(0).integers(0, 256, (2, 64, 48)).astype(np.uint8)
    report = tmp_path / "reader-report"
    report.mkdir()
    (report / "reader.md").write_text("It reads.")
    return publication.ReaderCandidate(
        saved=publication.SavedReader(tmp_path / "trained.h5", model, pages, model.maps(pages)),
        report=report,
        settings=ReaderSettings(mark_from=0.6),
        metrics={"reader_marks": 0.8},
        gate=Gate(passed=True),
        made={"seed": 9},
    )


def test_a_candidate_becomes_a_version_of_one_network(tmp_path, candidate):
    store = ModelStore(tmp_path / "models")
    version = publication.publish(store, candidate)
    serving = load_version(store, version, "store", load=read_model)

    assert [file.role for file in store.manifest(version).files] == ["digit"]
    assert (serving.reader, serving.reader_settings) == (None, None)


def test_a_reader_beside_a_published_digit_network_becomes_a_version_of_two(tmp_path, digits, reading):
    store = ModelStore(tmp_path / "models")
    version = publication.publish_beside(store, digits, reading)
    publication.promote(store, version)
    serving = load_version(store, version, "store", load=read_model)

    assert [(file.name, file.role) for file in store.manifest(version).files] == [
        ("model.h5", "digit"),
        ("reader.h5", "reader"),
    ]
    assert serving.reader is not None
    assert serving.reader_settings == reading.settings
    assert np.array_equal(serving.reader.maps(reading.saved.pages), reading.saved.maps)
    report = store.path(version, "manifest.json").parent / "report"
    assert {path.name for path in report.iterdir()} == {"report.md", "reader.md"}


def test_what_is_known_of_the_digit_network_stays_and_what_is_known_of_the_reader_is_added(
    tmp_path, digits, reading
):
    store = ModelStore(tmp_path / "models")
    before = digits.manifest
    after = store.manifest(publication.publish_beside(store, digits, reading))

    assert after.version != before.version
    assert after.created_at > before.created_at
    assert (after.recipe, after.outputs, after.input) == (before.recipe, before.outputs, before.input)
    assert after.calibration == before.calibration
    assert after.model_extra == before.model_extra
    assert after.metrics == {"mnist_test": 0.9, "reader_marks": 0.8}
    assert after.training == {"seed": 1, "reader": {"seed": 9}}
    assert after.file().sha256 == before.file().sha256


def test_a_reader_takes_the_place_of_the_one_before(tmp_path, digits, reading):
    older, store = ModelStore(tmp_path / "older"), ModelStore(tmp_path / "models")
    first = publication.publish_beside(older, digits, replace(reading, gate=missed("reader_marks is")))
    joined = publication.DigitVersion(older, older.manifest(first), digits.model)
    after = store.manifest(publication.publish_beside(store, joined, replace(reading, made={"seed": 10})))

    assert not joined.manifest.gate.passed
    assert after.gate.passed
    assert after.training["reader"] == {"seed": 10}
    assert len(after.files) == 2


def missed(reason: str) -> Gate:
    return Gate.model_validate({"passed": False, "missed": [f"{reason} too low"]})


@pytest.mark.parametrize("at_fault", ["digits", "reader", "both"])
def test_what_either_network_missed_is_missed(tmp_path, digits, reading, at_fault):
    store = ModelStore(tmp_path / "models")
    if at_fault != "reader":
        manifest = digits.manifest.model_copy(update={"gate": missed("mnist_test is")})
        digits = replace(digits, manifest=manifest)
    if at_fault != "digits":
        reading = replace(reading, gate=missed("reader_marks is"))

    version = publication.publish_beside(store, digits, reading)

    with pytest.raises(GateFailed) as told:
        publication.promote(store, version)
    assert ("mnist_test is" in str(told.value)) == (at_fault != "reader")
    assert ("reader_marks is" in str(told.value)) == (at_fault != "digits")


def test_a_reader_that_is_not_what_it_was_in_training_is_not_published(tmp_path, digits, reading):
    store = ModelStore(tmp_path / "models")
    other = replace(reading, saved=replace(reading.saved, maps=reading.saved.maps + 1))

    with pytest.raises(ModelRefused, match="differ"):
        publication.publish_beside(store, digits, other)

    assert store.versions() == []
