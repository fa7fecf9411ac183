"""Which networks are dense through and through, and where the layers of the others end."""

import numpy as np
import pytest

from service.errors import ModelRefused
from service.explaining.dense import forward
from service.explaining.structure import structure_of
from service.model.engine import TracedModel
from service.model.onnx_graph import OnnxGraph, read_onnx
from tests.h5_files import arrays, convolutional, dense, given, layer, sequential, small, write
from tests.unit.explaining.networks import dense_file
from tests.unit.model.reading import graph_of, random_digits

NORM = ("gamma", "beta", "moving_mean", "moving_variance")


def structure(path):
    return structure_of(read_onnx(graph_of(path).onnx))


@pytest.mark.parametrize("hidden", [(), (5,), (6, 4)])
def test_dense_layers_with_relu_are_found_in_order(tmp_path, hidden):
    found = structure(dense_file(tmp_path / "model.h5", *hidden, offset=-0.5))

    assert found.kind == "dense"
    assert [layer.weights.shape for layer in found.dense] == list(
        zip((784, *hidden), (*hidden, 10), strict=True)
    )
    assert found.last == found.dense[-1]
    assert found.maps == ()


def test_the_layers_named_are_the_values_of_the_graph(tmp_path):
    graph = graph_of(dense_file(tmp_path / "model.h5", 5))
    found = structure_of(read_onnx(graph.onnx))
    values = TracedModel(graph, found.values).trace(random_digits(1)[0])
    hidden, last = found.dense

    sums = values[hidden.inputs] @ hidden.weights + hidden.bias
    assert np.allclose(sums, values[hidden.sums], atol=1e-5)
    assert np.array_equal(np.maximum(values[hidden.sums], 0), values[hidden.outputs])
    assert np.allclose(values[hidden.outputs] @ last.weights + last.bias, values["logits"], atol=1e-5)


def test_a_normalisation_goes_into_the_weights(tmp_path):
    norm = {"axis": -1, "epsilon": 1e-3, "scale": True, "center": True}
    config = sequential(
        given(28, 28),
        layer("Flatten", "flatten"),
        dense("hidden", 6, use_bias=False),
        layer("BatchNormalization", "norm", **norm),
        layer("ReLU", "relu", max_value=None, negative_slope=0.0, threshold=0.0),
        dense("dense", 10, activation="softmax"),
    )
    rng = np.random.default_rng(4)
    moments = [(name, rng.uniform(0.5, 1.5, 6).astype(np.float32)) for name in NORM]
    weights = {
        "flatten": [],
        "hidden": arrays(1, kernel=(784, 6)),
        "norm": moments,
        "relu": [],
        "dense": arrays(2, kernel=(6, 10), bias=(10,)),
    }
    graph = graph_of(write(tmp_path / "model.h5", config, weights))
    found = structure_of(read_onnx(graph.onnx))
    [digit] = random_digits(1)
    values = TracedModel(graph, found.values).trace(digit)

    assert found.kind == "dense"
    sums = forward(found.dense, values[found.dense[0].inputs]).sums
    assert np.allclose(sums[0], values[found.dense[0].sums], atol=1e-4)
    assert np.allclose(sums[-1], values["logits"], atol=1e-4)


def test_a_layer_without_bias_has_a_bias_of_zeros(tmp_path):
    config = sequential(given(784), dense("dense", 10, use_bias=False, activation="softmax"))
    path = write(tmp_path / "model.h5", config, {"dense": arrays(kernel=(784, 10))})

    assert not structure(path).dense[0].bias.any()


def test_another_activation_than_relu_is_not_taken_for_it(tmp_path):
    config = sequential(
        given(784), dense("first", 5, activation="tanh"), dense("second", 10, activation="softmax")
    )
    weights = {"first": arrays(kernel=(784, 5), bias=(5,)), "second": arrays(kernel=(5, 10), bias=(10,))}
    found = structure(write(tmp_path / "model.h5", config, weights))

    assert found.kind == "other"
    assert found.last is not None
    assert found.last.weights.shape == (5, 10)


def test_pixels_that_are_mixed_before_the_first_layer_are_no_pixels(tmp_path):
    config = sequential(
        given(28, 28),
        dense("rows", 28),
        layer("Flatten", "flatten"),
        dense("dense", 10, activation="softmax"),
    )
    weights = {"rows": arrays(kernel=(28, 28), bias=(28,)), "flatten": [], "dense": small_dense()}
    assert structure(write(tmp_path / "model.h5", config, weights)).kind == "other"


def small_dense():
    return arrays(kernel=(784, 10), bias=(10,))


def test_a_convolution_ends_after_its_normalisation_and_activation(tmp_path):
    graph = graph_of(convolutional(tmp_path / "model.h5"))
    read = read_onnx(graph.onnx)
    found = structure_of(read)
    makers = {node.output: node.op for node in read.nodes}

    assert found.kind == "convolutional"
    assert [makers[name] for name in found.maps] == ["Add", "Relu"]  # the normalisation; the activation
    assert found.last is not None
    assert found.last.weights.shape == (6, 10)


def test_a_network_of_one_layer_on_pixels_from_0_to_1_is_dense(tmp_path):
    assert structure(small(tmp_path / "model.h5")).kind == "dense"


def test_a_graph_without_an_end_is_refused():
    with pytest.raises(ModelRefused):
        structure_of(OnnxGraph((), {}))
