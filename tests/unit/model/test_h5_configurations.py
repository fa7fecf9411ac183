"""Old and odd configurations, inputs, outputs and endings: what is loaded, what is refused."""

import json

import h5py
import numpy as np
import pytest

from service.errors import ModelRefused
from tests.h5_files import (
    KERAS_2,
    SMALL,
    arrays,
    called,
    dense,
    functional,
    given,
    layer,
    sequential,
    small,
    write,
)
from tests.unit.model.reading import graph_of, logits_of, random_digits

DIGITS = random_digits()
PAIRS = arrays(kernel=(784, 10), bias=(10,))
WEIGHTS = {"dense": PAIRS}
KERNEL, BIAS = PAIRS[0][1], PAIRS[1][1]
PIXELS = DIGITS.reshape(-1, 784).astype(np.float32) / np.float32(255)
EXPECTED = PIXELS @ KERNEL + BIAS


def assert_is_the_dense_network(path) -> None:
    assert np.allclose(logits_of(path, DIGITS), EXPECTED, atol=1e-5)


def test_a_sequential_without_an_input_layer_takes_the_shape_from_its_first_layer(tmp_path):
    first = layer("Flatten", "flatten", batch_input_shape=[None, 28, 28])

    assert_is_the_dense_network(
        write(tmp_path / "m.h5", sequential(first, dense("dense", 10)), WEIGHTS, version=KERAS_2)
    )


def test_a_sequential_of_keras_2_1_with_a_plain_list_is_loaded(tmp_path):
    config = {"class_name": "Sequential", "config": [dense("dense", 10, batch_input_shape=[None, 784])]}

    assert_is_the_dense_network(write(tmp_path / "m.h5", config, WEIGHTS, version="2.1.6"))


def test_a_file_without_a_version_is_read_as_keras_2(tmp_path):
    config = {"class_name": "Sequential", "config": [dense("dense", 10, batch_input_shape=[None, 784])]}

    assert_is_the_dense_network(write(tmp_path / "m.h5", config, WEIGHTS, version=None))


def test_a_model_of_class_model_is_functional(tmp_path):
    layers = [
        called(layer("InputLayer", "given", batch_input_shape=[None, 784])),
        called(dense("dense", 10), [["given", 0, 0, {}]]),
    ]
    config = functional(layers, [["given", 0, 0]], [["dense", 0, 0]], kind="Model")

    assert_is_the_dense_network(write(tmp_path / "m.h5", config, WEIGHTS, version="2.2.4-tf"))


def test_a_sequential_that_was_built_late_takes_its_build_shape(tmp_path):
    config = sequential(layer("Flatten", "flatten"), dense("dense", 10))
    config["config"]["build_input_shape"] = [32, 28, 28]

    assert_is_the_dense_network(write(tmp_path / "m.h5", config, WEIGHTS))


def test_names_that_keras_split_into_chunks_are_put_together(tmp_path):
    path = small(tmp_path / "m.h5")
    with h5py.File(path, "a") as file:
        root = file["model_weights"]
        del root.attrs["layer_names"]
        root.attrs["layer_names0"], root.attrs["layer_names1"] = [b"flatten"], [b"dense"]

    assert graph_of(path).parameters == 7850


def test_layers_may_stand_in_any_order(tmp_path):
    layers = [
        called(dense("dense", 10), [["flatten", 0, 0, {}]]),
        called(layer("Flatten", "flatten"), [["given", 0, 0, {}]]),
        called(layer("InputLayer", "given", batch_input_shape=[None, 28, 28])),
    ]
    config = functional(layers, [["given", 0, 0]], [["dense", 0, 0]])

    assert_is_the_dense_network(write(tmp_path / "m.h5", config, WEIGHTS, version=KERAS_2))


def test_random_states_among_the_weights_of_a_nested_model_are_skipped(tmp_path):
    inner = sequential(
        given(28, 28), layer("RandomFlip", "flip"), layer("Flatten", "flatten"), dense("dense", 10)
    )
    inner["config"]["name"] = "inner"
    pairs = [("flip/StateVar:0", np.zeros(3, np.int64)), *PAIRS]

    assert_is_the_dense_network(write(tmp_path / "m.h5", sequential(given(28, 28), inner), {"inner": pairs}))


def test_a_nested_model_without_all_its_weights_is_refused(tmp_path):
    inner = sequential(given(28, 28), layer("Flatten", "flatten"), dense("dense", 10))
    inner["config"]["name"] = "inner"

    with pytest.raises(ModelRefused, match="'inner' has 1 arrays; its layers need 2"):
        graph_of(write(tmp_path / "m.h5", sequential(given(28, 28), inner), {"inner": PAIRS[:1]}))


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (784,)])
def test_three_shapes_of_input_are_loaded(tmp_path, shape):
    path = write(
        tmp_path / "m.h5", sequential(given(*shape), layer("Flatten", "flatten"), dense("dense", 10)), WEIGHTS
    )

    assert graph_of(path).input_shape == shape
    assert_is_the_dense_network(path)


@pytest.mark.parametrize("shape", [(28, 28, 3), (32, 32, 1), (None, None, 1), (1, 784)])
def test_another_shape_of_input_is_refused(tmp_path, shape):
    with pytest.raises(ModelRefused, match="input"):
        graph_of(small(tmp_path / "m.h5", sequential(given(*shape), *SMALL["config"]["layers"][1:])))


@pytest.mark.parametrize("outputs", [1, 9, 12, 47])
def test_another_number_of_outputs_is_refused(tmp_path, outputs):
    config = sequential(given(784), dense("dense", outputs))

    with pytest.raises(ModelRefused, match="supported are 10"):
        graph_of(write(tmp_path / "m.h5", config, {"dense": arrays(kernel=(784, outputs), bias=(outputs,))}))


def test_eleven_outputs_are_loaded(tmp_path):
    config = sequential(given(784), dense("dense", 11))

    assert (
        graph_of(write(tmp_path / "m.h5", config, {"dense": arrays(kernel=(784, 11), bias=(11,))})).outputs
        == 11
    )


@pytest.mark.parametrize("ends", ["input_layers", "output_layers"])
def test_several_inputs_or_outputs_are_refused(tmp_path, ends):
    layers = [
        called(layer("InputLayer", "given", batch_input_shape=[None, 784])),
        called(dense("dense", 10), [["given", 0, 0, {}]]),
    ]
    config = functional(layers, [["given", 0, 0]], [["dense", 0, 0]])
    config["config"][ends] *= 2

    with pytest.raises(ModelRefused, match=f"has 2 {ends}"):
        graph_of(write(tmp_path / "m.h5", config, WEIGHTS, version=KERAS_2))


@pytest.mark.parametrize(
    "ending",
    [
        [dense("dense", 10, activation="softmax")],
        [dense("dense", 10), layer("Softmax", "s", axis=-1)],
        [dense("dense", 10), layer("Activation", "a", activation="softmax")],
        [dense("dense", 10, activation="softmax"), layer("Dropout", "d", rate=0.1)],
        [dense("dense", 10), layer("Activation", "a", activation="linear")],
    ],
    ids=["in dense", "layer", "activation", "dropout after", "linear"],
)
def test_a_final_softmax_is_left_out(tmp_path, ending):
    assert_is_the_dense_network(write(tmp_path / "m.h5", sequential(given(784), *ending), WEIGHTS))


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ([dense("dense", 10, activation="sigmoid")], "'dense' .Dense. ends in sigmoid"),
        ([dense("dense", 10), layer("Activation", "a", activation="relu")], "'a' .Activation. ends in relu"),
        ([dense("dense", 10), layer("LeakyReLU", "leaky")], "'leaky' .LeakyReLU. ends in LeakyReLU"),
        (
            [dense("dense", 10, activation="softmax"), layer("Reshape", "r", target_shape=[10])],
            "ends in softmax and, by",
        ),
        (
            [dense("dense", 10, activation="sigmoid"), layer("Rescaling", "r", scale=0.5)],
            "ends in sigmoid and, by way",
        ),
    ],
    ids=["sigmoid", "relu", "leaky relu", "softmax inside", "scaled sigmoid"],
)
def test_an_output_that_is_neither_logits_nor_softmax_is_refused(tmp_path, ending, reason):
    with pytest.raises(ModelRefused, match=reason):
        graph_of(write(tmp_path / "m.h5", sequential(given(784), *ending), WEIGHTS))


@pytest.mark.parametrize(
    ("entries", "scaling"),
    [
        ([], "0..1"),
        ([layer("Rescaling", "r", scale=1 / 255)], "inside"),
        ([layer("Rescaling", "r", scale=1 / 127.5, offset=-1.0)], "inside"),
        ([layer("Rescaling", "r", scale=2.0, offset=-1.0)], "0..1"),
        (
            [layer("Flatten", "f"), layer("GaussianNoise", "g"), layer("Rescaling", "r", scale=1 / 255)],
            "inside",
        ),
        ([layer("Normalization", "n", axis=None, mean=33.3, variance=6170.0)], "inside"),
        ([layer("Normalization", "n", axis=None, mean=0.13, variance=0.09)], "0..1"),
        ([layer("Activation", "a", activation="tanh"), layer("Rescaling", "r", scale=1 / 255)], "0..1"),
    ],
    ids=["none", "1/255", "1/127.5", "2x-1", "after flatten", "mean 33", "mean 0.13", "of features"],
)
def test_auto_finds_out_whether_the_network_scales_by_itself(tmp_path, entries, scaling):
    config = sequential(given(28, 28), *entries, layer("Flatten", "flatten"), dense("dense", 10))

    assert graph_of(write(tmp_path / "m.h5", config, WEIGHTS)).scaling == scaling


@pytest.mark.parametrize(("scaling", "factor"), [("0..1", 1), ("0..255", 255), ("inside", 255), ("auto", 1)])
def test_a_scaling_that_is_given_decides_what_the_network_sees(tmp_path, scaling, factor):
    seen = logits_of(
        write(tmp_path / "m.h5", sequential(given(784), dense("dense", 10)), WEIGHTS), DIGITS, scaling
    )

    assert np.allclose(seen, PIXELS * factor @ KERNEL + BIAS, rtol=1e-5, atol=1e-2)


def test_the_graph_tells_what_it_is_made_of(tmp_path):
    graph = graph_of(small(tmp_path / "m.h5"))

    assert graph.layers == ("InputLayer", "Flatten", "Dense")
    assert (graph.parameters, graph.outputs, graph.input_shape) == (7850, 10, (28, 28))


@pytest.mark.parametrize(
    "config",
    [
        [],
        {"class_name": "Sequential"},
        {"class_name": "Sequential", "config": {"name": "s", "layers": []}},
        {"class_name": "Sequential", "config": {"name": "s", "layers": ["Dense"]}},
        {
            "class_name": "Sequential",
            "config": {"name": "s", "layers": [{"class_name": "Dense", "config": []}]},
        },
        {
            "class_name": "Sequential",
            "config": {"name": "s", "layers": [{"class_name": "Dense", "config": {}}]},
        },
        sequential(given(28, 28), dense("same", 10), dense("same", 10)),
        functional([called(given(28, 28))], ["given", 0, 0], ["nowhere", 0, 0]),
        functional(
            [called(given(28, 28)), {**dense("d", 10), "inbound_nodes": 7}], ["given", 0, 0], ["d", 0, 0]
        ),
        functional(
            [called(given(28, 28)), called(dense("d", 10), [[["given", -1, 0]]])],
            ["given", 0, 0],
            ["d", 0, 0],
        ),
        functional(
            [called(given(28, 28)), called(dense("d", 10), {"args": [{}]})], ["given", 0, 0], ["d", 0, 0]
        ),
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused(tmp_path, config):
    with pytest.raises(ModelRefused):
        graph_of(small(tmp_path / "m.h5", json.dumps(config)))
