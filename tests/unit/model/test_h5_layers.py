"""What each decision about a layer comes to: loaded with Keras' own formula, or refused by name."""

import numpy as np
import pytest

from service.errors import ModelRefused
from tests.h5_files import (
    KERAS_2,
    KERAS_3,
    arrays,
    called,
    conv,
    dense,
    functional,
    given,
    layer,
    sequential,
    write,
)
from tests.unit.model.reading import graph_of, logits_of, random_digits

WEIGHTS = {"dense": arrays(kernel=(784, 10), bias=(10,))}
KERNEL, BIAS = (values for _, values in WEIGHTS["dense"])
DIGITS = random_digits()
PIXELS = DIGITS.reshape(-1, 784).astype(np.float32) / np.float32(255)


def with_entry(path, entry, *, version=KERAS_3, weights=()):
    """Flatten, the entry in question, a dense layer."""
    config = sequential(given(28, 28), layer("Flatten", "flatten"), entry, dense("dense", 10))
    return write(path, config, {entry["config"]["name"]: list(weights), **WEIGHTS}, version=version)


def assert_applies(path, expected_pixels) -> None:
    assert np.allclose(logits_of(path, DIGITS), expected_pixels @ KERNEL + BIAS, atol=2e-5)


@pytest.mark.parametrize(("version", "slope"), [(KERAS_2, 1 / 5), (KERAS_3, 1 / 6)])
def test_hard_sigmoid_has_the_formula_of_the_keras_that_saved_it(tmp_path, version, slope):
    entry = layer("Activation", "a", activation="hard_sigmoid")
    path = with_entry(tmp_path / "model.h5", entry, version=version)

    assert_applies(path, np.clip(PIXELS * slope + 0.5, 0, 1))


def test_relu_with_a_ceiling_is_loaded(tmp_path):
    path = with_entry(
        tmp_path / "model.h5", layer("ReLU", "r", max_value=0.5, negative_slope=0.0, threshold=0.0)
    )

    assert_applies(path, np.minimum(PIXELS, 0.5))


def test_leaky_relu_takes_its_slope_from_either_keras(tmp_path):
    negative = layer("Rescaling", "negative", scale=-1.0, offset=0.0)
    for slope in ({"alpha": 0.25}, {"negative_slope": 0.25}):
        entries = [negative, layer("LeakyReLU", "leaky", **slope)]
        config = sequential(given(28, 28), layer("Flatten", "flatten"), *entries, dense("dense", 10))

        assert_applies(write(tmp_path / "model.h5", config, WEIGHTS), PIXELS * -0.25)


def test_prelu_is_loaded(tmp_path):
    slopes = np.linspace(-1, 1, 784).astype(np.float32)
    path = with_entry(
        tmp_path / "model.h5", layer("PReLU", "p", shared_axes=None), weights=[("alpha", slopes)]
    )

    assert_applies(path, PIXELS)


def test_normalization_with_adapted_statistics_is_loaded(tmp_path):
    mean, variance = np.full(784, 0.25, np.float32), np.full(784, 4.0, np.float32)
    weights = [("mean", mean), ("variance", variance), ("count", np.array(9))]
    entry = layer("Normalization", "n", axis=[-1], invert=False, mean=None, variance=None)

    assert_applies(with_entry(tmp_path / "model.h5", entry, weights=weights), (PIXELS - 0.25) / 2)


@pytest.mark.parametrize(
    "policy",
    ["mixed_float16", "mixed_bfloat16", {"class_name": "DTypePolicy", "config": {"name": "mixed_float16"}}],
)
def test_mixed_precision_is_computed_in_float32(tmp_path, policy):
    config = sequential(
        given(28, 28), layer("Flatten", "flatten", dtype=policy), dense("dense", 10, dtype=policy)
    )

    assert_applies(write(tmp_path / "model.h5", config, WEIGHTS), PIXELS)


def test_float16_and_float64_weights_are_loaded(tmp_path):
    for dtype in (np.float16, np.float64):
        weights = {"dense": [(name, values.astype(dtype)) for name, values in WEIGHTS["dense"]]}
        config = sequential(given(28, 28), layer("Flatten", "flatten"), dense("dense", 10))

        expected = PIXELS @ KERNEL + BIAS
        assert np.allclose(
            logits_of(write(tmp_path / "model.h5", config, weights), DIGITS), expected, atol=2e-2
        )


@pytest.mark.parametrize(
    "kind",
    [
        "RandomBrightness",
        "RandomContrast",
        "RandomErasing",
        "RandomShear",
        "RandomZoom",
        "GaussianNoise",
        "AlphaDropout",
    ],
)
def test_a_layer_of_training_does_nothing(tmp_path, kind):
    assert_applies(with_entry(tmp_path / "model.h5", layer(kind, "training_only", factor=[0.1, 0.2])), PIXELS)


@pytest.mark.parametrize(
    ("function", "argument", "expected"),
    [
        ("math.truediv", 4.0, PIXELS / 4),
        ("math.multiply", 3, PIXELS * 3),
        ("__operators__.add", 1.5, PIXELS + 1.5),
        ("math.subtract", 0.5, PIXELS - 0.5),
    ],
)
def test_an_operator_of_keras_2_with_a_number_is_loaded(tmp_path, function, argument, expected):
    path = keras_2_operator(tmp_path / "model.h5", function, ["flatten", 0, 0, {"y": argument, "name": None}])

    assert_applies(path, expected)


def test_an_operator_with_the_number_first_is_loaded(tmp_path):
    inbound = ["_CONSTANT_VALUE", -1, 1.0, {"y": ["flatten", 0, 0], "name": None}]

    assert_applies(keras_2_operator(tmp_path / "model.h5", "math.subtract", inbound), 1 - PIXELS)


def test_another_function_of_tensorflow_is_refused_by_name(tmp_path):
    path = keras_2_operator(tmp_path / "model.h5", "io.read_file", ["flatten", 0, 0, {}])

    with pytest.raises(ModelRefused, match=r"TFOpLambda layer 'op' \(the operator 'io.read_file'\)"):
        graph_of(path)


def keras_2_operator(path, function, inbound):
    layers = [
        called(layer("InputLayer", "given", batch_input_shape=[None, 28, 28])),
        called(layer("Flatten", "flatten"), [["given", 0, 0, {}]]),
        called(layer("TFOpLambda", "op", function=function), inbound),
        called(dense("dense", 10), [["op", 0, 0, {}]]),
    ]
    return write(path, functional(layers, [["given", 0, 0]], [["dense", 0, 0]]), WEIGHTS, version=KERAS_2)


def test_dropout_that_keras_2_keeps_on_after_training_is_refused(tmp_path):
    layers = [
        called(layer("InputLayer", "given", batch_input_shape=[None, 784])),
        called(layer("Dropout", "noisy", rate=0.5), [["given", 0, 0, {"training": True}]]),
        called(dense("dense", 10), [["noisy", 0, 0, {}]]),
    ]
    path = write(
        tmp_path / "m.h5", functional(layers, [["given", 0, 0]], [["dense", 0, 0]]), WEIGHTS, version=KERAS_2
    )

    with pytest.raises(ModelRefused, match="'noisy' is called with training=True"):
        graph_of(path)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (layer("RandomCrop", "crop", height=20, width=20), "RandomCrop layer 'crop'"),
        (layer("Resizing", "resize", height=20, width=20), "Resizing layer 'resize'"),
        (layer("Activation", "a", activation="mish"), "activation 'mish'"),
        (
            layer("Activation", "a", activation={"class_name": "function", "config": "mine"}),
            "activation of its own",
        ),
        (layer("Flatten", "f", data_format="channels_first"), "data_format='channels_first'"),
        (layer("Dense", "d", dtype="int8", units=3), "number type 'int8'"),
        (layer("Dense", "d", quantization_config={"mode": "int4"}, units=3), "quantized"),
        (layer("Softmax", "s", axis=0), "axis=0"),
        (layer("Reshape", "r", target_shape=[28, 27]), "cannot give the shape"),
        (layer("Reshape", "r", target_shape=[-1, -1]), "cannot give the shape"),
        (layer("BatchNormalization", "b", axis=[2]), "axis="),
        (layer("Normalization", "n", axis=-1, mean=0.0, variance=-1.0), "below zero"),
        (layer("Normalization", "n", mean=0.0, variance=1.0, invert=True), "invert"),
        (layer("Rescaling", "s", scale=float("nan")), "scale=nan"),
        (layer("Dense", "d", units=True), "units=True"),
        (layer("BatchNormalization", "b", scale="yes"), "scale='yes'"),
        (conv("c", 3), "not .height, width, channels."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_supported_is_refused_by_name(tmp_path, entry, reason):
    with pytest.raises(ModelRefused, match=reason):
        graph_of(with_entry(tmp_path / "model.h5", entry))


def test_a_window_that_does_not_fit_is_refused(tmp_path):
    reshape = layer("Reshape", "r", target_shape=[28, 28, 1])
    config = sequential(
        given(28, 28), reshape, conv("c", 3, 29), layer("Flatten", "flatten"), dense("dense", 10)
    )
    path = write(tmp_path / "model.h5", config, {"c": arrays(kernel=(29, 29, 1, 3), bias=(3,)), **WEIGHTS})

    with pytest.raises(ModelRefused, match="too large for the"):
        graph_of(path)


def test_a_variance_below_zero_is_refused(tmp_path):
    norm = layer("BatchNormalization", "b", axis=-1, scale=False, center=False)
    weights = [("moving_mean", np.zeros(784, np.float32)), ("moving_variance", np.full(784, -1, np.float32))]

    with pytest.raises(ModelRefused, match="not above zero"):
        graph_of(with_entry(tmp_path / "model.h5", norm, weights=weights))
