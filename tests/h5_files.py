"""Keras `.h5` files made by hand, without Keras: good ones, old ones, and what a test wants to be wrong."""

import json
from pathlib import Path

import h5py
import numpy as np

from service.model.reader_map import CHANNELS

KERAS_3, KERAS_2 = "3.15.1", "2.15.0"


def layer(kind: str, name: str, **settings) -> dict:
    """One entry of a configuration."""
    return {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32", **settings}}


def given(*shape: int) -> dict:
    """The InputLayer of Keras 3."""
    return layer("InputLayer", "given", batch_shape=[None, *shape])


def dense(name: str, units: int, **settings) -> dict:
    return layer("Dense", name, **{"units": units, "activation": "linear", "use_bias": True, **settings})


def conv(name: str, filters: int, size: int = 3, **settings) -> dict:
    common = {
        "kernel_size": [size, size],
        "strides": [1, 1],
        "padding": "valid",
        "dilation_rate": [1, 1],
        "groups": 1,
    }
    return layer(
        "Conv2D", name, **{"filters": filters, "activation": "relu", "use_bias": True, **common, **settings}
    )


def sequential(*layers: dict) -> dict:
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": list(layers)}}


def functional(layers: list[dict], inputs, outputs, kind: str = "Functional") -> dict:
    config = {"name": "model", "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": kind, "config": config}


def called(entry: dict, *inbound) -> dict:
    """A layer of a functional model, with its inbound_nodes."""
    return {**entry, "name": entry["config"]["name"], "inbound_nodes": list(inbound)}


def arrays(seed: int = 0, **shapes) -> list[tuple[str, np.ndarray]]:
    """Weights with these names and shapes, as of a trained layer."""
    rng = np.random.default_rng(seed)
    return [(name, rng.normal(0, 0.1, shape).astype(np.float32)) for name, shape in shapes.items()]


def write(path: Path, config, weights: dict[str, list], *, version: str | None = KERAS_3, names=None) -> Path:
    """Save a model as Keras lays it out; `weights` are the (name, array) pairs of every layer."""
    with h5py.File(path, "w") as file:
        if version is not None:
            file.attrs["keras_version"] = version
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = config if isinstance(config, str) else json.dumps(config)
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [name.encode() for name in (weights if names is None else names)]
        for name, pairs in weights.items():
            group = root.create_group(name)
            group.attrs["weight_names"] = [f"{name}/{weight}".encode() for weight, _ in pairs]
            for weight, values in pairs:
                group[f"{name}/{weight}"] = values
    return path


SMALL = sequential(given(28, 28), layer("Flatten", "flatten"), dense("dense", 10, activation="softmax"))


def small(path: Path, config=None, **changes) -> Path:
    """A network of one dense layer: 7,850 parameters."""
    weights = {"flatten": [], "dense": arrays(kernel=(784, 10), bias=(10,))}
    return write(path, config or SMALL, {**weights, **changes})


def convolutional(path: Path) -> Path:
    """A small network of convolutions, in HDF5 as Keras writes it; few of its bytes are weights."""
    norm = {"axis": -1, "epsilon": 1e-3, "scale": True, "center": True}
    config = sequential(
        given(28, 28),
        layer("Rescaling", "rescaling", scale=1 / 255, offset=0.0),
        layer("Reshape", "reshape", target_shape=[28, 28, 1]),
        conv("first", 4, strides=[2, 2]),
        layer("BatchNormalization", "norm", **norm),
        conv("second", 6, strides=[2, 2]),
        layer("GlobalAveragePooling2D", "pool", keepdims=False),
        layer("Dropout", "dropout", rate=0.3),
        dense("dense", 10, activation="softmax"),
    )
    ones = np.ones(4, np.float32)
    weights = {
        "rescaling": [],
        "reshape": [],
        "first": arrays(1, kernel=(3, 3, 1, 4), bias=(4,)),
        "norm": [("gamma", ones), ("beta", ones), ("moving_mean", ones), ("moving_variance", ones)],
        "second": arrays(2, kernel=(3, 3, 4, 6), bias=(6,)),
        "pool": [],
        "dropout": [],
        "dense": arrays(3, kernel=(6, 10), bias=(10,)),
    }
    return write(path, config, weights)


def from_(*names: str) -> dict:
    """What a layer of a functional model is given, in Keras 3's notation."""
    values = [{"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}} for name in names]
    return {"args": [values if len(values) > 1 else values[0]], "kwargs": {}}


HALVES = {"strides": [2, 2], "padding": "same"}
READER = (
    called(given(None, None, 1)),
    called(layer("Rescaling", "rescaling", scale=1 / 255, offset=0.0), from_("given")),
    called(conv("half", 4, **HALVES), from_("rescaling")),
    called(conv("quarter", 6, **HALVES), from_("half")),
    called(conv("eighth", 8, **HALVES), from_("quarter")),
    called(layer("UpSampling2D", "up", size=[2, 2], interpolation="nearest"), from_("eighth")),
    called(layer("Concatenate", "both", axis=-1), from_("quarter", "up")),
    called(conv("maps", CHANNELS, 1, activation="linear"), from_("both")),
)


def reader(path: Path, *, seed: int = 0, replaced: dict | None = None, **changes) -> Path:
    """A small network for pages of any size; `replaced` has other layers for some of READER's names."""
    replaced = replaced or {}
    layers = [{**entry, **replaced.get(entry["name"], {}), "name": entry["name"]} for entry in READER]
    for entry in layers:
        entry["config"] = {**entry["config"], "name": entry["name"]}
    weights = {
        "half": arrays(seed + 1, kernel=(3, 3, 1, 4), bias=(4,)),
        "quarter": arrays(seed + 2, kernel=(3, 3, 4, 6), bias=(6,)),
        "eighth": arrays(seed + 3, kernel=(3, 3, 6, 8), bias=(8,)),
        "maps": arrays(seed + 4, kernel=(1, 1, 14, CHANNELS), bias=(CHANNELS,)),
    }
    return write(path, functional(layers, ["given", 0, 0], ["maps", 0, 0]), {**weights, **changes})
