"""A whole run of a tiny reader, and a reader from elsewhere: out come versions that the service takes."""

import json
from dataclasses import replace

import keras
import numpy as np
import pytest

from service.errors import ModelRefused
from service.model.engine import ReaderModel
from service.model.manifest import Calibration, Gate, ReaderSettings
from service.model.sandbox import read_model
from service.model.serving import load_version
from service.model.store import ModelStore
from tests.unit.training.reader.asked import many, page_of
from training.errors import GateFailed, TrainingError
from training.metrics import grouped
from training.publication import promote
from training.reader import joining, measuring, pipeline, probe_pages, report, worst_pages
from training.reader.fit import maps_of
from training.reader.judging import judge
from training.reader.validation import NO_MARK, Page
from training.recipes import Bound


@pytest.fixture(scope="module")
def published(small, tiny, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    store = ModelStore(folder / "models")
    recipe = replace(tiny, epochs=1, bounds=(Bound("reader_marks", 0.9),))
    digits = joining.digit_version(store)
    outcome = pipeline.run(pipeline.Job(recipe, (1, 2), folder / "work", "0123abc", digits), small, store)
    return store, outcome


def test_a_run_publishes_the_reader_beside_the_bundled_digit_network(published):
    store, outcome = published
    manifest = store.manifest(outcome.version)
    bundled = joining.digit_version(store, "bundled").manifest

    assert manifest.recipe == bundled.recipe == "cnn"
    assert manifest.file().sha256 == bundled.file().sha256
    assert {**bundled.metrics, **manifest.metrics} == manifest.metrics
    assert manifest.training["command"] == bundled.training["command"]
    made = manifest.training["reader"]
    assert made["command"].startswith("python -m training run --recipe reader --epochs 1 --batch-size 2 ")
    assert (made["seeds"], made["draws"], made["views"], made["code"]) == ([1, 2], 1, 4, "0123abc")
    assert made["data"] == "not the standard MNIST"
    assert made["libraries"]["keras"] == keras.__version__
    assert "mean ± sd of 2 seeds" in outcome.table


def test_the_service_takes_the_version_and_its_reader_is_keras_own(published):
    store, outcome = published
    serving = load_version(store, outcome.version, "store", load=read_model)
    kept = keras.models.load_model(store.path(outcome.version, "reader.h5"), compile=False)
    pages = probe_pages.draw()

    assert serving.reader is not None
    assert np.abs(serving.reader.maps(pages) - maps_of(kept, pages)).max() < 1e-4


def test_a_reader_that_misses_its_bounds_is_not_promoted(published):
    store, outcome = published

    with pytest.raises(GateFailed, match="reader_marks is"):
        promote(store, outcome.version)
    assert store.current() is None


def test_the_report_tells_figures_settings_and_how_it_was_made(published):
    store, outcome = published
    folder = store.path(outcome.version, "manifest.json").parent / "report"
    page, found = (folder / "reader.md").read_text(), json.loads((folder / "reader.json").read_text())

    for name in ("reader_texts.png", "reader_worst.jpg", "reader_curves.png"):
        assert f"({name})" in page
        assert (folder / name).stat().st_size > 0
    assert outcome.table in page
    assert (folder / "report.md").exists()
    assert (
        found["metrics"].keys()
        == found["metrics_where_fitted"].keys()
        == {name for _, name in report.FIGURES}
    )
    assert len(found["history"]["val_loss"]) == 1


def test_a_reader_that_the_engine_reads_differently_is_not_published(published, small):
    store, outcome = published
    kept = keras.models.load_model(store.path(outcome.version, "reader.h5"), compile=False)
    model = ReaderModel(read_model(store.path(outcome.version, "reader.h5"), role="reader"))
    fitted = pipeline.Fitted(kept, {}, 0.0)
    pipeline.check_parity(fitted, model, small.validation)
    kept.get_layer("map").bias.assign_add(np.full(kept.output_shape[-1], 0.01, np.float32))

    with pytest.raises(TrainingError, match="differ"):
        pipeline.check_parity(fitted, model, small.validation)


@pytest.fixture
def few_pages(monkeypatch):
    monkeypatch.setattr(joining, "READER", replace(joining.READER, pages=4))


@pytest.mark.usefixtures("few_pages")
def test_a_reader_from_elsewhere_joins_the_version_that_is_named(published, small, tmp_path):
    store, outcome = published
    made = tmp_path / "made.json"
    made.write_text('{"command": "elsewhere", "seed": 5}')
    target = ModelStore(tmp_path / "models")

    version = joining.join(
        store.path(outcome.version, "reader.h5"),
        joining.digit_version(store, outcome.version),
        small,
        target,
        work=tmp_path,
        code="0123abc",
        made=made,
    )

    told = target.manifest(version).training["reader"]
    assert (told["command"], told["seed"], told["file"], told["code"]) == (
        "elsewhere",
        5,
        "reader.h5",
        "0123abc",
    )
    assert load_version(target, version, "store", load=read_model).reader is not None
    assert "reader_marks" in target.manifest(version).metrics


@pytest.mark.usefixtures("few_pages")
@pytest.mark.parametrize("content", ["no JSON", "[]", None])
def test_what_tells_nothing_of_how_a_reader_was_made_is_told_before_anything_is_measured(tmp_path, content):
    made = tmp_path / "made.json"
    if content is not None:
        made.write_text(content)

    with pytest.raises(TrainingError, match=r"made\.json"):
        joining.join(tmp_path / "none.h5", None, None, None, work=tmp_path, code="", made=made)


def test_a_digit_network_is_no_reader(small, tmp_path, published):
    store, outcome = published

    with pytest.raises(ModelRefused):
        joining.join(
            store.path(outcome.version, "model.h5"), None, small, store, work=tmp_path, code="", made=None
        )


def test_the_digits_are_those_of_the_version_that_is_named_or_else_served(published, tmp_path):
    store, outcome = published
    bundled = joining.digit_version(store, "bundled")

    assert joining.digit_version(store, outcome.version).manifest.version == outcome.version
    assert joining.digit_version(store).manifest == bundled.manifest  # nothing was promoted
    served = ModelStore(tmp_path)
    version = served.publish(
        replace_version(store, outcome.version), lambda to: copy(store, outcome.version, to)
    )
    served.promote(version)
    assert joining.digit_version(served).manifest.version == version
    assert joining.digit_version(served, "bundled").manifest == bundled.manifest


def replace_version(store: ModelStore, version: str):
    return store.manifest(version).model_copy(update={"version": ""})


def copy(store: ModelStore, version: str, folder) -> None:
    for name in ("model.h5", "reader.h5", "probe.npz"):
        (folder / name).write_bytes(store.path(version, name).read_bytes())


def test_pages_are_measured_that_nothing_was_fitted_on(small, monkeypatch):
    answers, fitted_on = many(6, error=0.5), []

    def fit(asked, _):
        fitted_on.extend(asked)
        return ReaderSettings()

    monkeypatch.setattr(measuring, "ask", lambda *_, answer=iter(answers): next(answer))
    monkeypatch.setattr(measuring.fitting, "fit", fit)
    measured = measuring.measure(None, None, Calibration(), small.validation, 6)

    wrong = [judged.wrong for _, judged in measured.worst]
    assert len(fitted_on) == 3
    assert wrong
    assert wrong == sorted(wrong, reverse=True)
    assert not any(judged.asked is one for _, judged in measured.worst for one in fitted_on)


def test_the_worst_pages_show_each_mark_in_the_colour_of_what_became_of_it(tmp_path):
    page = Page(np.full((60, 120), 255, np.uint8), [])
    asked = page_of([1, 2, NO_MARK, 4], said=[1, 3, 5, 4], peaks=[4.0, 4.0, 4.0, -9.0], missed=(6,))
    judged = judge(asked, Calibration(), ReaderSettings(reader=0.5, digit=0.5))

    worst_pages.write(tmp_path / "worst.jpg", [(page, judged)])
    colours = [worst_pages._told(judged, row) for row in range(4)]

    assert colours == [
        ("1", worst_pages.RIGHT),
        ("3", worst_pages.WRONG),
        ("5", worst_pages.WRONG),
        ("4", worst_pages.LOST),
    ]
    assert (tmp_path / "worst.jpg").stat().st_size > 1000


def test_a_report_of_a_reader_that_makes_no_mistake_can_be_written(tmp_path):
    figures = dict.fromkeys([name for _, name in report.FIGURES], 1.0)
    reliability = grouped(np.array([0.9]), np.array([True]))
    measured = measuring.Measured(ReaderSettings(), figures, figures, reliability, ())
    told = report.table([figures])

    report.write(
        tmp_path, report.ReaderReport("a reader", "It reads.", measured, 2, Gate(passed=True), {}, told)
    )

    assert {path.name for path in tmp_path.iterdir()} == {
        "reader.md",
        "reader.json",
        "reader_texts.png",
        "reader_worst.jpg",
    }
    assert "100.00 %" in (tmp_path / "reader.md").read_text()


def test_the_probes_pages_are_drawn_and_differ():
    pages = probe_pages.draw()

    assert pages.dtype == np.uint8
    assert [side % 16 for side in pages.shape[1:]] == [0, 0]
    assert pages.max() == 255
    assert not np.array_equal(pages[0], pages[1])
    assert np.array_equal(pages, probe_pages.draw())
