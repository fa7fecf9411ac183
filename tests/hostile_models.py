"""Model files that want something: each is named for what it tries, with what its refusal must say."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import h5py
import numpy as np

from service.model.loaded import Role
from tests.h5_files import (
    SMALL,
    arrays,
    called,
    conv,
    dense,
    functional,
    given,
    layer,
    reader,
    sequential,
    small,
    write,
)


class Hostile(NamedTuple):
    """A way to spoil a model file, and a pattern of the reason that refuses it."""

    name: str
    reason: str
    make: Callable[[Path], Path]
    role: Role = "digit"


CORPUS: list[Hostile] = []


def hostile(reason: str, role: Role = "digit"):
    def register(make):
        CORPUS.append(Hostile(make.__name__, reason, make, role))
        return make

    return register


def with_layer(path: Path, entry: dict) -> Path:
    """The small network with one more layer before the last."""
    flatten, last = layer("Flatten", "flatten"), dense("dense", 10)
    return small(path, sequential(given(28, 28), flatten, entry, last), **{entry["config"]["name"]: []})


KERNEL = "model_weights/dense/dense/kernel"


@hostile("Lambda layer 'f', which is program code")
def lambda_layer(path):
    code = ["4wEAAAAAAAAA", None, None]
    return with_layer(
        path, layer("Lambda", "f", function={"class_name": "__lambda__", "config": {"code": code}})
    )


@hostile("a MyLayer layer 'mine'. Supported layers are: ")
def unknown_layer(path):
    return with_layer(path, layer("MyLayer", "mine"))


@hostile("activation of its own")
def custom_activation(path):
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": "evil",
        "registered_name": "function",
    }
    return small(
        path, sequential(given(28, 28), layer("Flatten", "flatten"), dense("dense", 10, activation=function))
    )


@hostile("link to somewhere else .ExternalLink.")
def external_link(path):
    secret = small(path.with_suffix(".secret"))
    with h5py.File(small(path), "a") as file:
        del file[KERNEL]
        file[KERNEL] = h5py.ExternalLink(str(secret), KERNEL)
    return path


@hostile("link to somewhere else .ExternalLink.")
def external_link_for_a_group(path):
    secret = small(path.with_suffix(".secret"))
    with h5py.File(small(path), "a") as file:
        del file["model_weights"]
        file["model_weights"] = h5py.ExternalLink(str(secret), "model_weights")
    return path


@hostile("link to somewhere else .SoftLink.")
def soft_link(path):
    with h5py.File(small(path), "a") as file:
        file["elsewhere"] = file[KERNEL][()]
        del file[KERNEL]
        file[KERNEL] = h5py.SoftLink("/elsewhere")
    return path


@hostile("external storage")
def external_storage(path):
    with h5py.File(small(path), "a") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (784, 10), "f4", external=[("/etc/passwd", 0, 784 * 40)])
    return path


@hostile("virtual dataset")
def virtual_dataset(path):
    layout = h5py.VirtualLayout((784, 10), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "kernel", (784, 10))
    with h5py.File(small(path), "a") as file:
        del file[KERNEL]
        file.create_virtual_dataset(KERNEL, layout)
    return path


@hostile("more than the whole file holds")
def shape_bomb(path):
    with h5py.File(small(path), "a") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (784, 2**40), "f4")
    return path


@hostile("in chunks or compressed")
def chunk_bomb(path):
    with h5py.File(small(path), "a") as file:
        del file[KERNEL]
        values = np.zeros((20_000, 10_000), np.uint8)
        file.create_dataset(KERNEL, data=values, chunks=values.shape, compression="gzip", compression_opts=9)
    return path


@hostile("too large: over .* parameters")
def units_bomb(path):
    return small(path, sequential(given(28, 28), layer("Flatten", "flatten"), dense("dense", 1_000_000)))


@hostile("supported are whole numbers from 1")
def units_of_terabytes(path):
    return small(path, sequential(given(28, 28), layer("Flatten", "flatten"), dense("dense", 10**15)))


@hostile("too large: a layer gives")
def padding_bomb(path):
    reshape, pad = (
        layer("Reshape", "r", target_shape=[28, 28, 1]),
        layer("ZeroPadding2D", "p", padding=1_000_000),
    )
    return small(
        path, sequential(given(28, 28), reshape, pad, layer("Flatten", "flatten"), dense("dense", 10))
    )


@hostile("multiplications")
def work_bomb(path):
    reshape = layer("Reshape", "r", target_shape=[28, 28, 1])
    layers = [conv(f"c{i}", 256, padding="same") for i in range(6)]
    weights = {f"c{i}": arrays(kernel=(3, 3, 256 if i else 1, 256), bias=(256,)) for i in range(6)}
    end = layer("GlobalAveragePooling2D", "pool")
    return write(path, sequential(given(28, 28), reshape, *layers, end, dense("dense", 10)), weights)


@hostile("more than 512 layers")
def layer_bomb(path):
    many = [layer("Dropout", f"d{i}") for i in range(3000)]
    return small(path, sequential(given(28, 28), *many, layer("Flatten", "flatten"), dense("dense", 10)))


@hostile("models inside models")
def nesting_bomb(path):
    entry = sequential(layer("Flatten", "flatten"))
    for depth in range(60):
        entry = {**sequential(entry), "name": f"m{depth}"}
        entry["config"]["name"] = f"m{depth}"
        entry["config"]["layers"][0]["config"].setdefault("name", "x")
    return small(path, sequential(given(28, 28), entry, dense("dense", 10)), m59=[])


@hostile("more than 512 layers")
def doubling_bomb(path):
    """Each model calls the one inside it eight times: 8 ** 6 calls of nothing at all."""
    inner = functional([called(layer("InputLayer", "i"))], ["i", 0, 0], ["i", 0, 0])
    for depth in range(6):
        name = f"m{depth}"
        first = {"args": [tensor("i")], "kwargs": {}}
        rest = [{"args": [tensor(name, node)], "kwargs": {}} for node in range(7)]
        entry = {**inner, "name": name, "inbound_nodes": [first, *rest]}
        entry["config"]["name"] = name
        inner = functional([called(layer("InputLayer", "i")), entry], ["i", 0, 0], [name, 7, 0])
    inner["config"]["name"] = "outer"
    return small(
        path, sequential(given(28, 28), inner, layer("Flatten", "flatten"), dense("dense", 10)), outer=[]
    )


def tensor(name: str, node: int = 0) -> dict:
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, node, 0]}}


@hostile("not readable JSON")
def deep_json(path):
    return small(path, "[" * 100_000)


@hostile("not readable JSON|damaged")
def not_json(path):
    return small(path, '{"class_name": "Sequential", ')


@hostile("too large")
def huge_configuration(path):
    text = json.dumps(SMALL)
    return small(path, text[:-1] + " " * 5_000_000 + text[-1])


@hostile("too large")
def huge_name_list(path):
    with h5py.File(small(path), "a", libver="latest") as file:
        root = file["model_weights"]
        del root.attrs["layer_names"]
        root.attrs.create("layer_names", np.zeros(5000, "S8"))
    return path


@hostile("NaN or infinite")
def nan_weight(path):
    return small(
        path, dense=[("kernel", np.full((784, 10), np.nan, np.float32)), ("bias", np.zeros(10, np.float32))]
    )


@hostile("NaN or infinite")
def infinite_weight(path):
    return small(path, dense=[("kernel", np.full((784, 10), 1e300)), ("bias", np.zeros(10, np.float32))])


@hostile("shape .784, 12.; the configuration says .784, 10.")
def other_shape(path):
    return small(path, dense=arrays(kernel=(784, 12), bias=(10,)))


@hostile("holds int64|holds object|damaged")
def strings_for_weights(path):
    return small(path, dense=[("kernel", np.ones((784, 10), np.int64)), ("bias", np.zeros(10, np.float32))])


@hostile("has 1 arrays of weights")
def missing_bias(path):
    return small(path, dense=arrays(kernel=(784, 10)))


@hostile("not stored completely")
def never_written(path):
    with h5py.File(small(path), "a") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (784, 10), "f4")
    return path


@hostile("name '..'|missing|not allowed")
def climbing_name(path):
    with h5py.File(small(path), "a") as file:
        file["model_weights/dense"].attrs["weight_names"] = [b"../dense/dense/kernel", b"dense/bias"]
    return path


@hostile("given something that is missing")
def cycle(path):
    layers = [
        called(given(28, 28)),
        called(layer("Flatten", "a"), {"args": [tensor("b")], "kwargs": {}}),
        called(layer("Dropout", "b"), {"args": [tensor("a")], "kwargs": {}}),
    ]
    return small(path, functional(layers, ["given", 0, 0], ["b", 0, 0]))


@hostile("lists no layers .a subclassed model.")
def subclassed(path):
    return small(path, {"class_name": "MyModel", "config": {"name": "mine"}})


@hostile("save_weights")
def weights_only(path):
    with h5py.File(small(path), "a") as file:
        del file.attrs["model_config"]
    return path


@hostile("not an HDF5 file")
def a_picture(path):
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    return path


@hostile("not an HDF5 file")
def empty(path):
    path.write_bytes(b"")
    return path


@hostile("larger than a model may be")
def too_many_bytes(path):
    with small(path).open("ab") as file:
        file.truncate(64_000_001)
    return path


@hostile("Is a directory")
def a_folder(path):
    path.mkdir()
    return path


@hostile("not a file")
def a_pipe(path):
    os.mkfifo(path)
    return path


@hostile("cannot be read")
def nothing_there(path):
    return path


@hostile("a reader's; supported here is a digit network")
def reader_for_a_digit_network(path):
    return reader(path)


@hostile("a digit network's; a reader takes a page", role="reader")
def digit_network_for_a_reader(path):
    return small(path)


@hostile("Lambda layer 'up', which is program code", role="reader")
def lambda_in_a_reader(path):
    return reader(path, replaced={"up": layer("Lambda", "up", function={"class_name": "__lambda__"})})


@hostile("link to somewhere else .ExternalLink.", role="reader")
def external_link_in_a_reader(path):
    secret, kernel = reader(path.with_suffix(".secret")), "model_weights/half/half/kernel"
    with h5py.File(reader(path), "a") as file:
        del file[kernel]
        file[kernel] = h5py.ExternalLink(str(secret), kernel)
    return path


@hostile("too large: a layer gives", role="reader")
def enlarging_bomb(path):
    return reader(path, replaced={"up": layer("UpSampling2D", "up", size=[1_000_000, 1_000_000])})


@hostile("too large: a layer gives", role="reader")
def transposed_bomb(path):
    settings = {"filters": 8, "kernel_size": [1, 1], "strides": [1000, 1000], "padding": "same"}
    return reader(
        path,
        replaced={"up": layer("Conv2DTranspose", "up", **settings)},
        up=arrays(kernel=(1, 1, 8, 8), bias=(8,)),
    )


@hostile("multiplications for a page", role="reader")
def work_bomb_in_a_reader(path):
    wide = conv("half", 32, 64, strides=[2, 2], padding="same")
    return reader(path, replaced={"half": wide}, half=arrays(kernel=(64, 64, 1, 32), bias=(32,)))


@hostile("has slopes for pages of one size", role="reader")
def slopes_for_one_size(path):
    slopes = layer("PReLU", "rescaling", shared_axes=None)
    return reader(path, replaced={"rescaling": slopes}, rescaling=arrays(alpha=(256, 256, 1)))
