"""Networks small enough to make in a test, as the reader's child would hand them over: real ONNX, no file."""

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from service.errors import ModelRefused
from service.model.loaded import FREE, LoadedGraph, Role
from service.model.reader_map import CHANNELS


def always(label: int, *, outputs: int = 10, sha256: str = "0" * 64, certainty: float = 100.0) -> LoadedGraph:
    """A network that says `label` whatever it is shown."""
    bias = np.zeros(outputs, np.float32)
    bias[label] = certainty
    nodes = [
        helper.make_node("Cast", ["digits"], ["grey"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["grey", "pixels"], ["flat"]),
        helper.make_node("Gemm", ["flat", "weights", "bias"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "always",
        [helper.make_tensor_value_info("digits", TensorProto.UINT8, ["n", 28, 28])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", outputs])],
        [
            numpy_helper.from_array(np.array([-1, 784], np.int64), "pixels"),
            numpy_helper.from_array(np.zeros((784, outputs), np.float32), "weights"),
            numpy_helper.from_array(bias, "bias"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return LoadedGraph(
        onnx=model.SerializeToString(),
        layers=("InputLayer", "Flatten", "Dense"),
        parameters=7850,
        input_shape=(28, 28),
        outputs=outputs,
        scaling="inside",
        sha256=sha256,
    )


def reads(level: float, *, sha256: str = "0" * 64) -> LoadedGraph:
    """A reader whose maps all hold a cell's mean, times `level`."""
    nodes = [
        helper.make_node("Cast", ["pages"], ["grey"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["grey", "axis"], ["picture"]),
        helper.make_node("AveragePool", ["picture"], ["means"], kernel_shape=[4, 4], strides=[4, 4]),
        helper.make_node("Conv", ["means", "levels"], ["values"]),
        helper.make_node("Transpose", ["values"], ["maps"], perm=[0, 2, 3, 1]),
    ]
    graph = helper.make_graph(
        nodes,
        "reads",
        [helper.make_tensor_value_info("pages", TensorProto.UINT8, ["n", "h", "w"])],
        [helper.make_tensor_value_info("maps", TensorProto.FLOAT, ["n", "rows", "columns", CHANNELS])],
        [
            numpy_helper.from_array(np.array([1], np.int64), "axis"),
            numpy_helper.from_array(np.full((CHANNELS, 1, 1, 1), level, np.float32), "levels"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return LoadedGraph(
        onnx=model.SerializeToString(),
        layers=("InputLayer", "AveragePooling2D", "Conv2D"),
        parameters=CHANNELS,
        input_shape=(FREE, FREE, 1),
        outputs=CHANNELS,
        scaling="inside",
        sha256=sha256,
        role="reader",
    )


class FakeReader:
    """Stands at the loader's door: files that say `always 7` or `reads 2` are such networks, no others."""

    def __init__(self) -> None:
        self.asked: list[Path] = []

    def __call__(
        self, path: Path, *, role: Role = "digit", scaling: str = "auto", expected_sha256: str | None = None
    ) -> LoadedGraph:
        self.asked.append(path)
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if expected_sha256 not in (None, sha256):
            raise ModelRefused("its checksum is not the published one")
        match content.split():
            case [b"reads", level, *_] if role == "reader":
                return reads(float(level), sha256=sha256)
            case _ if role == "reader":
                raise ModelRefused("it is no reader")
            case [b"always", label, *_]:
                return always(int(label), sha256=sha256)
            case [b"eleven", *_]:
                return always(3, outputs=11, sha256=sha256)
            case [b"crash", *_]:
                raise RuntimeError("nobody expected this")
        raise ModelRefused("it is no HDF5 file")
