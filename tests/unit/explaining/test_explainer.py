"""Explanations of real pictures by the networks that the service brings along."""

from pathlib import Path

import numpy as np
import pytest

import service
from service.errors import EmptyPicture, ModelUnavailable, UnknownNeuron
from service.explaining import Explainer, Question
from service.explaining.question import Which
from service.model.engine import DigitModel
from service.model.manager import ModelManager
from service.model.serving import ServingModel
from service.model.store import Calibration, ModelStore
from service.verdict import Verdict
from tests.fakes import FakeManager, serving_model
from tests.pictures import blank, drawn, png, row_of
from tests.unit.explaining.networks import dense_file
from tests.unit.model.networks import always
from tests.unit.model.reading import graph_of

BUNDLED = Path(service.__file__).parent / "bundled"
ANN, CNN = Question(model=Which.ANN, label=5), Question(model=Which.CNN, label=5)


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    store = ModelStore(BUNDLED)
    manager = ModelManager(store=None, bundled=store, model_file=None, scaling="auto", poll_seconds=3600)
    manager.start()
    manager.stop()
    return Explainer(manager, store, max_pixels=1_000_000)


def of_file(path: Path) -> ServingModel:
    graph = graph_of(path)
    return ServingModel("file-0000000", "file", DigitModel(graph), None, Calibration())


def test_the_bundled_dense_network_is_explained_whichever_serves(explainer):
    found = explainer.explain(png(drawn(3)), ANN)

    assert found.recognition.digit == 3
    assert found.kind == "dense"
    assert found.serving.recipe == "ann-augmented"
    computation = found.computation
    assert [layer.name for layer in computation.layers] == ["hidden 1", "logits"]
    assert np.allclose(computation.inputs * 255, computation.digit.ravel(), atol=1e-4)
    assert computation.probabilities.argmax() == 3
    for each in computation.evidence.labels:
        assert each.total == pytest.approx(each.logit, abs=1e-5)
    assert computation.neuron.index == computation.neurons[0].index
    assert computation.step.weights == "all"
    assert computation.step.probabilities_before == pytest.approx(computation.probabilities, abs=1e-5)
    assert len(found.course.loss) == found.serving.manifest.training["epochs"]


def test_the_hidden_layer_is_what_its_neurons_say(explainer):
    computation = explainer.explain(png(drawn(8)), Question(model=Which.ANN, neuron=17)).computation

    assert computation.neuron.index == 17
    assert computation.neuron.sum == pytest.approx(computation.layers[0].sums[17], abs=1e-5)
    assert computation.step is None


def test_the_convolutional_network_tells_its_maps_and_where_it_is_sensitive(explainer):
    found = explainer.explain(png(drawn(3)), CNN)

    assert found.kind == "convolutional"
    maps = found.computation.feature_maps
    assert [each.name for each in maps] == [f"convolution {number}" for number in range(1, len(maps) + 1)]
    assert maps[0].height == maps[0].width == 28
    assert found.computation.evidence.method == "occlusion sensitivity"
    three = found.computation.evidence.labels[3].pixels
    assert three.sum() > 0
    assert found.computation.step.weights == "last layer"
    assert found.computation.step.loss_after < found.computation.step.loss_before
    assert found.computation.layers == ()


def test_the_serving_network_is_asked_unless_another_is_named(explainer):
    serving = explainer.explain(png(drawn(3)), Question())
    named = explainer.explain(png(drawn(3)), Question(model=Which.CNN))

    assert serving.serving is named.serving


def test_a_swapped_model_explains_itself_from_then_on(tmp_path):
    manager = FakeManager(of_file(dense_file(tmp_path / "one.h5", 5)))
    explainer = Explainer(manager, ModelStore(BUNDLED), max_pixels=1_000_000)
    assert len(explainer.explain(png(), Question()).computation.layers) == 2

    manager.active = of_file(dense_file(tmp_path / "two.h5", 5, 4))

    assert len(explainer.explain(png(), Question()).computation.layers) == 3
    assert explainer.explain(png(), Question()).course is None


def test_a_network_without_hidden_layer_is_explained(tmp_path):
    manager = FakeManager(of_file(dense_file(tmp_path / "model.h5")))
    computation = (
        Explainer(manager, ModelStore(BUNDLED), max_pixels=1_000_000)
        .explain(png(), Question(label=1))
        .computation
    )

    assert (computation.neurons, computation.neuron) == ((), None)
    assert computation.step.weights == "all"
    assert computation.evidence.labels[1].total == pytest.approx(computation.logits[1], abs=1e-5)


@pytest.mark.parametrize(
    ("page", "verdict"), [(blank(), Verdict.BLANK), (row_of("2048"), Verdict.SEVERAL_DIGITS)]
)
def test_where_there_is_not_one_digit_nothing_is_computed(explainer, page, verdict):
    found = explainer.explain(png(page), ANN)

    assert found.recognition.verdict == verdict
    assert found.computation is None


def test_a_picture_that_cannot_be_read_is_an_error(explainer):
    with pytest.raises(EmptyPicture):
        explainer.explain(b"", ANN)


@pytest.mark.parametrize("question", [Question(model=Which.ANN, neuron=800), Question(neuron=0)])
def test_a_neuron_that_is_not_there_is_an_error(explainer, question):
    with pytest.raises(UnknownNeuron):
        explainer.explain(png(), question)


def test_a_graph_that_gives_no_logits_cannot_explain_itself():
    explainer = Explainer(FakeManager(serving_model()), ModelStore(BUNDLED), max_pixels=1_000_000)

    with pytest.raises(ModelUnavailable, match="cannot explain itself"):
        explainer.explain(png(), Question())


def test_without_a_serving_model_the_bundled_ones_still_explain_themselves():
    explainer = Explainer(FakeManager(), ModelStore(BUNDLED), max_pixels=1_000_000)

    assert explainer.explain(png(drawn(4)), ANN).recognition.digit == 4
    with pytest.raises(ModelUnavailable):
        explainer.explain(png(), Question())


def test_a_service_without_bundled_networks_says_so(tmp_path):
    explainer = Explainer(FakeManager(), ModelStore(tmp_path), max_pixels=1_000_000)

    with pytest.raises(ModelUnavailable, match="holds no ann"):
        explainer.explain(png(), ANN)


def test_a_network_that_says_the_same_whatever_it_sees_rests_on_no_pixel():
    model = ServingModel("file-0000000", "file", DigitModel(always(7)), None, Calibration())
    explainer = Explainer(FakeManager(model), ModelStore(BUNDLED), max_pixels=1_000_000)
    found = explainer.explain(png(), Question(label=7))

    assert found.kind == "other"
    assert found.computation.step is None  # nothing is known of its layers
    assert [each.logit for each in found.computation.evidence.labels] == [0] * 7 + [100, 0, 0]
    assert not any(each.pixels.any() for each in found.computation.evidence.labels)
